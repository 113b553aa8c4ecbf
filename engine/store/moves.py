"""What becomes of the ledger when files move: to another path, onto another file, to another folder."""

from __future__ import annotations

import json
from collections.abc import Sequence

from apsw import Connection

from engine.records import FileStatus, Reason, SourceFile
from engine.store import archives, ledger, members, placements
from engine.store.rows import as_json, fetch


def adopt_files(db: Connection, folder_id: int, file_ids: Sequence[int]) -> None:
    """Note files for another folder, which was put around or among them; nothing else changes."""
    db.execute(
        "UPDATE file SET folder_id = ? WHERE id IN (SELECT value FROM json_each(?))",
        (folder_id, as_json(file_ids)),
    )
    members.adopt(db, folder_id, file_ids)


def move_file(db: Connection, file_id: int, source: SourceFile, *, folder_id: int, is_sure: bool) -> None:
    """Let a file stand where ``source`` stands; document and all it supports stay.

    The status stays too when it ``is_sure`` that a reader would find the same there; else the file waits.
    """
    rows = fetch(db, "SELECT path, status FROM file WHERE id = ?", (file_id,))
    if not rows:
        return  # its folder is not watched any more
    former_path, status = rows[0]
    in_the_way = fetch(
        db, "SELECT id, archive_id FROM file WHERE path = ? AND id <> ?", (source.path, file_id)
    )
    is_sure = is_sure and all(archive_id != file_id for _, archive_id in in_the_way)
    if in_the_way:
        ledger.remove_files(db, [row[0] for row in in_the_way])
    placements.move(db, former_path, source.path)
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
            """UPDATE file SET status = 'waiting', code = NULL, params = NULL, content_hash = NULL, tries = 0,
                      retry_at_ms = NULL WHERE id = ?""",
            (file_id,),
        )
    # What a rule left out could not be found by its name.
    is_named = is_sure and status != FileStatus.IGNORED
    if not is_named or ledger.name_words(former_path) != ledger.name_words(source.path):
        ledger.index_names(db, [(file_id, source.path)])
    archives.carry(db, file_id, former_path, to_id=file_id)


def replace_file(db: Connection, file_id: int, origin_id: int) -> None:
    """Let the file that was moved onto another one be that one, with its document and its corrections."""
    rows = fetch(
        db,
        """SELECT origin.status, origin.code, origin.params, origin.content_hash, origin.document_id,
                  origin.path, file.path
           FROM file AS origin, file WHERE origin.id = ? AND file.id = ?""",
        (origin_id, file_id),
    )
    for status, code, params, digest, document_id, path, target in rows:
        reason = None if code is None else Reason(code=code, params=json.loads(params))
        ledger.remove_members(db, file_id)
        ledger.set_status(
            db, file_id, FileStatus(status), reason=reason, content_hash=digest, document_id=document_id
        )
        placements.move(db, path, target)
        archives.carry(db, origin_id, path, to_id=file_id)
    ledger.remove_files(db, [origin_id])
