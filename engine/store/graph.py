"""Asks the graph: entities, their dossiers, what joins them, where they stand.

Weights of relations add up over documents; evidence is the best single span.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

from apsw import Connection

from engine.errors import EntityUnknown
from engine.language.sentences import sentences
from engine.neighbours import EVERYTHING, GraphFilter
from engine.records import (
    CO_MENTION,
    EntityBrief,
    EntityRef,
    EntityRelation,
    EntityRow,
    EntityView,
    Evidence,
    Span,
)
from engine.store import documents, edges
from engine.store.graph_write import alias_key, remove_knowledge, replace_knowledge
from engine.store.rows import as_json, fetch, fetch_id, fetch_ids

__all__ = [
    "entity_briefs",
    "entity_ids",
    "entity_ref",
    "entity_rows",
    "entity_rows_of",
    "entity_view",
    "evidence_between",
    "find_by_key",
    "find_by_keys",
    "labels",
    "quotes",
    "remove_knowledge",
    "replace_knowledge",
    "waiting_documents",
]

_MAX_RELATIONS = 200

# What is joined is seen from one entity: ?1. CO_MENTION has no direction.
_SEEN = f"""
    SELECT relation.id, document_id, predicate, score, start, "end",
           CASE WHEN subject_id = ?1 THEN object_id ELSE subject_id END AS other_id,
           CASE WHEN predicate = '{CO_MENTION}' THEN 'both' WHEN subject_id = ?1 THEN 'out' ELSE 'in' END
               AS direction
    FROM relation WHERE (subject_id = ?1 OR object_id = ?1) AND subject_id <> object_id
"""


def waiting_documents(db: Connection, *, stamp: str, limit: int) -> list[int]:
    """Return documents whose knowledge is missing or was made otherwise, longest known first."""
    return fetch_ids(
        db,
        """SELECT id FROM document WHERE knowledge_stamp IS NULL
           UNION ALL SELECT id FROM document WHERE knowledge_stamp < ?1 OR knowledge_stamp > ?1 LIMIT ?2""",
        (stamp, limit),
    )


def entity_rows(
    db: Connection, *, prefix: str = "", label: str | None = None, limit: int = 200
) -> tuple[EntityRow, ...]:
    """List entities, most mentioned first; ``prefix`` begins any of their aliases."""
    condition, values = _listed(prefix, label)
    rows = fetch(
        db,
        f"""SELECT id, name, label, total_mentions, total_documents FROM entity WHERE {condition}
            ORDER BY total_mentions DESC, name, label LIMIT :limit""",
        values | {"limit": limit},
    )
    return tuple(
        EntityRow(entity_id=id_, name=name, label=label_, n_mentions=n_mentions, n_documents=n_documents)
        for id_, name, label_, n_mentions, n_documents in rows
    )


def entity_ids(db: Connection, *, prefix: str = "", label: str | None = None) -> list[int]:
    """Return all that ``entity_rows`` would list, by id."""
    condition, values = _listed(prefix, label)
    return fetch_ids(db, f"SELECT id FROM entity WHERE {condition} ORDER BY id", values)


def entity_rows_of(db: Connection, ids: Sequence[int]) -> tuple[EntityRow, ...]:
    """List these entities in the order given, those that are there."""
    rows = fetch(
        db,
        """SELECT entity.id, name, label, total_mentions, total_documents
           FROM json_each(?) AS asked CROSS JOIN entity ON entity.id = asked.value ORDER BY asked.key""",
        (as_json(ids),),
    )
    return tuple(
        EntityRow(entity_id=id_, name=name, label=label, n_mentions=n_mentions, n_documents=n_documents)
        for id_, name, label, n_mentions, n_documents in rows
    )


def _listed(prefix: str, label: str | None) -> tuple[str, dict[str, Any]]:
    begin = alias_key(prefix)
    parts = ["label = :label"] if label else []
    if begin:
        parts.append("id IN (SELECT entity_id FROM alias WHERE key >= :begin AND key < :beyond)")
    values = {"label": label, "begin": begin, "beyond": begin + "\U0010ffff"}
    return " AND ".join(parts) or "TRUE", values


def entity_briefs(db: Connection, ids: Iterable[int]) -> dict[int, EntityBrief]:
    """Return what a graph shows of each entity that is there."""
    rows = fetch(
        db,
        "SELECT id, name, label, total_mentions FROM entity WHERE id IN (SELECT value FROM json_each(?))",
        (as_json(ids),),
    )
    return {
        entity_id: EntityBrief(entity_id=entity_id, name=name, label=label, n_mentions=n_mentions)
        for entity_id, name, label, n_mentions in rows
    }


def entity_ref(db: Connection, entity_id: int) -> EntityRef | None:
    """Return what an entity is known by, None when it is not there (any more)."""
    rows = fetch(db, "SELECT label, key FROM entity WHERE id = ?", (entity_id,))
    return EntityRef(*rows[0]) if rows else None


def labels(db: Connection) -> list[str]:
    """Return the labels that any entity has, by name."""
    rows = fetch(
        db,
        """WITH RECURSIVE known (label) AS (
               SELECT min(label) FROM entity
               UNION ALL SELECT (SELECT min(label) FROM entity WHERE label > known.label)
               FROM known WHERE known.label IS NOT NULL
           ) SELECT label FROM known WHERE label IS NOT NULL""",
    )
    return [label for (label,) in rows]


def find_by_key(db: Connection, key: str, *, label: str | None = None) -> list[int]:
    """Return the entities that go by a normalised key, most mentioned first.

    It is the key of the entity, or of one of its surface forms.
    """
    return fetch_ids(
        db,
        """SELECT id FROM entity
           WHERE (?2 IS NULL OR label = ?2)
             AND id IN (SELECT entity_id FROM form WHERE key = ?1
                        UNION SELECT entity_id FROM alias WHERE key = ?1)
           ORDER BY key <> ?1, total_mentions DESC, label""",
        (key, label),
    )


def find_by_keys(db: Connection, keys: Sequence[str]) -> dict[str, set[int]]:
    """Return the entities that go by each of many keys, for those that any entity goes by."""
    found: dict[str, set[int]] = {}
    rows = fetch(
        db,
        """WITH wanted AS MATERIALIZED (SELECT value AS key FROM json_each(?))
           SELECT wanted.key, entity_id FROM wanted CROSS JOIN form USING (key) WHERE entity_id IS NOT NULL
           UNION SELECT wanted.key, entity_id FROM wanted CROSS JOIN alias USING (key)
           WHERE entity_id IS NOT NULL""",
        (json.dumps(list(keys)),),
    )
    for key, entity_id in rows:
        found.setdefault(key, set()).add(entity_id)
    return found


def entity_view(db: Connection, entity_id: int, *, n_mentions: int = 100) -> EntityView:
    """Return an entity's dossier: names, a page of mentions, its best relations.

    Raises:
        EntityUnknown: There is no such entity (any more).
    """
    rows = fetch(
        db, "SELECT name, label, total_mentions, total_documents FROM entity WHERE id = ?", (entity_id,)
    )
    if not rows:
        raise EntityUnknown(name=str(entity_id), near=[])
    name, label, n_in_all, n_documents = rows[0]
    aliases = fetch(
        db,
        "SELECT name FROM alias WHERE entity_id = ? GROUP BY name ORDER BY sum(n_mentions) DESC, name",
        (entity_id,),
    )
    places = fetch(
        db,
        """SELECT mention.document_id, mention.start, mention."end", passage.start, passage."end"
           FROM mention JOIN passage ON passage.id = passage_id WHERE entity_id = ?
           ORDER BY mention.document_id, mention.start LIMIT ?""",
        (entity_id, n_mentions),
    )
    return EntityView(
        entity_id=entity_id,
        name=name,
        label=label,
        aliases=tuple(alias for (alias,) in aliases),
        n_mentions=n_in_all,
        n_documents=n_documents,
        mentions=quotes(db, places),
        relations=_relations(db, entity_id),
    )


def evidence_between(
    db: Connection, entity_id: int, other_id: int, *, limit: int = 50, filter: GraphFilter = EVERYTHING
) -> tuple[EntityRelation, ...]:
    """Return what joins two entities, one record a document and predicate, typed before co_mention."""
    holds, values = edges.conditions(filter)
    rows = fetch(
        db,
        f"""SELECT predicate,
                   CASE WHEN predicate = '{CO_MENTION}' THEN 'both' WHEN subject_id = :one THEN 'out'
                        ELSE 'in' END,
                   :other, name, label, max(score), 1, document_id, start, "end"
            FROM relation JOIN entity ON entity.id = :other
            WHERE (subject_id = :one AND object_id = :other OR subject_id = :other AND object_id = :one)
              AND {holds}
            GROUP BY document_id, predicate, 2
            ORDER BY predicate = '{CO_MENTION}', max(score) DESC, predicate, document_id LIMIT :limit""",
        values | {"one": entity_id, "other": other_id, "limit": limit},
    )
    return _entity_relations(db, rows)


def quotes(
    db: Connection, rows: Sequence[tuple[Any, ...]], *, are_sentences: bool = False
) -> tuple[Evidence, ...]:
    """Return mentions with the sentences they stand in, as far as their passages hold them.

    Each row is ``(document_id, start, end, start of its passage, end of its passage)``; with
    ``are_sentences`` the passages are sentences already.
    """
    found = _evidence(db, _spans(row[:3] for row in rows))
    passages = documents.passage_texts(
        db, [(document_id, start, end) for document_id, _, _, start, end in rows]
    )
    cut = {} if are_sentences else {passage: sentences(passage) for passage in set(passages)}
    dressed = []
    for evidence, row, passage in zip(found, rows, passages, strict=True):
        start, end = evidence.start - row[3], evidence.end - row[3]
        whole = [Span(0, len(passage))] if are_sentences else cut[passage]
        around = [span for span in whole if span.start < end and start < span.end]
        before = passage[around[0].start : start] if around else ""
        after = passage[end : around[-1].end] if around else ""
        dressed.append(replace(evidence, before=before.lstrip(), after=after.rstrip()))
    return tuple(dressed)


def _relations(db: Connection, entity_id: int) -> tuple[EntityRelation, ...]:
    # max() picks the row that the other bare columns come from: the best evidence.
    rows = fetch(
        db,
        f"""SELECT predicate, direction, other_id, name, label,
                   CASE predicate WHEN '{CO_MENTION}' THEN total(score) ELSE max(score) END AS strength,
                   count(*) AS n_documents, document_id, start, "end", max(score)
            FROM ({_SEEN}) JOIN entity ON entity.id = other_id
            GROUP BY predicate, direction, other_id
            ORDER BY predicate = '{CO_MENTION}',
                     CASE predicate WHEN '{CO_MENTION}' THEN total(score) ELSE count(*) END DESC,
                     strength DESC, predicate, name
            LIMIT {_MAX_RELATIONS}""",
        (entity_id,),
    )
    return _entity_relations(db, [row[:-1] for row in rows])


def _entity_relations(db: Connection, rows: Sequence[tuple[Any, ...]]) -> tuple[EntityRelation, ...]:
    evidence = _evidence(db, _spans([row[7:10] for row in rows]))
    directions: dict[str, Literal["out", "in", "both"]] = {"out": "out", "in": "in", "both": "both"}
    return tuple(
        EntityRelation(
            predicate=predicate, direction=directions[direction], other_id=other_id, other=other,
            other_label=other_label, score=score, n_documents=n_documents, evidence=piece,
        )
        for (predicate, direction, other_id, other, other_label, score, n_documents, *_), piece
        in zip(rows, evidence, strict=True)
    )  # fmt: skip


def _evidence(db: Connection, spans: Sequence[tuple[int, int, int]]) -> tuple[Evidence, ...]:
    """Return the text and place of each ``(document_id, start, end)``."""
    places = documents.places(db, {document_id for document_id, _, _ in spans})
    texts = documents.passage_texts(db, spans)
    return tuple(
        Evidence(
            document_id=document_id,
            path=places[document_id].path,
            title=documents.shown_title(places[document_id].title, places[document_id].path),
            page=_page(db, document_id, start),
            start=start,
            end=end,
            text=text,
        )
        for (document_id, start, end), text in zip(spans, texts, strict=True)
    )


def _spans(rows: Iterable[tuple[Any, ...]]) -> list[tuple[int, int, int]]:
    return [(document_id, start, end) for document_id, start, end in rows]


def _page(db: Connection, document_id: int, start: int) -> int | None:
    return fetch_id(
        db,
        "SELECT page FROM passage WHERE document_id = ? AND start <= ? ORDER BY ordinal DESC LIMIT 1",
        (document_id, start),
    )
