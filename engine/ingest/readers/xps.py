"""XPS: printed pages as XML, one page a page (ECMA-388).

A page is runs of glyphs with the characters they stand for, in the order they are
drawn; runs of one height make a line.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from engine.errors import FileDamaged
from engine.ingest.readers.archive_parts import Parts, opened
from engine.ingest.readers.ooxml import core_properties, relationships
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.source import Source
from engine.records import Reason

_SAME_LINE = 1.0
"""How far apart, in 1/96 inch, the base lines of one line may be."""
_NARROW_EMS, _WIDE_EMS = 0.75, 1.2
"""More than characters are wide, of the Latin script and of the East."""


def read_xps(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and one string a page.

    Raises:
        FileEncrypted: It asks for a password.
        FileDamaged: It is no sound zip, lists no page, or not one page is well formed.
        FileTooLarge: A part unpacks to more than is safe.
    """
    with opened(path) as parts:
        properties = core_properties(parts)
        title = properties.pop("title", None)
        yield Head(is_paged=True, title=title, attributes=properties)
        pages = _pages(parts)
        n_bad = 0
        for page in pages[: limits.max_pages]:
            glyphs = _Glyphs()
            try:
                parts.parse(page, glyphs)
            except FileDamaged:
                n_bad += 1
            yield "\n".join(line.rstrip() for line in glyphs.lines)
        if n_bad == len(pages):
            raise FileDamaged(detail="no page can be read")
        if n_bad:
            yield Reason(code="partial.parts_damaged", params={"n_parts": n_bad})
        if len(pages) > limits.max_pages:
            params = {"limit_pages": limits.max_pages, "n_pages": len(pages)}
            yield Reason(code="partial.page_limit", params=params)


def _pages(parts: Parts) -> list[str]:
    """Return the parts of the pages: the package names a sequence, it documents, they pages."""
    kinds = ("fixedrepresentation", "FixedRepresentation")
    links = relationships(parts, "").values()
    sequence = next((link.target for link in links if link.kind in kinds), "fixeddocseq.fdseq")
    documents = _sources(parts, sequence)
    # Each once: a list that repeats them was made to take long.
    return list(dict.fromkeys(page for document in documents for page in _sources(parts, document)))


def _sources(parts: Parts, name: str) -> list[str]:
    listed = _Sources()
    parts.parse(name, listed)
    folder = posixpath.dirname(name)
    found = (posixpath.normpath(posixpath.join("/", folder, source)) for source in listed.found)
    return list(dict.fromkeys(source.lstrip("/").lower() for source in found))


class _Sources:
    def __init__(self) -> None:
        self.found: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith((" DocumentReference", " PageContent")) and attributes.get("Source"):
            self.found.append(attributes["Source"])

    def end(self, name: str) -> None:
        pass

    def characters(self, data: str) -> None:
        pass


class _Glyphs:
    """Puts the runs of a page into lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._height = self._end = float("nan")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        text = attributes.get("UnicodeString", "").removeprefix("{}")
        if not text or not name.endswith(" Glyphs"):
            return
        left, height = _number(attributes, "OriginX"), _number(attributes, "OriginY")
        if abs(height - self._height) < _SAME_LINE:
            # A word may be in several runs, for its colours say; a space is in a run unless it is a wide one.
            self.lines[-1] += f" {text}" if left > self._end and not self.lines[-1].endswith(" ") else text
        else:
            self.lines.append(text)
        widest = sum(_WIDE_EMS if char > "\u2e7f" else _NARROW_EMS for char in text)
        self._height, self._end = height, left + widest * _number(attributes, "FontRenderingEmSize")

    def end(self, name: str) -> None:
        pass

    def characters(self, data: str) -> None:
        pass


def _number(attributes: dict[str, str], name: str) -> float:
    """Return an attribute as a number; one that is none compares with no other."""
    try:
        return float(attributes.get(name, ""))
    except ValueError:
        return float("nan")
