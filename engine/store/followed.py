"""What the user follows, and which documents are news in it.

A document is news from the time when its bytes came into the library. Those that still
wait to be understood are not counted as seen: who they mention shows only later.
"""

from __future__ import annotations

from apsw import Connection

from engine.store import entities
from engine.store.overwrite import overwrite
from engine.store.rows import as_json, fetch, fetch_id, fetch_ids
from engine.suggestions import Followed


def follow_entity(db: Connection, entity_id: int, *, at_ms: int) -> int | None:
    """Follow an entity; return the row, the same one when it is followed already, None if it is gone."""
    if (found := entities.head(db, entity_id)) is None:
        return None
    ref, name = found
    return _follow(db, name, ref.label, ref.key, at_ms)


def follow_query(db: Connection, query: str, *, at_ms: int) -> int:
    """Follow a search; return the row, the same one when it is followed already."""
    return _follow(db, " ".join(query.split()), None, None, at_ms)


def unfollow(db: Connection, followed_id: int) -> int:
    """Follow it no more; return how many rows went."""
    return overwrite(db, "followed", "id = ?", (followed_id,))


def rows(db: Connection) -> tuple[Followed, ...]:
    """Return what is followed, in the order it was chosen."""
    found = fetch(
        db,
        """SELECT id, name, label, since_ms, seen_ms,
                  (SELECT form.entity_id FROM form
                   WHERE form.label = followed.label AND form.key = followed.key)
           FROM followed ORDER BY id""",
    )
    return tuple(
        Followed(
            followed_id=id_, name=name, label=label, since_ms=since_ms, seen_ms=seen_ms, entity_id=entity_id
        )
        for id_, name, label, since_ms, seen_ms, entity_id in found
    )


def mark_seen(db: Connection, *, at_ms: int) -> None:
    """Note that all news up to now were looked at."""
    waiting = fetch_id(
        db, "SELECT min(added_ms) FROM document WHERE knowledge_stamp IS NULL AND added_ms > 0"
    )
    seen_ms = at_ms if waiting is None else min(at_ms, waiting - 1)
    db.execute("UPDATE followed SET seen_ms = max(seen_ms, ?)", (seen_ms,))


def new_with_entity(db: Connection, entity_id: int, *, since_ms: int) -> list[int]:
    """Return the documents that mention an entity and were added later, the newest first."""
    return fetch_ids(
        db,
        """SELECT id FROM document WHERE added_ms > ?
           AND EXISTS (SELECT 1 FROM mention WHERE entity_id = ? AND document_id = document.id)
           ORDER BY added_ms DESC, id DESC""",
        (since_ms, entity_id),
    )


def added_since(db: Connection, document_ids: list[int], *, since_ms: int) -> list[int]:
    """Return those of the documents that were added later, in the order given."""
    added = set(
        fetch_ids(
            db,
            "SELECT id FROM document WHERE added_ms > ? AND id IN (SELECT value FROM json_each(?))",
            (since_ms, as_json(document_ids)),
        )
    )
    return [id_ for id_ in document_ids if id_ in added]


def _follow(db: Connection, name: str, label: str | None, key: str | None, at_ms: int) -> int:
    known = fetch_id(
        db,
        "SELECT id FROM followed WHERE label IS ?1 AND key IS ?2 AND (?1 IS NOT NULL OR name = ?3)",
        (label, key, name),
    )
    if known is not None:
        return known
    db.execute(
        "INSERT INTO followed (name, label, key, since_ms, seen_ms) VALUES (?, ?, ?, ?, ?)",
        (name, label, key, at_ms, at_ms),
    )
    return db.last_insert_rowid()
