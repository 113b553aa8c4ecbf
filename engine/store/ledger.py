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
from typing import Any

from apsw import Connection

from engine.records import FileRow, FileStatus, FolderRow, Reason, SourceFile
from engine.store import documents, members, placements, retries
from engine.store.rows import as_json, count, fetch, fetch_id, fetch_ids
from engine.store.terms import index_text

IGNORED_BY_RULE = "ignored.rule"
_WAITS = "status = 'waiting', code = NULL, params = NULL, retry_at_ms = NULL"
_SEAM = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-z])(?=[A-Z])")
_STATUS = {status.value: status for status in FileStatus}

# Nothing comes back where a nested watched folder has it unchanged.
_PUT = """INSERT INTO file
           (folder_id, path, size_bytes, modified_ns, inode, changed_ns, status, code, params, updated_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (path) DO UPDATE SET folder_id = excluded.folder_id, size_bytes = excluded.size_bytes,
           modified_ns = excluded.modified_ns, inode = excluded.inode, changed_ns = excluded.changed_ns,
           status = excluded.status, code = excluded.code, params = excluded.params,
           updated_ms = excluded.updated_ms, content_hash = NULL, tries = 0, archive_id = NULL,
           retry_at_ms = NULL
       WHERE archive_id IS NOT NULL OR folder_id = excluded.folder_id OR size_bytes <> excluded.size_bytes
           OR modified_ns <> excluded.modified_ns OR inode <> excluded.inode
           OR changed_ns <> excluded.changed_ns
       RETURNING id, path"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """One file as the ledger has it, to compare with the disk.

    ``rule`` is what leaves it out, if any; ``is_denied`` tells that it might not be read when it was tried.
    """

    file_id: int
    folder_id: int
    path: str
    size_bytes: int
    modified_ns: int
    inode: str
    changed_ns: int
    status: FileStatus
    rule: str | None
    content_hash: str | None
    document_id: int | None
    is_denied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFile:
    """One file to be read, as it was when it was last seen."""

    file_id: int
    source: SourceFile

    @property
    def path(self) -> str:
        """Where it stands."""
        return self.source.path


def add_folder(db: Connection, path: str) -> int:
    """Watch ``path``; return its id, the same one when it is watched already."""
    db.execute("INSERT INTO folder (path) VALUES (?) ON CONFLICT DO NOTHING", (path,))
    return count(db, "SELECT id FROM folder WHERE path = ?", (path,))


def remove_folder(db: Connection, path: str) -> None:
    """Forget a folder, its files, and every document that no other folder holds.

    Within another watched folder its files are that one's from now on.
    """
    for folder_id in fetch_ids(db, "SELECT id FROM folder WHERE path = ?", (path,)):
        around = [row for row in folders(db) if row.path != path and is_within(path, row.path)]
        if around:
            heir = max(around, key=lambda row: len(row.path))
            db.execute("UPDATE file SET folder_id = ? WHERE folder_id = ?", (heir.folder_id, folder_id))
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


def is_watched(db: Connection, folder_id: int) -> bool:
    """Tell whether the folder is still watched."""
    return fetch_id(db, "SELECT id FROM folder WHERE id = ?", (folder_id,)) is not None


def holds_files(db: Connection, folder_id: int) -> bool:
    """Tell whether any file of the folder is known, ignored ones too."""
    return fetch_id(db, "SELECT id FROM file WHERE folder_id = ? LIMIT 1", (folder_id,)) is not None


def set_folder_online(db: Connection, folder_id: int, *, is_online: bool, place: str | None = None) -> None:
    """Note whether the folder's drive is there, and where; its files stay known either way."""
    db.execute(
        "UPDATE folder SET is_online = ?, place = coalesce(?, place) WHERE id = ?",
        (is_online, place, folder_id),
    )


def known_files(db: Connection, under: str) -> dict[str, KnownFile]:
    """Return the file at a path and those that lie below it, by path, whichever folder they are noted for.

    What lies in an archive is not on disk by itself and left out.
    """
    below = under.rstrip(os.sep) + os.sep
    rows = fetch(
        db,
        """SELECT id, folder_id, path, size_bytes, modified_ns, inode, changed_ns, status,
                  CASE WHEN code = ? THEN json_extract(params, '$.rule') END, content_hash, document_id,
                  code IS NOT NULL AND coalesce(json_extract(params, '$.is_denied'), 0)
           FROM file WHERE +archive_id IS NULL AND (path = ? OR (path >= ? AND path < ?))""",
        (IGNORED_BY_RULE, under, below, below[:-1] + chr(ord(os.sep) + 1)),
    )
    return {
        row[2]: KnownFile(
            file_id=row[0], folder_id=row[1], path=row[2], size_bytes=row[3], modified_ns=row[4],
            inode=row[5], changed_ns=row[6], status=_STATUS[row[7]], rule=row[8], content_hash=row[9],
            document_id=row[10], is_denied=bool(row[11]),
        )
        for row in rows
    }  # fmt: skip


def is_within(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def put_files(db: Connection, folder_id: int, files: Iterable[SourceFile]) -> int:
    """Let new or changed files wait to be read; return how many.

    A changed file keeps its document until it was read again.
    """
    rows: list[Any] = db.executemany(
        _PUT, (_columns(folder_id, file, status=FileStatus.WAITING, reason=None) for file in files)
    ).fetchall()
    index_names(db, rows)
    members.adopt(db, folder_id, [file_id for file_id, _ in rows])
    return len(rows)


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
    rows = fetch(db, _PUT, _columns(folder_id, file, status=FileStatus.IGNORED, reason=reason))
    if not rows:
        return
    file_id = rows[0][0]
    remove_members(db, file_id)
    db.execute("DELETE FROM name_index WHERE rowid = ?", (file_id,))
    held = fetch_id(db, "SELECT document_id FROM file WHERE id = ?", (file_id,))
    if held is not None:
        db.execute("UPDATE file SET document_id = NULL WHERE id = ?", (file_id,))
        documents.delete_orphans(db, [held])


def remove_files(db: Connection, file_ids: Sequence[int]) -> None:
    """Forget files, what lies in them, and documents that no file is left of with all that they support."""
    ids = as_json(members.with_members(db, file_ids))
    held = fetch_ids(
        db,
        """SELECT DISTINCT document_id FROM file
           WHERE id IN (SELECT value FROM json_each(?)) AND document_id IS NOT NULL""",
        (ids,),
    )
    db.execute("DELETE FROM name_index WHERE rowid IN (SELECT value FROM json_each(?))", (ids,))
    db.execute("DELETE FROM file WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    documents.delete_orphans(db, held)


def remove_members(db: Connection, archive_id: int) -> None:
    """Forget what lies in an archive."""
    if inside := fetch_ids(db, "SELECT id FROM file WHERE archive_id = ?", (archive_id,)):
        remove_files(db, inside)


def next_waiting(db: Connection, *, limit: int, after_id: int = 0) -> list[WaitingFile]:
    """Return files to read whose drive is there, longest known first."""
    rows = fetch(
        db,
        """SELECT id, path, size_bytes, modified_ns, inode, changed_ns FROM file
           WHERE status = 'waiting' AND +archive_id IS NULL AND id > ?
             AND folder_id IN (SELECT id FROM folder WHERE is_online)
           ORDER BY id LIMIT ?""",
        (after_id, limit),
    )
    return [WaitingFile(file_id=row[0], source=_source(*row[1:])) for row in rows]


def waiting_file(db: Connection, file_id: int) -> SourceFile | None:
    """Return the file as it was last seen if it is still known and still to be read."""
    rows = fetch(
        db,
        """SELECT path, size_bytes, modified_ns, inode, changed_ns FROM file
           WHERE id = ? AND status = 'waiting'""",
        (file_id,),
    )
    return _source(*rows[0]) if rows else None


def set_status(
    db: Connection,
    file_id: int,
    status: FileStatus,
    *,
    reason: Reason | None = None,
    content_hash: str | None = None,
    document_id: int | None = None,
) -> None:
    """Note what came of reading a file; the document it had before goes when nothing else holds it.

    A failure that may pass is tried again by itself, see ``engine.store.retries``.
    """
    ((path, before, tries),) = fetch(db, "SELECT path, document_id, tries FROM file WHERE id = ?", (file_id,))
    at_ms = now_ms()
    failure = reason if status is FileStatus.FAILED else None
    pause_s = None if failure is None else retries.pause_s(failure, tries=tries + 1)
    db.execute(
        """UPDATE file SET status = ?, code = ?, params = ?, content_hash = ?, document_id = ?,
                  tries = tries + 1, updated_ms = ?, retry_at_ms = ? WHERE id = ?""",
        (
            status, *reason_columns(reason), content_hash, document_id, at_ms,
            None if pause_s is None else at_ms + 1000 * pause_s, file_id,
        ),
    )  # fmt: skip
    if document_id is not None and document_id != before:
        placements.follow(
            db, path=path, former_id=before, document_id=document_id, read=partial(documents.text, db)
        )
    if before is not None and before != document_id:
        documents.delete_orphans(db, [before])


def retry(db: Connection, file_ids: Sequence[int] = ()) -> None:
    """Let failed and partial files wait again; none given means every failed one."""
    if not file_ids:
        _let_wait(db, "status = 'failed'")
        return
    chosen = "status IN ('failed', 'partial') AND id IN (SELECT value FROM json_each(?))"
    ids = (as_json(file_ids),)
    held = fetch_ids(db, f"SELECT document_id FROM file WHERE document_id IS NOT NULL AND {chosen}", ids)
    _let_wait(db, chosen, ids)
    read_again(db, held)


def reread_stale(db: Connection, *, read_stamp: str) -> int:
    """Let every file wait whose text an older version of the readers made; return how many documents."""
    stale = fetch_ids(db, "SELECT id FROM document WHERE read_stamp <> ?", (read_stamp,))
    read_again(db, stale)
    members.reread_stale(db, read_stamp=read_stamp)
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
        r"""SELECT id, path, status, code, params, size_bytes, modified_ns, updated_ms, tries, document_id,
                   retry_at_ms
            FROM file WHERE (? IS NULL OR status = ?) AND path LIKE ? ESCAPE '\'
            ORDER BY path LIMIT ? OFFSET ?""",
        (status, status, pattern, limit, offset),
    )
    return tuple(
        FileRow(
            file_id=row[0], path=row[1], status=FileStatus(row[2]),
            reason=Reason(code=row[3], params=json.loads(row[4])) if row[3] else None,
            size_bytes=row[5], modified_ns=row[6], updated_ms=row[7], tries=row[8], document_id=row[9],
            retry_at_ms=row[10],
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
    name = path.rpartition(os.sep)[2]
    apart = _SEAM.sub(" ", name)
    return index_text(name if apart == name else f"{name} {apart}")


def _columns(
    folder_id: int, file: SourceFile, *, status: FileStatus, reason: Reason | None
) -> tuple[int | str | None, ...]:
    return (
        folder_id, file.path, file.size_bytes, file.modified_ns, file.inode, file.changed_ns,
        status.value, *reason_columns(reason), now_ms(),
    )  # fmt: skip


def _source(path: str, size_bytes: int, modified_ns: int, inode: str, changed_ns: int) -> SourceFile:
    return SourceFile(
        path=path, size_bytes=size_bytes, modified_ns=modified_ns, inode=inode, changed_ns=changed_ns
    )


def index_names(db: Connection, named: Iterable[tuple[int, str]]) -> None:
    """Let files, each an id and a path, be found by the names that they have now."""
    db.executemany(
        "INSERT OR REPLACE INTO name_index (rowid, name) VALUES (?, ?)",
        [(file_id, name_words(path)) for file_id, path in named],
    )


def read_again(db: Connection, document_ids: Sequence[int]) -> None:
    """Forget that these documents are up to date, and let each file of theirs wait."""
    ids = as_json(document_ids)
    db.execute("UPDATE document SET read_stamp = '' WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    _let_wait(db, "document_id IN (SELECT value FROM json_each(?))", (ids,))


def _let_wait(db: Connection, chosen: str, values: tuple[str, ...] = ()) -> None:
    """Let files be read again; for what lies in an archive, the archive."""
    db.execute(
        f"""UPDATE file SET {_WAITS}
            WHERE id IN (SELECT coalesce(archive_id, id) FROM file WHERE {chosen})""",
        values,
    )


def reason_columns(reason: Reason | None) -> tuple[str | None, str | None]:
    """Return a reason as ``code`` and ``params`` have it."""
    if reason is None:
        return None, None
    return reason.code, json.dumps(dict(reason.params), ensure_ascii=False, sort_keys=True)


def now_ms() -> int:
    """Return the time that goes with a status."""
    return time.time_ns() // 1_000_000
