"""OpenDocument presentation events to one text a slide: title first, notes last."""

from __future__ import annotations

from engine.ingest.readers.open_names import short_name, value_of
from engine.ingest.readers.open_text import OpenText
from engine.ingest.readers.slides import COMMENTS, NOTES, joined

_SHAPES = frozenset({
    "draw:frame", "draw:custom-shape", "draw:rect", "draw:ellipse", "draw:circle", "draw:line",
    "draw:polyline", "draw:polygon", "draw:path", "draw:connector", "draw:caption", "draw:measure",
    "draw:regular-polygon", "office:annotation",
})  # fmt: skip


class OpenSlides:
    """Collects whole slides.

    Attributes:
        title: The first title on a slide.
    """

    def __init__(self) -> None:
        self.title = ""
        self._pages: list[str] = []
        self._words = OpenText()
        self._kinds: list[str] = []  # of the open shapes, innermost last
        self._titles: list[str] = []
        self._blocks: list[str] = []
        self._notes: list[str] = []
        self._comments: list[str] = []
        self._is_in_notes = False
        self._n_unfilled = 0
        self._is_bare_box = False  # a text box without a frame around it, as before OpenDocument

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        short = short_name(name)
        if self._n_unfilled:
            self._n_unfilled += 1
            return
        if short == "presentation:notes":
            self._is_in_notes = True
        elif short in _SHAPES or (short == "draw:text-box" and not self._kinds):
            self._is_bare_box = short == "draw:text-box"
            # A placeholder that nobody filled shows its invitation in the editor only.
            if value_of(attributes, "presentation:placeholder") == "true":
                self._n_unfilled = 1
                return
            kind = short if short == "office:annotation" else value_of(attributes, "presentation:class")
            self._kinds.append(kind)
        self._words.start(name, attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._n_unfilled:
            self._n_unfilled -= 1
            return
        self._words.end(name)
        short = short_name(name)
        is_bare_box = short == "draw:text-box" and self._is_bare_box and len(self._kinds) == 1
        if (short in _SHAPES or is_bare_box) and self._kinds:
            self._end_shape(self._kinds.pop())
        elif short == "presentation:notes":
            self._is_in_notes = False
        elif short == "draw:page":
            asides = {NOTES: "\n".join(self._notes), COMMENTS: "\n".join(self._comments)}
            self._pages.append(joined([*self._titles, *self._blocks], asides))
            for kept in (self._titles, self._blocks, self._notes, self._comments):
                kept.clear()

    def characters(self, data: str) -> None:
        """Characters of the element that is open."""
        if not self._n_unfilled:
            self._words.characters(data)

    def take(self) -> list[str]:
        """Return the slides that have ended since the last call, and forget them."""
        pages, self._pages = self._pages, []
        return pages

    def _end_shape(self, kind: str) -> None:
        text = "\n".join(line for line in self._words.take().split("\n") if line.strip())
        if not text:
            return
        if kind == "office:annotation":
            self._comments.append(text)
        elif self._is_in_notes:
            self._notes.append(text)
        elif kind == "title":
            self._titles.append(text)
            self.title = self.title or " ".join(text.split())
        elif kind != "page-number":
            self._blocks.append(text)
