"""OpenDocument text events to lines (ODF 1.3, part 3).

Input:  start, end and character events with names as ``namespace local``.
Output: paragraphs with a blank line between, list items and table rows one a line,
a tab between cells. Notes, comments and text boxes follow the paragraph that
they hang on.
"""

from __future__ import annotations

import re

from engine.ingest.readers.open_names import count_of, short_name, value_of

# Inside these nothing is the document's text: changes that took something away, marks of notes, who wrote a
# comment, alternative text, templates of indexes, phonetic guides, embedded objects.
_SKIPPED = frozenset({
    "text:tracked-changes", "table:tracked-changes", "text:note-citation", "dc:creator", "dc:date",
    "meta:creator-initials", "meta:date-string", "svg:title", "svg:desc", "text:ruby-text", "draw:object",
    "text:page-number", "text:page-count", "office:scripts", "office:forms", "table:content-validations",
    "text:table-of-content-source", "text:illustration-index-source", "text:table-index-source",
    "text:object-index-source", "text:user-index-source", "text:alphabetical-index-source",
    "text:bibliography-source", "text:notes-configuration", "office:event-listeners",
})  # fmt: skip
_PARAGRAPHS = frozenset(("text:p", "text:h"))
_CELLS = frozenset(("table:table-cell", "table:covered-table-cell"))
_MARGINS = frozenset((
    "style:header", "style:footer", "style:header-left", "style:footer-left", "style:header-first",
    "style:footer-first",
))  # fmt: skip
_TITLE_STYLES = frozenset(("Title", "标题", "標題"))
_MOST_SPACES = 100
_SPACE = re.compile(r"[ \t\r\n]+")


class OpenText:
    """Collects the text of one part.

    Args:
        is_margins: Collect only what stands in headers and footers, of the part that holds the styles.

    Attributes:
        title: The first paragraph in the Title style.
        n_chars: Code points collected since ``take``.
    """

    def __init__(self, *, is_margins: bool = False) -> None:
        self.title: str | None = None
        self.n_chars = 0
        self._lines: list[str] = []
        self._paragraphs: list[list[str]] = []  # nested where a note or text box hangs on a paragraph
        self._is_title: list[bool] = []
        self._hanging: list[str] = []
        self._cells: list[list[str]] = []  # the texts of the open cells, innermost last
        self._rows: list[list[str]] = []
        self._title_styles = set(_TITLE_STYLES)
        self._n_items = 0
        self._skipped = 0
        self._n_outside = int(is_margins)
        self._is_margins = is_margins

    @property
    def is_skipping(self) -> bool:
        """Whether what is open is no text of the document."""
        return self._skipped > 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        short = short_name(name)
        if self._skipped or short in _SKIPPED:
            self._skipped += 1
        elif self._is_margins and short in _MARGINS:
            self._n_outside = 0
        elif self._n_outside:
            return
        elif short in _PARAGRAPHS:
            self._paragraphs.append([])
            self._is_title.append(value_of(attributes, "text:style-name") in self._title_styles)
        elif self._paragraphs and short == "text:s":
            self._paragraphs[-1].append(" " * min(count_of(attributes, "text:c"), _MOST_SPACES))
        elif self._paragraphs and short in ("text:tab", "text:line-break"):
            self._paragraphs[-1].append("\t" if short == "text:tab" else "\n")
        elif short == "text:list-item":
            self._n_items += 1
        elif short == "table:table-row":
            self._rows.append([])
        elif short in _CELLS:
            self._cells.append([])
        elif short == "style:style" and value_of(attributes, "style:parent-style-name") in _TITLE_STYLES:
            self._title_styles.add(value_of(attributes, "style:name"))

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipped:
            self._skipped -= 1
            return
        short = short_name(name)
        if self._is_margins and short in _MARGINS:
            self._n_outside = 1
        elif self._n_outside:
            return
        elif short in _PARAGRAPHS and self._paragraphs:
            self._end_paragraph("".join(self._paragraphs.pop()).strip(" "), is_title=self._is_title.pop())
        elif short == "text:list-item":
            self._n_items -= 1
        elif short == "text:list" and not self._n_items:
            self._put("", "\n")
        elif short in _CELLS and self._cells:
            cell = " ".join(self._cells.pop())
            if self._rows:
                self._rows[-1].append(cell)
        elif short == "table:table-row" and self._rows:
            self._put("\t".join(self._rows.pop()).strip(), "\n")
        elif short == "table:table":
            self._put("", "\n")

    def characters(self, data: str) -> None:
        """Characters of the element that is open."""
        if self._paragraphs and not self._skipped:
            self._paragraphs[-1].append(_SPACE.sub(" ", data))

    def take(self) -> str:
        """Return what has been collected since the last call, and forget it."""
        text = "".join(self._lines)
        self._lines.clear()
        self.n_chars = 0
        return text

    def _end_paragraph(self, text: str, *, is_title: bool) -> None:
        if is_title and not self.title:
            self.title = " ".join(text.split()) or None
        if self._paragraphs:
            self._hanging.append(text)
            return
        for line in (text, *self._hanging):
            if self._cells:
                if line.strip():
                    self._cells[-1].append(" ".join(line.split()))
            elif line.strip():
                self._put(line, "\n" if self._n_items or self._is_margins else "\n\n")
        self._hanging.clear()

    def _put(self, text: str, ending: str) -> None:
        if self._cells:  # the row of a table inside a cell
            if text:
                self._cells[-1].append(text.replace("\t", " "))
            return
        if self._paragraphs:  # a table in a text box
            if text:
                self._hanging.append(text)
            return
        self._lines.append(text + ending)
        self.n_chars += len(text) + len(ending)
