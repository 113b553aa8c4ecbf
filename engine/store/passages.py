"""Draws passages from the whole library, the same ones for the same seed."""

from __future__ import annotations

import random

from apsw import Connection

from engine.store import documents
from engine.store.rows import as_json, fetch, fetch_ids


def sample_texts(db: Connection, n: int, *, seed: int) -> list[str]:
    """Return the texts of at most ``n`` passages, in reading order; all of them where there are fewer."""
    ids = fetch_ids(db, "SELECT id FROM passage ORDER BY document_id, ordinal")
    drawn = random.Random(seed).sample(ids, n) if len(ids) > n else ids
    rows = fetch(
        db,
        """SELECT document_id, start, "end" FROM passage WHERE id IN (SELECT value FROM json_each(?))
           ORDER BY document_id, ordinal""",
        (as_json(drawn),),
    )
    return documents.passage_texts(db, [(row[0], row[1], row[2]) for row in rows])
