"""What becomes of the ledger when files move: to another path, onto another file, to another folder."""

from __future__ import annotations

from collections.abc import Sequence

from apsw import Connection

from engine.records import FileStatus, SourceFile
from engine.store import documents, ledger, placements
from engine.store.rows import as_json, fetch, fetch_ids


def adopt_files(db: Connection, folder_id: int, file_ids: Sequence[int]) -> None:
    """Note files for another folder, which was put around or among them; nothing else changes."""
    db.execute(
        "UPDATE file SET folder_id = ? WHERE id IN (SELECT value FROM json_each(?))",
        (folder_id, as_json(file_ids)),
    )


def move_file(db: Connection, file_id: int, source: SourceFile, *, folder_id: int, is_sure: bool) -> None:
    """Let a file stand where ``source`` stands; document and all it supports stay.

    The status stays too when it ``is_sure`` that a reader would find the same there; else the file waits.
    """
    rows = fetch(db, "SELECT path FROM file WHERE id = ?", (file_id,))
    if not rows:
        return  # its folder is not watched any more
    ledger.remove_files(
        db, fetch_ids(db, "SELECT id FROM file WHERE path = ? AND id <> ?", (source.path, file_id))
    )
    placements.move(db, rows[0][0], source.path)
    db.execute(
        """UPDATE file SET folder_id = ?, path = ?, size_bytes = ?, modified_ns = ?, inode = ?, changed_ns = ?
           WHERE id = ?""",
        (
            folder_id, source.path, source.size_bytes, source.modified_ns, source.inode, source.changed_ns,
            file_id,
        ),
    )  # fmt: skip
    if not is_sure:
        db.execute(
            """UPDATE file SET status = 'waiting', code = NULL, params = NULL, content_hash = NULL, tries = 0
               WHERE id = ?""",
            (file_id,),
        )
    ledger.index_name(db, file_id, source.path)


def replace_file(db: Connection, file_id: int, origin_id: int) -> None:
    """Let the file that was moved onto another one be that one, with its document and its corrections."""
    rows = fetch(
        db,
        """SELECT origin.status, origin.content_hash, origin.document_id, origin.path, file.path
           FROM file AS origin, file WHERE origin.id = ? AND file.id = ?""",
        (origin_id, file_id),
    )
    for status, digest, document_id, path, target in rows:
        reason = documents.partial(db, document_id)
        ledger.set_status(
            db, file_id, FileStatus(status), reason=reason, content_hash=digest, document_id=document_id
        )
        placements.move(db, path, target)
    ledger.remove_files(db, [origin_id])
