"""Files in archives, as far as the ledger of files on disk has to know of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from apsw import Connection

from engine.store.rows import as_json, fetch, fetch_ids

_READ_STAMP = "archives"


def with_members(db: Connection, file_ids: Sequence[int]) -> list[int]:
    """Return these files and those that lie in them."""
    ids = as_json(file_ids)
    inside = "SELECT id FROM file WHERE archive_id IN (SELECT value FROM json_each(?))"
    return [*file_ids, *fetch_ids(db, inside, (ids,))]


def name_inside(path: str, archive_path: str) -> str:
    """Return the name in an archive of what is noted at ``path``; empty for the archive itself."""
    return path[len(archive_path) + 1 :].replace(os.sep, "/")


def homes(db: Connection, document_id: int) -> list[tuple[str, str]]:
    """Return where a document is to be had: a path on disk and, where that is an archive, the name in it."""
    rows = fetch(
        db,
        """SELECT home.path, file.path
           FROM file JOIN file AS home ON home.id = coalesce(file.archive_id, file.id)
           WHERE file.document_id = ? ORDER BY file.archive_id IS NOT NULL, file.path""",
        (document_id,),
    )
    return [(home, name_inside(path, home)) for home, path in rows]


def adopt(db: Connection, folder_id: int, archive_ids: Sequence[int]) -> None:
    """Note what lies in these archives for the folder that they are noted for."""
    db.execute(
        """UPDATE file SET folder_id = ?
           WHERE archive_id IN (SELECT value FROM json_each(?)) AND folder_id <> ?""",
        (folder_id, as_json(archive_ids), folder_id),
    )


def known_documents(
    db: Connection, archive_id: int, *, archive_hash: str, read_stamp: str
) -> list[tuple[str, str]]:
    """Return hash and format of the documents that an archive, and its copies, held when they were read."""
    rows = fetch(
        db,
        """SELECT DISTINCT document.content_hash, format
           FROM file JOIN document ON document.id = document_id
           WHERE read_stamp = ?1 AND archive_id IN
               (SELECT ?2 UNION SELECT id FROM file WHERE content_hash = ?3 AND document_id IS NULL)""",
        (read_stamp, archive_id, archive_hash),
    )
    return [(digest, form) for digest, form in rows]


def reread_stale(db: Connection, *, read_stamp: str) -> None:
    """Let every archive wait that an older version of the readers read: it may have left files out."""
    before: Any = db.execute("SELECT value FROM property WHERE name = ?", (_READ_STAMP,)).get
    if before == read_stamp:
        return
    db.execute(
        """UPDATE file SET status = 'waiting', code = NULL, params = NULL
           WHERE id IN (SELECT archive_id FROM file)"""
    )
    db.execute("INSERT OR REPLACE INTO property (name, value) VALUES (?, ?)", (_READ_STAMP, read_stamp))
