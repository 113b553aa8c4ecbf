"""Puts the library file in order, a little at a time, while nothing else is to do.

What is deleted leaves gaps among the vectors and empty pages. (The full-text index
tidies itself: FTS5 merges a segment once a tenth of it is deleted.) Vectors move into
new cells where ``store.cells`` has opened some. Each ``step`` is
one short transaction, so that whoever wants to write next waits for a moment only.
"""

from __future__ import annotations

from apsw import Connection

from engine.store import cells, vectors
from engine.store.cells import LAYOUT, Layout
from engine.store.rows import count

_PAGES_A_STEP = 512
_SPARE_PAGES = 256
"""So many empty pages are kept: the next documents need them again."""


def is_due(db: Connection, *, layout: Layout = LAYOUT) -> bool:
    """Tell whether vectors have to move, or so much is empty that giving it back is worth the writing."""
    n_free = count(db, "PRAGMA freelist_count")
    if n_free > max(_SPARE_PAGES, count(db, "PRAGMA page_count") // 20):
        return True
    return vectors.encoder_of(db) is not None and (
        cells.is_due(db, layout=layout) or vectors.is_scattered(db)
    )


def step(db: Connection) -> bool:
    """Do a little of it; False when nothing is left to do."""
    if cells.move_some(db) or vectors.compact(db):
        return True
    if count(db, "PRAGMA freelist_count") <= _SPARE_PAGES:
        return False
    db.execute(f"PRAGMA incremental_vacuum({_PAGES_A_STEP})").fetchall()
    return True
