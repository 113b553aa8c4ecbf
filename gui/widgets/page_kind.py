"""What kind of pages a document has: printed, photographed or heard, and what a model read of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.records import DocumentView, Page
from gui.texts import page as page_name

_WINDOW_S = 30
"""A page of a recording."""


def is_scan(view: DocumentView) -> bool:
    """Tell whether ``view`` is a picture, or its pages mostly are: people would rather look than read."""
    if not view.has_pictures:
        return False
    n_ocr = sum(page.is_ocr for page in view.pages)
    has_text = any(page.end > page.start and not page.is_ocr for page in view.pages)
    return view.format != "pdf" or 2 * n_ocr > len(view.pages) or not has_text


def is_all_ocr(view: DocumentView) -> bool:
    """Tell whether everything that is written in ``view`` was read by OCR."""
    written = [page for page in view.pages if page.end > page.start]
    return bool(written) and all(page.is_ocr for page in written)


def read_by_ocr() -> str:
    """What is said of a page whose text was read off its picture."""
    return QCoreApplication.translate("PageKind", "Read by OCR")


def how_read(view: DocumentView) -> str:
    """What is said of pages of ``view`` that a model read: off a picture, or by ear."""
    if view.has_pictures:
        return read_by_ocr()
    return QCoreApplication.translate("PageKind", "Written down from a recording")


def page_mark(view: DocumentView, page: Page) -> str:
    """What stands above a page in the text: its number, of a recording the minute at which it begins."""
    if page.is_ocr and not view.has_pictures:
        minutes, seconds = divmod(_WINDOW_S * (page.number - 1), 60)
        return f"{minutes}:{seconds:02}"
    name = page_name(page.number)
    name = name[:1].upper() + name[1:]
    return f"{name} · {read_by_ocr()}" if page.is_ocr else name
