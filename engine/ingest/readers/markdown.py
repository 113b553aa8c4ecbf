"""Markdown: the text as it reads, without front matter, comments and markup; headings keep their ``#``.

Read a block at a time, so that a long file is never held whole. Code is kept as it
stands. CommonMark, with tables, footnotes and what Obsidian adds: ``[[links]]``,
``#tags``, ``%%comments%%``, callouts. Title: the front matter's, else the first heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from engine.ingest.readers.decoded import LONGEST_LINE, gathered, lines
from engine.ingest.readers.front_matter import front_matter, joined
from engine.ingest.readers.markdown_inline import Inline
from engine.ingest.readers.pieces import LONGEST_LINKS, Head, Limits, Piece
from engine.ingest.source import Source

_HEAD_CHARS = 65_536
_BLOCK_CHARS = 16_384
_MOST_COMMENT_LINES = 2000
_FENCE = re.compile(r"[ >\t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})([^`\n]*)$")
_COMMENT_START = re.compile(r"<!--|%%")
_CODE_SPAN = re.compile(r"(`+)[^`\n](?:[^`\n]|(?!\1)`)*\1")
_EMBEDDED = re.compile(r"\(data:[^()\s]*")  # a picture, letter by letter
_QUOTE = re.compile(r"[ ]{0,3}(?:>[ ]?)+")
_CALLOUT = re.compile(r"\[!([\w-]{1,40})(?:\|[^\]\n]{0,40})?\][+-]?[ \t]*")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(\S.*?)??)?(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_DEFINITION = re.compile(r" {0,3}\[([^\]\n^][^\]\n]{0,300})\]:[ \t]*<?([^\s>]+).*$")
_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\n]{1,100}\]:[ \t]*")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL_BORDER = re.compile(r"[ \t]*(?<!\\)\|[ \t]*")
_INDENTED = re.compile(r"(?: {4}|\t)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_TASK = re.compile(r"^([ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[[ xX/-]\][ \t]+", re.MULTILINE)
_MARKERS = re.compile(r"^([ \t]*)[*+](?=[ \t]+\S)", re.MULTILINE)


def read_markdown(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of a Markdown file; the head once more at the end, with tags and links.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    source = lines(path, limits)
    head: list[str] = []
    n_chars = 0
    for line in source:
        head.append(line)
        n_chars += len(line)
        if n_chars > _HEAD_CHARS or (len(head) == 1 and line.rstrip() not in ("---", "+++")):
            break
    beginning = "".join(head)
    stated = front_matter(beginning)
    yield Head(title=stated.title, attributes=stated.attributes)
    body = beginning[stated.end :].splitlines(keepends=True)
    text = MarkdownText()
    yield from gathered(text.read(chain(body, source)))
    attributes = dict(stated.attributes)
    if tags := [*stated.tags, *text.inline.tags]:
        attributes["tags"] = joined(tags)
    if links := text.inline.stated_links():
        attributes["links"] = joined(links, most_chars=LONGEST_LINKS)
    yield Head(title=stated.title or text.title, attributes=attributes)


class MarkdownText:
    """Turns lines of Markdown into text.

    Attributes:
        title: The text of the first heading, once it was read.
        inline: Has the tags and links so far.
    """

    def __init__(self) -> None:
        self.title: str | None = None
        self.inline = Inline()
        self._block: list[str] = []
        self._n_chars = 0
        self._is_after_item = False
        self._in_picture = False  # one whose line is so long that it comes in parts

    def read(self, source: Iterable[str]) -> Iterator[str]:
        """Yield the text of ``source``, lines with their ends and without front matter."""
        fence = comment = ""
        is_quoted = False
        hidden: list[str] = []
        for line in source:
            bare = line.rstrip("\n")
            marks = None if comment else _FENCE.match(bare)
            if fence:
                if marks and marks[1].startswith(fence) and not marks[2].strip():
                    fence = ""
                else:
                    yield _QUOTE.sub("", line, count=1) if is_quoted else line
            elif marks:
                yield from self._flush()
                fence, is_quoted = marks[1], bool(_QUOTE.match(bare))
            elif comment or (len(bare) <= _BLOCK_CHARS and _COMMENT_START.search(bare)):
                shown, comment = _without_comments(bare, comment)
                if shown.strip():
                    yield from self._line(shown)
                hidden = [*hidden, bare[len(shown) :]] if comment else []
                if len(hidden) > _MOST_COMMENT_LINES:  # it was no comment
                    comment = ""
                    yield from self._lines(hidden)
                    hidden = []
            else:
                yield from self._line(bare)
        yield from self._lines(hidden)
        yield from self._flush()

    def _lines(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            yield from self._line(line)

    def _line(self, line: str) -> Iterator[str]:
        line = self._without_pictures(line)
        if self._in_picture and not line:
            return
        quote = _QUOTE.match(line)
        if not line[quote.end() if quote else 0 :].strip():
            yield from self._flush()
            yield "\n"
        elif len(line) > _BLOCK_CHARS:
            yield from self._flush()
            yield from map(self.inline.read, _parts(line))
            yield "\n"
        elif quote:
            line = line[quote.end() :]
            if callout := _CALLOUT.match(line):
                line = line[callout.end() :] or callout[1].capitalize()
            yield from self._marked(line)
        elif not self._block and _INDENTED.match(line) and not (self._is_after_item or _ITEM.match(line)):
            yield line + "\n"  # code
        else:
            yield from self._marked(line)

    def _without_pictures(self, line: str) -> str:
        if self._in_picture:
            end = line.find(")")
            self._in_picture = end < 0
            line = line[end:] if end >= 0 else ""
        if "(data:" not in line:
            return line
        shown = _EMBEDDED.sub("(data:", line)
        self._in_picture = shown.endswith("(data:") and len(line) >= LONGEST_LINE
        return shown

    def _marked(self, line: str) -> Iterator[str]:
        if heading := _HEADING.match(line):
            yield from self._flush()
            yield from self._heading(heading[1], heading[2] or "")
        elif (rule := _SETEXT.match(line)) and self._may_be_title():
            title = " ".join(part.strip() for part in self._block)
            self._block.clear()
            yield from self._heading("#" if rule[1][0] == "=" else "##", title)
        elif _RULE.match(line):
            yield from self._flush()
            yield "\n"
        else:
            if line[:1] not in " \t" or _ITEM.match(line):
                self._is_after_item = bool(_ITEM.match(line))
            self._block.append(line)
            self._n_chars += len(line)
            if self._n_chars > _BLOCK_CHARS:
                yield from self._flush()

    def _may_be_title(self) -> bool:
        return bool(self._block) and "|" not in self._block[-1] and not _ITEM.match(self._block[0])

    def _heading(self, marks: str, title: str) -> Iterator[str]:
        shown = " ".join(self.inline.read(title).split())
        self._is_after_item = False
        if shown:
            self.title = self.title or shown
            yield f"{marks} {shown}\n"

    def _flush(self) -> Iterator[str]:
        block, self._block, self._n_chars = self._block, [], 0
        is_table = any(_TABLE_RULE.match(line) and "|" in line for line in block[:3])
        shown: list[str] = []
        for line in block:
            if definition := _DEFINITION.match(line):
                self.inline.note_link(definition[2], "" if definition[1].isdigit() else definition[1])
                continue
            if is_table and _TABLE_RULE.match(line):
                continue
            if is_table and "|" in line:
                # A wiki link in a table has its bar escaped.
                cells = _CELL_BORDER.sub("\t", line.strip()).strip("\t").replace("\\|", "|")
                shown.append(cells)
            else:
                shown.append(_FOOTNOTE.sub("", line))
        if shown:
            text = self.inline.read("\n".join(shown))
            yield _MARKERS.sub(r"\1-", _TASK.sub(r"\1", text)) + "\n"


def _parts(line: str) -> Iterator[str]:
    for start in range(0, len(line), _BLOCK_CHARS):
        yield line[start : start + _BLOCK_CHARS]


def _without_comments(line: str, open_mark: str) -> tuple[str, str]:
    """Return what of a line is outside comments, and the mark that ends the one still open."""
    kept: list[str] = []
    at = 0
    if open_mark:
        end = line.find(open_mark)
        if end < 0:
            return "", open_mark
        at = end + len(open_mark)
    code = [span.span() for span in _CODE_SPAN.finditer(line, at)] if "`" in line else []
    while start := _COMMENT_START.search(line, at):
        mark = "-->" if start[0] == "<!--" else "%%"
        is_code = any(low <= start.start() < high for low, high in code)
        end = -1 if is_code else line.find(mark, start.end())
        # Two per cent signs within a line may be just that.
        if is_code or (end < 0 and mark == "%%" and line[: start.start()].strip()):
            kept.append(line[at : start.end()])
            at = start.end()
            continue
        kept.append(line[at : start.start()])
        if end < 0:
            return "".join(kept), mark
        at = end + len(mark)
    return "".join(kept) + line[at:], ""
