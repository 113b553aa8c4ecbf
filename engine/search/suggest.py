"""What every list of suggested documents has in common: rankings, folding of versions, places and titles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from apsw import Connection
from numpy.typing import NDArray

from engine.records import Reason
from engine.search.diverse import diversify
from engine.search.fuse import Ranking
from engine.store import documents, incidence, likeness
from engine.suggestions import SuggestedDocument

NAMES = 3
"""Names, titles or words that a reason tells at most."""
_MOST_ALIKE = 20
_DEPTH = 500
"""Of a ranking; what comes later never reaches the first page."""


def as_ranking(scores: Mapping[int, float], *, weight: float, kind: str = "document") -> Ranking:
    """Return a ranking by score; a leg trusts each as much as it comes near its best."""
    best = max(scores.values(), default=0.0)
    ordered = sorted(scores, key=lambda id_: (-scores[id_], id_))[:_DEPTH]
    return [((kind, id_), weight * scores[id_] / best) for id_ in ordered if scores[id_] > 0]


def suggest(
    db: Connection,
    scores: Mapping[int, float],
    *,
    reasons: Mapping[int, Sequence[Reason]],
    limit: int,
    compare: Callable[[Sequence[int]], NDArray[Any]] | None = None,
) -> tuple[SuggestedDocument, ...]:
    """Return the best documents that have a reason and can be opened, versions folded.

    Args:
        db: A read connection.
        scores: Of the candidates, the best first.
        reasons: Why each is suggested.
        limit: At most so many.
        compare: Gives how like candidates are ``[n, n]``; without it the best are taken as they come.
    """
    visible = incidence.shown(db, scores)
    ids = _one_a_group(db, [id_ for id_ in scores if id_ in visible and reasons.get(id_)])
    if compare is not None and ids:
        best = max(scores[id_] for id_ in ids)
        ids = [ids[at] for at in diversify([scores[id_] / best for id_ in ids], compare(ids), limit=limit)]
    return _dress(db, ids[:limit], scores, reasons)


def _one_a_group(db: Connection, ids: Sequence[int]) -> list[int]:
    groups = likeness.members(db, ids)
    firsts: dict[tuple[str, int], int] = {}
    for id_ in ids:
        firsts.setdefault(("group", groups[id_]) if id_ in groups else ("document", id_), id_)
    return list(firsts.values())


def _dress(
    db: Connection,
    ids: Sequence[int],
    scores: Mapping[int, float],
    reasons: Mapping[int, Sequence[Reason]],
) -> tuple[SuggestedDocument, ...]:
    places = documents.places(db, ids)
    alike = likeness.places(db, ids, most=_MOST_ALIKE + 1)
    found = []
    for id_ in ids:
        place = places[id_]
        others = [path for path in alike[id_].paths if path != place.path]
        found.append(
            SuggestedDocument(
                document_id=id_,
                path=place.path,
                title=documents.shown_title(place.title, place.path),
                score=scores[id_],
                reasons=tuple(reasons[id_]),
                n_alike=alike[id_].n_files - 1,
                alike=tuple(others[:_MOST_ALIKE]),
                modified_ms=place.modified_ns // 1_000_000,
            )
        )
    return tuple(found)
