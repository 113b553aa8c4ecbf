"""What kind of pages a document has: whether it was printed or photographed, and what OCR read of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.records import DocumentView


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
