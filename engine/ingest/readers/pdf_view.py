"""Where a span of a PDF page stands on it, and the page as a picture.

Offsets count code points of the page's *cleaned* text (``engine.ingest.clean``);
boxes are parts of the page as it is seen.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from engine.errors import FileDamaged
from engine.ingest.clean import source_index
from engine.ingest.readers import pdf_notes
from engine.ingest.readers.pdf import opened, raw_page_text
from engine.ingest.source import Source
from engine.pages import Box
from engine.records import Span

if TYPE_CHECKING:
    from PIL.Image import Image

_PRECISION = 100_000
_POINTS = 72
"""To an inch."""
_MOST_PIXELS = 40_000_000
_MOST_CHARS = 5_000_000

Corners = tuple[float, float, float, float]


def locate(path: Source, *, page: int, text: str, spans: Iterable[Span]) -> list[list[Box]]:
    """Return for each span of ``text`` where each line of it stands on page ``page`` (from 1).

    ``text`` is what the document has of that page; another page's is nowhere on it.

    Raises:
        InputError: The file cannot be opened, or has no such page.
    """
    with opened(path) as document:
        pdf_notes.begin(document)
        view = _page(document, page)
        text_page = view.get_textpage()
        raw = raw_page_text(text_page, most=_MOST_CHARS)
        index = source_index(raw + pdf_notes.page_notes(document, view, shown=raw), text)
        boxes = [
            [
                _to_top_left(view, text_page.get_rect(i))
                # What was typed into the page stands after its own text, and has no characters of PDFium's.
                for first, count in _runs(_places(index, span, below=len(raw)))
                for i in range(text_page.count_rects(first, count))
            ]
            for span in spans
        ]
        text_page.close()
        view.close()
        return boxes


def render(path: Source, *, page: int, width: int) -> bytes:
    """Return page ``page`` (from 1) as PNG, ``width`` pixels wide, less where that is too many.

    Raises:
        InputError: The file cannot be opened, or has no such page.
    """
    png = io.BytesIO()
    page_image(path, page=page, width=width).save(png, "PNG", compress_level=1)
    return png.getvalue()


def page_image(path: Source, *, page: int, width: int = 0, dpi: float = 0) -> Image:
    """Return a page as a picture of a width in pixels, or of so many dots an inch; errors as ``render``."""
    with opened(path) as document:
        pdf_notes.begin(document)  # or what was typed into it would not be drawn
        view = _page(document, page)
        page_width, page_height = view.get_size()
        wanted = width / max(1.0, page_width) if width else dpi / _POINTS
        scale = min(wanted, (_MOST_PIXELS / max(1.0, page_width * page_height)) ** 0.5)
        bitmap = view.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        image: Image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        view.close()
        return image


def _page(document: Any, number: int) -> Any:
    from pypdfium2 import PdfiumError

    if not 1 <= number <= len(document):
        raise FileDamaged(detail=f"no page {number}")
    try:
        return document[number - 1]
    except PdfiumError as error:
        raise FileDamaged(detail=str(error)) from error


def _places(index: Sequence[int], span: Span, *, below: int) -> list[int]:
    return sorted({at for at in index[max(0, span.start) : max(0, span.end)] if at < below})


def _runs(indices: list[int]) -> list[tuple[int, int]]:
    """Return ``(first, count)`` of each stretch of consecutive numbers."""
    runs: list[tuple[int, int]] = []
    for index in indices:
        if runs and index == sum(runs[-1]):
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((index, 1))
    return runs


def _to_top_left(view: Any, rect: Corners) -> Box:
    """Turn a box of PDF page space into one as the page is seen, cropped and rotated."""
    import pypdfium2.raw as pdfium

    seen: list[tuple[float, float]] = []
    for x, y in ((rect[0], rect[1]), (rect[2], rect[3])):
        device_x, device_y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(view.raw, 0, 0, _PRECISION, _PRECISION, 0, x, y, device_x, device_y)
        seen.append((device_x.value / _PRECISION, device_y.value / _PRECISION))
    (x0, y0), (x1, y1) = seen
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
