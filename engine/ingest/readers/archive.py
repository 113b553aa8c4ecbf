"""Archives: each file in one is read by the reader of its format, in memory, in one pass.

Bounded on every side, whatever an archive states: files, bytes of one and of all
together, how much more is unpacked than was packed, text, and archives in archives.
What is left out is said by a ``Verdict``; names that are left out on disk are left out
here without a word.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from engine.errors import (
    FileDamaged,
    FileEncrypted,
    FileTooLarge,
    FileUnreadable,
    InputError,
    NoSpeechModel,
    UnsupportedFormat,
)
from engine.ingest.fingerprint import hash_of
from engine.ingest.formats import archive_formats, known_format
from engine.ingest.ignore import is_left_out_inside
from engine.ingest.kinds import RECORDING_ENCLOSED
from engine.ingest.readers import registry
from engine.ingest.readers.archive_members import Packed, Readable, packed_files, translated
from engine.ingest.readers.archive_names import Names, safe_name
from engine.ingest.readers.enclosures import Enclosures
from engine.ingest.readers.member_pieces import ArchivePiece, Content, Member, Tick, Verdict
from engine.ingest.readers.pieces import Limits, limited
from engine.ingest.source import MemoryFile, Source
from engine.records import Reason

MOST_MEMBERS = 10_000
MOST_LEVELS = 3
TOO_MANY, TOO_LARGE, TOO_LONG = "partial.archive_limit", "partial.archive_bytes", "partial.archive_text"
_MOST_LEFT_OUT = 100_000
_MOST_MEMBER_BYTES = 256_000_000
_MOST_BYTES = 2_000_000_000
_HEAD_BYTES = 1 << 16
_TICK_BYTES = 16_000_000
# What these are is told by more than their first bytes.
_TOLD_BY_MORE = (b"PK", b"\xd0\xcf\x11\xe0")


def read_archive(
    path: Path,
    format: str,
    *,
    limits: Limits,
    known: Collection[tuple[str, str]] = (),
    includes_hidden: bool = False,
) -> Iterator[ArchivePiece]:
    """Yield the files of an archive, each a ``Member`` and what comes of it.

    Args:
        path: The archive.
        format: One of ``archive_formats``.
        limits: How much to read.
        known: Hash and format of what is a document already: its text is not read again.
        includes_hidden: Whether names that begin with a dot count.

    Raises:
        InputError: Nothing of it can be read; which kind says why.
    """
    try:
        size_bytes = path.stat().st_size
        if size_bytes > limits.max_file_bytes:
            raise FileTooLarge(size_bytes=size_bytes, limit_bytes=limits.max_file_bytes)
        walk = _Walk(limits, frozenset(known), includes_hidden=includes_hidden)
        try:
            yield from walk.archive(path, path.name, format)
        except _Full:
            return
    except OSError as error:
        raise FileUnreadable(detail=error.strerror or str(error)) from error


def member(path: Path, name: str, *, limits: Limits) -> MemoryFile:
    """Return one file of an archive by the name that ``read_archive`` gave it.

    Raises:
        InputError: There is none, or it cannot be unpacked.
        OSError: The archive cannot be opened.
    """
    walk = _Walk(limits, frozenset(), includes_hidden=True, wanted=name)
    try:
        for _ in walk.archive(path, path.name, known_format(path)):
            pass
    except _Full:
        pass
    if walk.found is None:
        raise FileDamaged(detail=f"no {name} in it")
    return walk.found


class _Full(Exception):
    """A limit for the whole archive is reached; ``in_hand`` while the file that reached it is in hand."""

    def __init__(self, code: str, *, in_hand: bool = True, **limit: int) -> None:
        self.code = code
        self.in_hand = in_hand
        self.limit = limit
        super().__init__(code)


class _Walk:
    """One pass over an archive and the archives in it; keeps count.

    Where only one file is ``wanted``, it is left in ``found``.
    """

    def __init__(
        self,
        limits: Limits,
        known: frozenset[tuple[str, str]],
        *,
        includes_hidden: bool,
        wanted: str = "",
    ) -> None:
        self._wanted = wanted
        self.found: MemoryFile | None = None
        self._limits = limits
        self._known = known
        self._includes_hidden = includes_hidden
        self._names = Names()
        self._n_members = 0
        self._n_left_out = 0
        self._n_bytes = 0
        self._n_chars = 0

    def archive(
        self, source: Source, label: str, format: str, *, within: str = "", level: int = 1
    ) -> Iterator[ArchivePiece]:
        """Yield the files of one archive; ``within`` is its own name in the outermost one."""
        before = self._n_members
        try:
            for packed in packed_files(source, label, format):
                yield from self._file(packed, within, level)
        except _Full as full:
            yield self._limit_reached(within, full.code, **full.limit)
            raise
        except FileTooLarge as error:
            if self._n_members == before:
                raise
            yield self._limit_reached(within, TOO_LARGE, limit_bytes=error.params["limit_bytes"])
        except FileDamaged:
            if self._n_members == before:
                raise
            yield Verdict(name=within, reason=Reason(code="partial.damaged"))

    def _file(self, packed: Packed, within: str, level: int) -> Iterator[ArchivePiece]:
        inner = safe_name(packed.name)
        if is_left_out_inside(inner, includes_hidden=self._includes_hidden):
            yield from self._pass_over(packed)
            return
        if self._n_members >= MOST_MEMBERS:
            raise _Full(TOO_MANY, in_hand=False, limit=MOST_MEMBERS)
        self._n_members += 1
        name = self._names.take(f"{within}/{inner}" if within else inner)
        if self._wanted and not (self._wanted == name or self._wanted.startswith(f"{name}/")):
            yield from self._pass_over(packed)
            return
        yield Member(name=name, size_bytes=packed.size_bytes or 0, modified_ns=packed.modified_ns)
        try:
            data = yield from self._unpack(packed, PurePosixPath(inner).name)
            yield from self._content(MemoryFile(PurePosixPath(inner).name, data), name, level)
        except NoSpeechModel as error:
            yield Verdict(name=name, reason=Reason(code=RECORDING_ENCLOSED, params=error.params))
        except InputError as error:
            yield Verdict(name=name, reason=error.reason)
        except RecursionError:
            yield Verdict(name=name, reason=FileDamaged(detail="nested too deeply").reason)
        except _Full as full:
            if full.in_hand:  # that one file is left out as well
                full.in_hand = False
                self._n_members -= 1
                yield self._limit_reached(name, full.code, **full.limit)
            raise

    def _pass_over(self, packed: Packed) -> Iterator[Tick]:
        """Leave a file out: in a solid archive that takes unpacking too."""
        self._n_left_out += 1
        if self._n_left_out > _MOST_LEFT_OUT:
            raise _Full(TOO_MANY, in_hand=False, limit=MOST_MEMBERS)
        if packed.is_solid:
            with translated():
                yield from self._drain(packed.open(), packed)

    def _unpack(self, packed: Packed, label: str) -> Generator[ArchivePiece, None, bytes]:
        """Return the bytes of a file, or raise an ``InputError`` for what is not to be read."""
        if packed.is_encrypted:
            raise FileEncrypted
        most = min(_MOST_MEMBER_BYTES, self._limits.max_file_bytes, packed.limit_bytes or _MOST_MEMBER_BYTES)
        if (packed.size_bytes or 0) > most and not packed.is_solid:
            raise FileTooLarge(size_bytes=packed.size_bytes, limit_bytes=most)
        with translated():
            stream = packed.open()
            head = self._block(stream, packed, _HEAD_BYTES)
            if not head:
                return b""
            if not head.startswith(_TOLD_BY_MORE):
                try:
                    known_format(MemoryFile(label, head))
                except UnsupportedFormat:
                    if packed.is_solid:
                        yield from self._drain(stream, packed)
                    raise
            blocks, n_bytes, told = [head], len(head), 0
            while block := self._block(stream, packed, packed.block_bytes):
                n_bytes += len(block)
                if n_bytes > most:
                    if packed.is_solid:
                        yield from self._drain(stream, packed)
                    raise FileTooLarge(size_bytes=max(n_bytes, packed.size_bytes or 0), limit_bytes=most)
                blocks.append(block)
                if n_bytes - told > _TICK_BYTES:
                    told = n_bytes
                    yield Tick()
        return b"".join(blocks)

    def _block(self, stream: Readable, packed: Packed, size: int) -> bytes:
        """Read up to ``size`` bytes, all of them unless the file ends."""
        parts: list[bytes] = []
        left = size
        while left > 0 and (part := stream.read(min(left, packed.block_bytes))):
            parts.append(part)
            left -= len(part)
        data = b"".join(parts)
        self._n_bytes += len(data)
        if self._n_bytes > _MOST_BYTES:
            raise _Full(TOO_LARGE, limit_bytes=_MOST_BYTES)
        return data

    def _drain(self, stream: Readable, packed: Packed) -> Iterator[Tick]:
        told = self._n_bytes
        while self._block(stream, packed, packed.block_bytes):
            if self._n_bytes - told > _TICK_BYTES:
                told = self._n_bytes
                yield Tick()

    def _content(self, source: MemoryFile, name: str, level: int) -> Iterator[ArchivePiece]:
        if not source.data:
            yield Verdict(name=name, reason=Reason(code="file.empty"))
            return
        if self._wanted == name:
            self.found = source
            return
        form = known_format(source)
        digest = hash_of(source.data)
        is_known = (digest, form) in self._known
        yield Content(size_bytes=len(source.data), content_hash=digest, format=form, is_known=is_known)
        if form in archive_formats():
            if level < MOST_LEVELS:
                yield from self.archive(source, source.name, form, within=name, level=level + 1)
            else:
                yield Verdict(
                    name=name, reason=Reason(code="partial.too_deep", params={"limit_levels": MOST_LEVELS})
                )
        elif not is_known:
            yield from self._text(source, form)

    def _text(self, source: MemoryFile, form: str) -> Iterator[ArchivePiece]:
        left = self._limits.max_text_chars - self._n_chars
        if left <= 0:
            raise _Full(TOO_LONG, limit_chars=self._limits.max_text_chars)
        limits = replace(self._limits, max_text_chars=left)
        for piece in limited(registry.enclosed(source, form, enclosures=Enclosures(limits)), limits):
            if isinstance(piece, str):
                self._n_chars += len(piece)
            elif (
                isinstance(piece, Reason)
                and piece.code == "partial.text_limit"
                and left < self._limits.max_text_chars
            ):
                # Half a text must not become the document of these bytes.
                raise _Full(TOO_LONG, limit_chars=self._limits.max_text_chars)
            yield piece

    def _limit_reached(self, name: str, code: str, **limit: int) -> Verdict:
        return Verdict(name=name, reason=Reason(code=code, params={"n_members": self._n_members, **limit}))
