"""The rows of the files in an archive: in step with what was read, and with it wherever it goes.

A row's path is the archive's, then the name in the archive. One that is there before
and after keeps its row, and so its document; one that only has another name too.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from apsw import Connection

from engine.records import FileStatus, Reason
from engine.store import documents, ledger, placements
from engine.store.rows import as_json, fetch, fetch_id, fetch_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """What is to be noted of one file of an archive; ``name`` goes on from the archive's path."""

    name: str
    size_bytes: int
    modified_ns: int
    status: FileStatus
    reason: Reason | None
    content_hash: str | None
    document_id: int | None


@dataclass(slots=True)
class _Known:
    """A row as it is."""

    file_id: int
    path: str
    content_hash: str | None
    document_id: int | None


def put_members(db: Connection, archive_id: int, rows: Sequence[MemberRow]) -> None:
    """Note what lies in an archive now; what lay there before and does not any more is forgotten."""
    ((home, folder_id, modified_ns),) = fetch(
        db, "SELECT path, folder_id, modified_ns FROM file WHERE id = ?", (archive_id,)
    )
    new = {home + os.sep + row.name: row for row in rows}
    known = {
        row.path: row
        for row in [
            _Known(*values)
            for values in fetch(
                db,
                "SELECT id, path, content_hash, document_id FROM file WHERE archive_id = ? ORDER BY path",
                (archive_id,),
            )
        ]
    }
    # A folder may have stood where the archive stands.
    in_the_way = "SELECT id FROM file WHERE path IN (SELECT value FROM json_each(?)) AND archive_id IS NOT ?"
    ledger.remove_files(db, fetch_ids(db, in_the_way, (as_json(new), archive_id)))
    gone = {path: row for path, row in known.items() if path not in new}
    renamed = {row.content_hash: row for row in gone.values() if row.content_hash is not None}
    held: list[int] = []
    for path, row in new.items():
        before = known.get(path)
        if before is None and (before := renamed.pop(row.content_hash or "", None)) is not None:
            del gone[before.path]
            _rename(db, before, path)
        if before is None:
            before = _insert(db, archive_id, folder_id, path)
        elif before.document_id is not None and before.document_id != row.document_id:
            held.append(before.document_id)
        _update(db, before, path, row, modified_ns=row.modified_ns or modified_ns)
    ledger.remove_files(db, [row.file_id for row in gone.values()])
    documents.delete_orphans(db, held)


def carry(db: Connection, archive_id: int, former_path: str, *, to_id: int) -> None:
    """Take what lies in an archive along to the file ``to_id``, which is that archive now.

    Nothing of it is read again, unless something else stands where it would come to stand.
    """
    ((home, folder_id),) = fetch(db, "SELECT path, folder_id FROM file WHERE id = ?", (to_id,))
    rows = fetch(db, "SELECT id, path FROM file WHERE archive_id = ?", (archive_id,))
    moved = {file_id: home + path[len(former_path) :] for file_id, path in rows}
    if home != former_path and fetch_id(
        db,
        "SELECT 1 FROM file WHERE path IN (SELECT value FROM json_each(?)) LIMIT 1",
        (as_json(moved.values()),),
    ):
        ledger.remove_files(db, list(moved))
        db.execute("UPDATE file SET status = 'waiting', code = NULL, params = NULL WHERE id = ?", (to_id,))
        return
    for file_id, path in rows:
        placements.move(db, path, moved[file_id])
        db.execute(
            "UPDATE file SET path = ?, archive_id = ?, folder_id = ? WHERE id = ?",
            (moved[file_id], to_id, folder_id, file_id),
        )


def _rename(db: Connection, row: _Known, path: str) -> None:
    placements.move(db, row.path, path)
    db.execute("UPDATE file SET path = ? WHERE id = ?", (path, row.file_id))
    ledger.index_names(db, [(row.file_id, path)])


def _insert(db: Connection, archive_id: int, folder_id: int, path: str) -> _Known:
    db.execute(
        """INSERT INTO file (folder_id, path, archive_id, size_bytes, modified_ns, inode, status, updated_ms)
           VALUES (?, ?, ?, 0, 0, '', 'indexed', 0)""",
        (folder_id, path, archive_id),
    )
    file_id = db.last_insert_rowid()
    ledger.index_names(db, [(file_id, path)])
    return _Known(file_id, path, None, None)


def _update(db: Connection, known: _Known, path: str, row: MemberRow, *, modified_ns: int) -> None:
    # No document may go before all rows are in place: the next one may be its new home.
    db.execute(
        """UPDATE file SET size_bytes = ?, modified_ns = ?, status = ?, code = ?, params = ?,
                  content_hash = ?, document_id = ?, tries = tries + 1, updated_ms = ? WHERE id = ?""",
        (
            row.size_bytes, modified_ns, row.status, *ledger.reason_columns(row.reason), row.content_hash,
            row.document_id, ledger.now_ms(), known.file_id,
        ),
    )  # fmt: skip
    if row.document_id is not None and row.document_id != known.document_id:
        placements.follow(
            db,
            path=path,
            former_id=known.document_id,
            document_id=row.document_id,
            read=partial(documents.text, db),
        )
