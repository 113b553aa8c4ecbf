"""Where a reader takes a file's bytes from: a file on disk, or one packed in another."""

from __future__ import annotations

import io
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Literal, Protocol


class Source(Protocol):
    """A named run of bytes; ``pathlib.Path`` is one."""

    @property
    def suffix(self) -> str:
        """The extension of its name, with the dot."""

    def open(self, mode: Literal["rb"]) -> BinaryIO:
        """Return its bytes as a stream that can seek."""


def size_of(source: Source) -> int:
    """Return how many bytes there are.

    Raises:
        OSError: It cannot be opened.
    """
    with source.open("rb") as stream:
        return stream.seek(0, io.SEEK_END)


@contextmanager
def mapped(source: Source) -> Iterator[bytes | mmap.mmap]:
    """Give all the bytes without holding those of a file on disk in memory.

    Raises:
        OSError: It cannot be opened.
    """
    with source.open("rb") as stream:
        if isinstance(stream, io.BytesIO):
            yield stream.getvalue()
        elif not stream.seek(0, io.SEEK_END):
            yield b""
        else:
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
                yield data


@dataclass(frozen=True, slots=True)
class MemoryFile:
    """A file that lies in another one, such as what is attached to a mail."""

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """The extension of its name, with the dot."""
        return PurePosixPath(self.name.replace("\\", "/")).suffix

    def open(self, mode: Literal["rb"]) -> BinaryIO:
        """Return its bytes as a stream that can seek."""
        return io.BytesIO(self.data)
