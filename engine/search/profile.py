"""The few directions of meaning that someone's doings point to.

One mean of everything would lie between all interests and at none of them: what is near a heavier
one joins it (leader clustering), and each direction is the weighted mean of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.search.diverse import unit
from engine.search.wanted import Direction

_TOGETHER = 0.5
_MOST = 3


def main_directions(all_: Sequence[Direction]) -> list[Direction]:
    """Return at most three directions that stand for all, the weightiest first."""
    groups: list[list[Direction]] = []
    for one in sorted(all_, key=lambda one: -one.weight):
        near = [group for group in groups if float(one.vector @ group[0].vector) >= _TOGETHER]
        if near:
            max(near, key=lambda group: float(one.vector @ group[0].vector)).append(one)
        else:
            groups.append([one])
    return sorted(map(_merged, groups), key=lambda one: -one.weight)[:_MOST]


def _merged(group: Sequence[Direction]) -> Direction:
    return Direction(
        vector=unit(np.sum([one.weight * one.vector for one in group], axis=0)),
        weight=sum(one.weight for one in group),
        least=max(one.least for one in group),
    )
