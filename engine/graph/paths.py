"""Ways from one node of a sparse graph to another: the cheapest simple paths of bounded length.

Two costs of an edge. *Shortest*: 1, and of equally short paths the one with better evidence comes first.
*Most evidenced*: 1 / the pieces of evidence, as collaboration networks take it (Newman 2001, "Scientific
collaboration networks II"): many documents make a step short, so a detour may be worth its steps.

Yen 1971, "Finding the k shortest loopless paths in a network"; each search is A* with the exact
distances to the target in the whole graph as its bound, so that it hardly leaves the path.
"""

from __future__ import annotations

import heapq
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MOST_LOOKED_AT = 100_000
_TIE = 1e-3
"""Share of evidence in the cost of a step: less than a step in all, on paths that anybody would read."""

Path = tuple[int, ...]


def costs(evidence: Any, *, is_by_evidence: bool) -> Any:
    """Return the cost of each edge of a symmetric sparse matrix of pieces of evidence, each at least 1."""
    made = evidence.copy()
    made.data = 1 / made.data
    if not is_by_evidence:
        made.data = 1 + _TIE * made.data
    return made


def cheapest_paths(
    costs: Any, source: int, target: int, *, n_paths: int, max_steps: int
) -> list[tuple[float, Path]]:
    """Return up to ``n_paths`` different paths with their costs, cheapest first.

    Args:
        costs: ``(n, n)``, scipy sparse CSR, symmetric, above 0.
        source: Row of the first node.
        target: Row of the last, another one.
        n_paths: At least 1.
        max_steps: Edges of a path at most.
    """
    from scipy.sparse.csgraph import dijkstra

    ahead = _Ahead(
        costs,
        target,
        left=dijkstra(costs, directed=True, indices=target),
        steps_left=dijkstra(costs, directed=True, indices=target, unweighted=True),
    )
    first = ahead.search((source,), 0.0, max_steps, set())
    if first is None:
        return []
    found = [first]
    waiting: list[tuple[float, Path]] = []
    while len(found) < n_paths:
        _branch(ahead, found, waiting, max_steps)
        if not waiting:
            break
        found.append(heapq.heappop(waiting))
    return found


@dataclass(frozen=True, slots=True)
class _Ahead:
    """Searches for one target; ``left`` and ``steps_left`` are never more than what a path still takes."""

    costs: Any
    target: int
    left: NDArray[np.float64]
    steps_left: NDArray[np.float64]

    def search(
        self, root: Path, root_cost: float, max_steps: int, barred: AbstractSet[int]
    ) -> tuple[float, Path] | None:
        """Return the cheapest path that begins with ``root``, whose next node is none of ``barred``."""
        spur, used = root[-1], set(root)
        start = (root_cost + float(self.left[spur]), 0, spur, root_cost, root)
        if not np.isfinite(start[0]) or len(root) - 1 + self.steps_left[spur] > max_steps:
            return None
        heap: list[tuple[float, int, int, float, Path]] = [start]
        fewest: dict[int, int] = {}
        for _ in range(_MOST_LOOKED_AT):
            if not heap:
                return None
            _, minus_steps, node, cost, path = heapq.heappop(heap)
            if node == self.target:
                return cost, path
            # Whoever comes later costs more; worth a look only with steps to spare.
            if fewest.get(node, max_steps + 1) <= -minus_steps:
                continue
            fewest[node] = -minus_steps
            for step_cost, other in self._onward(node, max_steps - len(path)):
                if other in used or (node == spur and other in barred):
                    continue
                reached = cost + step_cost
                heapq.heappush(
                    heap, (reached + float(self.left[other]), minus_steps - 1, other, reached, (*path, other))
                )
        return None

    def _onward(self, node: int, steps: int) -> list[tuple[float, int]]:
        """Return the neighbours from which the target is at most ``steps`` away, with what they cost."""
        row = slice(self.costs.indptr[node], self.costs.indptr[node + 1])
        others, prices = self.costs.indices[row], self.costs.data[row]
        near = self.steps_left[others] <= steps
        return list(zip(prices[near].tolist(), others[near].tolist(), strict=True))

    def price(self, path: Path) -> float:
        """Return what a path costs."""
        return sum(float(self.costs[a, b]) for a, b in pairwise(path))


def _branch(
    ahead: _Ahead, found: list[tuple[float, Path]], waiting: list[tuple[float, Path]], max_steps: int
) -> None:
    """Put the best deviations from the path found last among those that wait."""
    _, last = found[-1]
    known = {path for _, path in waiting}
    for at in range(len(last) - 1):
        root = last[: at + 1]
        barred = {path[at + 1] for _, path in found if path[: at + 1] == root}
        branch = ahead.search(root, ahead.price(root), max_steps, barred)
        if branch is not None and branch[1] not in known:
            known.add(branch[1])
            heapq.heappush(waiting, branch)
