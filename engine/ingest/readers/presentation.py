"""PPTX: one page a slide, in the order of the presentation; title first, notes and comments last.

Hidden slides are read as well. The placeholders of masters and layouts ("Click to
edit…") are on no slide and not read; what else stands there shows on every slide
and is given once, on the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.errors import FileDamaged
from engine.ingest.readers.archive_parts import Parts, attribute, opened
from engine.ingest.readers.drawing_text import FOOTERS, TITLES, Block, LooseText, SlideText
from engine.ingest.readers.ooxml import Relationship, core_properties, main_part, relationships
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.readers.slides import COMMENTS, NOTES, joined
from engine.ingest.source import Source
from engine.records import Reason

# What programs call a presentation that nobody has named.
_NO_TITLE = re.compile(
    r"(?:powerpoint )?(?:presentation|slide|演示文稿|幻灯片|簡報|投影片) ?\d*|.*\.pptx?", re.IGNORECASE
)


def read_pptx(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and one string a slide.

    Raises:
        FileEncrypted: It asks for a password.
        FileDamaged: It is no sound zip, it has no list of slides, or not one slide is well formed.
        FileTooLarge: A part unpacks to more than is safe.
    """
    with opened(path) as parts:
        properties = core_properties(parts)
        title = properties.pop("title", "")
        if _NO_TITLE.fullmatch(title):
            title = ""
        yield Head(is_paged=True, title=title or None, attributes=properties)
        slides = _slides(parts)
        deck = _Deck(parts)
        n_bad = 0
        for slide in slides[: limits.max_pages]:
            try:
                text = deck.page(slide)
            except FileDamaged:
                text = ""
                n_bad += 1
            yield text
        if n_bad and n_bad == len(slides):
            raise FileDamaged(detail="no slide can be read")
        if not title and deck.title:
            yield Head(is_paged=True, title=deck.title, attributes=properties)
        if n_bad:
            yield Reason(code="partial.parts_damaged", params={"n_parts": n_bad})
        if len(slides) > limits.max_pages:
            params = {"limit_pages": limits.max_pages, "n_pages": len(slides)}
            yield Reason(code="partial.page_limit", params=params)


def _slides(parts: Parts) -> list[str]:
    main = main_part(parts, default="ppt/presentation.xml")
    links = relationships(parts, main)
    listed = _SlideList()
    parts.parse(main, listed)
    # A slide has one place in a presentation; a list that repeats it was made to take long.
    return list(dict.fromkeys(links[link].target if link in links else "" for link in listed.links))


class _SlideList:
    def __init__(self) -> None:
        self.links: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" sldId"):
            self.links.append(attribute(attributes, "id", namespace="relationships"))

    def end(self, name: str) -> None:
        pass

    def characters(self, data: str) -> None:
        pass


class _Deck:
    """Reads slide after slide; a footer that all of them bear is given once.

    Attributes:
        title: The first title on a slide.
    """

    def __init__(self, parts: Parts) -> None:
        self.title = ""
        self._parts = parts
        self._footers: set[str] = set()
        self._backdrops: set[str] = set()

    def page(self, slide: str) -> str:
        """Return the text of one slide."""
        words = SlideText()
        self._parts.parse(slide, words)
        links = relationships(self._parts, slide)
        titles = [block.text for block in words.blocks if block.kind in TITLES]
        if titles and not self.title:
            self.title = " ".join(titles[0].split())
        shown = [self._text(block, links) for block in words.blocks if block.kind not in TITLES]
        shown += self._backdrop(links, "slideLayout")
        notes: list[str] = []
        comments: list[str] = []
        for link in links.values():
            if link.kind == "notesSlide":
                notes += self._notes(link.target)
            elif link.kind == "comments":
                comments += self._loose(link)
        return joined([*titles, *shown], {NOTES: "\n".join(notes), COMMENTS: "\n".join(comments)})

    def _text(self, block: Block, links: dict[str, Relationship]) -> str:
        if block.kind in FOOTERS:
            if block.text in self._footers:
                return ""
            self._footers.add(block.text)
        lines = [block.text] if block.text else []
        for link in block.links:
            if link in links:
                lines += self._loose(links[link])
        return "\n".join(lines)

    def _backdrop(self, links: dict[str, Relationship], kind: str) -> list[str]:
        """Return what shows behind a slide and was not given yet: of its layout, then of its master."""
        name = next((link.target for link in links.values() if link.kind == kind), "")
        if not name or name in self._backdrops or name not in self._parts:
            return []
        self._backdrops.add(name)
        words = SlideText()
        try:
            self._parts.parse(name, words)
            further = relationships(self._parts, name)
        except FileDamaged:  # the slide itself is sound
            return []
        found = [block.text for block in words.blocks if not block.kind]
        return found + (self._backdrop(further, "slideMaster") if kind == "slideLayout" else [])

    def _loose(self, link: Relationship) -> list[str]:
        loose = LooseText()
        if link.target in self._parts:
            self._parts.parse(link.target, loose)
        return list(loose.lines)

    def _notes(self, name: str) -> list[str]:
        words = SlideText()
        if name in self._parts:
            self._parts.parse(name, words)
        return [block.text for block in words.blocks if block.kind not in FOOTERS]
