"""Keeps the values that documents state: dates, amounts, addresses, numbers; and finds whose they are.

A value belongs to the entity of the mention that it stands with. Values that contradict each other
stand side by side, each with its source and the date that its sentence names.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from apsw import Connection

from engine.attributes import Attribute, AttributeCount, AttributeRow
from engine.records import EntityAttribute
from engine.store import graph
from engine.store.rows import fetch

_MAX_OF_ENTITY = 200
_AROUND = 300
_PLACE = f"""attribute.document_id, attribute.start, attribute."end",
    max(sentence_start, attribute.start - {_AROUND}), min(sentence_end, attribute."end" + {_AROUND})"""


def replace(db: Connection, document_id: int, attributes: Sequence[Attribute]) -> None:
    """Let a document state exactly these values."""
    db.execute("DELETE FROM attribute WHERE document_id = ?", (document_id,))
    db.executemany(
        """INSERT INTO attribute (document_id, mention_start, kind, value, role, start, "end", sentence_start,
                                  sentence_end, score) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (
                document_id, a.mention.mention.start if a.mention else None, a.kind, a.value, a.role,
                a.start, a.end, a.sentence_start, a.sentence_end, a.score,
            )
            for a in attributes
        ],
    )  # fmt: skip


def of_entity(db: Connection, entity_id: int) -> tuple[EntityAttribute, ...]:
    """Return what is stated of an entity: roles that are known first, then what most documents say."""
    # max() picks the row that the other bare columns come from: the surest evidence.
    rows = fetch(
        db,
        f"""SELECT kind, value, role, {_PLACE}, sentence_start, sentence_end,
                   count(DISTINCT attribute.document_id), max(attribute.score)
            FROM mention JOIN attribute
                ON attribute.document_id = mention.document_id AND mention_start = mention.start
            WHERE mention.entity_id = ? GROUP BY kind, value, role
            ORDER BY role = '', count(DISTINCT attribute.document_id) DESC, max(attribute.score) DESC,
                     kind, role, value LIMIT ?""",
        (entity_id, _MAX_OF_ENTITY),
    )
    evidence = graph.quotes(db, [row[3:8] for row in rows], are_sentences=True)
    when = dates_in(db, [(row[3], row[8], row[9]) for row in rows])
    return tuple(
        EntityAttribute(
            kind=row[0],
            value=row[1],
            role=row[2],
            score=row[11],
            n_documents=row[10],
            evidence=piece,
            when=None if row[0] == "date" else date,
        )
        for row, piece, date in zip(rows, evidence, when, strict=True)
    )


def of_document(db: Connection, document_id: int, *, kind: str | None = None) -> tuple[AttributeRow, ...]:
    """Return what a document states, in reading order; of one kind, or of all."""
    rows = fetch(
        db,
        f"""SELECT kind, value, role, attribute.score, entity.id, entity.name, {_PLACE}
            FROM attribute
            LEFT JOIN mention
                ON mention.document_id = attribute.document_id AND mention.start = mention_start
            LEFT JOIN entity ON entity.id = mention.entity_id
            WHERE attribute.document_id = ?1 AND (?2 IS NULL OR kind = ?2) ORDER BY attribute.start""",
        (document_id, kind),
    )
    evidence = graph.quotes(db, [row[6:] for row in rows], are_sentences=True)
    return tuple(
        AttributeRow(
            kind=row[0],
            value=row[1],
            role=row[2],
            score=row[3],
            entity_id=row[4],
            entity=row[5],
            evidence=piece,
        )
        for row, piece in zip(rows, evidence, strict=True)
    )


def values(db: Connection, kind: str, *, limit: int = 200) -> tuple[AttributeCount, ...]:
    """Return the values of a kind, those that most documents state first."""
    rows = fetch(
        db,
        """SELECT value, count(DISTINCT document_id) FROM attribute WHERE kind = ?
           GROUP BY value ORDER BY 2 DESC, value LIMIT ?""",
        (kind, limit),
    )
    return tuple(AttributeCount(kind=kind, value=value, n_documents=n) for value, n in rows)


def dates_in(db: Connection, spans: Sequence[tuple[int, int, int]]) -> list[str | None]:
    """Return the date that each ``(document_id, start, end)`` names, None where it names none or several."""
    rows = fetch(
        db,
        """SELECT wanted.key, min(attribute.value) FROM json_each(?) AS wanted CROSS JOIN attribute
               ON document_id = wanted.value ->> 0
               AND attribute.start >= wanted.value ->> 1 AND attribute.start < wanted.value ->> 2
           WHERE kind = 'date' GROUP BY wanted.key HAVING count(DISTINCT attribute.value) = 1""",
        (json.dumps(spans),),
    )
    found = dict(rows)
    return [found.get(number) for number in range(len(spans))]
