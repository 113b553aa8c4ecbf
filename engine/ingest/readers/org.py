"""Org: the text as it reads; title, author, date, language and tags from its keywords.

What is between ``#+BEGIN_…`` and ``#+END_…`` is kept, code as it stands; comments, drawers and
the marks of headings, links and emphasis go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.ingest.readers.decoded import gathered, lines
from engine.ingest.readers.front_matter import joined
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.source import Source

_KEYWORD = re.compile(r"[ \t]*#\+([\w-]{1,40})(?:\[[^\]]{0,200}\])?:[ \t]*(.*)$")
_BEGIN = re.compile(r"[ \t]*#\+begin_(\w{1,40})", re.IGNORECASE)
_END = re.compile(r"[ \t]*#\+end_(\w{1,40})", re.IGNORECASE)
_COMMENT = re.compile(r"[ \t]*#(?:[ \t]|$)")
_HEADING = re.compile(
    r"\*{1,40}[ \t]+(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED|COMMENT)[ \t]+)?(?:\[#\w\][ \t]*)?(.*)$"
)
_HEADING_TAGS = re.compile(r"[ \t]+:([\w@#%:]{1,400}):[ \t]*$")
_DRAWER = re.compile(r"[ \t]*:[\w-]{1,60}:[ \t]*$")
_PROPERTY = re.compile(r"[ \t]*:[\w+-]{1,60}:(?:[ \t].*)?$")
_TABLE_RULE = re.compile(r"[ \t]*\|[-+|: ]*\|?[ \t]*$")
_LINK = re.compile(r"\[\[([^\]\n]{1,2000})\](?:\[([^\]\n]{1,2000})\])?\]")
_TARGET = re.compile(r"<<<?([^<>\n]{1,300})>>>?")
_FOOTNOTE = re.compile(r"\[fn:[^\]:\s]{0,100}(?::([^\]]{0,2000}))?\]")
_EMPHASIS = re.compile(
    r"(?:(?<=[\s(\-{'\"])|^)([*/_=~+])(?=\S)([^\n]{1,1000}?)(?<=\S)\1(?=[\s\-.,:!?;'\")}\[，。；：！？、]|$)"
)
_STATED = {"author": "author", "date": "date", "language": "language", "description": "description",
           "keywords": "keywords", "email": "email", "subtitle": "subtitle"}  # fmt: skip
_CODE = frozenset(("src", "example", "export"))
_LONGEST_LINE = 16_384  # longer ones are no prose


def read_org(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of an Org file; the head once more at the end.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    yield Head()
    text = _OrgText()
    yield from gathered(text.read(lines(path, limits)))
    attributes = dict(text.stated)
    if text.tags:
        attributes["tags"] = joined(text.tags)
    title = attributes.pop("title", None) or text.first_heading
    yield Head(title=title, attributes=attributes)


class _OrgText:
    def __init__(self) -> None:
        self.stated: dict[str, str] = {}
        self.tags: list[str] = []
        self.first_heading: str | None = None

    def read(self, source: Iterator[str]) -> Iterator[str]:
        block = ""
        in_drawer = False
        for line in source:
            bare = line.rstrip()
            if in_drawer:
                in_drawer = bool(_PROPERTY.match(bare)) and bare.strip().upper() != ":END:"
                if in_drawer or bare.strip().upper() == ":END:":
                    continue
            if begin := _BEGIN.match(bare):
                block = block or begin[1].lower()
            elif (end := _END.match(bare)) and end[1].lower() == block:
                block = ""
            elif block == "comment":
                continue
            elif block in _CODE:
                yield line
            elif keyword := _KEYWORD.match(bare):
                yield from self._keyword(keyword[1].lower(), keyword[2].strip())
            elif _DRAWER.match(bare):
                in_drawer = bare.strip().upper() != ":END:"
            elif not _COMMENT.match(bare):
                yield self._line(bare) + "\n"

    def _keyword(self, name: str, value: str) -> Iterator[str]:
        if name == "title":
            self.stated["title"] = " ".join(filter(None, (self.stated.get("title"), inline(value))))
        elif name == "filetags":
            self.tags += [tag for tag in re.split(r"[:\s]+", value) if tag]
        elif name in _STATED and value:
            self.stated[_STATED[name]] = inline(value)
        elif name == "caption":
            yield inline(value) + "\n"

    def _line(self, line: str) -> str:
        if heading := _HEADING.match(line):
            title = heading[1]
            if tags := _HEADING_TAGS.search(title):
                self.tags += [tag for tag in tags[1].split(":") if tag]
                title = title[: tags.start()]
            title = inline(title).strip()
            self.first_heading = self.first_heading or title or None
            return f"\n{title}\n"
        if line.lstrip().startswith("|"):
            if _TABLE_RULE.match(line):
                return ""
            return "\t".join(inline(cell.strip()) for cell in line.strip().strip("|").split("|"))
        if line.lstrip().startswith(": "):  # a line of example
            return line.replace(": ", "", 1)
        return inline(line)


def inline(text: str) -> str:
    """Return a line of Org without the marks of links, footnotes and emphasis."""
    if len(text) > _LONGEST_LINE:
        return text
    text = _LINK.sub(lambda match: match[2] or match[1].removeprefix("file:"), text)
    text = _TARGET.sub(r"\1", _FOOTNOTE.sub(lambda match: f" ({match[1]})" if match[1] else "", text))
    return _EMPHASIS.sub(r"\2", text)
