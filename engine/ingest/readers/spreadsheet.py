"""XLSX, XLSM, XLSB and XLS: a section a sheet, its name and a line a row; then comments, boxes, charts.

Values are read by calamine, formulas by the result that was stored. A workbook
that would harm it (``engine.ingest.readers.sheet_bounds``) is read from its XML
instead, slower and in a stream, or refused where it is not XML.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from engine.errors import FileDamaged, FileEncrypted, FileTooLarge
from engine.ingest.readers.archive_parts import Parts, opened
from engine.ingest.readers.compound_file import opened_compound
from engine.ingest.readers.drawing_text import LooseText
from engine.ingest.readers.ooxml import core_properties
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.readers.sheet_bounds import MOST_CELLS, is_fit_for_calamine, look_through_xls
from engine.ingest.readers.sheet_rows import cell_text, row_line
from engine.ingest.readers.sheet_xml import sheets_from_xml
from engine.ingest.source import Source
from engine.records import Reason

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_PIECE_CHARS = 1 << 18
_BYTES_PER_CELL = 32
_ASIDES = re.compile(
    r"xl/(?:comments\d*|(?:comments|threadedcomments|drawings|charts)/[^/]+|diagrams/data\d*)\.xml"
)


def read_spreadsheet(path: Source, *, format: str, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of a workbook of ``format`` ``xlsx``, ``xlsb`` or ``xls``.

    Raises:
        FileEncrypted: It asks for a password.
        FileDamaged: It is no sound workbook, or not one of its sheets is.
        FileTooLarge: A part unpacks to more than is safe, or a sheet reaches too far to be held.
    """
    if format == "xls":
        yield from _old(path)
        return
    with opened(path) as parts:
        properties = core_properties(parts)
        title = properties.pop("title", None)
        yield Head(title=title, attributes=properties)
        if is_fit_for_calamine(parts):
            yield from _by_calamine(path)
        elif format == "xlsx":
            yield from sheets_from_xml(parts)
        else:
            raise FileTooLarge(
                size_bytes=(MOST_CELLS + 1) * _BYTES_PER_CELL, limit_bytes=MOST_CELLS * _BYTES_PER_CELL
            )
        yield from _asides(parts)


def _old(path: Source) -> Iterator[Piece]:
    with opened_compound(path) as compound:
        yield Head(title=compound.title, attributes=compound.properties)
        n_cells, asides = look_through_xls(compound.stream("Workbook", "Book"))
    if n_cells > MOST_CELLS:
        raise FileTooLarge(size_bytes=n_cells * _BYTES_PER_CELL, limit_bytes=MOST_CELLS * _BYTES_PER_CELL)
    yield from _by_calamine(path)
    if asides:
        yield "\n".join([*asides, "", ""])


def _by_calamine(path: Source) -> Iterator[Piece]:
    from python_calamine import SheetTypeEnum, load_workbook

    with contextlib.ExitStack() as stack:
        with _translated():
            workbook = load_workbook(_openable(path, stack))
        n_bad = n_sheets = 0
        for sheet in workbook.sheets_metadata:
            if sheet.typ in (SheetTypeEnum.ChartSheet, SheetTypeEnum.Vba):
                continue
            n_sheets += 1
            try:
                yield from _sheet(workbook, sheet.name)
            except FileDamaged:
                n_bad += 1
        if n_bad and n_bad == n_sheets:
            raise FileDamaged(detail="no sheet can be read")
        if n_bad:
            yield Reason(code="partial.parts_damaged", params={"n_parts": n_bad})


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as error:
        raise FileEncrypted from error
    except CalamineError as error:
        raise FileDamaged(detail=str(error)) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise FileDamaged(detail=str(error)) from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":  # a panic of Rust is no Exception
            raise
        raise FileDamaged(detail=str(error)) from error


def _sheet(workbook: CalamineWorkbook, name: str) -> Iterator[str]:
    with _translated():
        sheet = workbook.get_sheet_by_name(name)
    lines: list[str] = []
    n_chars = 0
    is_begun = False
    for row in sheet.iter_rows():
        if line := row_line(cell_text(value) for value in row):
            if not is_begun:
                is_begun = True
                lines.append(cell_text(name))
            lines.append(line)
            n_chars += len(line)
        if n_chars > _PIECE_CHARS:
            yield "\n".join(lines) + "\n"
            lines.clear()
            n_chars = 0
    if is_begun:
        yield "\n".join([*lines, "", ""])


def _openable(path: Source, stack: contextlib.ExitStack) -> Path | BinaryIO:
    """Calamine takes names on disk, in UTF-8 only; any other file is opened here."""
    if isinstance(path, Path):
        with contextlib.suppress(UnicodeEncodeError):
            os.fspath(path).encode("utf-8")
            return path
    return stack.enter_context(path.open("rb"))


def _asides(parts: Parts) -> Iterator[str]:
    """Yield comments and text boxes."""
    for name in sorted(parts.names):
        if _ASIDES.fullmatch(name):
            loose = LooseText()
            parts.parse(name, loose)
            # A thread has a part of its own; the old comment only tells old programs of it.
            if lines := [line for line in loose.lines if not line.startswith("[Threaded comment]")]:
                yield "\n".join([*lines, "", ""])
