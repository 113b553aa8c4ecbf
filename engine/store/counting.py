"""Counts of files by what could narrow them down; each a pair of a value and how many files have it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from apsw import Connection

from engine.store.filters import ENDING, PLACE
from engine.store.rows import fetch
from engine.store.scope import DAY, Ids, id_array

Counts = list[tuple[str, int]]

_FILES = """carray(?) AS wanted CROSS JOIN file ON file.id = wanted.value
            LEFT JOIN profile ON profile.document_id = file.document_id"""
_KEYS = {
    "ending": ENDING,
    "place": PLACE,
    "year": f"substr({DAY}, 1, 4)",
    "language": "profile.language",
}
# Which entities each document of the files has, and how many of the files are of it.
_PAIRS = """WITH held AS MATERIALIZED (
                SELECT document_id, count(*) AS n_files FROM carray(?1) AS wanted
                CROSS JOIN file ON file.id = wanted.value WHERE document_id IS NOT NULL GROUP BY document_id
            ),
            pair AS MATERIALIZED (
                SELECT DISTINCT held.document_id, n_files, entity_id
                FROM held CROSS JOIN mention ON mention.document_id = held.document_id
                WHERE entity_id IS NOT NULL
            )"""


def count_by(db: Connection, file_ids: Ids, key: str) -> Counts:
    """Count by ``"ending"``, ``"place"``, ``"year"`` or ``"language"``, most files first."""
    rows = fetch(
        db,
        f"SELECT {_KEYS[key]} AS held, count(*) AS n FROM {_FILES} GROUP BY held ORDER BY n DESC, held",
        (id_array(file_ids),),
    )
    return [(value, n) for value, n in rows if value]


def count_labels(db: Connection, file_ids: Ids) -> Counts:
    """Count files by the labels of what they mention."""
    return [
        (label, n)
        for label, n in fetch(
            db,
            f"""{_PAIRS} SELECT label, sum(n_files) AS n FROM (
                    SELECT DISTINCT document_id, n_files, label FROM pair JOIN entity ON entity.id = entity_id
                ) GROUP BY label ORDER BY n DESC, label""",
            (id_array(file_ids),),
        )
    ]


def top_entities(db: Connection, file_ids: Ids, *, without_label: str, limit: int) -> list[tuple[str, str]]:
    """Return name and label of the entities in most files."""
    rows = fetch(
        db,
        f"""{_PAIRS} SELECT name, label FROM (
                SELECT entity_id, sum(n_files) AS n FROM pair GROUP BY entity_id ORDER BY n DESC LIMIT ?2
            ) JOIN entity ON entity.id = entity_id WHERE label <> ?3 ORDER BY n DESC, name LIMIT ?4""",
        (id_array(file_ids), 4 * limit, without_label, limit),
    )
    return [(name, label) for name, label in rows]


def count_mentioning(db: Connection, file_ids: Ids, groups: Sequence[Sequence[int]]) -> list[int]:
    """Return for each group of entities how many files mention any of them."""
    members = [[at, entity_id] for at, group in enumerate(groups) for entity_id in group]
    rows = fetch(
        db,
        f"""{_PAIRS} SELECT at, sum(n_files) FROM (
                SELECT DISTINCT value ->> 0 AS at, document_id, n_files
                FROM json_each(?2) JOIN pair ON entity_id = value ->> 1
            ) GROUP BY at""",
        (id_array(file_ids), json.dumps(members)),
    )
    counted = dict(rows)
    return [counted.get(at, 0) for at in range(len(groups))]
