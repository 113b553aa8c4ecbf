"""An archive as one unit of work: unpacked and read in the sandbox, written in one transaction."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from apsw import Connection

from engine import pipeline
from engine.errors import RecordingUnread, UnsupportedFormat
from engine.ingest.kinds import RECORDING_ENCLOSED
from engine.ingest.sandbox import ReaderPool
from engine.ingest.scan import to_text_path
from engine.ingest.unpacked import ArchiveMember
from engine.records import FileStatus, RawText, Reason
from engine.store import archives, documents, ledger, members, ocr
from engine.store.archives import MemberRow

_IGNORED = (UnsupportedFormat.code, RECORDING_ENCLOSED, RecordingUnread.code, "file.empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shaped:
    """One file of an archive, its text ready to be stored where it has one."""

    member: ArchiveMember
    shaped: pipeline.Shaped | None
    ocr_pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """What an archive holds, and why that is not all of it, or None."""

    files: tuple[_Shaped, ...]
    partial: Reason | None


def stored(db: Connection, digest: str, form: str) -> int | None:
    """Return the document of these bytes, if this version of the readers made it."""
    return documents.find(db, content_hash=digest, format=form, read_stamp=pipeline.READ_STAMP)


def read(
    readers: ReaderPool,
    path: Path,
    form: str,
    *,
    known: list[tuple[str, str]],
    shape: Callable[[RawText, str, str], tuple[pipeline.Shaped, tuple[int, ...]]],
) -> Unpacked:
    """Unpack and read an archive; the text of ``known`` documents, by hash and format, is not read again.

    ``shape`` makes a document of a text, given the hash and format of its file, and says which of its
    pages are to be read by OCR.

    Raises:
        InputError: Nothing of it can be read; which kind says why.
    """
    files: list[_Shaped] = []

    def take(member: ArchiveMember) -> None:
        bare = replace(member, raw=None)
        if member.raw is None or member.content_hash is None or member.format is None:
            files.append(_Shaped(member=bare, shaped=None))
            return
        shaped, ocr_pages = shape(member.raw, member.content_hash, member.format)
        files.append(_Shaped(member=bare, shaped=shaped, ocr_pages=ocr_pages))

    partial = readers.read_archive(path, form, known=known, take=take)
    return Unpacked(files=tuple(files), partial=partial)


def known_documents(db: Connection, archive_id: int, archive_hash: str) -> list[tuple[str, str]]:
    """Return hash and format of what an archive, or a copy of it, was found to hold by these readers."""
    return members.known_documents(db, archive_id, archive_hash=archive_hash, read_stamp=pipeline.READ_STAMP)


def write(db: Connection, file_id: int, content_hash: str | None, unpacked: Unpacked) -> int:
    """Write what an archive holds, in the transaction of ``db``; return how many documents are new.

    It stays as it is, and waits on, when a document that was taken for known went away meanwhile.
    """
    n_new = 0
    rows: list[MemberRow] = []
    for file in unpacked.files:
        member = file.member
        document_id = None
        if member.content_hash is not None and member.format is not None:
            if file.shaped is not None or member.is_known:
                document_id = stored(db, member.content_hash, member.format)
            if document_id is None and file.shaped is not None:
                n_new += 1
                document_id = store(db, member.content_hash, member.format, file.shaped, file.ocr_pages)
            if document_id is None and member.is_known:
                documents.delete_orphans(db, [row.document_id for row in rows if row.document_id is not None])
                return 0
        rows.append(_row(db, member, document_id))
    archives.put_members(db, file_id, rows)
    ledger.set_status(
        db,
        file_id,
        FileStatus.PARTIAL if unpacked.partial else FileStatus.INDEXED,
        reason=unpacked.partial,
        content_hash=content_hash,
    )
    return n_new


def store(db: Connection, digest: str, form: str, shaped: pipeline.Shaped, ocr_pages: Sequence[int]) -> int:
    """Keep a new document, on disk or in an archive, and let its picture pages wait; return its id."""
    ocr.expect(db, digest, ocr_pages)
    return documents.insert(
        db,
        content_hash=digest,
        format=form,
        document=shaped.document,
        passages=shaped.passages,
        signature=shaped.signature,
        read_stamp=pipeline.READ_STAMP,
    )


def _row(db: Connection, member: ArchiveMember, document_id: int | None) -> MemberRow:
    reason = member.reason if document_id is None else documents.partial(db, document_id)
    return MemberRow(
        name=to_text_path(member.name).replace("/", os.sep),
        size_bytes=member.size_bytes,
        modified_ns=member.modified_ns,
        status=_status(reason),
        reason=reason,
        content_hash=member.content_hash,
        document_id=document_id,
    )


def _status(reason: Reason | None) -> FileStatus:
    if reason is None:
        return FileStatus.INDEXED
    if reason.code in _IGNORED:
        return FileStatus.IGNORED
    return FileStatus.PARTIAL if reason.code.startswith("partial.") else FileStatus.FAILED
