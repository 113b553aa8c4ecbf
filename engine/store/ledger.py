"""The ledger: every file under a watched folder, its one status and its document.

Paths are text as ``engine.ingest.scan.to_text_path`` makes it. Names go into
the name index with the row, so a file can be found before it is read. A
document lives as long as a file points at it.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from apsw import Connection

from engine.records import FileRow, FileStatus, FolderRow, Reason, SourceFile
from engine.store import documents, placements
from engine.store.rows import as_json, count, fetch, fetch_id, fetch_ids
from engine.store.terms import index_text


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """One file as the ledger has it, to compare with the disk; ``code`` is its reason's."""

    file_id: int
    path: str
    size_bytes: int
    modified_ns: int
    inode: str
    status: FileStatus
    code: str | None
    content_hash: str | None
    document_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFile:
    """One file to be read; ``tries`` is how often that was tried since it changed."""

    file_id: int
    path: str
    size_bytes: int
    modified_ns: int
    tries: int


def add_folder(db: Connection, path: str) -> int:
    """Watch ``path``; return its id, the same one when it is watched already."""
    db.execute("INSERT INTO folder (path) VALUES (?) ON CONFLICT DO NOTHING", (path,))
    return count(db, "SELECT id FROM folder WHERE path = ?", (path,))


def remove_folder(db: Connection, path: str) -> None:
    """Forget a folder, its files, and every document that no other folder holds."""
    for folder_id in fetch_ids(db, "SELECT id FROM folder WHERE path = ?", (path,)):
        remove_files(db, fetch_ids(db, "SELECT id FROM file WHERE folder_id = ?", (folder_id,)))
        db.execute("DELETE FROM folder WHERE id = ?", (folder_id,))


def folders(db: Connection) -> list[FolderRow]:
    """Return the watched folders by path; ignored files are not counted."""
    rows = fetch(
        db,
        """SELECT folder.id, folder.path, is_online, place, count(file.id),
                  count(CASE WHEN status IN ('indexed', 'partial') THEN 1 END)
           FROM folder LEFT JOIN file ON folder_id = folder.id AND status <> 'ignored'
           GROUP BY folder.id ORDER BY folder.path""",
    )
    return [
        FolderRow(
            folder_id=id_, path=path, is_online=bool(online), place=place, n_files=files, n_indexed=done
        )
        for id_, path, online, place, files, done in rows
    ]


def set_folder_online(db: Connection, folder_id: int, *, is_online: bool, place: str | None = None) -> None:
    """Note whether the folder's drive is there, and where; its files stay known either way."""
    db.execute(
        "UPDATE folder SET is_online = ?, place = coalesce(?, place) WHERE id = ?",
        (is_online, place, folder_id),
    )


def known_files(db: Connection, folder_id: int, *, under: str = "") -> dict[str, KnownFile]:
    """Return the folder's files by path; ``under`` keeps that path and what lies below it."""
    sql = """SELECT id, path, size_bytes, modified_ns, inode, status, code, content_hash, document_id
             FROM file WHERE folder_id = ?"""
    values: list[int | str] = [folder_id]
    if under:
        below = under.rstrip(os.sep) + os.sep
        sql += " AND (path = ? OR (path >= ? AND path < ?))"
        values += [under, below, below[:-1] + chr(ord(os.sep) + 1)]
    return {
        row[1]: KnownFile(
            file_id=row[0], path=row[1], size_bytes=row[2], modified_ns=row[3], inode=row[4],
            status=FileStatus(row[5]), code=row[6], content_hash=row[7], document_id=row[8],
        )
        for row in fetch(db, sql, values)
    }  # fmt: skip


def put_files(db: Connection, folder_id: int, files: Iterable[SourceFile]) -> int:
    """Let new or changed files wait to be read; return how many.

    A changed file keeps its document until it was read again.
    """
    n_put = 0
    for file in files:
        file_id = _put(db, folder_id, file, status=FileStatus.WAITING, reason=None)
        if file_id is not None:
            _index_name(db, file_id, file.path)
            n_put += 1
    return n_put


def put_ignored(
    db: Connection,
    folder_id: int,
    *,
    path: str,
    size_bytes: int,
    modified_ns: int,
    inode: str,
    reason: Reason,
) -> None:
    """Note a file that a rule keeps out: neither its name nor its text can be found."""
    file = SourceFile(path=path, size_bytes=size_bytes, modified_ns=modified_ns, inode=inode)
    file_id = _put(db, folder_id, file, status=FileStatus.IGNORED, reason=reason)
    if file_id is None:
        return
    db.execute("DELETE FROM name_index WHERE rowid = ?", (file_id,))
    held = fetch_id(db, "SELECT document_id FROM file WHERE id = ?", (file_id,))
    if held is not None:
        db.execute("UPDATE file SET document_id = NULL WHERE id = ?", (file_id,))
        documents.delete_orphans(db, [held])


def move_file(db: Connection, file_id: int, source: SourceFile) -> None:
    """Let a file stand where ``source`` stands; status, document and all it supports stay."""
    remove_files(db, fetch_ids(db, "SELECT id FROM file WHERE path = ? AND id <> ?", (source.path, file_id)))
    ((old_path,),) = fetch(db, "SELECT path FROM file WHERE id = ?", (file_id,))
    placements.move(db, old_path, source.path)
    db.execute(
        "UPDATE file SET path = ?, size_bytes = ?, modified_ns = ?, inode = ? WHERE id = ?",
        (source.path, source.size_bytes, source.modified_ns, source.inode, file_id),
    )
    _index_name(db, file_id, source.path)


def remove_files(db: Connection, file_ids: Sequence[int]) -> None:
    """Forget files, and documents that no file is left of with all that they support."""
    ids = as_json(file_ids)
    held = fetch_ids(
        db,
        """SELECT DISTINCT document_id FROM file
           WHERE id IN (SELECT value FROM json_each(?)) AND document_id IS NOT NULL""",
        (ids,),
    )
    db.execute("DELETE FROM name_index WHERE rowid IN (SELECT value FROM json_each(?))", (ids,))
    db.execute("DELETE FROM file WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    documents.delete_orphans(db, held)


def next_waiting(db: Connection, *, limit: int, after_id: int = 0) -> list[WaitingFile]:
    """Return files to read whose drive is there, longest known first."""
    rows = fetch(
        db,
        """SELECT id, path, size_bytes, modified_ns, tries FROM file
           WHERE status = 'waiting' AND id > ? AND folder_id IN (SELECT id FROM folder WHERE is_online)
           ORDER BY id LIMIT ?""",
        (after_id, limit),
    )
    return [
        WaitingFile(file_id=id_, path=path, size_bytes=size, modified_ns=modified, tries=tries)
        for id_, path, size, modified, tries in rows
    ]


def is_waiting(db: Connection, file_id: int) -> bool:
    """Tell whether the file is still known and still to be read."""
    return count(db, "SELECT count(*) FROM file WHERE id = ? AND status = 'waiting'", (file_id,)) > 0


def set_status(
    db: Connection,
    file_id: int,
    status: FileStatus,
    *,
    reason: Reason | None = None,
    content_hash: str | None = None,
    document_id: int | None = None,
) -> None:
    """Note what came of reading a file; the document it had before goes when nothing else holds it."""
    ((path, before),) = fetch(db, "SELECT path, document_id FROM file WHERE id = ?", (file_id,))
    db.execute(
        """UPDATE file SET status = ?, code = ?, params = ?, content_hash = ?, document_id = ?,
                  tries = tries + 1, updated_ms = ? WHERE id = ?""",
        (status, *_reason_columns(reason), content_hash, document_id, _now_ms(), file_id),
    )
    if document_id is not None and document_id != before:
        placements.follow(
            db, path=path, former_id=before, document_id=document_id, read=partial(documents.text, db)
        )
    if before is not None and before != document_id:
        documents.delete_orphans(db, [before])


def retry(db: Connection, file_ids: Sequence[int] = ()) -> None:
    """Let failed and partial files wait again; none given means every failed one."""
    if not file_ids:
        db.execute("UPDATE file SET status = 'waiting', code = NULL, params = NULL WHERE status = 'failed'")
        return
    chosen = "status IN ('failed', 'partial') AND id IN (SELECT value FROM json_each(?))"
    ids = (as_json(file_ids),)
    held = fetch_ids(db, f"SELECT document_id FROM file WHERE document_id IS NOT NULL AND {chosen}", ids)
    db.execute(f"UPDATE file SET status = 'waiting', code = NULL, params = NULL WHERE {chosen}", ids)
    _read_again(db, held)


def reread_stale(db: Connection, *, read_stamp: str) -> int:
    """Let every file wait whose text an older version of the readers made; return how many documents."""
    stale = fetch_ids(db, "SELECT id FROM document WHERE read_stamp <> ?", (read_stamp,))
    _read_again(db, stale)
    return len(stale)


def list_files(
    db: Connection,
    *,
    status: FileStatus | None = None,
    contains: str = "",
    offset: int = 0,
    limit: int = 200,
) -> tuple[FileRow, ...]:
    """Return one page of the ledger by path; ``contains`` is part of a path, case aside."""
    pattern = "%" + re.sub(r"([\\%_])", r"\\\1", contains) + "%"
    rows = fetch(
        db,
        r"""SELECT id, path, status, code, params, size_bytes, modified_ns, updated_ms, tries, document_id
            FROM file WHERE (? IS NULL OR status = ?) AND path LIKE ? ESCAPE '\'
            ORDER BY path LIMIT ? OFFSET ?""",
        (status, status, pattern, limit, offset),
    )
    return tuple(
        FileRow(
            file_id=row[0], path=row[1], status=FileStatus(row[2]),
            reason=Reason(code=row[3], params=json.loads(row[4])) if row[3] else None,
            size_bytes=row[5], modified_ns=row[6], updated_ms=row[7], tries=row[8], document_id=row[9],
        )
        for row in rows
    )  # fmt: skip


def file_counts(db: Connection) -> dict[str, int]:
    """Return how many files have each status."""
    counted = {row[0]: row[1] for row in fetch(db, "SELECT status, count(*) FROM file GROUP BY status")}
    return {status.value: counted.get(status.value, 0) for status in FileStatus}


def document_of(db: Connection, path: str) -> int | None:
    """Return the document of the file at ``path``, or None when it has no text."""
    return fetch_id(db, "SELECT document_id FROM file WHERE path = ?", (path,))


def name_words(path: str) -> str:
    """Return a file's name as it is indexed: whole, and with camelCase and digits taken apart."""
    name = PurePath(path).name
    apart = re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-z])(?=[A-Z])", " ", name)
    return index_text(name if apart == name else f"{name} {apart}")


def _put(
    db: Connection, folder_id: int, file: SourceFile, *, status: FileStatus, reason: Reason | None
) -> int | None:
    """Insert or update a row; return its id, or None when a nested watched folder has it unchanged."""
    return fetch_id(
        db,
        """INSERT INTO file
               (folder_id, path, size_bytes, modified_ns, inode, status, code, params, updated_ms)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (path) DO UPDATE SET folder_id = excluded.folder_id, size_bytes = excluded.size_bytes,
               modified_ns = excluded.modified_ns, inode = excluded.inode, status = excluded.status,
               code = excluded.code, params = excluded.params, updated_ms = excluded.updated_ms,
               content_hash = NULL, tries = 0
           WHERE folder_id = excluded.folder_id OR size_bytes <> excluded.size_bytes
               OR modified_ns <> excluded.modified_ns OR inode <> excluded.inode
           RETURNING id""",
        (
            folder_id, file.path, file.size_bytes, file.modified_ns, file.inode,
            status, *_reason_columns(reason), _now_ms(),
        ),
    )  # fmt: skip


def _index_name(db: Connection, file_id: int, path: str) -> None:
    db.execute("DELETE FROM name_index WHERE rowid = ?", (file_id,))
    db.execute("INSERT INTO name_index (rowid, name) VALUES (?, ?)", (file_id, name_words(path)))


def _read_again(db: Connection, document_ids: Sequence[int]) -> None:
    """Forget that these documents are up to date, and let each file of theirs wait."""
    ids = as_json(document_ids)
    db.execute("UPDATE document SET read_stamp = '' WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    db.execute(
        """UPDATE file SET status = 'waiting', code = NULL, params = NULL
           WHERE document_id IN (SELECT value FROM json_each(?))""",
        (ids,),
    )


def _reason_columns(reason: Reason | None) -> tuple[str | None, str | None]:
    if reason is None:
        return None, None
    return reason.code, json.dumps(dict(reason.params), ensure_ascii=False, sort_keys=True)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
