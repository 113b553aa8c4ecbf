"""Which tagger this library uses, and which it used before: a list of names, the last one in use."""

from __future__ import annotations

import json
from typing import Final

from apsw import Connection

from engine.store.rows import fetch

_PROPERTY: Final = "taggers"
_MAX_KEPT: Final = 50


def taggers(db: Connection) -> tuple[str, ...]:
    """Return the names, oldest first; empty while the library never chose one."""
    rows = fetch(db, "SELECT value FROM property WHERE name = ?", (_PROPERTY,))
    return tuple(json.loads(rows[0][0])) if rows else ()


def set_taggers(db: Connection, names: tuple[str, ...]) -> None:
    """Keep ``names``; the last one is in use from now on."""
    value = json.dumps(list(names[-_MAX_KEPT:]), ensure_ascii=False)
    db.execute("INSERT OR REPLACE INTO property (name, value) VALUES (?, ?)", (_PROPERTY, value))
