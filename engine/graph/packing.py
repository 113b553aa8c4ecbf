"""Place discs in the plane, none over another, those that belong together near each other.

Input:  radii, largest first, and how strongly two discs belong together.
Output: a place for each disc. Greedy: each is put at the free spot nearest to the middle of those that it
        belongs to, the first at (0, 0). The same input gives the same places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.graph.layout import Place

_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
_SPOTS = 4000
_BLOCK = 250
_GAP = 0.15


def pack(radii: Sequence[float], bonds: Mapping[tuple[int, int], float]) -> list[Place]:
    """Return the middle of each disc; discs are at least a gap apart.

    Args:
        radii: Largest first, above 0.
        bonds: By two places in ``radii``, the lower one first: how strongly they belong together.
    """
    sizes = np.asarray(radii, dtype=np.float64)
    places = np.zeros((len(sizes), 2))
    near = np.zeros((len(sizes), len(sizes)))
    for (a, b), bond in bonds.items():
        near[a, b] = near[b, a] = bond
    # A spiral whose turns are close enough for a place beside any disc, and that reaches past all of them.
    reach = 2 * float(np.sqrt((2 * sizes + _GAP) @ (2 * sizes + _GAP))) + 2 * sizes.max(initial=0.0)
    turn = np.arange(_SPOTS)
    spiral = (
        reach
        * np.sqrt(turn / _SPOTS)[:, None]
        * np.column_stack([np.cos(turn * _GOLDEN_ANGLE), np.sin(turn * _GOLDEN_ANGLE)])
    )
    for i in range(1, len(sizes)):
        pull = near[i, :i]
        wish = pull @ places[:i] / pull.sum() if pull.sum() > 0 else np.zeros(2)
        places[i] = _free_spot(wish, sizes[i], places[:i], sizes[:i], spiral)
    return [(float(x), float(y)) for x, y in places]


def _free_spot(
    wish: NDArray[np.float64],
    radius: float,
    taken: NDArray[np.float64],
    sizes: NDArray[np.float64],
    spiral: NDArray[np.float64],
) -> NDArray[np.float64]:
    for begin in range(0, len(spiral), _BLOCK):
        spots = wish + spiral[begin : begin + _BLOCK]
        gaps = np.hypot(*(spots[:, None] - taken[None, :]).transpose(2, 0, 1)) - sizes[None, :]
        free = np.flatnonzero(gaps.min(axis=1) >= radius + _GAP)
        if len(free):
            return np.asarray(spots[free[0]])
    outside = float((np.linalg.norm(taken - wish, axis=1) + sizes).max()) + radius + _GAP
    return np.asarray(wish + np.array([outside, 0.0]))
