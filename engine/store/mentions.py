"""Asks for mentions: which passages have some entities, where, and by which names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apsw import Connection

from engine.records import Mention, Span
from engine.store.rows import as_json, fetch, fetch_ids
from engine.store.scope import Scope, within


def entity_passages(
    db: Connection, entity_ids: Sequence[int], *, limit: int, scope: Scope | None = None
) -> list[int]:
    """Return passages that mention some entities: those with most of them first, then with the rarest.

    Only those in ``scope``, if one is given.
    """
    condition = f"WHERE {within('mention.document_id', '?3')}" if scope else ""
    return fetch_ids(
        db,
        f"""WITH wanted AS MATERIALIZED (SELECT id, total_mentions FROM entity
                                         WHERE id IN (SELECT value FROM json_each(?1)))
           SELECT passage_id FROM wanted CROSS JOIN mention ON entity_id = wanted.id {condition}
           GROUP BY passage_id
           ORDER BY count(DISTINCT entity_id) DESC, min(total_mentions), total(score) DESC, passage_id
           LIMIT ?2""",
        (as_json(entity_ids), limit, *([scope.documents] if scope else [])),
    )


def mention_spans(
    db: Connection, entity_ids: Sequence[int], passage_ids: Sequence[int]
) -> dict[int, list[Span]]:
    """Return where passages mention any of some entities, by passage."""
    found: dict[int, list[Span]] = {}
    rows = fetch(
        db,
        """SELECT passage_id, start, "end" FROM json_each(?) AS wanted
           CROSS JOIN mention ON passage_id = wanted.value
           WHERE entity_id IN (SELECT value FROM json_each(?)) ORDER BY start""",
        (as_json(passage_ids), as_json(entity_ids)),
    )
    for passage_id, start, end in rows:
        found.setdefault(passage_id, []).append(Span(start, end))
    return found


def first_mentions(db: Connection, entity_ids: Sequence[int], document_ids: Sequence[int]) -> dict[int, int]:
    """Return the passage in which each document first mentions any of some entities."""
    rows = fetch(
        db,
        """SELECT document_id, min(passage_id) FROM json_each(?) AS wanted
           CROSS JOIN mention ON document_id = wanted.value
           WHERE entity_id IN (SELECT value FROM json_each(?)) GROUP BY document_id""",
        (as_json(document_ids), as_json(entity_ids)),
    )
    return dict(rows)


def names_in(
    db: Connection, passage_ids: Iterable[int], entity_ids: Iterable[int]
) -> dict[int, dict[int, str]]:
    """Return, by passage, which of some entities it mentions, each by the name that stands there first."""
    rows = fetch(
        db,
        """SELECT passage_id, entity_id, name FROM mention
           WHERE passage_id IN (SELECT value FROM json_each(?))
             AND entity_id IN (SELECT value FROM json_each(?)) ORDER BY passage_id, start""",
        (as_json(passage_ids), as_json(entity_ids)),
    )
    names: dict[int, dict[int, str]] = {}
    for passage_id, entity_id, name in rows:
        names.setdefault(passage_id, {}).setdefault(entity_id, name)
    return names


def mentions_of(db: Connection, document_id: int) -> tuple[Mention, ...]:
    """Return the mentions of a document in reading order, labelled as they were resolved."""
    rows = fetch(
        db,
        """SELECT start, "end", label, score, source FROM mention JOIN form ON form.id = form_id
           WHERE document_id = ? ORDER BY start""",
        (document_id,),
    )
    return tuple(
        Mention(start=start, end=end, label=label, score=score, source=source)
        for start, end, label, score, source in rows
    )


@dataclass(frozen=True, slots=True)
class PlacedMention:
    """A mention with the ids of its document and entity, and the span of its passage."""

    document_id: int
    entity_id: int
    mention: Mention
    passage: Span


def unsure_mentions(db: Connection, *, sure_source: str, limit: int) -> list[PlacedMention]:
    """Return the mentions with the lowest scores, lowest first, but for those of ``sure_source``."""
    rows = fetch(
        db,
        """SELECT mention.document_id, entity_id, mention.start, mention."end", label, score, source,
                  passage.start, passage."end"
           FROM mention JOIN passage ON passage.id = passage_id JOIN entity ON entity.id = entity_id
           WHERE source <> ? ORDER BY score, mention.document_id, mention.start LIMIT ?""",
        (sure_source, limit),
    )
    return [
        PlacedMention(
            document_id=row[0],
            entity_id=row[1],
            mention=Mention(start=row[2], end=row[3], label=row[4], score=row[5], source=row[6]),
            passage=Span(*row[7:]),
        )
        for row in rows
    ]
