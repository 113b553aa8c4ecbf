"""Which reader reads which format; imports a reader only when it is needed.

Input:  a path and its format. Output: pieces, or ``RawText``. Runs in a reader
process; nothing else may call it with a file that nobody vouches for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.errors import FileTooLarge, FileUnreadable, UnsupportedFormat
from engine.ingest.readers.pieces import Limits, Piece, assemble, limited
from engine.records import RawText


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
    if format in ("text", "markdown"):
        from engine.ingest.readers.text import read_text

        return read_text(path, limits=limits, is_markdown=format == "markdown")
    if format == "html":
        from engine.ingest.readers.html import read_html

        return read_html(path, limits=limits, is_careful=is_retry)
    if format == "pdf":
        from engine.ingest.readers.pdf import read_pdf

        return read_pdf(path, limits=limits)
    if format == "docx":
        from engine.ingest.readers.docx import read_docx

        return read_docx(path, limits=limits)
    raise UnsupportedFormat(format=format)
