"""reStructuredText: the text as it reads; title and what the field list at the top states.

A stream of lines: marks under and over titles, comments, link targets and the options of
directives go; what a directive holds is kept, code as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.ingest.readers.decoded import gathered, lines
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.source import Source

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{1,}[ \t]*$")
_DIRECTIVE = re.compile(r"([ \t]*)\.\.[ \t]+(?:\|[^|\n]{1,200}\|[ \t]+)?([\w:.+-]{1,60}?)::(?:[ \t]+(.*)|$)")
_NOTE = re.compile(r"[ \t]*\.\.[ \t]+\[(?:#?[\w.-]*|\*)\][ \t]+(?=\S)")
_EXPLICIT = re.compile(r"([ \t]*)\.\.(?:[ \t]+|$)|[ \t]*__[ \t]")
_FIELD = re.compile(r"[ \t]*:([^:\s][^:\n]{0,80}?):(?:[ \t]+(.*)|$)")
_ALT = re.compile(r"[ \t]*:(?:alt|caption|name):[ \t]*(.*)$")
_TABLE_RULE = re.compile(r"[ \t]*(?:\+(?:[-=]+\+)+|=+(?:[ \t]+=+)+)[ \t]*$")
_GRID_ROW = re.compile(r"[ \t]*\|(.*)\|[ \t]*$")
_ROLE = re.compile(r"(?::[\w:.+-]{1,60}:)?`(?!`)([^`\n]{1,1000}?)(?<!\s)`(?::[\w:.+-]{1,60}:|__?)?(?!`)")
_LITERAL = re.compile(r"``([^\n]{1,1000}?)``")
_TARGET = re.compile(r"^(.*?\S)[ \t]*<[^<>]{1,500}>$")
_REFERENCE = re.compile(r"(?<![\w`])(\w[\w.-]{0,200}\w|\w)__?(?![\w`<\[])")
_FOOTNOTE = re.compile(r"[ \t]?\[(?:#[\w.-]*|\*|\d{1,4})\]_(?!\w)")
_SUBSTITUTION = re.compile(r"\|([^|\s](?:[^|\n]{0,100}[^|\s])?)\|_{0,2}")
_STRONG = re.compile(r"(?<![\w*\\])(\*{1,2})(?=[^\s*])([^*\n]{1,1000}?)(?<=[^\s*])\1(?![\w*])")
_ESCAPED = re.compile(r"\\(.)")
_STATED = {"author": "author", "authors": "author", "date": "date", "version": "version",
    "organization": "organization",
           "keywords": "keywords", "description": "description", "language": "language", "tags": "tags",
           "作者": "author", "日期": "date"}  # fmt: skip
# What these hold is no prose of the document.
_SILENT = frozenset({
    "image", "include", "contents", "toctree", "highlight", "index", "default-role", "role", "meta", "raw",
    "currentmodule", "module", "sectnum", "target-notes", "automodule", "autoclass", "autofunction",
    "autosummary",
    "only", "tabularcolumns", "unicode", "date", "plot", "graphviz",
})  # fmt: skip
_CODE = frozenset({"code", "code-block", "sourcecode", "literalinclude", "parsed-literal", "doctest",
    "testcode", "math",
                   "prompt", "ipython", "productionlist"})  # fmt: skip
_TITLED = frozenset(
    {"topic", "admonition", "sidebar", "rubric", "figure", "list-table", "csv-table", "table"}
)
_HOLDS_TEXT = frozenset({"raw", "only", "meta"})
_LONGEST_LINE = 16_384  # longer ones are no prose


def read_rst(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of a reStructuredText file; the head once more at the end.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    yield Head()
    text = _RstText()
    yield from gathered(text.read(lines(path, limits)))
    title = text.stated.pop("title", None)
    yield Head(title=text.title or title, attributes=text.stated)


class _RstText:
    def __init__(self) -> None:
        self.title: str | None = None
        self.stated: dict[str, str] = {}
        self._held: str | None = None  # a line that the next may make a title
        self._has_body = False
        self._mode = ""  # of the block that is indented deeper than _indent
        self._indent = -1

    def read(self, source: Iterator[str]) -> Iterator[str]:
        for line in source:
            bare = line.rstrip()
            if self._mode and bare:
                if len(bare) - len(bare.lstrip()) > self._indent:
                    yield from self._within(bare)
                    continue
                self._mode = ""
            yield from self._line(bare)
        yield from self._release()

    def _within(self, line: str) -> Iterator[str]:
        """A line of the block that belongs to a directive, comment or ``::``."""
        if self._mode in ("options", "silent options") and (field := _FIELD.match(line)):
            if (alt := _ALT.match(line)) and field[1] != "name":
                yield inline(alt[1]) + "\n"
            return
        if self._mode == "options code":
            if _FIELD.match(line):
                return
            self._mode = "code"
        if self._mode == "code":
            yield line + "\n"
        elif self._mode == "options":
            self._mode = ""
            yield from self._line(line)

    def _line(self, line: str) -> Iterator[str]:
        if not line.strip():
            if self._mode == "options":
                self._mode = ""
            yield from self._release()
            yield "\n"
        elif _ADORNMENT.match(line) and not line.startswith("::"):
            yield from self._adornment()
        elif _TABLE_RULE.match(line):
            yield from self._release()
        elif directive := _DIRECTIVE.match(line):
            yield from self._release()
            yield from self._directive(directive[1], directive[2], (directive[3] or "").strip())
        elif note := _NOTE.match(line):
            yield from self._release()
            self._held = line[note.end() :]
        elif explicit := _EXPLICIT.match(line):
            yield from self._release()
            self._mode, self._indent = "silent", len(explicit[1] or "")
        elif not self._has_body and self._held is None and (field := _FIELD.match(line)):
            self._state(field[1].strip().lower(), (field[2] or "").strip())
        else:
            yield from self._release()
            self._held = line

    def _adornment(self) -> Iterator[str]:
        held, self._held = self._held, None
        if held is not None and not held[:1].isspace():
            title = inline(held.strip())
            self.title = self.title or title
            yield f"{title}\n\n"
        elif held is not None:  # a title with a line above it may be set in
            self._held = held
            yield from self._release()

    def _directive(self, indent: str, name: str, argument: str) -> Iterator[str]:
        name = name.rpartition(":")[2].lower()
        self._indent = len(indent)
        if name in _CODE:
            self._mode = "options code"
            if argument and name == "math":
                yield argument + "\n"
            return
        self._mode = "silent" if name in _SILENT and name != "image" else "options"
        if self._mode == "options" and name != "image" and argument:
            if name != "figure":
                yield inline(argument) + "\n"
            self._has_body = True

    def _state(self, name: str, value: str) -> None:
        if value and (name in _STATED or name == "title"):
            self.stated[_STATED.get(name, name)] = inline(value)

    def _release(self) -> Iterator[str]:
        held, self._held = self._held, None
        if held is None:
            return
        self._has_body = self._has_body or self.title is None or bool(held.strip())
        if held.endswith("::"):
            self._mode, self._indent = "code", len(held) - len(held.lstrip())
            held = held[:-2].rstrip() if held[-3:-2] in ("", " ") else held[:-1]
        if row := _GRID_ROW.match(held):
            yield "\t".join(inline(cell.strip()) for cell in row[1].split("|")) + "\n"
        elif held:
            yield inline(held.removeprefix("| ")) + "\n"


def inline(text: str) -> str:
    """Return a line without the marks of roles, references and emphasis."""
    if len(text) > _LONGEST_LINE:
        return text
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[1])
        return f"\0{len(kept) - 1}\0"

    text = _LITERAL.sub(keep, text.replace("\0", ""))
    text = _ROLE.sub(lambda match: _TARGET.sub(r"\1", match[1]).removeprefix("~"), text)
    text = _FOOTNOTE.sub("", text)
    text = _STRONG.sub(r"\2", _SUBSTITUTION.sub(r"\1", _REFERENCE.sub(r"\1", text)))
    text = _ESCAPED.sub(lambda match: match[1].strip(), text)
    return re.sub("\0(\\d+)\0", lambda match: kept[int(match[1])], text) if kept else text
