"""Pages as they look, with boxes around what was searched for.

Input:  a document, a page of it and spans of its text. Output: ``PagePicture``. The
file is drawn by a reader process of its own, which starts with the first page.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.errors import FileDamaged, FileUnreadable
from engine.ingest.ocr_text import ocr_boxes
from engine.ingest.sandbox import ReaderPool
from engine.ingest.scan import to_os_path
from engine.pages import Box, PagePicture
from engine.records import Span
from engine.requests import MOST_SPANS
from engine.settings import Indexing
from engine.store import documents, members, ocr
from engine.store.connection import Store

WIDEST = 4000
"""Pixels of a picture that may be asked for."""


class PageViewer:
    """Draws pages; may be used from any thread."""

    def __init__(self, store: Store, settings: Indexing) -> None:
        self._store = store
        self._readers = ReaderPool(settings)

    def picture(self, document_id: int, page: int, *, width: int, spans: Sequence[Span] = ()) -> PagePicture:
        """Draw page ``page`` (from 1) about ``width`` pixels wide, and find the spans that lie on it.

        A width of 0 only finds them. Of many spans the first ``MOST_SPANS`` are looked for.

        Raises:
            FileNotInLibrary: There is no such document (any more).
            InputError: Its file cannot be drawn.
        """
        with self._store.read() as db:
            view = documents.view(db, document_id)
            digest, form = documents.source_of(db, document_id)
            lines = ocr.pages(db, digest).get(page)
            homes = members.homes(db, document_id)
        place = next((part for part in view.pages if part.number == page), None)
        if not view.has_pictures or place is None:
            raise FileDamaged(detail=f"no page {page}")
        there = [(found, inside) for home, inside in homes if (found := Path(to_os_path(home))).is_file()]
        if not there:
            raise FileUnreadable(detail="it is not there")
        path, member = there[0]
        png = b""
        if width > 0:
            png = self._readers.render(path, form, page=page, width=min(width, WIDEST), member=member)
        inside = [
            Span(max(span.start, place.start) - place.start, min(span.end, place.end) - place.start)
            for span in spans[:MOST_SPANS]
        ]
        shown = view.text[place.start : place.end]
        boxes: Sequence[Sequence[Box]] = [()] * len(inside)
        if not any(span.start < span.end for span in inside):
            pass
        elif place.is_ocr:
            boxes = ocr_boxes(lines or (), shown=shown, spans=inside)
        elif form == "pdf":
            boxes = self._readers.locate(path, page=page, text=shown, spans=inside, member=member)
        return PagePicture(png=png, boxes=tuple(map(tuple, boxes)))

    def close(self) -> None:
        """End the reader process."""
        self._readers.close()
