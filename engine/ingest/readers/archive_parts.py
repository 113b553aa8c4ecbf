"""A zip of XML parts, as office files are, opened and read with a bound on everything.

Parts are read in a stream by expat: no tree, no depth limit, no entity of the
file's own (a DTD that defines anything is refused). What packs much better than
any real document does was made to fill memory, and is refused as well.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any, Protocol
from xml.parsers import expat

from engine.errors import FileDamaged, FileEncrypted, FileTooLarge
from engine.ingest.source import Source

OLE_MAGIC = b"\xd0\xcf\x11\xe0"
"""What an encrypted package of Office begins with: it is no zip then."""
_MOST_MEMBERS = 20_000
_MOST_PART_BYTES = 256_000_000
_HIGHEST_RATIO = 100
_FREE_RATIO_BYTES = 2_000_000
_BLOCK_BYTES = 1 << 16
_ENCODINGS = frozenset(("utf-8", "utf8", "utf-16", "us-ascii", "iso-8859-1"))


class Handler(Protocol):
    """Takes the events of one part; names are ``namespace local``."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def characters(self, data: str) -> None:
        """Characters of the element that is open."""


class Parts:
    """The parts of an open archive; names are compared without case, as Office does.

    Attributes:
        names: The stored name of each part by its name in lower case with ``/``.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.names

    def blocks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part; errors as for ``walk``."""
        with self._member(name) as stream:
            while block := stream.read(_BLOCK_BYTES):
                yield block

    def walk(self, name: str, handler: Handler) -> Iterator[None]:
        """Parse a part and pause after each block, so that text can be taken in between.

        Raises:
            FileDamaged: It is missing or not well formed.
            FileEncrypted: It asks for a password.
            FileTooLarge: It unpacks to more than is safe.
        """
        parser = _parser(handler)
        for block in self.blocks(name):
            _feed(parser, block, is_final=False)
            yield
        _feed(parser, b"", is_final=True)
        yield

    def parse(self, name: str, handler: Handler) -> None:
        """Parse a whole part; errors as for ``walk``."""
        for _ in self.walk(name, handler):
            pass

    @contextmanager
    def _member(self, name: str) -> Iterator[IO[bytes]]:
        """Open one part whose sizes are safe; the sizes that zip states are held to while it is read."""
        if name not in self:
            raise FileDamaged(detail=f"no {name}")
        info = self._archive.getinfo(self.names[name.lower()])
        if info.flag_bits & 1:
            raise FileEncrypted
        limit_bytes = min(_MOST_PART_BYTES, max(_FREE_RATIO_BYTES, _HIGHEST_RATIO * info.compress_size))
        if info.file_size > limit_bytes:
            raise FileTooLarge(size_bytes=info.file_size, limit_bytes=limit_bytes)
        with _translated():
            try:
                stream = self._archive.open(info)
            except (ValueError, OSError) as error:  # it should begin before the file does
                raise FileDamaged(detail=str(error)) from error
            with stream:
                yield stream


@contextmanager
def opened(path: Source) -> Iterator[Parts]:
    """Open an office file.

    Raises:
        FileEncrypted: It is an encrypted package.
        FileDamaged: It is no sound zip.
        FileTooLarge: It has too many parts.
    """
    with path.open("rb") as stream:
        if stream.read(4) == OLE_MAGIC:
            raise FileEncrypted
        with _translated(), zipfile.ZipFile(stream) as archive:
            n_members = len(archive.infolist())
            if n_members > _MOST_MEMBERS:
                raise FileTooLarge(n_members=n_members, limit_members=_MOST_MEMBERS)
            yield Parts(archive)


def attribute(attributes: Mapping[str, str], local: str, *, namespace: str = "") -> str:
    """Return an attribute by its local name, and by how its namespace ends where that matters."""
    for name, value in attributes.items():
        found_namespace, _, found = name.rpartition(" ")
        if found == local and found_namespace.endswith(namespace):
            return value
    return ""


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise FileDamaged(detail=str(error) or type(error).__name__) from error


def _parser(handler: Handler) -> Any:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.XmlDeclHandler = _refuse_encoding
    parser.StartDoctypeDeclHandler = _refuse_definitions
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.characters
    return parser


def _refuse_encoding(version: str, encoding: str | None, is_standalone: int) -> None:
    # Office writes UTF-8; what expat does not know itself it asks Python for, and takes no refusal well.
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise FileDamaged(detail=f"encoding {encoding[:40]}")


def _refuse_definitions(name: str, system_id: str | None, public_id: str | None, has_subset: bool) -> None:
    # Old OpenOffice names a DTD that is never loaded; definitions inside the file are an attack.
    if has_subset:
        raise FileDamaged(detail="a DTD, which no office file has")


def _feed(parser: Any, block: bytes, *, is_final: bool) -> None:
    try:
        parser.Parse(block, is_final)
    except expat.ExpatError as error:
        raise FileDamaged(detail=str(error)) from error
