"""Graphs that were imported from files: kept beside what was found, listed and removed as wholes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from apsw import Connection

from engine.carried import CarriedEntity, CarriedEvidence, CarriedRelation, ImportedGraph, ImportedRelation
from engine.errors import ImportUnknown
from engine.store.rows import as_json, fetch, fetch_id

_ENTITY = "label, key, name, aliases, total_mentions, total_documents"
_ENDS = ", ".join(f"{end}.{column}" for end in ("subject", "object") for column in _ENTITY.split(", "))


def insert(
    db: Connection,
    *,
    name: str,
    content_hash: str,
    imported_ms: int,
    entities: Iterable[CarriedEntity],
    relations: Iterable[CarriedRelation],
) -> tuple[int, int]:
    """Keep a graph; one of the same bytes is replaced. Return how many entities and relations it has.

    Both are consumed once, all of the entities first. Entities alike are one with all the names;
    relations alike add up.
    """
    db.execute("DELETE FROM imported_graph WHERE content_hash = ?", (content_hash,))
    db.execute(
        "INSERT INTO imported_graph (name, content_hash, imported_ms) VALUES (?, ?, ?)",
        (name, content_hash, imported_ms),
    )
    graph_id = db.last_insert_rowid()
    db.executemany(
        f"""INSERT INTO imported_entity (graph_id, {_ENTITY}) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET aliases = (
                SELECT json_group_array(value) FROM (
                    SELECT value FROM json_each(imported_entity.aliases)
                    UNION SELECT excluded.name UNION SELECT value FROM json_each(excluded.aliases)
                ) WHERE value <> imported_entity.name)""",
        ((graph_id, *_entity_row(entity)) for entity in entities),
    )
    db.executemany(
        """INSERT INTO imported_relation (graph_id, subject_id, predicate, object_id, weight,
                                          total_documents, first_date, last_date, evidence)
           SELECT ?1, subject.id, ?2, object.id, ?3, ?4, ?5, ?6, ?7
           FROM imported_entity AS subject JOIN imported_entity AS object
           WHERE subject.label = ?8 AND subject.key = ?9 AND subject.graph_id = ?1
             AND object.label = ?10 AND object.key = ?11 AND object.graph_id = ?1
           ON CONFLICT DO UPDATE SET weight = weight + excluded.weight, evidence = (
               SELECT json_group_array(json(value)) FROM (
                   SELECT value FROM json_each(imported_relation.evidence)
                   UNION ALL SELECT value FROM json_each(excluded.evidence)))""",
        ((graph_id, *_relation_row(relation)) for relation in relations),
    )
    (counted,) = fetch(db, f"SELECT {_COUNTS} FROM imported_graph AS graph WHERE id = ?", (graph_id,))
    return counted[0], counted[1]


_COUNTS = """(SELECT count(*) FROM imported_entity WHERE graph_id = graph.id),
             (SELECT count(*) FROM imported_relation WHERE graph_id = graph.id)"""


def graphs(db: Connection) -> tuple[ImportedGraph, ...]:
    """Return the imported graphs, oldest first."""
    rows = fetch(db, f"SELECT id, name, imported_ms, {_COUNTS} FROM imported_graph AS graph ORDER BY id")
    return tuple(
        ImportedGraph(graph_id=id_, name=name, imported_ms=ms, n_entities=entities, n_relations=relations)
        for id_, name, ms, entities, relations in rows
    )


def remove(db: Connection, graph_id: int) -> None:
    """Forget an imported graph.

    Raises:
        ImportUnknown: There is none of this id (any more).
    """
    if fetch_id(db, "SELECT id FROM imported_graph WHERE id = ?", (graph_id,)) is None:
        raise ImportUnknown(graph_id=graph_id)
    db.execute("DELETE FROM imported_graph WHERE id = ?", (graph_id,))


def entity_rows(db: Connection) -> Iterator[tuple[int, CarriedEntity]]:
    """Yield every imported entity with its row id, by label and key; one a graph."""
    for row in db.execute(f"SELECT id, {_ENTITY} FROM imported_entity ORDER BY label, key, graph_id"):
        id_, *rest = row
        yield int(str(id_)), _entity(rest)


def relations_of(db: Connection, row_ids: Sequence[int]) -> list[CarriedRelation]:
    """Return all relations that have one of these imported entities at either end, oldest graph first."""
    return [said.relation for said in _relations(db, as_json(row_ids))]


def said_of(db: Connection, label: str, key: str) -> tuple[ImportedRelation, ...]:
    """Return what imported graphs state of an entity."""
    rows = fetch(db, "SELECT id FROM imported_entity WHERE label = ? AND key = ?", (label, key))
    return tuple(_relations(db, as_json(row_id for (row_id,) in rows)))


def _relations(db: Connection, row_ids: str) -> Iterator[ImportedRelation]:
    rows = fetch(
        db,
        f"""WITH wanted AS MATERIALIZED (SELECT value AS id FROM json_each(?))
            SELECT graph.name, predicate, weight, relation.total_documents, first_date, last_date, evidence,
                   {_ENDS}
            FROM imported_relation AS relation JOIN imported_graph AS graph ON graph.id = relation.graph_id
            JOIN imported_entity AS subject ON subject.id = subject_id
            JOIN imported_entity AS object ON object.id = object_id
            WHERE relation.id IN (
                SELECT r.id FROM wanted CROSS JOIN imported_relation AS r ON r.subject_id = wanted.id
                UNION SELECT r.id FROM wanted CROSS JOIN imported_relation AS r ON r.object_id = wanted.id
            ) ORDER BY relation.id""",
        (row_ids,),
    )
    for name, predicate, weight, n_documents, first, last, evidence, *ends in rows:
        yield ImportedRelation(
            source=name,
            relation=CarriedRelation(
                subject=_entity(ends[:6]), predicate=predicate, object=_entity(ends[6:]), weight=weight,
                n_documents=n_documents, first_date=first, last_date=last,
                evidence=tuple(CarriedEvidence(**piece) for piece in json.loads(evidence)),
            ),
        )  # fmt: skip


def _entity(row: Sequence[Any]) -> CarriedEntity:
    label, key, name, aliases, n_mentions, n_documents = row
    return CarriedEntity(
        label=label, key=key, name=name, aliases=tuple(json.loads(aliases)), n_mentions=n_mentions,
        n_documents=n_documents,
    )  # fmt: skip


def _entity_row(entity: CarriedEntity) -> tuple[Any, ...]:
    aliases = json.dumps(entity.aliases, ensure_ascii=False)
    return entity.label, entity.key, entity.name, aliases, entity.n_mentions, entity.n_documents


def _relation_row(relation: CarriedRelation) -> tuple[Any, ...]:
    evidence = json.dumps([piece.as_object() for piece in relation.evidence], ensure_ascii=False)
    return (
        relation.predicate, relation.weight, relation.n_documents, relation.first_date, relation.last_date,
        evidence, relation.subject.label, relation.subject.key, relation.object.label, relation.object.key,
    )  # fmt: skip
