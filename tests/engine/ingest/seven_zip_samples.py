"""7z archives, made by hand: the standard library packs their streams."""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Mapping

_DICTIONARY = {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 21}
_METHODS = {
    "copy": (b"\x01\x01\x00", lambda data: data),
    "lzma2": (
        b"\x01\x21\x21\x01\x12",
        lambda data: lzma.compress(data, lzma.FORMAT_RAW, filters=[_DICTIONARY]),
    ),
    "x86": (
        b"\x02\x04\x03\x03\x01\x03\x21\x21\x01\x12\x00\x01",
        lambda data: lzma.compress(data, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_X86}, _DICTIONARY]),
    ),
    "bzip2": (b"\x01\x03\x04\x02\x02", bz2.compress),
    "deflate": (b"\x01\x03\x04\x01\x08", lambda data: zlib.compress(data, wbits=-15)),
    "aes": (b"\x01\x24\x06\xf1\x07\x01\x01\x00", lambda data: data),
    "ppmd": (b"\x01\x03\x03\x04\x01", lambda data: data),
}


def seven_zip(files: Mapping[str, bytes], *, method: str = "lzma2") -> bytes:
    """Return a 7z whose files are packed as one run."""
    full = [data for data in files.values() if data]
    coders, pack = _METHODS[method]
    whole = b"".join(full)
    packed = pack(whole)  # type: ignore[no-untyped-call]
    header = b"\x01\x04\x06\x00\x01\x09" + number(len(packed)) + b"\x00"
    header += b"\x07\x0b\x01\x00" + coders + b"\x0c" + number(len(whole)) * coders[0] + b"\x00"
    header += b"\x08\x0d" + number(len(full)) + b"\x09" + b"".join(number(len(data)) for data in full[:-1])
    header += b"\x0a\x01" + b"".join(struct.pack("<I", zlib.crc32(data)) for data in full) + b"\x00\x00"
    names = b"\x00" + b"".join(f"{name}\0".encode("utf-16-le") for name in files)
    empty = [not data for data in files.values()]
    header += b"\x05" + number(len(files))
    if any(empty):
        header += b"\x0e" + part(bits(empty)) + b"\x0f" + part(bits([True] * sum(empty)))
    header += b"\x11" + part(names) + b"\x00\x00"
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + packed + header


def number(value: int) -> bytes:
    """Return a number as a 7z header has it, in nine bytes or one."""
    return bytes([value]) if value < 0x80 else b"\xff" + struct.pack("<Q", value)


def part(data: bytes) -> bytes:
    """Return bytes with their length before them."""
    return number(len(data)) + data


def bits(values: list[bool]) -> bytes:
    """Return flags, eight a byte."""
    text = "".join("01"[value] for value in values)
    return bytes(int(text[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(text), 8))
