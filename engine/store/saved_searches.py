"""Queries that were given a name, and up to where each was last looked at.

A document's id only grows: what is new since then has a greater one.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from apsw import Connection

from engine.errors import SearchNameTaken, SearchUnknown
from engine.store.rows import count, fetch

_LAST = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'document'"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedRow:
    """One saved search as it is stored."""

    name: str
    query: str
    created_ms: int
    seen_document_id: int


def put(db: Connection, name: str, query: str) -> None:
    """Save ``query`` under ``name``, as looked at now; what had that name is replaced."""
    db.execute(
        f"INSERT OR REPLACE INTO saved_search VALUES (?, ?, ?, ({_LAST}))",
        (name, query, time.time_ns() // 1_000_000),
    )


def rename(db: Connection, name: str, new_name: str) -> None:
    """Call a saved search otherwise.

    Raises:
        SearchUnknown: There is none called ``name``.
        SearchNameTaken: Another has the new name.
    """
    if new_name != name and count(db, "SELECT count(*) FROM saved_search WHERE name = ?", (new_name,)):
        raise SearchNameTaken(name=new_name)
    db.execute("UPDATE saved_search SET name = ? WHERE name = ?", (new_name, name))
    _expect_change(db, name)


def remove(db: Connection, name: str) -> None:
    """Forget a saved search.

    Raises:
        SearchUnknown: There is none called so.
    """
    db.execute("DELETE FROM saved_search WHERE name = ?", (name,))
    _expect_change(db, name)


def note_seen(db: Connection, name: str) -> None:
    """Note that a saved search was looked at now.

    Raises:
        SearchUnknown: There is none called so.
    """
    db.execute(f"UPDATE saved_search SET seen_document_id = ({_LAST}) WHERE name = ?", (name,))
    _expect_change(db, name)


def every(db: Connection) -> list[SavedRow]:
    """Return all, by name."""
    rows = fetch(db, "SELECT name, query, created_ms, seen_document_id FROM saved_search ORDER BY name")
    return [
        SavedRow(name=name, query=query, created_ms=created_ms, seen_document_id=seen)
        for name, query, created_ms, seen in rows
    ]


def _expect_change(db: Connection, name: str) -> None:
    if not db.changes():
        raise SearchUnknown(name=name)
