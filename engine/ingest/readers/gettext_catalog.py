"""PO catalogues: each message and its translation, without comments and places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.ingest.readers.decoded import gathered, lines
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.source import Source

_ENTRY = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d{1,3}\])?[ \t]*\"(.*)\"\s*$")
_MORE = re.compile(r"\"(.*)\"\s*$")
_ESCAPE = re.compile(r"\\(.)")
_HEADER = re.compile(
    r"^(Language|Last-Translator|PO-Revision-Date|Project-Id-Version):[ \t]*(\S.*)$", re.MULTILINE
)
_NAMES = {"Language": "language", "Last-Translator": "author", "PO-Revision-Date": "date"}


def read_catalog(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of a catalogue; the head once more at the end.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    yield Head()
    header: list[str] = []
    yield from gathered(_messages(lines(path, limits), header))
    stated = dict(_HEADER.findall("".join(header)))
    title = stated.pop("Project-Id-Version", None)
    yield Head(title=title, attributes={_NAMES[name]: value.strip() for name, value in stated.items()})


def _messages(source: Iterator[str], header: list[str]) -> Iterator[str]:
    message = ""  # the msgid under way; the header is the translation of nothing
    kind = ""
    parts: list[str] = []
    for line in source:
        entry = _ENTRY.match(line)
        if entry:
            if kind == "msgid":
                message = "".join(parts)
            yield from _shown(kind, "".join(parts), message, header)
            kind, parts = entry[1], [_plain(entry[2])]
        elif kind and (more := _MORE.match(line)):
            parts.append(_plain(more[1]))
        elif not line.strip() and kind:
            yield from _shown(kind, "".join(parts), message, header)
            yield "\n"
            kind, parts = "", []
    yield from _shown(kind, "".join(parts), message, header)


def _shown(kind: str, text: str, message: str, header: list[str]) -> Iterator[str]:
    if kind == "msgstr" and not message:
        header.append(text)
    elif kind and kind != "msgctxt" and text:
        yield text.rstrip("\n") + "\n"


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda match: {"n": "\n", "t": "\t", "r": ""}.get(match[1], match[1]), text)
