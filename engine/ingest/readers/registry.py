"""Which reader reads which format; imports a reader only when it is needed.

Input:  a path and its format. Output: pieces, or ``RawText``. Runs in a reader
process; nothing else may call it with a file that nobody vouches for.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import cast

from engine.errors import FileTooLarge, FileUnreadable, UnsupportedFormat
from engine.ingest.readers.pieces import Limits, Piece, assemble, limited
from engine.records import RawText

# Formats that are text with marks in it: module and function.
_TEXT_READERS = {
    "text": ("text", "read_text"),
    "markdown": ("markdown", "read_markdown"),
    "ipynb": ("notebook", "read_notebook"),
    "csv": ("delimited", "read_delimited"),
    "json": ("json_data", "read_json"),
    "subtitles": ("subtitles", "read_subtitles"),
    "rst": ("restructured", "read_rst"),
    "org": ("org", "read_org"),
    "latex": ("latex", "read_latex"),
    "asciidoc": ("asciidoc", "read_asciidoc"),
    "rtf": ("rtf", "read_rtf"),
    "xml": ("xml_text", "read_xml"),
    "po": ("gettext_catalog", "read_catalog"),
}


def read(path: Path, format: str, *, limits: Limits) -> RawText:
    """Return the text of a file of a known format.

    Raises:
        InputError: It cannot be read; which kind says why.
    """
    return assemble(stream(path, format, limits=limits))


def stream(path: Path, format: str, *, limits: Limits, is_retry: bool = False) -> Iterator[Piece]:
    """Yield the pieces of a file as they are read.

    Args:
        path: The file.
        format: Its format, as ``engine.ingest.formats.sniff`` names it.
        limits: How much to read.
        is_retry: The first way of reading it hung or crashed; take the slower and safer one.

    Raises:
        InputError: It cannot be read; which kind says why.
    """
    try:
        size_bytes = path.stat().st_size
        if size_bytes > limits.max_file_bytes:
            raise FileTooLarge(size_bytes=size_bytes, limit_bytes=limits.max_file_bytes)
        yield from limited(_pieces(path, format, limits, is_retry=is_retry), limits)
    except OSError as error:
        raise FileUnreadable(detail=error.strerror or str(error)) from error


def _pieces(path: Path, format: str, limits: Limits, *, is_retry: bool) -> Iterator[Piece]:
    if format in _TEXT_READERS:
        module, function = _TEXT_READERS[format]
        reader = getattr(import_module(f"engine.ingest.readers.{module}"), function)
        return cast(Iterator[Piece], reader(path, limits=limits))
    if format == "html":
        from engine.ingest.readers.html import read_html

        return read_html(path, limits=limits, is_careful=is_retry)
    if format == "pdf":
        from engine.ingest.readers.pdf import read_pdf

        return read_pdf(path, limits=limits)
    if format == "docx":
        from engine.ingest.readers.docx import read_docx

        return read_docx(path, limits=limits)
    return _office_pieces(path, format, limits)


def _office_pieces(path: Path, format: str, limits: Limits) -> Iterator[Piece]:
    if format == "pptx":
        from engine.ingest.readers.presentation import read_pptx

        return read_pptx(path, limits=limits)
    if format in ("xlsx", "xlsb", "xls"):
        from engine.ingest.readers.spreadsheet import read_spreadsheet

        return read_spreadsheet(path, format=format, limits=limits)
    if format in ("odt", "odp", "ods"):
        from engine.ingest.readers.opendocument import read_opendocument

        return read_opendocument(path, format=format, limits=limits)
    if format == "doc":
        from engine.ingest.readers.word97 import read_doc

        return read_doc(path, limits=limits)
    if format == "ppt":
        from engine.ingest.readers.powerpoint97 import read_ppt

        return read_ppt(path, limits=limits)
    raise UnsupportedFormat(format=format)
