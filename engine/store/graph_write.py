"""Keeps forms of names, their spellings and relations in step with the documents that support them.

A form is known by label and key, and lives as long as a document mentions it;
``engine.store.entities`` draws entities together from forms. Counts are kept by
adding and taking away, so that the order in which documents come and go never shows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from apsw import Connection

from engine.language.script import to_simplified
from engine.records import CO_MENTION, EntityRef, Relation, ResolvedMention
from engine.store import entities
from engine.store.rows import as_json, count, fetch


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

    A relation between names that the document does not mention is left out;
    of several alike the best counts. Without a ``stamp`` the document goes on
    waiting for knowledge that is up to date.
    """
    gone = _take_away(db, document_id)
    ids = _put_forms(db, mentions)
    _add_mentions(db, document_id, mentions, ids)
    _add_relations(db, document_id, relations, ids)
    counted = entities.resolve(db, gone | set(ids.values()))
    _count_document(db, document_id, by=1, but=counted)
    db.execute("UPDATE document SET knowledge_stamp = ? WHERE id = ?", (stamp, document_id))


def remove_knowledge(db: Connection, document_id: int) -> None:
    """Take away all that a document supports; entities that nothing mentions any more go."""
    entities.resolve(db, _take_away(db, document_id))
    db.execute("UPDATE document SET knowledge_stamp = NULL WHERE id = ?", (document_id,))


def _take_away(db: Connection, document_id: int) -> set[int]:
    """Delete what a document supports; return the forms that it mentioned, which may have no mention left."""
    _count_document(db, document_id, by=-1)
    db.execute("DELETE FROM attribute WHERE document_id = ?", (document_id,))
    db.execute("DELETE FROM relation WHERE document_id = ?", (document_id,))
    counted = fetch(
        db,
        "SELECT form_id, name, count(*) FROM mention WHERE document_id = ? GROUP BY form_id, name",
        (document_id,),
    )
    db.execute("DELETE FROM mention WHERE document_id = ?", (document_id,))
    db.executemany("UPDATE alias SET n_mentions = n_mentions - ?3 WHERE form_id = ?1 AND name = ?2", counted)
    db.executemany(
        "DELETE FROM alias WHERE form_id = ? AND name = ? AND n_mentions = 0", [row[:2] for row in counted]
    )
    db.executemany("UPDATE form SET n_mentions = n_mentions - ?3 WHERE id = ?1", counted)
    return {form_id for form_id, _, _ in counted}


def let_wait(db: Connection, document_ids: Iterable[int]) -> None:
    """Let documents wait to be understood again; what they support stays until then."""
    db.execute(
        "UPDATE document SET knowledge_stamp = NULL WHERE id IN (SELECT value FROM json_each(?))",
        (as_json(document_ids),),
    )


def _put_forms(db: Connection, mentions: Iterable[ResolvedMention]) -> dict[EntityRef, int]:
    """Return the row id of the form of each mention."""
    refs = sorted({EntityRef(m.mention.label, m.key) for m in mentions}, key=_order)
    db.executemany(
        "INSERT INTO form (label, key, n_mentions) VALUES (?, ?, 0) ON CONFLICT DO NOTHING",
        [(ref.label, ref.key) for ref in refs],
    )
    find = "SELECT id FROM form WHERE label = ? AND key = ?"
    return {ref: count(db, find, (ref.label, ref.key)) for ref in refs}


def _add_mentions(
    db: Connection, document_id: int, mentions: Sequence[ResolvedMention], ids: dict[EntityRef, int]
) -> None:
    passages = fetch(db, "SELECT start, id FROM passage WHERE document_id = ? ORDER BY start", (document_id,))
    starts = [start for start, _ in passages]
    of_form = dict(
        fetch(
            db,
            "SELECT id, entity_id FROM form WHERE id IN (SELECT value FROM json_each(?))",
            (as_json(ids.values()),),
        )
    )
    rows = []
    for resolved in mentions:
        mention = resolved.mention
        form_id = ids[EntityRef(mention.label, resolved.key)]
        passage_id = passages[max(bisect_right(starts, mention.start) - 1, 0)][1]
        rows.append(
            (
                document_id, passage_id, form_id, of_form[form_id], resolved.name,
                mention.start, mention.end, mention.score, mention.source,
            )
        )  # fmt: skip
    db.executemany(
        """INSERT INTO mention
           (document_id, passage_id, form_id, entity_id, name, start, "end", score, source)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        rows,
    )
    counted = Counter((row[2], row[4]) for row in rows)
    db.executemany(
        """INSERT INTO alias (form_id, name, entity_id, key, n_mentions) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET n_mentions = n_mentions + excluded.n_mentions""",
        [(form_id, name, of_form[form_id], alias_key(name), n) for (form_id, name), n in counted.items()],
    )
    db.executemany(
        "UPDATE form SET n_mentions = n_mentions + ?2 WHERE id = ?1",
        list(Counter(row[2] for row in rows).items()),
    )


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
        """INSERT INTO relation
           (document_id, subject_form, predicate, object_form, score, start, "end", subject_id, object_id)
           SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, one.entity_id, other.entity_id
           FROM form AS one, form AS other WHERE one.id = ?2 AND other.id = ?4 ON CONFLICT DO NOTHING""",
        rows,
    )


def _count_document(db: Connection, document_id: int, *, by: int, but: Collection[int] = ()) -> None:
    """Count a document for, or no more for, the entities that it mentions, but for some."""
    db.execute(
        """UPDATE entity SET total_documents = total_documents + ?2
           WHERE id IN (SELECT entity_id FROM mention WHERE document_id = ?1)
             AND id NOT IN (SELECT value FROM json_each(?3))""",
        (document_id, by, as_json(but)),
    )


def _order(ref: EntityRef) -> tuple[str, str]:
    return ref.label, ref.key
