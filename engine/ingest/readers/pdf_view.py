"""Where a span of a PDF page stands on it, and the page as a picture.

Offsets count code points of the page's *cleaned* text (``engine.ingest.clean``);
boxes are in points (1/72 inch), the origin at the top left of the page as seen.
"""

from __future__ import annotations

import ctypes
import struct
import zlib
from pathlib import Path
from typing import Any

from engine.errors import FileDamaged
from engine.ingest.clean import source_index
from engine.ingest.readers.pdf import opened, raw_page_text

_PRECISION = 64
_MOST_PIXELS = 40_000_000
_MOST_CHARS = 5_000_000

Corners = tuple[float, float, float, float]


def locate(path: Path, *, page: int, text: str, start: int, end: int) -> list[Corners]:
    """Return ``(left, top, right, bottom)`` of each run of ``text[start:end]`` on page ``page`` (from 1).

    ``text`` is what the document has of that page; another page's is nowhere on it.

    Raises:
        InputError: The file cannot be opened, or has no such page.
    """
    with opened(path) as document:
        view = _page(document, page)
        text_page = view.get_textpage()
        index = source_index(raw_page_text(text_page, most=_MOST_CHARS), text)
        wanted = sorted(set(index[max(0, start) : end]))
        boxes = [
            _to_top_left(view, text_page.get_rect(i))
            for first, count in _runs(wanted)
            for i in range(text_page.count_rects(first, count))
        ]
        text_page.close()
        view.close()
        return boxes


def render(path: Path, *, page: int, scale: float) -> bytes:
    """Return page ``page`` (from 1) as PNG, ``scale`` pixels a point, less where that is too many.

    Raises:
        InputError: The file cannot be opened, or has no such page.
    """
    with opened(path) as document:
        view = _page(document, page)
        width, height = view.get_size()
        scale = min(scale, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        bitmap = view.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        png = _png(bitmap)
        bitmap.close()
        view.close()
        return png


def _page(document: Any, number: int) -> Any:
    from pypdfium2 import PdfiumError

    if not 1 <= number <= len(document):
        raise FileDamaged(detail=f"no page {number}")
    try:
        return document[number - 1]
    except PdfiumError as error:
        raise FileDamaged(detail=str(error)) from error


def _runs(indices: list[int]) -> list[tuple[int, int]]:
    """Return ``(first, count)`` of each stretch of consecutive numbers."""
    runs: list[tuple[int, int]] = []
    for index in indices:
        if runs and index == sum(runs[-1]):
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((index, 1))
    return runs


def _to_top_left(view: Any, rect: Corners) -> Corners:
    """Turn a box of PDF page space into one as the page is seen, cropped and rotated."""
    import pypdfium2.raw as pdfium

    width, height = view.get_size()
    seen: list[tuple[float, float]] = []
    for x, y in ((rect[0], rect[1]), (rect[2], rect[3])):
        device_x, device_y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(
            view.raw, 0, 0, round(width * _PRECISION), round(height * _PRECISION), 0, x, y, device_x, device_y
        )
        seen.append((device_x.value / _PRECISION, device_y.value / _PRECISION))
    (x0, y0), (x1, y1) = seen
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _png(bitmap: Any) -> bytes:
    """Write a bitmap of 1 (grey) or 3 (RGB) bytes a pixel as PNG (ISO/IEC 15948), without filters."""
    colour_type = {1: 0, 3: 2, 4: 6}[bitmap.n_channels]
    row_bytes = bitmap.width * bitmap.n_channels
    pixels = bytes(bitmap.buffer)
    rows = b"".join(
        b"\0" + pixels[y * bitmap.stride : y * bitmap.stride + row_bytes] for y in range(bitmap.height)
    )
    header = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, colour_type, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 3)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
