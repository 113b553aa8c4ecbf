"""AsciiDoc: the text as it reads; title, author, date and attributes from its header."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.ingest.readers.decoded import gathered, lines
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.source import Source

_HEADING = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*?)(?:[ \t]+\1)?[ \t]*$")
_ATTRIBUTE = re.compile(r":!?([\w-]{1,60})!?:(?:[ \t]+(.*))?$")
_AUTHOR = re.compile(r"([^\s<>:|=#*][^<>:]{0,100}?)(?:[ \t]*<[^<>]{1,200}>)?$")
_REVISION = re.compile(r"(?:v?\d[\w.]*,[ \t]*)?(\d{4}-\d\d?-\d\d?|\d\d?[ /.-]\w{1,12}[ /.-]\d{4})\b")
_VERBATIM = re.compile(r"(-{4,}|\.{4,}|\+{4,}|```)[\w,]{0,40}[ \t]*$")
_FENCE = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--|\"\")[ \t]*$")
_COMMENT_FENCE = re.compile(r"/{4,}[ \t]*$")
_COMMENT = re.compile(r"//(?!/)")
_BLOCK_ATTRIBUTES = re.compile(r"\[[^\]\n]{0,500}\][ \t]*$|\[\[[^\]\n]{0,200}\]\][ \t]*$")
_BLOCK_TITLE = re.compile(r"^\.(?=[^\s.])")
_CONDITION = re.compile(r"(?:ifdef|ifndef|ifeval|endif|include|toc)::")
_MEDIA = re.compile(r"(?:image|video|audio|icon)::?[^\s\[\]]{1,500}\[([^\],]{0,500})[^\]]{0,500}\]")
_TABLE = re.compile(r"[|,:!]={3,}[ \t]*$")
_CELL = re.compile(r"[ \t]*(?<!\\)(?:\d*[.+*]?\d*[.+*]?[<^>.]*[aehlmsdv]?)\|(?=\s|\S)[ \t]*")
_LINK = re.compile(r"(?:link:|xref:|mailto:|https?://|ftp://)[^\s\[\]<>]{1,1000}\[([^\]\n]{0,1000})\]")
_REFERENCE = re.compile(r"<<([^<>,\n]{1,300})(?:,[ \t]*([^<>\n]{1,500}))?>>")
_ANCHOR = re.compile(r"\[\[[\w:.-]{1,200}(?:,[^\]\n]{0,200})?\]\]|\[#[\w-]{1,100}\](?=#)")
_MACRO = re.compile(
    r"(?:footnote|kbd|btn|menu|pass|stem|latexmath|asciimath|indexterm2?|anchor):[\w.-]{0,60}\[([^\]\n]{0,1000})\]"
)
_EMPHASIS = re.compile(
    r"(?<![\w\\*_`#+])(\*{1,2}|_{1,2}|`{1,2}|#{1,2}|\+{1,2})(?=\S)([^\n]{1,1000}?)(?<=\S)\1(?![\w*_`#+])"
)
_RENAMED = {"author": "author", "authors": "author", "revdate": "date", "date": "date", "lang": "language",
            "description": "description", "keywords": "keywords", "email": "email"}  # fmt: skip
_LONGEST_LINE = 16_384  # longer ones are no prose


def read_asciidoc(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of an AsciiDoc file; the head once more at the end.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    yield Head()
    text = _AsciiText()
    yield from gathered(text.read(lines(path, limits)))
    yield Head(title=text.title, attributes=text.stated)


class _AsciiText:
    def __init__(self) -> None:
        self.title: str | None = None
        self.stated: dict[str, str] = {}
        self._is_header = False  # right below the document's title
        self._in_table = False

    def read(self, source: Iterator[str]) -> Iterator[str]:
        verbatim = comment = ""
        for line in source:
            bare = line.rstrip()
            if comment:
                comment = "" if bare == comment else comment
            elif verbatim:
                if bare == verbatim:
                    verbatim = ""
                else:
                    yield line
            elif _COMMENT_FENCE.match(bare):
                comment = bare
            elif fence := _VERBATIM.match(bare):
                verbatim = fence[1]
            elif not bare:
                self._is_header = False
                yield "\n"
            elif not _is_silent(bare):
                yield from self._line(bare)

    def _line(self, line: str) -> Iterator[str]:
        if attribute := _ATTRIBUTE.match(line):
            name = _RENAMED.get(attribute[1].lower())
            if name and attribute[2]:
                self.stated[name] = attribute[2].strip()
        elif heading := _HEADING.match(line):
            title = inline(heading[2])
            self._is_header = self.title is None and len(heading[1]) == 1
            self.title = self.title or title
            yield f"\n{title}\n\n"
        elif self._is_header and self._header(line):
            return
        elif _TABLE.match(line):
            self._in_table = not self._in_table
        elif self._in_table and "|" in line:
            yield "\t".join(inline(cell.strip()) for cell in _CELL.split(line) if cell.strip()) + "\n"
        else:
            yield inline(_BLOCK_TITLE.sub("", line, count=1)) + "\n"

    def _header(self, line: str) -> bool:
        if revision := _REVISION.match(line):
            self.stated.setdefault("date", revision[1])
            return True
        if "author" in self.stated:
            return False
        authors = [_AUTHOR.fullmatch(part.strip()) for part in line.split(";")]
        if not all(authors):
            return False
        self.stated["author"] = "; ".join(author[1].replace("_", " ") for author in authors if author)
        return True


def _is_silent(line: str) -> bool:
    return bool(
        line == "+"
        or _FENCE.match(line)
        or _COMMENT.match(line)
        or _BLOCK_ATTRIBUTES.match(line)
        or _CONDITION.match(line)
    )


def inline(text: str) -> str:
    """Return a line without the marks of links, macros and emphasis."""
    if len(text) > _LONGEST_LINE:
        return text
    text = _ANCHOR.sub("", _MEDIA.sub(r"\1", text))
    text = _LINK.sub(
        lambda match: match[1].rstrip("^") or match[0].partition("[")[0].removeprefix("link:"), text
    )
    text = _REFERENCE.sub(lambda match: match[2] or match[1], _MACRO.sub(r"\1", text))
    text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    return text.removesuffix(" +")
