"""What queries ask of a document besides its words, in one narrow row each.

Title, author and tags are folded as words are compared. The day is the one that a document states of
itself: its date (a letter's, an article's), else when it was last modified, else created.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from apsw import Connection

from engine.store.rows import count, fetch
from engine.store.terms import fold

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)")
_DAYS = ("date", "modified", "created")
_BETWEEN_TAGS = re.compile(r"\s*[;；]\s*")


def put(db: Connection, document_id: int, *, title: str | None, attributes: Mapping[str, str]) -> None:
    """Keep the profile of a document that has none."""
    tags = [fold(tag) for tag in _BETWEEN_TAGS.split(attributes.get("tags", "")) if tag]
    db.execute(
        "INSERT INTO profile (document_id, language, day, title, author, tags) VALUES (?, ?, ?, ?, ?, ?)",
        (
            document_id,
            attributes.get("language", "")[:2].lower() or None,
            _day(attributes),
            fold(title) if title else None,
            fold(attributes.get("author", "")) or None,
            f";{';'.join(tags)};" if tags else None,
        ),
    )


def fill(db: Connection) -> int:
    """Make the profiles of documents that an earlier version stored; return how many."""
    # Each profile is a document's: equal counts, which take no look at the large rows, mean none is missing.
    if count(db, "SELECT count(*) FROM document") == count(db, "SELECT count(*) FROM profile"):
        return 0
    rows = fetch(
        db,
        """SELECT id, title, attributes FROM document
           WHERE id NOT IN (SELECT document_id FROM profile)""",
    )
    for document_id, title, attributes in rows:
        put(db, document_id, title=title, attributes=json.loads(attributes))
    return len(rows)


def _day(attributes: Mapping[str, str]) -> str | None:
    """Return the first date that begins as ISO 8601 does; a year or month stands for its first day."""
    for name in _DAYS:
        if match := _DAY.match(attributes.get(name, "")):
            return f"{match[1]}-{match[2] or '01'}-{match[3] or '01'}"
    return None
