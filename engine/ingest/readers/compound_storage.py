"""The compound file (OLE, MS-CFB) of Outlook and of Office 97 to 2003: storages and streams in one file.

Input:  the bytes of a file. Output: names and contents of its streams. Chains and
trees are followed without recursion and never further than the file has sectors.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from dataclasses import dataclass

from engine.errors import FileDamaged

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER_BYTES = 512
_LAST_SECTOR = 0xFFFFFFFA
_NONE = 0xFFFFFFFF
_ENTRY_BYTES = 128
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_MOST_ENTRIES = 500_000


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    sector: int
    n_bytes: int


class CompoundStorage:
    """Storages and streams by number; the root storage is 0.

    Raises:
        FileDamaged: The file is none, or breaks the rules of one.
    """

    def __init__(self, data: bytes | mmap.mmap) -> None:
        if len(data) < _HEADER_BYTES or data[: len(_MAGIC)] != _MAGIC:
            raise FileDamaged(detail="not a compound file")
        (shift, small_shift) = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise FileDamaged(detail="odd sector size")
        self._data = data
        self._sector_bytes, self._small_bytes = 1 << shift, 1 << small_shift
        self._n_sectors = len(data) // self._sector_bytes + 1
        (directory, _, self._small_limit, small_table, _, more, _) = struct.unpack_from("<7I", data, 48)
        self._table = self._sector_table(more)
        self._entries = self._directory(self._chain(directory))
        root = self._entries[0]
        self._small_table = _numbers(self._chain(small_table))
        self._small_data = self._chain(root.sector)[: root.n_bytes]

    def children(self, storage: int) -> dict[str, int]:
        """Return what is in a storage, by name."""
        found: dict[str, int] = {}
        seen: set[int] = set()
        waiting = [self._entries[storage].child]
        while waiting:
            number = waiting.pop()
            if number >= len(self._entries) or number in seen:
                continue
            seen.add(number)
            entry = self._entries[number]
            if entry.kind in (_STORAGE, _STREAM):
                found.setdefault(entry.name, number)
            waiting += (entry.left, entry.right)
        return dict(sorted(found.items()))

    def is_storage(self, number: int) -> bool:
        """Whether this holds others."""
        return self._entries[number].kind == _STORAGE

    def n_bytes(self, number: int) -> int:
        """Return the size of a stream."""
        return min(self._entries[number].n_bytes, len(self._data))

    def read(self, number: int) -> bytes:
        """Return the content of a stream, as far as it is there."""
        entry = self._entries[number]
        if entry.n_bytes >= self._small_limit:
            return self._chain(entry.sector, most=entry.n_bytes)[: entry.n_bytes]
        size, blocks, at = self._small_bytes, [], entry.sector
        for _ in range(-(-entry.n_bytes // size)):
            if at >= len(self._small_table):
                break
            blocks.append(self._small_data[at * size : (at + 1) * size])
            at = self._small_table[at]
        return b"".join(blocks)[: entry.n_bytes]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_bytes
        return self._data[start : start + self._sector_bytes]

    def _sector_table(self, more: int) -> array[int]:
        """Return the table that says which sector follows on which."""
        places = _numbers(self._data[76:_HEADER_BYTES])
        for _ in range(self._n_sectors):
            if more >= _LAST_SECTOR or not (block := self._sector(more)):
                break
            numbers = _numbers(block)
            places.extend(numbers[:-1])
            more = numbers[-1] if numbers else _NONE
            if len(places) > self._n_sectors:
                break
        blocks = [self._sector(place) for place in places[: self._n_sectors] if place < _LAST_SECTOR]
        return _numbers(b"".join(blocks))

    def _chain(self, sector: int, *, most: int | None = None) -> bytes:
        wanted = self._n_sectors if most is None else min(self._n_sectors, -(-most // self._sector_bytes))
        blocks = []
        for _ in range(wanted):
            if sector >= len(self._table):
                break
            blocks.append(self._sector(sector))
            sector = self._table[sector]
        return b"".join(blocks)

    def _directory(self, data: bytes) -> list[_Entry]:
        entries = []
        for at in range(0, min(len(data), _MOST_ENTRIES * _ENTRY_BYTES) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            n_name, kind, left, right, child = struct.unpack_from("<HBx3I", data, at + 64)
            sector, n_bytes = struct.unpack_from("<II", data, at + 116)
            name = data[at : at + max(0, min(n_name, 64) - 2)].decode("utf-16-le", "replace")
            entries.append(_Entry(name, kind, left, right, child, sector, n_bytes))
        if not entries or entries[0].kind != _ROOT:
            raise FileDamaged(detail="no root storage")
        return entries


def _numbers(data: bytes) -> array[int]:
    numbers = array("I", data[: len(data) // 4 * 4])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
