"""Rows of a query as plain typed values, where apsw only knows ``SQLiteValue``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from apsw import Connection

Values = Sequence[Any] | Mapping[str, Any]


def fetch(db: Connection, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
    """Return all rows."""
    return db.execute(sql, values).fetchall()


def fetch_ids(db: Connection, sql: str, values: Values = ()) -> list[int]:
    """Return the first column of all rows."""
    return [row[0] for row in fetch(db, sql, values)]


def fetch_id(db: Connection, sql: str, values: Values = ()) -> int | None:
    """Return the one value asked for, None where there is no row or it is NULL."""
    found: Any = db.execute(sql, values).get
    return None if found is None else int(found)


def count(db: Connection, sql: str, values: Values = ()) -> int:
    """Return the one number asked for."""
    return fetch_id(db, sql, values) or 0


def as_json(values: Iterable[int] | Iterable[str]) -> str:
    """Return ids or texts as SQL takes them: ``IN (SELECT value FROM json_each(?))``."""
    return json.dumps(list(values))
