"""PDF: the text of each page by PDFium, and what the file says about itself.

Text is taken character by character, so that offset ``i`` of a page's raw text is
PDFium's character ``i`` and its box can be found again (``engine.ingest.readers.pdf_view``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.errors import FileDamaged, FileEncrypted
from engine.ingest.readers import pdf_notes
from engine.ingest.readers.pieces import Head, Limits, OcrPage, Piece
from engine.ingest.readers.text_layer import is_garbled, is_picture
from engine.ingest.source import Source
from engine.records import Reason

_ERROR_PASSWORD = 4
_ERROR_SECURITY = 5
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_NAMES = {"Author": "author", "Subject": "subject", "Keywords": "keywords"}
_NO_TITLE = re.compile(
    r"\s*(?:untitled.*|\(?anonymous\)?|none|null|.*\.(?:docx?|indd|qxd|dvi|tex|pptx?|xlsx?|ps|cdr))\s*", re.I
)
_TITLE_PREFIX = re.compile(r"^Microsoft (?:Word|PowerPoint|Excel) - ")


def read_pdf(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and one string a page; of a page whose text is not what it shows, that it is a picture.

    Raises:
        FileEncrypted: It asks for a password.
        FileDamaged: PDFium cannot open it, or not one of its pages.
    """
    from pypdfium2 import PdfiumError

    with opened(path) as document:
        yield _head(document)
        pdf_notes.begin(document)
        n_pages = len(document)
        n_bad = 0
        for number in range(min(n_pages, limits.max_pages)):
            try:
                text, needs_ocr = _page_text(document, number, limits.max_text_chars)
            except PdfiumError:
                text, needs_ocr = "", False
                n_bad += 1
            yield text
            if needs_ocr:
                yield OcrPage(number + 1)
        if n_bad and n_bad == n_pages:
            raise FileDamaged(detail="no page can be read")
        if n_pages > limits.max_pages:
            yield Reason(
                code="partial.page_limit", params={"limit_pages": limits.max_pages, "n_pages": n_pages}
            )


@contextmanager
def opened(path: Source) -> Iterator[Any]:
    """Open a document and close it; errors as for ``read_pdf``."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(_openable(path), autoclose=True)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (_ERROR_PASSWORD, _ERROR_SECURITY):
            raise FileEncrypted from error
        raise FileDamaged(detail=str(error)) from error
    try:
        yield document
    finally:
        document.close()


def raw_page_text(text_page: Any, *, most: int) -> str:
    """Return one code point for each of PDFium's characters."""
    import pypdfium2.raw as pdfium

    get, handle = pdfium.FPDFText_GetUnicode, text_page.raw
    n_chars = min(text_page.count_chars(), most)
    text = "".join([chr(code) if (code := get(handle, i)) < 0x110000 else "\ufffd" for i in range(n_chars)])
    # Where wide characters have 16 bits, two stand for one; the second place stays, as a control.
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16") + "\0", text)


def _page_text(document: Any, number: int, most: int) -> tuple[str, bool]:
    """Return a page's text, unless it is worth nothing, and whether the page's picture says more."""
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            text = raw_page_text(text_page, most=most)
        finally:
            text_page.close()
        needs_ocr = is_garbled(text)
        if needs_ocr:
            text = ""
        else:
            needs_ocr = is_picture(page, text)
        # After the page's own text, whose offsets are PDFium's.
        return text + pdf_notes.page_notes(document, page, shown=text), needs_ocr
    finally:
        page.close()


def _openable(path: Source) -> Any:
    """PDFium takes names in UTF-8 only; any other file is opened here."""
    if not isinstance(path, Path):
        return path.open("rb")
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return path.open("rb")
    return path


def _head(document: Any) -> Head:
    stated: dict[str, str] = document.get_metadata_dict(skip_empty=True)
    attributes = {ours: stated[theirs] for theirs, ours in _NAMES.items() if stated.get(theirs)}
    for theirs, ours in (("CreationDate", "created"), ("ModDate", "modified")):
        if date := _date(stated.get(theirs, "")):
            attributes[ours] = date
    title = _TITLE_PREFIX.sub("", stated.get("Title", "")).strip()
    title = "" if _NO_TITLE.fullmatch(title) else title
    return Head(is_paged=True, is_typeset=True, title=title or None, attributes=attributes)


def _date(value: str) -> str:
    """``D:20240131120000+08'00'`` as ``2024-01-31T12:00:00``, as far as it goes."""
    match = _DATE.match(value)
    if match is None:
        return ""
    year, month, day, hour, minute, second = match.groups()
    date = "-".join(part for part in (year, month, month and day) if part)
    return f"{date}T{hour}:{minute}:{second or '00'}" if day and hour and minute else date
