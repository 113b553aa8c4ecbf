"""The files of an archive, put together from what its reader sends; nothing of that is trusted.

Each file is handed on as soon as it is complete, so that no more than one text is held.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from engine.errors import FileDamaged
from engine.ingest.formats import archive_formats
from engine.ingest.readers.archive_names import safe_name
from engine.ingest.readers.member_pieces import ArchivePiece, Content, Member, Verdict
from engine.ingest.readers.pieces import Head, OcrPage, Piece, assemble
from engine.records import RawText, Reason

_MOST_MEMBERS = 10_000
_LEFT_OUT = frozenset(("partial.archive_limit", "partial.archive_bytes", "partial.archive_text"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveMember:
    """One file of an archive.

    Attributes:
        name: Its name in the archive, ``/`` between the parts: a label, not a path.
        content_hash: As ``engine.ingest.fingerprint`` has it; None where it was not unpacked.
        raw: Its text; None where there is none, or is a document already (``is_known``).
        reason: Why it was not (wholly) read, or None.
    """

    name: str
    size_bytes: int
    modified_ns: int
    content_hash: str | None = None
    format: str | None = None
    is_known: bool = False
    raw: RawText | None = None
    reason: Reason | None = None


class Unpacking:
    """Takes the pieces of one archive and gives its files to ``take``.

    A file that holds others is given after them. ``has_begun`` says that there is one.
    """

    def __init__(self, take: Callable[[ArchiveMember], None], *, known: Collection[tuple[str, str]]) -> None:
        self._take = take
        self._known = frozenset(known)
        self._names: set[str] = set()
        self._open: ArchiveMember | None = None
        self._pieces: list[Piece] = []
        self._holders: dict[str, ArchiveMember] = {}
        self._partial: Reason | None = None
        self.has_begun = False

    def take(self, piece: ArchivePiece) -> None:
        """Take the next piece.

        Raises:
            ValueError: It cannot come here.
        """
        if isinstance(piece, Member):
            self._begin(piece)
        elif isinstance(piece, Content):
            self._fill(piece)
        elif isinstance(piece, Verdict):
            self._judge(piece)
        elif isinstance(piece, str | Head | OcrPage | Reason):
            if self._open is None or self._open.content_hash is None:
                raise ValueError("text of no file")
            self._pieces.append(piece)

    def finish(self) -> Reason | None:
        """Give the last file; return why the archive is not all there, or None."""
        self._close()
        for holder in self._holders.values():
            self._take(holder)
        self._holders.clear()
        return self._partial

    def stop(self, reason: Reason) -> Reason:
        """Say that the reader ended while it was at the last file, for this reason."""
        at = self._open
        if at is not None:
            self._open = replace(at, reason=reason)
            self._pieces.clear()
        last = at.name if at is not None else ""
        self.finish()
        return Reason(code="partial.archive_stopped", params={"name": last})

    def _begin(self, piece: Member) -> None:
        self._close()
        name = piece.name
        if name != safe_name(name) or name in self._names or len(self._names) >= _MOST_MEMBERS:
            raise ValueError("name")
        self._names.add(name)
        self.has_begun = True
        self._open = ArchiveMember(name=name, size_bytes=piece.size_bytes, modified_ns=piece.modified_ns)

    def _fill(self, piece: Content) -> None:
        at = self._open
        if at is None or at.content_hash is not None:
            raise ValueError("content of no file")
        self._open = replace(
            at,
            size_bytes=piece.size_bytes,
            content_hash=piece.content_hash,
            format=piece.format,
            is_known=piece.is_known and (piece.content_hash, piece.format) in self._known,
        )

    def _judge(self, verdict: Verdict) -> None:
        if not verdict.name:
            self._partial = self._partial or verdict.reason
            return
        at = self._open
        if at is not None and at.name == verdict.name:
            is_archive = at.format in archive_formats()
            if verdict.reason.code in _LEFT_OUT and not is_archive:
                self._open = None  # it is among what the limit leaves out
            else:
                self._open = replace(at, reason=verdict.reason)
            self._pieces.clear()
            return
        if verdict.name not in self._holders:
            raise ValueError("verdict on no file")
        self._holders[verdict.name] = replace(self._holders[verdict.name], reason=verdict.reason)

    def _close(self) -> None:
        at, self._open = self._open, None
        if at is None:
            return
        pieces, self._pieces = self._pieces, []
        if at.reason is None and at.content_hash is None:
            at = replace(at, reason=FileDamaged(detail="nothing came of it").reason)
        if at.reason is None and at.format in archive_formats():
            self._holders[at.name] = at
            return
        has_text = at.reason is None and at.content_hash is not None and not at.is_known
        self._take(replace(at, raw=assemble(pieces)) if has_text else at)
