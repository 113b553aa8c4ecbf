"""What queries ask of a document besides its words, in one narrow row each.

Title, author and tags are folded as words are compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from apsw import Connection

from engine.store.dates import stated_date
from engine.store.rows import count, fetch
from engine.store.terms import fold

_BETWEEN_TAGS = re.compile(r"\s*[;；]\s*")


def put(db: Connection, document_id: int, *, title: str | None, attributes: Mapping[str, str]) -> None:
    """Keep the profile of a document that has none."""
    tags = [fold(tag) for tag in _BETWEEN_TAGS.split(attributes.get("tags", "")) if tag]
    db.execute(
        "INSERT INTO profile (document_id, language, date, title, author, tags) VALUES (?, ?, ?, ?, ?, ?)",
        (
            document_id,
            attributes.get("language", "")[:2].lower() or None,
            stated_date(attributes),
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
