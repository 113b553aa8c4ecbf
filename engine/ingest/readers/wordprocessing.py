"""WordprocessingML events to lines of text (ECMA-376 part 1, chapter 17).

Input:  start, end and character events with names as ``namespace local``.
Output: paragraphs with a blank line between, list items and table rows one a line,
a tab between cells.
"""

from __future__ import annotations

# Inside these nothing is text: fall-backs, phonetic guides, what tracked changes took away.
_SKIPPED = frozenset(
    ("Fallback", "rt", "moveFrom", "del", "pPrChange", "rPrChange", "tblPrChange", "sectPrChange")
)
_TITLE_STYLES = frozenset(("title", "标题", "書名", "titel", "titre"))
_LIST_STYLES = ("list", "toc")
_SEPARATORS = frozenset(("separator", "continuationSeparator", "continuationNotice"))


class _Paragraph:
    __slots__ = ("is_item", "is_title", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.is_item = False
        self.is_title = False


class WordText:
    """Collects the text of one part.

    Attributes:
        title: The first paragraph in the Title style.
        n_chars: Code points collected since ``take``.
    """

    def __init__(self, *, is_side_part: bool = False) -> None:
        self.title: str | None = None
        self.n_chars = 0
        self._is_side_part = is_side_part
        self._lines: list[str] = []
        self._paragraphs: list[_Paragraph] = []  # nested where a text box stands in a paragraph
        self._cells: list[list[str]] = []  # the texts of the open cells, innermost last
        self._rows: list[list[str]] = []
        self._skipped = 0
        self._is_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        namespace, _, local = name.rpartition(" ")
        if self._skipped or local in _SKIPPED or self._is_separator(local, attributes):
            self._skipped += 1
            return
        if local == "t":
            self._is_text = True
        elif local == "p" and "wordprocessingml" in namespace:
            self._paragraphs.append(_Paragraph())
        elif local == "tr":
            self._rows.append([])
        elif local == "tc":
            self._cells.append([])
        elif self._paragraphs:
            self._in_paragraph(local, attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipped:
            self._skipped -= 1
            return
        namespace, _, local = name.rpartition(" ")
        if local == "t":
            self._is_text = False
        elif local == "p" and "wordprocessingml" in namespace and self._paragraphs:
            self._end_paragraph(self._paragraphs.pop())
        elif local == "tc" and self._cells:
            cell = " ".join(self._cells.pop())
            (self._rows[-1] if self._rows else self._lines).append(cell)
        elif local == "tr" and self._rows:
            self._put("\t".join(self._rows.pop()).strip(), "\n")
        elif local == "tbl" and not self._cells:
            self._put("", "\n")

    def characters(self, data: str) -> None:
        """Characters of the element that is open."""
        if self._is_text and not self._skipped and self._paragraphs:
            self._paragraphs[-1].parts.append(data)

    def take(self) -> str:
        """Return what has been collected since the last call, and forget it."""
        text = "".join(self._lines)
        self._lines.clear()
        self.n_chars = 0
        return text

    def _in_paragraph(self, local: str, attributes: dict[str, str]) -> None:
        paragraph = self._paragraphs[-1]
        if local in ("tab", "ptab"):
            # In w:tabs this defines a stop and has a position; in a run it is a character.
            if not any(key.endswith(" pos") or key == "pos" for key in attributes):
                paragraph.parts.append("\t")
        elif local in ("br", "cr"):
            paragraph.parts.append("\n")
        elif local == "noBreakHyphen":
            paragraph.parts.append("-")
        elif local == "numPr":
            paragraph.is_item = True
        elif local == "pStyle":
            style = next((value for key, value in attributes.items() if key.endswith("val")), "").lower()
            paragraph.is_title = style in _TITLE_STYLES
            paragraph.is_item = paragraph.is_item or style.startswith(_LIST_STYLES)

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.parts)
        if self._cells:
            if text.strip():
                self._cells[-1].append(text.strip().replace("\n", " "))
            return
        if paragraph.is_title and not self.title:
            self.title = " ".join(text.split()) or None
        self._put(text, "\n" if paragraph.is_item or self._is_side_part else "\n\n")

    def _put(self, text: str, ending: str) -> None:
        if self._cells:  # the row of a table inside a cell
            if text:
                self._cells[-1].append(text.replace("\t", " "))
            return
        self._lines.append(text + ending)
        self.n_chars += len(text) + len(ending)

    @staticmethod
    def _is_separator(local: str, attributes: dict[str, str]) -> bool:
        return local in ("footnote", "endnote") and any(
            key.endswith("type") and value in _SEPARATORS for key, value in attributes.items()
        )
