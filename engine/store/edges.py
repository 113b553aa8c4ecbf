"""The graph's edges: relations of two entities added up over documents, under a filter.

The filter holds while relations are read. Ends that are no entity (any more), and relations of an
entity with itself, are left out; a co-mention has no direction, so its ends come in order of id.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from apsw import Connection

from engine.neighbours import EVERYTHING, GraphFilter
from engine.records import CO_MENTION
from engine.store.dates import date_of
from engine.store.rows import as_json, count, fetch


class Edge(NamedTuple):
    """What documents together say of two entities with one predicate.

    ``total`` is the sum of scores, for ``co_mention`` the number of sentences; ``n_subject`` and
    ``n_object`` are the mentions of its ends in the library.
    """

    subject_id: int
    predicate: str
    object_id: int
    total: float
    n_documents: int
    n_subject: int
    n_object: int


_WANTED = "wanted AS MATERIALIZED (SELECT value AS id FROM json_each(:wanted))"
_TOUCHING = """
    SELECT relation.* FROM wanted CROSS JOIN relation ON subject_id = wanted.id
    UNION ALL
    SELECT relation.* FROM wanted CROSS JOIN relation ON object_id = wanted.id
    WHERE subject_id NOT IN (SELECT id FROM wanted)
"""
# The plus keeps the planner from one probe for each two of them.
_WITHIN = """
    SELECT relation.* FROM wanted CROSS JOIN relation ON subject_id = wanted.id
    WHERE +object_id IN (SELECT id FROM wanted)
"""
_ENDS = f"""
    CASE WHEN predicate = '{CO_MENTION}' THEN min(subject_id, object_id) ELSE subject_id END AS source,
    predicate,
    CASE WHEN predicate = '{CO_MENTION}' THEN max(subject_id, object_id) ELSE object_id END AS target
"""
_IS_OF_LABEL = (
    """({end}.label IN (SELECT value FROM json_each(:labels)) OR {end}.id IN (SELECT id FROM wanted))"""
)
_IS_PREDICATE = "predicate IN (SELECT value FROM json_each(:predicates))"
_IS_IN_FOLDER = r"""
    EXISTS (SELECT 1 FROM file WHERE file.document_id = relation.document_id
            AND (path = :folder OR substr(path, 1, length(:folder) + 1) IN (:folder || '/', :folder || '\')))
"""


def edges_touching(
    db: Connection, entity_ids: Sequence[int], *, filter: GraphFilter = EVERYTHING
) -> list[Edge]:
    """Return the edges of some entities."""
    return _edges(db, _TOUCHING, filter, asked_for=entity_ids)


def edges_within(
    db: Connection, entity_ids: Sequence[int], *, filter: GraphFilter = EVERYTHING
) -> list[Edge]:
    """Return the edges between some entities."""
    return _edges(db, _WITHIN, filter, asked_for=entity_ids)


def every_edge(
    db: Connection, *, filter: GraphFilter = EVERYTHING, asked_for: Sequence[int] = ()
) -> list[Edge]:
    """Return all edges; the entities that are asked for may have any label."""
    return _edges(db, "SELECT * FROM relation", filter, asked_for=asked_for)


def n_mentions(db: Connection) -> int:
    """Return how many mentions the entities of the library have."""
    return count(db, "SELECT total(total_mentions) FROM entity")


def stamp(db: Connection) -> tuple[Any, ...]:
    """Return a value that is another one after the edges changed, whatever changed them.

    Read off the rows, not counted by whoever writes; one pass over them.
    """
    (row,) = fetch(
        db,
        """SELECT count(*), total(id), total(subject_id * 31 + object_id), total(score), total(document_id)
           FROM relation""",
    )
    (names,) = fetch(db, "SELECT count(*), total(id), total(total_mentions * (1 + id % 61)) FROM entity")
    return (*row, *names)


def data_version(db: Connection) -> int:
    """Return a number that only compares with this connection's own: another one after any other wrote."""
    return count(db, "PRAGMA data_version")


def conditions(filter: GraphFilter) -> tuple[str, dict[str, Any]]:
    """Return what the filter asks of one row of ``relation``, labels and number of documents aside."""
    date = date_of("relation.document_id")
    parts: list[tuple[object, str, str, Any]] = [
        (filter.predicates, _IS_PREDICATE, "predicates", as_json(filter.predicates)),
        (filter.is_typed_only, "predicate <> :untyped", "untyped", CO_MENTION),
        (filter.min_score, f"(score >= :score OR predicate = '{CO_MENTION}')", "score", filter.min_score),
        (filter.since, f"{date} >= :since", "since", filter.since),
        (filter.until, f"{date} < :until", "until", f"{filter.until}~"),  # after all that begins so
        (filter.folder, _IS_IN_FOLDER, "folder", filter.folder.rstrip("/\\")),
    ]
    asked = [part[1:] for part in parts if part[0]]
    return (
        " AND ".join(["subject_id <> object_id", *(sql for sql, _, _ in asked)]),
        {name: value for _, name, value in asked},
    )


def _edges(db: Connection, rows: str, filter: GraphFilter, *, asked_for: Sequence[int]) -> list[Edge]:
    holds, values = conditions(filter)
    values |= {"wanted": as_json(asked_for), "min_documents": filter.min_documents}
    is_of_label = "TRUE"
    if filter.labels:
        is_of_label = " AND ".join(_IS_OF_LABEL.format(end=end) for end in ("subject", "object"))
        values["labels"] = as_json(filter.labels)
    found = fetch(
        db,
        f"""WITH {_WANTED},
            edge AS (SELECT {_ENDS}, total(score) AS total, count(DISTINCT document_id) AS n_documents
                     FROM ({rows}) AS relation WHERE {holds} GROUP BY source, predicate, target
                     HAVING n_documents >= :min_documents)
            SELECT source, predicate, target, total, n_documents,
                   subject.total_mentions, object.total_mentions
            FROM edge CROSS JOIN entity AS subject ON subject.id = source
            CROSS JOIN entity AS object ON object.id = target WHERE {is_of_label}""",
        values,
    )
    return [Edge(*row) for row in found]
