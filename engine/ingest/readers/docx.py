"""DOCX: paragraphs, lists and tables in reading order, then notes, comments, headers and footers.

Read with the standard library's zip and expat only, part by part in a stream: no
tree, no depth limit, no entity is ever expanded (a DTD is refused). What was
deleted or moved away with changes tracked is left out, and of an alternative
(``mc:AlternateContent``) the fall-back.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any
from xml.parsers import expat

from engine.errors import FileDamaged, FileEncrypted, FileTooLarge
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.readers.wordprocessing import WordText

_MOST_MEMBERS = 20_000
_MOST_PART_BYTES = 256_000_000
_HIGHEST_RATIO = 100
_FREE_RATIO_BYTES = 2_000_000
_BLOCK_BYTES = 1 << 16
_PIECE_CHARS = 1 << 18
_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_SIDE_PARTS = re.compile(r"(?:footnotes|endnotes|comments|header\d*|footer\d*)\.xml", re.IGNORECASE)
_PROPERTIES = {
    "creator": "author", "created": "created", "modified": "modified", "subject": "subject",
    "keywords": "keywords", "description": "description", "language": "language",
}  # fmt: skip


def read_docx(path: Path, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of a Word document.

    Raises:
        FileEncrypted: It asks for a password.
        FileDamaged: It is no sound zip, or its XML is not well formed.
        FileTooLarge: A part unpacks to more than is safe.
    """
    with _opened(path) as archive:
        names = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
        main = _main_part(archive, names)
        properties = _properties(archive, names)
        title = properties.pop("title", None)
        yield Head(title=title, attributes=properties)
        words = WordText()
        yield from _part_text(archive, main, words)
        if not title and words.title:
            yield Head(title=words.title, attributes=properties)
        folder = PurePosixPath(main.replace("\\", "/")).parent.as_posix().lower()
        seen: set[str] = set()
        for lowered in sorted(names):
            at = PurePosixPath(lowered)
            if at.parent.as_posix() == folder and _SIDE_PARTS.fullmatch(at.name):
                text = "".join(_part_text(archive, names[lowered], WordText(is_side_part=True)))
                if text.strip() and text not in seen:
                    seen.add(text)
                    yield "\n\n" + text


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    with path.open("rb") as stream:
        if stream.read(4) == _OLE_MAGIC:
            raise FileEncrypted
        try:
            with zipfile.ZipFile(stream) as archive:
                if len(archive.infolist()) > _MOST_MEMBERS:
                    raise FileTooLarge(n_members=len(archive.infolist()), limit_members=_MOST_MEMBERS)
                yield archive
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
            raise FileDamaged(detail=str(error) or type(error).__name__) from error


def _main_part(archive: zipfile.ZipFile, names: dict[str, str]) -> str:
    """Return the name of the part that holds the text, as the package's relationships say."""
    found: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith("Relationship") and attributes.get("Type", "").endswith("/officeDocument"):
            found.append(attributes.get("Target", "").lstrip("/").lower())

    if "_rels/.rels" in names:
        parser = _parser()
        parser.StartElementHandler = start
        _parse(archive, names["_rels/.rels"], parser)
    for candidate in (*found, "word/document.xml"):
        if candidate in names:
            return names[candidate]
    raise FileDamaged(detail="no word/document.xml")


def _properties(archive: zipfile.ZipFile, names: dict[str, str]) -> dict[str, str]:
    """Return title, author, dates and the like of docProps/core.xml (Dublin Core)."""
    values: dict[str, str] = {}
    path: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        path.append(name.rpartition(" ")[2])

    def characters(data: str) -> None:
        name = "title" if path[-1] == "title" else _PROPERTIES.get(path[-1])
        if name and len(path) == 2:
            values[name] = values.get(name, "") + data

    if "docprops/core.xml" in names:
        parser = _parser()
        parser.StartElementHandler = start
        parser.EndElementHandler = lambda _: path.pop()
        parser.CharacterDataHandler = characters
        try:
            _parse(archive, names["docprops/core.xml"], parser)
        except FileDamaged:
            return {}
    return {name: value.strip() for name, value in values.items() if value.strip()}


def _part_text(archive: zipfile.ZipFile, name: str, words: WordText) -> Iterator[str]:
    parser = _parser()
    parser.StartElementHandler = words.start
    parser.EndElementHandler = words.end
    parser.CharacterDataHandler = words.characters
    with _member(archive, name) as stream:
        for block in iter(lambda: stream.read(_BLOCK_BYTES), b""):
            _feed(parser, block, is_final=False)
            if words.n_chars > _PIECE_CHARS:
                yield words.take()
    _feed(parser, b"", is_final=True)
    yield words.take()


def _parse(archive: zipfile.ZipFile, name: str, parser: Any) -> None:
    with _member(archive, name) as stream:
        for block in iter(lambda: stream.read(_BLOCK_BYTES), b""):
            _feed(parser, block, is_final=False)
    _feed(parser, b"", is_final=True)


@contextmanager
def _member(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    """Open one part whose sizes are safe; the sizes that zip states are held to while it is read."""
    info = archive.getinfo(name)
    if info.flag_bits & 1:
        raise FileEncrypted
    # What packs much better than any real document does is made to fill memory.
    limit_bytes = min(_MOST_PART_BYTES, max(_FREE_RATIO_BYTES, _HIGHEST_RATIO * info.compress_size))
    if info.file_size > limit_bytes:
        raise FileTooLarge(size_bytes=info.file_size, limit_bytes=limit_bytes)
    with archive.open(info) as stream:
        yield stream


def _parser() -> Any:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_dtd
    return parser


def _refuse_dtd(*_: object) -> None:
    raise FileDamaged(detail="a DTD, which no Word document has")


def _feed(parser: Any, block: bytes, *, is_final: bool) -> None:
    try:
        parser.Parse(block, is_final)
    except expat.ExpatError as error:
        raise FileDamaged(detail=str(error)) from error
