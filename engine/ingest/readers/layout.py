"""Put the text of a marked-up document into lines: blocks apart, white space folded.

Input:  open, text and close events in document order. Output: plain text, a
blank line around paragraphs and headings, one line a row or item, a tab between
cells. Titles and the like are kept aside.
"""

from __future__ import annotations

import re

PARAGRAPHS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "details", "dl", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre",
    "section", "table", "ul",
})  # fmt: skip
LINES = frozenset({
    "br", "dd", "div", "dt", "figcaption", "li", "legend", "option", "optgroup", "select", "summary", "tr",
    "caption", "textarea", "text", "svg",
})  # fmt: skip
CELLS = frozenset(("td", "th"))
SILENT = frozenset({
    "script", "style", "template", "noscript", "head", "iframe", "object", "embed", "applet", "math", "defs",
    "desc", "metadata", "title", "canvas", "audio", "video", "map", "rt", "rp", "datalist",
})  # fmt: skip
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|webp|svg|bmp)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


class Layout:
    """Collects the text of one document."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._n_breaks = 2
        self._has_space = True
        self._is_cell_due = False

    def text(self, value: str, *, is_preformatted: bool = False) -> None:
        """Add characters; runs of white space count as one space unless preformatted."""
        if not is_preformatted:
            value = _SPACE.sub(" ", value)
            if value[:1] == " " and (self._has_space or self._n_breaks):
                value = value[1:]
        if not value:
            return
        if self._is_cell_due and not self._n_breaks:
            self._trim()
            self._parts.append("\t")
        self._is_cell_due = False
        self._parts.append(value)
        self._n_breaks = 0
        self._has_space = value[-1] == " "

    def picture(self, description: str | None) -> None:
        """Add what is said of a picture in its place, which is all of it that can be read."""
        words = _SPACE.sub(" ", description or "").strip()
        if words and not _FILE_NAME.fullmatch(words):
            self.text(f" {words} ")

    def edge(self, tag: str) -> None:
        """Note that the element ``tag`` begins or ends here."""
        if tag in PARAGRAPHS:
            self._break(2)
        elif tag in LINES:
            self._break(1)
        elif tag in CELLS:
            self._is_cell_due = True

    def result(self) -> str:
        """Return the text so far."""
        return "".join(self._parts).strip()

    def _break(self, n_lines: int) -> None:
        self._is_cell_due = False
        if self._n_breaks < n_lines:
            self._trim()
            self._parts.append("\n" * (n_lines - self._n_breaks))
            self._n_breaks = n_lines
        self._has_space = True

    def _trim(self) -> None:
        if self._parts and self._has_space:
            self._parts[-1] = self._parts[-1].rstrip(" ")
