"""What the relater said of each document's questions; see ``engine.judgements``.

Answers to questions that are not asked any more stay: an undone correction asks them again.
"""

from __future__ import annotations

import json

from apsw import Connection

from engine.judgements import Judgement, Judgements
from engine.records import Span
from engine.store.rows import fetch


def get(db: Connection, document_id: int, *, stamp: str) -> Judgements:
    """Return what the relater named by ``stamp`` said of a document; nothing where another one did."""
    rows = fetch(db, "SELECT judged FROM judgement WHERE document_id = ? AND stamp = ?", (document_id, stamp))
    if not rows:
        return {}
    return {
        key: tuple(
            Judgement(Span(start, end), predicate, Span(object_start, object_end), score)
            for start, end, predicate, object_start, object_end, score in found
        )
        for key, found in json.loads(rows[0][0]).items()
    }


def put(db: Connection, document_id: int, judged: Judgements, *, stamp: str) -> None:
    """Keep what was said of a document in place of what is there."""
    stored = {
        key: [
            (j.subject.start, j.subject.end, j.predicate, j.object.start, j.object.end, j.score)
            for j in found
        ]
        for key, found in sorted(judged.items())
    }
    db.execute(
        "INSERT OR REPLACE INTO judgement (document_id, stamp, judged) VALUES (?, ?, ?)",
        (document_id, stamp, json.dumps(stored, ensure_ascii=False, separators=(",", ":"))),
    )
