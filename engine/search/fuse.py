"""Joins the rankings of several legs into one by weighted reciprocal ranks.

An item's score is the sum of ``weight / (k + rank)`` over the legs that brought
it (Cormack, Clarke and Büttcher, SIGIR 2009, where every weight is 1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.searches import Leg

Item = tuple[str, int]
"""A kind of row, ``"passage"`` or ``"file"``, and its id."""

Ranking = Sequence[tuple[Item, float]]
"""Items, best first, each once, and how much the leg trusts each of them."""


@dataclass(slots=True)
class Fused:
    """One item with its score and the rank, from 1, that each leg gave it."""

    item: Item
    score: float = 0.0
    ranks: dict[Leg, int] = field(default_factory=dict)


def fuse(rankings: Mapping[Leg, Ranking], *, k: int) -> list[Fused]:
    """Return every item once, best first; ties go to the better single rank, then to the earlier leg."""
    fused: dict[Item, Fused] = {}
    for leg in Leg:
        for rank, (item, weight) in enumerate(rankings.get(leg, ()), start=1):
            entry = fused.setdefault(item, Fused(item))
            entry.score += weight / (k + rank)
            entry.ranks[leg] = rank
    order = list(Leg)

    def precedence(entry: Fused) -> tuple[float, list[tuple[int, int]], Item]:
        return -entry.score, sorted((rank, order.index(leg)) for leg, rank in entry.ranks.items()), entry.item

    return sorted(fused.values(), key=precedence)
