"""Visio drawings (VSDX): one page a page of the drawing, a line a shape with text ([MS-VSDX]).

Pages come in the order of the drawing, its background pages among them. What a
shape takes over from its master is no text of the drawing.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import FileDamaged
from engine.ingest.readers.archive_parts import Parts, attribute, opened
from engine.ingest.readers.ooxml import core_properties, main_part, relationships
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.source import Source
from engine.records import Reason


def read_visio(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and one string a page: its name, then its texts.

    Raises:
        FileEncrypted: It asks for a password.
        FileDamaged: It is no sound zip, it has no list of pages, or not one page is well formed.
        FileTooLarge: A part unpacks to more than is safe.
    """
    with opened(path) as parts:
        properties = core_properties(parts)
        title = properties.pop("title", None)
        yield Head(is_paged=True, title=title, attributes=properties)
        pages = _pages(parts)
        n_bad = 0
        for name, part in pages[: limits.max_pages]:
            shapes = _Shapes()
            try:
                parts.parse(part, shapes)
            except FileDamaged:
                n_bad += 1
            yield "\n".join([name, *shapes.texts] if name else shapes.texts)
        if n_bad and n_bad == len(pages):
            raise FileDamaged(detail="no page can be read")
        if n_bad:
            yield Reason(code="partial.parts_damaged", params={"n_parts": n_bad})
        if len(pages) > limits.max_pages:
            params = {"limit_pages": limits.max_pages, "n_pages": len(pages)}
            yield Reason(code="partial.page_limit", params=params)


def _pages(parts: Parts) -> list[tuple[str, str]]:
    """Return the name and the part of each page, in order."""
    main = main_part(parts, default="visio/document.xml")
    listed = next((link.target for link in relationships(parts, main).values() if link.kind == "pages"), "")
    names = _PageList()
    parts.parse(listed, names)
    links = relationships(parts, listed)
    pages = {links[link].target: name for name, link in names.found if link in links}
    return [(name, part) for part, name in pages.items()]  # each part once: repeating them costs time


class _PageList:
    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self._name = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Page"):
            self._name = attributes.get("Name", "")
        elif name.endswith(" Rel"):
            self.found.append((self._name, attribute(attributes, "id", namespace="relationships")))

    def end(self, name: str) -> None:
        pass

    def characters(self, data: str) -> None:
        pass


class _Shapes:
    """Collects the text of each shape."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] | None = None

    def start(self, name: str, _: dict[str, str]) -> None:
        if name.endswith(" Text"):
            self._parts = []

    def end(self, name: str) -> None:
        if self._parts is not None and name.endswith(" Text"):
            text = "".join(self._parts).strip()
            self._parts = None
            if text:
                self.texts.append(text)

    def characters(self, data: str) -> None:
        if self._parts is not None:
            self._parts.append(data)
