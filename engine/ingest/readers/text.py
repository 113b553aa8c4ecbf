"""Plain text and Markdown: the text as it stands, in whatever encoding it is.

Output: chunks of text; for Markdown also the title (front matter, else the first
heading) and what else the front matter states. Large files are never held whole.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.ingest.encoding import declared_encoding, detect, sample
from engine.ingest.readers.pieces import Head, Limits, Piece

_BLOCK_BYTES = 1 << 22
_LONGEST_ENCODED = 4
_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.{0,20000}?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE
)
_ENTRY = re.compile(r"([\w-][\w .-]{0,60}):[ \t]*(.*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.+)")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*)")
_MARKUP = re.compile(
    r"!?\[([^\]]{0,300})\]\([^)]{0,300}\)|\[\[(?:[^\]|]{0,300}\|)?([^\]]{0,300})\]\]|[*_`]{1,3}"
)
_MOST_ENTRIES = 64


def read_text(path: Path, *, limits: Limits, is_markdown: bool) -> Iterator[Piece]:
    """Yield the text of a file in chunks.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    chunks = _decoded(path, limits)
    first = next(chunks, "")
    yield markdown_head(first) if is_markdown else Head()
    yield first
    yield from chunks


def markdown_head(text: str) -> Head:
    """Return title and attributes of a Markdown text."""
    front_matter = _FRONT_MATTER.match(text)
    attributes = _entries(front_matter.group(1)) if front_matter else {}
    title = attributes.pop("title", None)
    if not title:
        body = text[front_matter.end() if front_matter else 0 :][:100_000]
        title = _MARKUP.sub(r"\1\2", _first_heading(body.splitlines())).strip()
    return Head(title=title or None, attributes=attributes)


def _decoded(path: Path, limits: Limits) -> Iterator[str]:
    with path.open("rb") as stream:
        block = stream.read(_BLOCK_BYTES)
        shown = block
        if len(block) == _BLOCK_BYTES:
            stream.seek(0)
            shown = sample(iter(lambda: stream.read(_BLOCK_BYTES), b""))
            stream.seek(_BLOCK_BYTES)
        encoding = detect(shown, declared=declared_encoding(block))
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        n_bytes = 0
        while block and n_bytes <= limits.max_text_chars * _LONGEST_ENCODED:
            yield decoder.decode(block)
            n_bytes += len(block)
            block = stream.read(_BLOCK_BYTES)
        yield decoder.decode(b"", final=True)


def _first_heading(lines: Sequence[str]) -> str:
    """Return the text of the first heading outside code, ``# so`` or underlined with ``=``."""
    fence = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        if marks := _FENCE.match(line):
            fence = "" if fence == marks[1] else fence or marks[1]
        elif not fence:
            if heading := _HEADING.match(line):
                return heading[1].rstrip(" \t#")
            if line[:1].strip() and following.startswith("=") and not following.strip("= \t"):
                return line
    return ""


def _entries(front_matter: str) -> dict[str, str]:
    """Read the ``name: value`` lines of front matter, and lists under a name; no YAML beyond that."""
    entries: dict[str, str] = {}
    name = ""
    for line in front_matter.splitlines():
        if entry := _ENTRY.match(line):
            name = entry.group(1).strip().lower()
            value = entry.group(2).strip()
            if value[:1] == "[" and value[-1:] == "]":
                value = ", ".join(_unquoted(part) for part in value[1:-1].split(","))
            entries[name] = "" if value in (">", "|", ">-", "|-") else _unquoted(value)
        elif name and (item := _ITEM.match(line)):
            entries[name] = ", ".join(filter(None, (entries[name], _unquoted(item.group(1)))))
        elif name and line[:1] in " \t" and line.strip():
            entries[name] = " ".join(filter(None, (entries[name], line.strip())))
        if len(entries) >= _MOST_ENTRIES:
            break
    return {name: value for name, value in entries.items() if value}


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
