"""Keeps entities, aliases and relations in step with the documents that support them.

An entity is known by label and key, and lives as long as a document mentions
it. Counts are kept by adding and taking away, so that the order in which
documents come and go never shows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from apsw import Connection

from engine.language.script import to_simplified
from engine.records import EntityRef, Relation, ResolvedMention
from engine.store.rows import as_json, count, fetch

CO_MENTION = "co_mention"
"""The one predicate without a direction."""


def alias_key(name: str) -> str:
    """Return a surface form without case, script and spacing, as aliases are looked up."""
    return " ".join(to_simplified(name).casefold().split())


def replace_knowledge(
    db: Connection,
    document_id: int,
    *,
    mentions: Sequence[ResolvedMention],
    relations: Sequence[Relation],
    stamp: str | None,
) -> None:
    """Let a document support exactly these mentions and relations.

    A relation between entities that the document does not mention is left out;
    of several alike the best counts. Without a ``stamp`` the document goes on
    waiting for knowledge that is up to date.
    """
    remove_knowledge(db, document_id)
    ids = _put_entities(db, mentions)
    _add_mentions(db, document_id, mentions, ids)
    _add_relations(db, document_id, relations, ids)
    _refresh(db, ids.values())
    db.execute("UPDATE document SET knowledge_stamp = ? WHERE id = ?", (stamp, document_id))


def remove_knowledge(db: Connection, document_id: int) -> None:
    """Take away all that a document supports; entities that nothing mentions any more go."""
    db.execute("DELETE FROM relation WHERE document_id = ?", (document_id,))
    counted = fetch(
        db,
        "SELECT entity_id, name, count(*) FROM mention WHERE document_id = ? GROUP BY entity_id, name",
        (document_id,),
    )
    db.execute("DELETE FROM mention WHERE document_id = ?", (document_id,))
    db.executemany(
        "UPDATE alias SET n_mentions = n_mentions - ?3 WHERE entity_id = ?1 AND name = ?2", counted
    )
    db.executemany("DELETE FROM alias WHERE entity_id = ?1 AND name = ?2 AND n_mentions = 0", _pairs(counted))
    _count_documents(db, counted, by=-1)
    _refresh(db, map(itemgetter(0), counted))
    db.execute("UPDATE document SET knowledge_stamp = NULL WHERE id = ?", (document_id,))


def let_wait(db: Connection, document_ids: Iterable[int]) -> None:
    """Let documents wait to be understood again; what they support stays until then."""
    db.execute(
        "UPDATE document SET knowledge_stamp = NULL WHERE id IN (SELECT value FROM json_each(?))",
        (as_json(document_ids),),
    )


def _put_entities(db: Connection, mentions: Iterable[ResolvedMention]) -> dict[EntityRef, int]:
    """Return the row id of each entity mentioned; new ones get their name by ``_refresh``."""
    refs = sorted({EntityRef(m.mention.label, m.key) for m in mentions}, key=lambda ref: (ref.label, ref.key))
    for ref in refs:
        db.execute(
            """INSERT INTO entity (label, key, name, total_mentions, total_documents) VALUES (?, ?, '', 0, 0)
               ON CONFLICT DO NOTHING""",
            (ref.label, ref.key),
        )
    find = "SELECT id FROM entity WHERE label = ? AND key = ?"
    return {ref: count(db, find, (ref.label, ref.key)) for ref in refs}


def _add_mentions(
    db: Connection, document_id: int, mentions: Sequence[ResolvedMention], ids: dict[EntityRef, int]
) -> None:
    passages = fetch(db, "SELECT start, id FROM passage WHERE document_id = ? ORDER BY start", (document_id,))
    starts = [start for start, _ in passages]
    rows = []
    for resolved in mentions:
        mention = resolved.mention
        entity_id = ids[EntityRef(mention.label, resolved.key)]
        passage_id = passages[max(bisect_right(starts, mention.start) - 1, 0)][1]
        rows.append(
            (
                document_id,
                passage_id,
                entity_id,
                resolved.name,
                mention.start,
                mention.end,
                mention.score,
                mention.source,
            )
        )
    db.executemany(
        """INSERT INTO mention (document_id, passage_id, entity_id, name, start, "end", score, source)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        rows,
    )
    counted = [(*pair, n) for pair, n in Counter((row[2], row[3]) for row in rows).items()]
    db.executemany(
        """INSERT INTO alias (entity_id, name, key, n_mentions) VALUES (?1, ?2, ?4, ?3)
           ON CONFLICT DO UPDATE SET n_mentions = n_mentions + excluded.n_mentions""",
        [(entity_id, name, n, alias_key(name)) for entity_id, name, n in counted],
    )
    _count_documents(db, counted, by=1)


def _add_relations(
    db: Connection, document_id: int, relations: Iterable[Relation], ids: dict[EntityRef, int]
) -> None:
    rows = []
    for relation in relations:
        ends = (relation.subject, relation.object)
        if relation.predicate == CO_MENTION:
            ends = (min(ends, key=_order), max(ends, key=_order))
        if ends[0] in ids and ends[1] in ids:
            row = (ids[ends[0]], relation.predicate, ids[ends[1]])
            rows.append((document_id, *row, relation.score, relation.start, relation.end))
    rows.sort(key=lambda row: (-row[4], row[5], row[6]))
    db.executemany(
        """INSERT INTO relation (document_id, subject_id, predicate, object_id, score, start, "end")
           VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
        rows,
    )


def _count_documents(db: Connection, counted: Iterable[tuple[Any, ...]], *, by: int) -> None:
    entity_ids = {entity_id for entity_id, _, _ in counted}
    db.executemany(
        "UPDATE entity SET total_documents = total_documents + ? WHERE id = ?",
        [(by, id_) for id_ in entity_ids],
    )


def _refresh(db: Connection, entity_ids: Iterable[int]) -> None:
    """Bring name and count of entities in step with their aliases; without one they go."""
    ids = as_json(set(entity_ids))
    db.execute(
        """UPDATE entity SET
               total_mentions = (SELECT total(n_mentions) FROM alias WHERE entity_id = entity.id),
               name = coalesce((SELECT name FROM alias WHERE entity_id = entity.id
                                ORDER BY n_mentions DESC, name LIMIT 1), '')
           WHERE id IN (SELECT value FROM json_each(?))""",
        (ids,),
    )
    db.execute(
        "DELETE FROM entity WHERE total_mentions = 0 AND id IN (SELECT value FROM json_each(?))", (ids,)
    )


def _pairs(counted: Iterable[tuple[Any, ...]]) -> list[tuple[int, str]]:
    return [(entity_id, name) for entity_id, name, _ in counted]


def _order(ref: EntityRef) -> tuple[str, str]:
    return ref.label, ref.key
