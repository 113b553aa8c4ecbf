"""Compound files and Outlook items, made by hand."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

Storage = Mapping[str, "bytes | Storage"]


def compound(root: Storage) -> bytes:
    """Return a compound file with these streams and storages."""
    entries: list[list[object]] = []
    sectors: list[bytes] = []
    table: list[int] = []
    small, small_table = bytearray(), []

    def put(data: bytes) -> int:
        first = len(sectors)
        for at in range(0, len(data), _SECTOR):
            sectors.append(data[at : at + _SECTOR].ljust(_SECTOR, b"\0"))
            table.append(len(sectors))
        if len(sectors) == first:
            return _END
        table[-1] = _END
        return first

    def put_small(data: bytes) -> int:
        first = len(small_table)
        for at in range(0, len(data), _SMALL):
            small.extend(data[at : at + _SMALL].ljust(_SMALL, b"\0"))
            small_table.append(len(small_table) + 1)
        if len(small_table) == first:
            return _END
        small_table[-1] = _END
        return first

    def add(name: str, content: bytes | Storage, kind: int) -> int:
        number = len(entries)
        entries.append([name, kind, _FREE, _FREE, 0, 0])
        if isinstance(content, bytes):
            is_small = len(content) < _CUTOFF
            entries[number][4:] = [put_small(content) if is_small else put(content), len(content)]
            return number
        before = _FREE
        for child_name, child in content.items():  # a chain of right siblings
            child_number = add(child_name, child, 2 if isinstance(child, bytes) else 1)
            if before == _FREE:
                entries[number][3] = child_number
            else:
                entries[before][2] = child_number
            before = child_number
        return number

    add("Root Entry", root, 5)
    entries[0][4:] = [put(bytes(small)), len(small)]
    small_start = put(struct.pack(f"<{len(small_table)}I", *small_table))
    directory = b"".join(_entry(*entry) for entry in entries)
    directory_start = put(directory)
    n_table_sectors = 1
    while (len(sectors) + n_table_sectors) * 4 > n_table_sectors * _SECTOR:
        n_table_sectors += 1
    table_start = len(sectors)
    table += [_TABLE] * n_table_sectors
    full = struct.pack(f"<{len(table)}I", *table).ljust(n_table_sectors * _SECTOR, b"\xff")
    places = [table_start + i for i in range(n_table_sectors)]
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    )
    header += struct.pack(
        "<9I", 0, n_table_sectors, directory_start, 0, _CUTOFF, small_start, 1, _END, 0
    ) + struct.pack(f"<{len(places)}I", *places)
    return header.ljust(_SECTOR, b"\xff") + b"".join(sectors) + full


def outlook_item(
    texts: Mapping[int, str | bytes],
    *,
    fixed: Mapping[int, int] | None = None,
    attachments: tuple[Storage, ...] = (),
    recipients: tuple[Storage, ...] = (),
    head_bytes: int = 32,
    is_narrow: bool = False,
    encoding: str = "utf-16-le",
) -> dict[str, bytes | Storage]:
    """Return the storage of a message, contact, recipient or attachment: properties by tag."""
    item: dict[str, bytes | Storage] = {}
    for tag, value in texts.items():
        kind = 0x0102 if isinstance(value, bytes) else 0x001E if is_narrow else 0x001F
        item[f"__substg1.0_{tag:04X}{kind:04X}"] = (
            value if isinstance(value, bytes) else value.encode(encoding)
        )
    rows = b"".join(struct.pack("<HHIQ", 3, tag, 6, value) for tag, value in (fixed or {}).items())
    item["__properties_version1.0"] = bytes(head_bytes) + rows
    for number, attachment in enumerate(attachments):
        item[f"__attach_version1.0_#{number:08X}"] = attachment
    for number, recipient in enumerate(recipients):
        item[f"__recip_version1.0_#{number:08X}"] = recipient
    return item


def _entry(name: str, kind: int, right: int, child: int, sector: int, n_bytes: int) -> bytes:
    coded = name.encode("utf-16-le")
    return (
        coded.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(coded) + 2, kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<3I", sector, n_bytes, 0)
    )
