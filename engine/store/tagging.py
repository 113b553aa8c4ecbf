"""What the tagger found in each document, as it found it: nothing resolved, nothing corrected.

Kept so that a correction, its undoing or a new gazetteer costs no run of the model.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from apsw import Connection

from engine.records import Mention
from engine.store.rows import fetch


@dataclass(frozen=True, slots=True)
class Tagging:
    """The mentions of one document; ``stamp`` names the tagger that found them."""

    stamp: str
    mentions: tuple[Mention, ...]


def get(db: Connection, document_id: int) -> Tagging | None:
    """Return what a tagger, perhaps an older one, found in the document; None when none has looked."""
    rows = fetch(db, "SELECT stamp, mentions FROM tagging WHERE document_id = ?", (document_id,))
    if not rows:
        return None
    found = tuple(
        Mention(start=start, end=end, label=label, score=score, source=source)
        for start, end, label, score, source in json.loads(rows[0][1])
    )
    return Tagging(stamp=rows[0][0], mentions=found)


def put(db: Connection, document_id: int, found: Tagging) -> None:
    """Keep what the tagger found in place of what was found before."""
    rows = [(m.start, m.end, m.label, m.score, m.source) for m in found.mentions]
    db.execute(
        "INSERT OR REPLACE INTO tagging (document_id, stamp, mentions) VALUES (?, ?, ?)",
        (document_id, found.stamp, json.dumps(rows, ensure_ascii=False, separators=(",", ":"))),
    )
