"""The files, and their documents, among which a query may look; how they are handed to SQL.

A set of ids goes into a statement as a bitmap of one byte an id: nothing is built up before the first row,
whatever the size of the set, and a test costs a tenth of a microsecond.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import apsw
import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.searches import Sort
from engine.store.rows import fetch

Ids = NDArray[np.int64]

DAY = "coalesce(profile.day, date(file.modified_ns / 1000000000, 'unixepoch', 'localtime'))"
"""The day of a file, where ``profile`` is that of its document: what the document states, else the disk."""
_ORDERS = {
    "newest": "coalesce(unixepoch(profile.day), file.modified_ns / 1000000000) DESC",
    "oldest": "coalesce(unixepoch(profile.day), file.modified_ns / 1000000000)",
    "size": "file.size_bytes DESC",
    "name": """lower(substr(file.path,
                     length(rtrim(file.path, replace(replace(file.path, '/', ''), '\\', ''))) + 1))""",
}


def within(column: str, parameter: str) -> str:
    """Return the SQL that tests an id against a bitmap."""
    return f"substr({parameter}, {column} + 1, 1) = x'01'"


@dataclass(frozen=True, eq=False)
class Scope:
    """Some files and their documents; ids in order, each once."""

    file_ids: Ids
    document_ids: Ids

    @cached_property
    def files(self) -> bytes:
        """The files as a bitmap."""
        return _bitmap(self.file_ids)

    @cached_property
    def documents(self) -> bytes:
        """The documents as a bitmap."""
        return _bitmap(self.document_ids)


def ordered(db: Connection, file_ids: Ids, *, sort: Sort, limit: int = -1) -> list[tuple[int, int | None]]:
    """Return ``(file_id, document_id or None)`` of the first of some files; ties go by path."""
    order = _ORDERS["newest" if sort == "relevance" else sort]
    rows = fetch(
        db,
        f"""SELECT file.id, file.document_id FROM carray(?) AS wanted
            CROSS JOIN file ON file.id = wanted.value
            LEFT JOIN profile ON profile.document_id = file.document_id
            ORDER BY {order}, file.path LIMIT ?""",
        (id_array(file_ids), limit),
    )
    return [(file_id, document_id) for file_id, document_id in rows]


def files_of(db: Connection, document_ids: Ids, scope: Scope | None) -> dict[int, list[int]]:
    """Return the files of documents, those in scope, each document's by path."""
    condition = f"AND {within('file.id', '?2')}" if scope else ""
    found: dict[int, list[int]] = {}
    rows = fetch(
        db,
        f"""SELECT file.document_id, file.id FROM carray(?1) AS wanted
            CROSS JOIN file ON file.document_id = wanted.value {condition} ORDER BY file.path""",
        (id_array(document_ids), *([scope.files] if scope else [])),
    )
    for document_id, file_id in rows:
        found.setdefault(document_id, []).append(file_id)
    return found


def id_array(ids: Ids) -> object:
    """Return ids as the table-valued function ``carray(?)`` takes them; it takes no empty array."""
    return apsw.carray(np.ascontiguousarray(ids) if len(ids) else np.array([-1], np.int64))


def sorted_ids(values: object) -> Ids:
    """Return ids in order, each once."""
    ids = np.sort(np.asarray(values, np.int64))  # np.unique takes ten times as long
    return ids[np.concatenate([[True], ids[1:] != ids[:-1]])] if len(ids) else ids


def _bitmap(ids: Ids) -> bytes:
    marks = np.zeros(int(ids[-1]) + 1 if len(ids) else 0, np.uint8)
    marks[ids] = 1
    return marks.tobytes()
