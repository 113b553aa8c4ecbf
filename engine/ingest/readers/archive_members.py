"""The files that lie in an archive, one after the other, each to be unpacked in a stream.

Knows zip, 7z, tar, and what gzip, bzip2 and xz pack, which is a tar or one file. Nothing
that an archive states is trusted: what unpacks to much more than it takes is refused.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol, cast

from engine.errors import FileDamaged, FileEncrypted, FileTooLarge
from engine.ingest.readers.archive_names import tar_name, zip_names
from engine.ingest.readers.seven_zip import Folder, Unpacked, read_directory
from engine.ingest.source import Source

HIGHEST_RATIO = 100
FREE_RATIO_BYTES = 2_000_000
_NS = 1_000_000_000
_TAR_BLOCK = 512
_TAR_MAGIC_AT = 257
_SMALL_BLOCK = 1 << 12
_BLOCK = 1 << 16
_STREAMED: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    "gzip": lambda packed: cast(BinaryIO, gzip.GzipFile(fileobj=packed, mode="rb")),
    "bzip2": lambda packed: cast(BinaryIO, bz2.BZ2File(packed)),
    "xz": lambda packed: cast(BinaryIO, lzma.LZMAFile(packed)),  # noqa: SIM115
}
_INNER_ENDS = {".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".svgz": ".svg"}
_UNNAMED = "content"
_PACKED_ENDS = frozenset((".gz", ".bz2", ".xz"))


class Readable(Protocol):
    """A stream that can only be read."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, none at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A regular file in an archive.

    Attributes:
        name: As the archive has it, decoded and not made safe.
        size_bytes: As stated, None where nothing is.
        limit_bytes: More than this it must not unpack to.
        is_encrypted: It asks for a password.
        block_bytes: How much to ask for at a time, so that little is unpacked at once.
        is_solid: What comes after it can be reached only through it.
        open: Gives its bytes; to be used before the next file is asked for.
    """

    name: str
    size_bytes: int | None
    modified_ns: int
    open: Callable[[], Readable]
    limit_bytes: int | None = None
    is_encrypted: bool = False
    block_bytes: int = _BLOCK
    is_solid: bool = False


def packed_files(source: Source, name: str, format: str) -> Iterator[Packed]:
    """Yield the regular files of an archive called ``name``, in the order in which they lie there.

    Raises:
        FileDamaged: It is not sound; files that came before are.
        FileEncrypted: All of it asks for a password.
        FileTooLarge: It unpacks to much more than any real archive.
        OSError: It cannot be opened.
    """
    with source.open("rb") as stream:
        if format == "zip":
            yield from _zip_files(stream)
        elif format == "tar":
            yield from _tar_files(stream)
        elif format == "7z":
            yield from _seven_zip_files(stream)
        else:
            yield from _streamed_files(stream, name, format)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the libraries for archives raise into errors of ours."""
    try:
        yield
    except (
        zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
        NotImplementedError, RuntimeError, struct.error, IndexError, OverflowError,
    ) as error:  # fmt: skip
        if isinstance(error, RecursionError):
            raise
        raise FileDamaged(detail=str(error) or type(error).__name__) from error
    except MemoryError as error:  # a window of gigabytes, which only a damaged or hostile one asks for
        raise FileDamaged(detail="it asks for too much memory") from error


def _zip_files(stream: BinaryIO) -> Iterator[Packed]:
    with translated():
        archive = zipfile.ZipFile(stream)
    with archive:
        infos = [info for info in archive.infolist() if _is_file(info)]
        if infos and all(info.flag_bits & 1 for info in infos):
            raise FileEncrypted
        for info, name in zip(infos, zip_names(infos), strict=True):
            is_plain = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            yield Packed(
                name=name,
                size_bytes=info.file_size,
                modified_ns=_dos_time(info),
                limit_bytes=max(FREE_RATIO_BYTES, HIGHEST_RATIO * info.compress_size),
                is_encrypted=bool(info.flag_bits & 1),
                block_bytes=_BLOCK if is_plain else _SMALL_BLOCK,
                open=lambda info=info: archive.open(info),  # type: ignore[misc]
            )


def _is_file(info: zipfile.ZipInfo) -> bool:
    mode = info.external_attr >> 16
    return not info.filename.endswith("/") and stat.S_IFMT(mode) in (0, stat.S_IFREG)


def _dos_time(info: zipfile.ZipInfo) -> int:
    try:
        return max(0, int(datetime(*info.date_time).timestamp())) * _NS
    except (ValueError, OverflowError, OSError):
        return 0


def _tar_files(stream: Readable) -> Iterator[Packed]:
    with translated():
        archive = tarfile.open(fileobj=cast(BinaryIO, stream), mode="r|", errors="surrogateescape")  # noqa: SIM115
    while True:
        with translated():
            info = archive.next()
        if info is None:
            return
        archive.members.clear()  # type: ignore[attr-defined]  # or it would keep them all
        if not info.isreg():
            continue
        yield Packed(
            name=tar_name(info.name),
            size_bytes=max(0, info.size),
            modified_ns=_unix_time(info.mtime),
            open=lambda info=info: cast(Readable, archive.extractfile(info)),  # type: ignore[misc]
            is_solid=True,
        )


def _unix_time(seconds: float) -> int:
    return int(seconds) * _NS if 0 <= seconds < (1 << 33) else 0


def _seven_zip_files(stream: BinaryIO) -> Iterator[Packed]:
    with translated():
        folders, entries = read_directory(stream)
    if folders and all(folder.is_encrypted for folder in folders):
        raise FileEncrypted
    places = iter([(folder, at) for folder in folders for at in range(len(folder.sizes))])
    run: _Run | None = None
    for entry in entries:
        if not entry.has_bytes:
            yield Packed(name=entry.name, size_bytes=0, modified_ns=entry.modified_ns, open=io.BytesIO)
            continue
        folder, at = next(places, (None, 0))
        if folder is None:
            raise FileDamaged(detail="files without bytes")
        run = _Run(stream, folder) if run is None or not at else run
        yield Packed(
            name=entry.name,
            size_bytes=folder.sizes[at],
            modified_ns=entry.modified_ns,
            open=partial(run.part, at),
            is_encrypted=folder.is_encrypted,
            is_solid=at + 1 < len(folder.sizes),
        )


class _Run:
    """One packed run of a 7z archive, whose files are read one after the other."""

    def __init__(self, stream: BinaryIO, folder: Folder) -> None:
        self._stream = stream
        self._folder = folder
        self._unpacked: Unpacked | None = None
        self._n_bytes = 0
        self._at = -1
        self._left = 0
        self._check = 0

    def part(self, at: int) -> Readable:
        """Begin with the file at this place; those before it were read to their ends."""
        if self._unpacked is None:
            self._unpacked = Unpacked(self._stream, self._folder)
        if at != self._at + 1 or self._left:
            raise FileDamaged(detail="what comes before it could not be read")
        self._at, self._left, self._check = at, self._folder.sizes[at], 0
        return self

    def read(self, size: int, /) -> bytes:
        if self._unpacked is None or not self._left:
            return b""
        data = self._unpacked.read(min(size, self._left))
        self._left -= len(data)
        self._n_bytes += len(data)
        limit_bytes = max(FREE_RATIO_BYTES, HIGHEST_RATIO * self._unpacked.n_taken)
        if self._n_bytes > limit_bytes:
            raise FileTooLarge(size_bytes=self._n_bytes, limit_bytes=limit_bytes)
        if not data:
            raise FileDamaged(detail="it ends too soon")
        self._check = zlib.crc32(data, self._check)
        stated = self._folder.checks[self._at] if self._folder.checks else None
        if not self._left and stated is not None and stated != self._check:
            raise FileDamaged(detail="its bytes are not those that were packed")
        return data


def _streamed_files(packed: BinaryIO, name: str, format: str) -> Iterator[Packed]:
    with translated():
        unpacked = _Metered(_STREAMED[format](packed), packed)
        start = unpacked.read(_TAR_BLOCK)
    stream = _Rewound(start, unpacked)
    inner = inner_name(name)
    if start[_TAR_MAGIC_AT : _TAR_MAGIC_AT + 5] == b"ustar" or inner.lower().endswith(".tar"):
        yield from _tar_files(stream)
    else:
        yield Packed(name=inner, size_bytes=None, modified_ns=0, open=lambda: stream, is_solid=True)


def inner_name(name: str) -> str:
    """Return what the one file in ``name`` is called: ``notes.txt`` in ``notes.txt.gz``.

    A file whose name does not say that it is packed says nothing of what is in it.
    """
    path = PurePosixPath(name)
    end = path.suffix.lower()
    if end in _INNER_ENDS:
        return path.stem + _INNER_ENDS[end]
    return path.stem if end in _PACKED_ENDS else _UNNAMED


class _Metered:
    """Unpacked bytes that may be no more than so many times what was packed."""

    def __init__(self, unpacked: BinaryIO, packed: BinaryIO) -> None:
        self._unpacked = unpacked
        self._packed = packed
        self._n_bytes = 0

    def read(self, size: int, /) -> bytes:
        data = self._unpacked.read(size)
        self._n_bytes += len(data)
        limit_bytes = max(FREE_RATIO_BYTES, HIGHEST_RATIO * self._packed.tell())
        if self._n_bytes > limit_bytes:
            raise FileTooLarge(size_bytes=self._n_bytes, limit_bytes=limit_bytes)
        return data


class _Rewound:
    """A stream of which the start was looked at."""

    def __init__(self, start: bytes, rest: Readable) -> None:
        self._start = io.BytesIO(start)
        self._rest = rest

    def read(self, size: int, /) -> bytes:
        return self._start.read(size) or self._rest.read(size)
