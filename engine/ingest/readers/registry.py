"""Which reader reads which format; imports a reader only when it is needed.

Input:  a file and its format. Output: pieces, or ``RawText``. Runs in a reader
process; nothing else may call it with a file that nobody vouches for.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from engine.errors import FileTooLarge, FileUnreadable, UnsupportedFormat
from engine.ingest.readers.pieces import Limits, Piece, assemble, limited
from engine.ingest.source import MemoryFile, Source
from engine.records import RawText

if TYPE_CHECKING:
    from engine.ingest.readers.enclosures import Enclosures

_READERS = {
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
    "html": ("html", "read_html"),
    "mhtml": ("mail", "read_mhtml"),
    "eml": ("mail", "read_eml"),
    "mbox": ("mbox", "read_mbox"),
    "msg": ("outlook", "read_msg"),
    "epub": ("epub", "read_epub"),
    "pdf": ("pdf", "read_pdf"),
    **dict.fromkeys(("png", "jpeg", "gif", "tiff", "bmp", "webp"), ("picture", "read_picture")),
    **dict.fromkeys(("wav", "flac", "ogg", "mp3"), ("audio", "read_audio")),
    "docx": ("docx", "read_docx"),
    "doc": ("word97", "read_doc"),
    "pptx": ("presentation", "read_pptx"),
    "ppt": ("powerpoint97", "read_ppt"),
    "vsdx": ("visio", "read_visio"),
    "xps": ("xps", "read_xps"),
    "iwork": ("iwork", "read_iwork"),
    **dict.fromkeys(("xlsx", "xlsb", "xls"), ("spreadsheet", "read_spreadsheet")),
    **dict.fromkeys(("odt", "odp", "ods"), ("opendocument", "read_opendocument")),
}
"""Module and function by format."""
_OF_MANY_FORMATS = frozenset(("spreadsheet", "opendocument"))
_CAREFUL = frozenset(("html", "mhtml", "eml", "mbox", "msg", "epub"))
"""Formats whose reader has a second way, slower and safer."""
_LETTERS = frozenset(("eml", "mbox", "msg"))


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


def enclosed(source: MemoryFile, format: str, *, enclosures: Enclosures) -> Iterator[Piece]:
    """Yield the pieces of a file that lies in another one.

    Raises:
        InputError: It cannot be read.
    """
    return _pieces(source, format, enclosures.limits, is_retry=enclosures.is_careful, enclosures=enclosures)


def _pieces(
    source: Source, format: str, limits: Limits, *, is_retry: bool, enclosures: Enclosures | None = None
) -> Iterator[Piece]:
    if format not in _READERS:
        raise UnsupportedFormat(format=format)
    module, function = _READERS[format]
    more: dict[str, Any] = {}
    if module in _OF_MANY_FORMATS:
        more["format"] = format
    if format in _CAREFUL:
        more["is_careful"] = is_retry
    if format in _LETTERS:
        more["enclosures"] = enclosures
    reader = getattr(import_module(f"engine.ingest.readers.{module}"), function)
    return cast(Iterator[Piece], reader(source, limits=limits, **more))
