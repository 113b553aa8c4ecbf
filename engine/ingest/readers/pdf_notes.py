"""What people typed into a PDF: values of form fields, text boxes and comments.

These are annotations: they lie on top of a page's own text, and PDFium's text of the
page lacks them.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

_MOST_NOTES = 5000  # on a page
_MOST_OPTIONS = 500  # of a field
_MOST_BYTES = 1 << 20
_HIDDEN = 2 | 32  # hidden, not to be shown on screen


def begin(document: Any) -> None:
    """Make ready to ask for form fields; to be called before the first page is loaded."""
    from pypdfium2 import PdfiumError

    logging.getLogger("pypdfium2").setLevel(
        logging.ERROR
    )  # it warns of forms of a kind that it does not know
    try:
        document.init_forms()
    except PdfiumError:
        return


def page_notes(document: Any, page: Any, *, shown: str) -> str:
    r"""Return the typed texts of a page, a line each with ``\r\n`` before it.

    Args:
        document: Its document, made ready by ``begin``.
        page: The page.
        shown: Its own text; a comment that only repeats some of it is left out.
    """
    texts: dict[str, None] = {}
    n_chars = 0
    for text, is_comment in _texts(document, page):
        line = "\r\n".join(part for part in text.replace("\n", "\r").split("\r") if part.strip())
        if line and not (is_comment and line in shown):
            texts[line] = None
            n_chars += len(line)
        if n_chars > _MOST_BYTES:
            break
    return "".join(f"\r\n{line}" for line in texts)


def _texts(document: Any, page: Any) -> Iterator[tuple[str, bool]]:
    """Yield each text that is not hidden, and whether it is a comment."""
    import pypdfium2.raw as pdfium

    comments = (
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_FREETEXT,
        pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_STRIKEOUT,
        pdfium.FPDF_ANNOT_CARET,
    )
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        if pdfium.FPDFAnnot_GetFlags(note) & _HIDDEN:
            pass
        elif kind in comments:
            yield _string(partial(pdfium.FPDFAnnot_GetStringValue, note, b"Contents")), True
        elif kind == pdfium.FPDF_ANNOT_WIDGET and document.formenv:
            yield from ((text, False) for text in _field_texts(document.formenv, note))
        pdfium.FPDFPage_CloseAnnot(note)


def _field_texts(form: Any, field: Any) -> Iterator[str]:
    """Yield what a form field shows: a typed value, the chosen one of several, or a whole list."""
    import pypdfium2.raw as pdfium

    kind = pdfium.FPDFAnnot_GetFormFieldType(form, field)
    if kind in (pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX):
        options = range(min(pdfium.FPDFAnnot_GetOptionCount(form, field), _MOST_OPTIONS))
        is_list = kind == pdfium.FPDF_FORMFIELD_LISTBOX
        chosen = [n for n in options if is_list or pdfium.FPDFAnnot_IsOptionSelected(form, field, n)]
        if chosen:
            yield from (_string(partial(pdfium.FPDFAnnot_GetOptionLabel, form, field, n)) for n in chosen)
            return
    elif kind != pdfium.FPDF_FORMFIELD_TEXTFIELD:
        return
    yield _string(partial(pdfium.FPDFAnnot_GetFormFieldValue, form, field))


def _string(get: Callable[..., int]) -> str:
    """Return what a function of PDFium's writes into the room it is given, two bytes a unit and a NUL."""
    n_bytes = min(int(get(None, 0)), _MOST_BYTES)
    if n_bytes <= 2:
        return ""
    room = (ctypes.c_ushort * (n_bytes // 2 + 1))()
    get(room, n_bytes)
    return bytes(room)[:n_bytes].decode("utf-16-le", "replace").partition("\0")[0]
