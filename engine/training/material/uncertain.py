"""Choose the mentions whose review would teach most.

Most uncertain first (Lewis and Gale 1994: a score just above the tagger's threshold),
but each choice makes further ones of the same entity, and of the same document, less
worth (maximal marginal relevance, Carbonell and Goldstein 1998).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from apsw import Connection

from engine.annotate.correct import USER
from engine.store import corrections, graph
from engine.store.mentions import PlacedMention, unsure_mentions
from engine.teaching import ReviewRow

_POOL = 2_000
"""So many of the least certain mentions are compared."""
_SAME_ENTITY, _SAME_DOCUMENT = 0.2, 0.05
"""What one choice adds to the scores of those like it."""


def uncertain_mentions(db: Connection, *, limit: int = 20) -> tuple[ReviewRow, ...]:
    """Return the mentions to review next, most useful first; none that a person has spoken of."""
    pool = unsure_mentions(db, sure_source=USER, limit=_POOL)
    chosen = choose(_without_corrected(db, pool), limit=limit)
    rows = [
        (one.document_id, one.mention.start, one.mention.end, one.passage.start, one.passage.end)
        for one in chosen
    ]
    return tuple(
        ReviewRow(
            evidence=evidence, entity_id=one.entity_id, label=one.mention.label, score=one.mention.score
        )
        for one, evidence in zip(chosen, graph.quotes(db, rows), strict=True)
    )


def choose(pool: Iterable[PlacedMention], *, limit: int) -> list[PlacedMention]:
    """Return at most ``limit`` of the mentions: low scores first, no entity or document again and again."""
    left = list(pool)
    chosen: list[PlacedMention] = []
    entities: Counter[int] = Counter()
    texts: Counter[int] = Counter()

    def cost(one: PlacedMention) -> tuple[float, float]:
        again = _SAME_ENTITY * entities[one.entity_id] + _SAME_DOCUMENT * texts[one.document_id]
        return one.mention.score + again, one.mention.score  # the sum may round two scores to one

    while left and len(chosen) < limit:
        best = min(left, key=cost)
        left.remove(best)
        chosen.append(best)
        entities[best.entity_id] += 1
        texts[best.document_id] += 1
    return chosen


def _without_corrected(db: Connection, pool: list[PlacedMention]) -> list[PlacedMention]:
    """Leave out mentions under a correction that has yet to be applied."""
    ids = {one.document_id for one in pool} & set(corrections.corrected_documents(db))
    held = {document_id: corrections.of_document(db, document_id) for document_id in ids}
    return [
        one
        for one in pool
        if not any(
            c.start < one.mention.end and one.mention.start < c.end for c in held.get(one.document_id, ())
        )
    ]
