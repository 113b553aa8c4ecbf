"""What the user did: opened, corrected, looked at and searched; read, noted and erased.

A row outlives what it is about: it names a document by its bytes, or else its path, and
an entity by label and key, so that re-indexing changes nothing.
"""

from __future__ import annotations

from typing import Final

from apsw import Connection

from engine.store import entities
from engine.store.documents import shown_title
from engine.store.overwrite import overwrite
from engine.store.rows import count, fetch
from engine.suggestions import ActivityKind, ActivityRow

_SAME_WITHIN_MS: Final = 60_000
"""Doing the same again so soon is one act."""
_LONGEST_QUERY: Final = 1_000

DOCUMENT_NOW: Final = """coalesce(
    (SELECT document.id FROM document WHERE document.content_hash = activity.content_hash
                                        AND document.format = activity.format),
    (SELECT file.document_id FROM file WHERE file.path = activity.path))"""
"""The document that a row is about, if it is there: of the same bytes, else at the same path."""


def note_document(db: Connection, kind: ActivityKind, document_id: int, *, at_ms: int) -> None:
    """Note an act on a document; one that is gone is passed over."""
    rows = fetch(
        db,
        """SELECT document.content_hash, format, title, min(path)
           FROM document JOIN file ON document_id = document.id WHERE document.id = ? GROUP BY document.id""",
        (document_id,),
    )
    for content_hash, form, title, path in rows:
        _note(
            db, kind, at_ms, shown_title(title, path), content_hash=content_hash, format=form, path=path
        )  # fmt: skip


def note_entity(db: Connection, entity_id: int, *, at_ms: int) -> None:
    """Note that an entity was looked at; one that is gone is passed over."""
    if (found := entities.head(db, entity_id)) is not None:
        ref, name = found
        _note(db, "looked_at", at_ms, name, label=ref.label, key=ref.key)


def note_query(db: Connection, query: str, *, at_ms: int) -> None:
    """Note what was searched; a blank query is passed over."""
    if text := " ".join(query.split())[:_LONGEST_QUERY]:
        _note(db, "searched", at_ms, text)


def rows(db: Connection, *, since_ms: int = 0, limit: int = 200, offset: int = 0) -> tuple[ActivityRow, ...]:
    """Return what was done since, the latest first."""
    found = fetch(
        db,
        f"""SELECT id, kind, at_ms, name, coalesce(path, ''),
                   CASE WHEN content_hash IS NOT NULL THEN {DOCUMENT_NOW} END,
                   (SELECT form.entity_id FROM form
                    WHERE form.label = activity.label AND form.key = activity.key)
            FROM activity WHERE at_ms >= ? ORDER BY id DESC LIMIT ? OFFSET ?""",
        (since_ms, limit, offset),
    )
    return tuple(
        ActivityRow(
            activity_id=id_, kind=kind, at_ms=at_ms, name=name, path=path, document_id=document_id,
            entity_id=entity_id,
        )
        for id_, kind, at_ms, name, path, document_id, entity_id in found
    )  # fmt: skip


def erase(db: Connection, *, activity_id: int | None = None, since_ms: int | None = None) -> int:
    """Erase one row, all since a time, or (neither given) all; return how many."""
    return overwrite(
        db, "activity", "(?1 IS NULL OR id = ?1) AND (?2 IS NULL OR at_ms >= ?2)", (activity_id, since_ms)
    )


def has_older(db: Connection, at_ms: int) -> bool:
    """Tell whether anything was done before."""
    return bool(count(db, "SELECT min(at_ms) < ? FROM activity", (at_ms,)))


def erase_before(db: Connection, at_ms: int) -> int:
    """Erase what is older; return how many rows."""
    return overwrite(db, "activity", "at_ms < ?", (at_ms,))


def _note(
    db: Connection,
    kind: ActivityKind,
    at_ms: int,
    name: str,
    *,
    content_hash: str | None = None,
    format: str | None = None,
    path: str | None = None,
    label: str | None = None,
    key: str | None = None,
) -> None:
    subject = (kind, name, content_hash, label, key)
    latest = fetch(
        db, "SELECT kind, name, content_hash, label, key, at_ms FROM activity ORDER BY id DESC LIMIT 1"
    )
    if any(row[:5] == subject and abs(at_ms - row[5]) < _SAME_WITHIN_MS for row in latest):
        return
    db.execute(
        """INSERT INTO activity (kind, at_ms, name, content_hash, format, path, label, key)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (kind, at_ms, name, content_hash, format, path, label, key),
    )
