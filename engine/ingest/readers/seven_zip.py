"""What lies where in a 7z archive, and its streams unpacked by the standard library.

Read are the methods that 7-Zip writes by default and the plain ones: copy, LZMA, LZMA2
(with the filters that liblzma has), bzip2 and deflate. After 7zFormat.txt of 7-Zip.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from engine.errors import FileDamaged, FileEncrypted, FileTooLarge, UnsupportedFormat

_SIGNATURE_BYTES = 32
_LARGEST_HEADER_BYTES = 16_000_000
_MOST_WRAPPINGS = 4
_LARGEST_DICTIONARY_BYTES = 1 << 28
_BLOCK = 1 << 16
_EPOCH_TICKS = 116_444_736_000_000_000
_AES = b"\x06\xf1\x07\x01"
_LZMA, _LZMA2 = b"\x03\x01\x01", b"\x21"
_FILTERS = {
    b"\x03\x03\x01\x03": lzma.FILTER_X86, b"\x04": lzma.FILTER_X86, b"\x05": lzma.FILTER_POWERPC,
    b"\x07": lzma.FILTER_ARM, b"\x08": lzma.FILTER_ARMTHUMB, b"\x09": lzma.FILTER_SPARC,
}  # fmt: skip
(_END, _HEADER, _STREAMS, _FILES, _PACK, _FOLDERS, _PARTS, _SIZE, _CRC, _FOLDER, _UNPACKED, _N_PARTS) = (
    0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
)  # fmt: skip
_EMPTY, _EMPTY_FILE, _NAMES, _MODIFIED, _ENCODED = 14, 15, 17, 20, 23


@dataclass(slots=True)
class Folder:
    """One packed run of bytes, which holds the files of ``sizes``, one after the other."""

    coders: list[tuple[bytes, bytes]]
    sizes: list[int] = field(default_factory=list)
    checks: list[int | None] = field(default_factory=list)
    n_unpacked: int = 0
    start: int = 0
    n_packed: int = 0

    @property
    def is_encrypted(self) -> bool:
        """Whether it asks for a password."""
        return any(method == _AES for method, _ in self.coders)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file: its name, when it was changed, and whether it has bytes in a folder."""

    name: str
    modified_ns: int
    has_bytes: bool


class _Unpacker(Protocol):
    @property
    def needs_input(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


class _Fields:
    """The fields of a header, one after the other; what is not there raises ``IndexError``."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        if size > len(self._data) - self._at:
            raise IndexError("the header ends too soon")
        self._at += size
        return self._data[self._at - size : self._at]

    def rest(self) -> bytes:
        return self.take(len(self._data) - self._at)

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        first, mask, value = self.byte(), 0x80, 0
        for place in range(8):
            if not first & mask:
                return value | (first & (mask - 1)) << (8 * place)
            value |= self.byte() << (8 * place)
            mask >>= 1
        return value

    def count(self) -> int:
        """Return how many of something come; each takes a byte at least."""
        found = self.number()
        if found > len(self._data):
            raise IndexError("more things than the header has room for")
        return found

    def bits(self, n_bits: int) -> list[bool]:
        data = self.take((n_bits + 7) // 8)
        return [bool(data[at // 8] & (0x80 >> at % 8)) for at in range(n_bits)]

    def defined(self, n_bits: int) -> list[bool]:
        return [True] * n_bits if self.byte() else self.bits(n_bits)

    def checks(self, n_checks: int) -> list[int | None]:
        defined = self.defined(n_checks)
        return [struct.unpack("<I", self.take(4))[0] if is_there else None for is_there in defined]


def read_directory(stream: BinaryIO) -> tuple[list[Folder], list[Entry]]:
    """Return the packed runs of an archive and its files, in the order in which they lie there.

    Raises:
        FileEncrypted: Even the names ask for a password.
        FileDamaged, IndexError: It is not sound.
    """
    signature = stream.read(_SIGNATURE_BYTES).ljust(_SIGNATURE_BYTES, b"\0")
    offset, size, check = struct.unpack_from("<QQI", signature, 12)
    if not size:
        return [], []
    if size > _LARGEST_HEADER_BYTES or offset > 1 << 62:
        raise FileDamaged(detail="header")
    stream.seek(_SIGNATURE_BYTES + offset)
    data = stream.read(size)
    if zlib.crc32(data) != check:
        raise FileDamaged(detail="header")
    fields = _Fields(data)
    kind = fields.byte()
    for _ in range(_MOST_WRAPPINGS):
        if kind != _ENCODED:
            break
        (folder,) = _streams(fields)
        if sum(folder.sizes) > _LARGEST_HEADER_BYTES:
            raise FileDamaged(detail="header")
        if folder.is_encrypted:
            raise FileEncrypted
        fields = _Fields(Unpacked(stream, folder).read(folder.n_unpacked))
        kind = fields.byte()
    if kind != _HEADER:
        raise FileDamaged(detail="header")
    folders: list[Folder] = []
    entries: list[Entry] = []
    while (kind := fields.byte()) != _END:
        if kind == _STREAMS:
            folders = _streams(fields)
        elif kind == _FILES:
            entries = _files(fields)
        else:
            raise FileDamaged(detail=f"header {kind}")
    return folders, entries


def _streams(fields: _Fields) -> list[Folder]:
    packed: list[int] = []
    folders: list[Folder] = []
    start = _SIGNATURE_BYTES
    kind = fields.byte()
    if kind == _PACK:
        start += fields.number()
        n_packed = fields.count()
        while (part := fields.byte()) != _END:
            if part == _SIZE:
                packed = [fields.number() for _ in range(n_packed)]
            elif part == _CRC:
                fields.checks(n_packed)
        kind = fields.byte()
    if kind == _FOLDERS:
        folders = _folders(fields)
        kind = fields.byte()
    for folder, n_packed in zip(folders, packed, strict=True):
        folder.start, folder.n_packed = start, n_packed
        start += n_packed
    if kind == _PARTS:
        _parts(fields, folders)
        kind = fields.byte()
    if kind != _END:
        raise FileDamaged(detail=f"header {kind}")
    return folders


def _folders(fields: _Fields) -> list[Folder]:
    if fields.byte() != _FOLDER:
        raise FileDamaged(detail="header")
    n_folders = fields.count()
    if fields.byte():
        raise UnsupportedFormat(format="7z")
    coders = [_coders(fields) for _ in range(n_folders)]
    folders = [Folder(in_order) for in_order, _ in coders]
    while (part := fields.byte()) != _END:
        if part == _UNPACKED:
            for folder, (_, last) in zip(folders, coders, strict=True):
                sizes = [fields.number() for _ in folder.coders]
                folder.n_unpacked = sizes[last]
                folder.sizes = [folder.n_unpacked]
        elif part == _CRC:
            for folder, check in zip(folders, fields.checks(n_folders), strict=True):
                folder.checks = [check]
    return folders


def _coders(fields: _Fields) -> tuple[list[tuple[bytes, bytes]], int]:
    """Return the methods of one folder in the order in which they unpack, and which is the last."""
    n_coders = fields.count()
    found: list[tuple[bytes, bytes]] = []
    for _ in range(n_coders):
        flags = fields.byte()
        method = fields.take(flags & 0xF)
        if flags & 0x10 and (fields.number(), fields.number()) != (1, 1):
            raise UnsupportedFormat(format="7z")  # BCJ2, which takes four streams
        found.append((method, fields.take(fields.number()) if flags & 0x20 else b""))
    if not 0 < n_coders <= 4:
        raise FileDamaged(detail="header")
    feeds = {}
    for _ in range(n_coders - 1):
        into, out_of = fields.number(), fields.number()
        feeds[out_of] = into
    order = [min(set(range(n_coders)) - set(feeds.values()))]
    while order[-1] in feeds and len(order) < n_coders:
        order.append(feeds[order[-1]])
    return [found[at] for at in order], order[-1]


def _parts(fields: _Fields, folders: list[Folder]) -> None:
    counts = [1] * len(folders)
    kind = fields.byte()
    if kind == _N_PARTS:
        counts = [fields.count() for _ in folders]
        kind = fields.byte()
    whole = [folder.checks for folder in folders]
    for folder, n_parts in zip(folders, counts, strict=True):
        sizes = [fields.number() for _ in range(n_parts - 1)] if kind == _SIZE else []
        folder.sizes = [*sizes, folder.n_unpacked - sum(sizes)][:n_parts]
        folder.checks = []
        if min(folder.sizes, default=0) < 0:
            raise FileDamaged(detail="sizes")
    if kind == _SIZE:
        kind = fields.byte()
    unknown: list[Folder] = []
    for folder, n_parts, check in zip(folders, counts, whole, strict=True):
        if n_parts == 1 and check and check[0] is not None:
            folder.checks = check
        else:
            unknown.append(folder)
    while kind != _END:
        if kind == _CRC:
            found = iter(fields.checks(sum(len(folder.sizes) for folder in unknown)))
            for folder in unknown:
                folder.checks = [next(found) for _ in folder.sizes]
        kind = fields.byte()


def _files(fields: _Fields) -> list[Entry]:
    n_files = fields.count()
    empty, empty_files = [False] * n_files, iter([False])
    names, times = [""] * n_files, [0] * n_files
    while (kind := fields.byte()) != _END:
        part = _Fields(fields.take(fields.number()))
        if kind == _EMPTY:
            empty = part.bits(n_files)
        elif kind == _EMPTY_FILE:
            empty_files = iter(part.bits(sum(empty)))
        elif kind == _NAMES and not part.byte():
            text = part.rest().decode("utf-16-le", "surrogatepass")
            names = text.split("\0")[:n_files]
        elif kind == _MODIFIED:
            defined = part.defined(n_files)
            if not part.byte():
                times = [struct.unpack("<Q", part.take(8))[0] if is_there else 0 for is_there in defined]
    found: list[Entry] = []
    for name, ticks, is_empty in zip(names, times, empty, strict=True):
        if not is_empty or next(empty_files, False):  # else it is a folder
            found.append(Entry(name, max(0, ticks - _EPOCH_TICKS) * 100, not is_empty))
    return found


class Unpacked:
    """The bytes of one folder as a stream; ``n_taken`` of those that are packed were taken so far.

    Raises:
        UnsupportedFormat: It is packed by a method that is not known here.
        FileTooLarge: It needs more memory than is safe.
    """

    def __init__(self, stream: BinaryIO, folder: Folder) -> None:
        self._stream = stream
        self._at = folder.start
        self._left = folder.n_packed
        self._unpacker = _unpacker(folder.coders)
        self.n_taken = 0

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, all of them unless it ends."""
        parts: list[bytes] = []
        while size > 0:
            data = b""
            if self._unpacker is None or self._unpacker.needs_input:
                self._stream.seek(self._at)
                data = self._stream.read(min(_BLOCK, self._left, size if self._unpacker is None else _BLOCK))
                self._at += len(data)
                self._left -= len(data)
                self.n_taken += len(data)
            part = data if self._unpacker is None else self._unpacker.decompress(data, size)
            if not part and not data:
                break
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


class _Deflated:
    """``zlib`` with the manners of the others."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(-15)

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)


def _unpacker(coders: list[tuple[bytes, bytes]]) -> _Unpacker | None:
    (method, properties), *filters = coders
    if method == b"\0" and not filters:
        return None
    if method in (_LZMA, _LZMA2) and all(name in _FILTERS or name == b"\x03" for name, _ in filters):
        if method == _LZMA and filters:
            raise UnsupportedFormat(format="7z")  # liblzma keeps the last bytes to itself
        chain = [_filter(name, more) for name, more in reversed(filters)]
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[*chain, _lzma(method, properties)])
    if method == b"\x04\x02\x02" and not filters:
        return bz2.BZ2Decompressor()
    if method == b"\x04\x01\x08" and not filters:
        return _Deflated()
    raise UnsupportedFormat(format="7z")


def _filter(method: bytes, properties: bytes) -> dict[str, int]:
    if method == b"\x03":
        return {"id": lzma.FILTER_DELTA, "dist": (properties or b"\0")[0] + 1}
    return {"id": _FILTERS[method]}


def _lzma(method: bytes, properties: bytes) -> dict[str, int]:
    if method == _LZMA2:
        (bits,) = properties
        size = 0xFFFFFFFF if bits >= 40 else (2 | bits & 1) << (bits // 2 + 11)
        made = {"id": lzma.FILTER_LZMA2}
    else:
        packed, size = struct.unpack("<BI", properties)
        made = {"id": lzma.FILTER_LZMA1, "lc": packed % 9, "lp": packed // 9 % 5, "pb": packed // 45}
    if size > _LARGEST_DICTIONARY_BYTES:
        raise FileTooLarge(size_bytes=size, limit_bytes=_LARGEST_DICTIONARY_BYTES)
    return {**made, "dict_size": max(size, 1 << 12)}
