"""The packing of iWork's archives: Snappy's raw format, in blocks without checksums.

Source: format_description.txt of Snappy; in iWork each block has a zero byte and its
length in three bytes before it.
"""

from __future__ import annotations

from engine.errors import FileDamaged, FileTooLarge

_MOST_BYTES = 64_000_000


def unpacked(data: bytes) -> bytes:
    """Return what the blocks of one archive hold.

    Raises:
        FileDamaged: It breaks the format.
        FileTooLarge: It unpacks to more than is safe.
    """
    whole = bytearray()
    at = 0
    try:
        while at < len(data):
            if data[at]:
                raise FileDamaged(detail="an unknown kind of block")
            n_bytes = int.from_bytes(data[at + 1 : at + 4], "little")
            whole += _block(memoryview(data)[at + 4 : at + 4 + n_bytes], _MOST_BYTES - len(whole))
            at += 4 + n_bytes
    except IndexError as error:
        raise FileDamaged(detail="a block is cut short") from error
    return bytes(whole)


def _block(data: memoryview, most_bytes: int) -> bytearray:
    """Unpack one block: literal bytes, and copies of what was unpacked before."""
    n_expected, at = _size(data)
    if n_expected > most_bytes:
        raise FileTooLarge(size_bytes=n_expected, limit_bytes=most_bytes)
    found = bytearray()
    while at < len(data):
        tag = data[at]
        at += 1
        if tag & 3 == 0:
            length = tag >> 2
            if length >= 60:
                n_more = length - 59
                length = int.from_bytes(data[at : at + n_more], "little")
                at += n_more
            found += data[at : at + length + 1]
            at += length + 1
        else:
            if tag & 3 == 1:
                length, offset = 4 + (tag >> 2 & 7), (tag >> 5) << 8 | data[at]
                at += 1
            else:
                n_more = 2 if tag & 3 == 2 else 4
                length, offset = 1 + (tag >> 2), int.from_bytes(data[at : at + n_more], "little")
                at += n_more
            _copy(found, offset, length)
        if len(found) > n_expected:
            raise FileDamaged(detail="a block is longer than it says")
    return found


def _size(data: memoryview) -> tuple[int, int]:
    size = shift = at = 0
    while True:
        byte = data[at]
        at += 1
        size |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80 or shift > 28:
            return size, at


def _copy(found: bytearray, offset: int, length: int) -> None:
    """Append ``length`` bytes from ``offset`` before the end; they may run into what is appended."""
    start = len(found) - offset
    if offset == 0 or start < 0:
        raise FileDamaged(detail="a copy of nothing")
    piece = bytes(found[start : start + length])
    found += (piece * (length // len(piece) + 1))[:length]
