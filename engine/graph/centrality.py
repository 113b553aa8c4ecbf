"""How central nodes are: PageRank on sparse weights, betweenness on a small dense graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]


def page_rank(weights: Any, start: _Floats, *, damping: float, n_rounds: int = 40) -> _Floats:
    """Return the PageRank of each node of a symmetric sparse matrix; the walk restarts by ``start``.

    Args:
        weights: ``(n, n)``, scipy sparse, symmetric, not negative.
        start: ``(n,)``, sums to 1. What dangling nodes lose goes there too.
        damping: How often the walk goes on, 0 to 1.
        n_rounds: Steps; what is missing then is below ``damping ** n_rounds``.
    """
    out = np.asarray(weights.sum(axis=1)).ravel()
    rank = start.copy()
    for _ in range(n_rounds):
        walked = weights @ np.divide(rank, out, out=np.zeros_like(out), where=out > 0)
        rank = damping * walked + (1 - damping * walked.sum()) * start
    return rank


def betweenness(n: int, pairs: Sequence[tuple[int, int]]) -> _Floats:
    """Return for each of ``n`` nodes the share of shortest paths between others that lead through it.

    Brandes 2001, "A faster algorithm for betweenness centrality", from all nodes at once on dense
    matrices: exact, for up to some hundred nodes.
    """
    from scipy.sparse import csr_array

    joined = np.zeros((n, n))
    for a, b in pairs:
        if a != b:
            joined[a, b] = joined[b, a] = 1
    near = csr_array(joined)
    # Below, columns are the nodes that paths begin at.
    steps = np.where(np.eye(n) > 0, 0, -1)
    n_paths = np.eye(n)
    frontier, depth = np.eye(n), 0
    while frontier.any():
        depth += 1
        frontier = (near @ frontier) * (steps < 0)
        steps[frontier > 0] = depth
        n_paths += frontier
    share = np.zeros((n, n))
    for level in range(depth - 1, 0, -1):
        behind = np.divide(1 + share, n_paths, out=np.zeros((n, n)), where=steps == level)
        share += (near @ behind) * n_paths * (steps == level - 1)
    np.fill_diagonal(share, 0)
    through: _Floats = share.sum(axis=1) / max((n - 1) * (n - 2), 1)
    return through
