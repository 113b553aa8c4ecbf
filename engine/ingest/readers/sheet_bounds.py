"""How far the cells of a workbook reach, before a library that holds a whole rectangle sees it.

calamine takes memory for every cell between the first and the last: one cell at
XFD1048576 ends the process. Here only places are looked for, no values.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from engine.errors import FileEncrypted
from engine.ingest.readers.archive_parts import Parts

MOST_CELLS = 10_000_000
"""Cells in a rectangle that is still given to calamine, empty ones too: 320 MB."""
_MOST_TAG_BYTES = 1 << 16
# A row or a cell, and its place where it states one.
_PLACED = re.compile(
    rb"<(?:[\w.-]{1,40}:)?(?:row|c)(?=[\s/>])(?:[^<>]{0,400}?\sr=[\"']([A-Za-z]{0,3})([0-9]{1,7})[\"'])?"
)
_NOT_FOR_CALAMINE = re.compile(r"xl/(?:media|embeddings|drawings|charts|printersettings|vbaproject)")
_BINARY_SHEET = re.compile(r"xl/[a-z]+sheets/[^/]+\.bin")
_XLSB_ROW = 0
_XLSB_CELLS = range(1, 12)
# BIFF records of cells, all of which begin with a row and a column; those of more than one end with a column.
_XLS_CELLS = frozenset((0x06, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6, 0x04, 0x03, 0x02))
_XLS_RUNS = frozenset((0xBD, 0xBE))
_XLS_LOCKED, _XLS_TEXT_BOX, _XLS_CONTINUED = 0x2F, 0x1B6, 0x3C


@dataclass(slots=True)
class Reach:
    """The farthest row and column of one sheet, counted from 0."""

    row: int = 0
    column: int = 0

    def include(self, row: int, column: int) -> None:
        """Reach at least to this cell."""
        self.row = max(self.row, row)
        self.column = max(self.column, column)

    @property
    def n_cells(self) -> int:
        """Cells from the first of the sheet to the farthest, empty ones too."""
        return (self.row + 1) * (self.column + 1)


def is_fit_for_calamine(parts: Parts) -> bool:
    """Whether every part that calamine may open is of sane size and states near cells only.

    Raises:
        FileTooLarge: A part unpacks to more than is safe.
        FileDamaged: A part is not what the zip says.
        FileEncrypted: A part asks for a password.
    """
    is_fit = True
    for name in parts.names:
        if _NOT_FOR_CALAMINE.match(name):
            continue
        # All are unpacked once: the sizes that a zip states are a claim.
        if name.endswith((".xml", ".rels")):
            is_fit = _are_near(parts.blocks(name)) and is_fit
        elif name.endswith(".bin"):
            data = b"".join(parts.blocks(name))
            is_sheet = _BINARY_SHEET.fullmatch(name)
            is_fit = is_fit and not (is_sheet and _xlsb_reach(data).n_cells > MOST_CELLS)
    return is_fit


def look_through_xls(stream: BinaryIO) -> tuple[int, list[str]]:
    """Return the cells of the largest sheet of an XLS workbook, and what its text boxes and comments say.

    Raises:
        FileEncrypted: It asks for a password.
    """
    reach, most = Reach(), 0
    texts: list[str] = []
    n_due = 0  # characters of a text box that the next record holds
    while len(header := stream.read(4)) == 4:
        kind, n_bytes = struct.unpack("<HH", header)
        body = stream.read(n_bytes)
        if kind == _XLS_LOCKED:
            raise FileEncrypted
        if kind & 0xFF == 0x09:  # a sheet begins
            reach = Reach()
        elif (kind in _XLS_CELLS or kind in _XLS_RUNS) and len(body) >= 6:
            row, column = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind in _XLS_RUNS else column
            reach.include(row, last)
            most = max(most, reach.n_cells)
        elif kind == _XLS_TEXT_BOX and len(body) >= 12:
            (n_due,) = struct.unpack_from("<H", body, 10)
            continue
        elif kind == _XLS_CONTINUED and n_due and body:
            is_wide = body[0] & 1
            text = body[1 : 1 + n_due * (1 + is_wide)].decode(
                "utf-16-le" if is_wide else "latin-1", "replace"
            )
            texts += filter(str.strip, text.replace("\r", "\n").split("\n"))
        n_due = 0
    return most, texts


def _are_near(blocks: Iterator[bytes]) -> bool:
    rest = b""
    reach = Reach()
    is_near = True
    for block in blocks:
        if not is_near:
            continue  # unpacked all the same, so that a false size shows
        data = rest + block
        cut = data.rfind(b">") + 1
        rest = data[cut:]
        is_near = len(rest) < _MOST_TAG_BYTES and _widen(reach, data[:cut]) and reach.n_cells <= MOST_CELLS
    return is_near


def _widen(reach: Reach, data: bytes) -> bool:
    """Take in the cells of a stretch of XML; False where one does not say where it is."""
    if b"\x00" in data:  # UTF-16
        return False
    placed = _PLACED.findall(data)
    rows = {digits for _, digits in placed}
    if b"" in rows:
        return False
    # Of thousands of cells, each row and column is turned into a number once.
    row = max((int(digits) for digits in rows), default=1) - 1
    columns = {letters for letters, _ in placed if letters}
    reach.include(row, max((column_number(letters.decode()) for letters in columns), default=0))
    return True


def column_number(letters: str) -> int:
    """Return 0 for ``A``, 26 for ``AA``."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _xlsb_reach(data: bytes) -> Reach:
    """Walk the records of a binary part: a kind and a length of seven bits a byte, then that many bytes."""
    reach = Reach()
    at, end = 0, len(data)
    row = 0
    while at + 2 <= end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        n_bytes = shift = 0
        while at < end and shift < 28:
            byte = data[at]
            at += 1
            n_bytes |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if at + 4 <= end and (kind == _XLSB_ROW or kind in _XLSB_CELLS):
            (number,) = struct.unpack_from("<I", data, at)
            row = number if kind == _XLSB_ROW else row
            reach.include(row, 0 if kind == _XLSB_ROW else number)
        at += n_bytes
    return reach
