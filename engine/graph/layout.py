"""Place the nodes of a small graph in the plane.

Input:  node ids, edges between them, and nodes that already have a place.
Output: a place for every node. Neighbours are about 1 apart, more around a hub; no two nodes are
        nearer than ``MIN_GAP``; placed nodes do not move; the same input gives the same places.

Stress majorization (Gansner, Koren, North 2004) in a plane whose x axis is compressed, since names
are wide, then overlaps are pushed apart. Dense matrices: meant for up to some hundred nodes. Nothing
here is big enough for the threads of a linear algebra library, which stall when the computer is busy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Place = tuple[float, float]
_Matrix = NDArray[np.float64]

X_STRETCH = 1.35
MIN_GAP = 0.6
_ROOM = 0.75
_HUB_LENGTH = 0.3
_STRESS_ROUNDS = 60
_PUSH_ROUNDS = 120
_SCALING_ROUNDS = 60
_APART = 2.0
_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


def place(
    ids: Sequence[int],
    edges: Sequence[tuple[int, int]],
    *,
    placed: Mapping[int, Place] | None = None,
    seeds: Sequence[int] = (),
) -> dict[int, Place]:
    """Return a place for each of ``ids``.

    Args:
        ids: Distinct nodes.
        edges: Pairs of ``ids``.
        placed: Nodes that keep their place; those not among ``ids`` are only kept clear of.
        seeds: Where nothing is placed yet, the middle of these comes to (0, 0); else of all.
    """
    fixed = dict(placed or {})
    nodes = [*dict.fromkeys(ids), *(node for node in fixed if node not in set(ids))]
    n_shown = len(set(ids))
    if not n_shown:
        return {}
    is_fixed = np.array([node in fixed for node in nodes])
    points = np.zeros((len(nodes), 2))
    points[is_fixed] = np.array([fixed[n] for n in nodes if n in fixed]).reshape(-1, 2) / (X_STRETCH, 1)
    adjacency = _adjacency(nodes, edges)
    shown = slice(0, n_shown)
    distances = _distances(adjacency[shown, shown])
    _start(points[shown], is_fixed[shown], adjacency[shown, shown], distances)
    _relax(points[shown], is_fixed[shown], distances)
    if not fixed:
        _orient(points, [i for i, node in enumerate(nodes) if node in set(seeds)])
    _push_apart(points, is_fixed)
    _settle(points, is_fixed)
    if not fixed:
        middle = [i for i, node in enumerate(nodes) if node in set(seeds)] or list(range(n_shown))
        points -= points[middle].mean(axis=0)
    moved = points * (X_STRETCH, 1)
    return {
        node: fixed.get(node, (float(moved[i, 0]), float(moved[i, 1])))
        for i, node in enumerate(nodes[:n_shown])
    }


def _adjacency(nodes: Sequence[int], edges: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    row = {node: i for i, node in enumerate(nodes)}
    adjacency = np.zeros((len(nodes), len(nodes)), dtype=bool)
    for a, b in edges:
        if a != b and a in row and b in row:
            adjacency[row[a], row[b]] = adjacency[row[b], row[a]] = True
    return adjacency


def _distances(adjacency: NDArray[np.bool_]) -> _Matrix:
    """Return wished distances: shortest paths, edges being longer the fewer neighbours they share."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import shortest_path

    near = csr_array(adjacency.astype(np.float64))
    degree = adjacency.sum(axis=1)
    unshared = degree[:, None] + degree[None, :] - 2 * (near @ near).toarray()
    lengths = np.where(adjacency, np.maximum(1.0, _HUB_LENGTH * np.sqrt(np.maximum(unshared, 0))), 0.0)
    distances: _Matrix = shortest_path(csr_array(lengths), method="D", directed=True)  # it is symmetric
    finite = np.isfinite(distances)
    distances[~finite] = distances[finite].max(initial=0.0) + _APART
    return distances


def _start(
    points: _Matrix, is_fixed: NDArray[np.bool_], adjacency: NDArray[np.bool_], distances: _Matrix
) -> None:
    """Give free nodes a first place: by classical scaling, or around their placed neighbours."""
    n = len(points)
    turn = np.arange(n) * _GOLDEN_ANGLE
    jitter = np.column_stack([np.cos(turn), np.sin(turn)])
    if not is_fixed.any():
        squares = distances**2
        centred = squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean()
        points[:] = _leading(-centred / 2, jitter) + 0.3 * jitter
        return
    centre = points[is_fixed].mean(axis=0)
    known = is_fixed.copy()
    while not known.all():
        links = adjacency & known[None, :]
        ready = ~known & links.any(axis=1)
        if not ready.any():
            ready = ~known
            points[ready] = centre + 3 * jitter[ready]
        else:
            share = links[ready] / links[ready].sum(axis=1, keepdims=True)
            anchor = share @ points
            outward = anchor - centre
            length = np.linalg.norm(outward, axis=1, keepdims=True)
            points[ready] = anchor + outward / np.maximum(length, 1e-9) + 0.5 * jitter[ready]
        known |= ready


def _leading(matrix: _Matrix, start: _Matrix) -> _Matrix:
    """Return the two leading eigenvectors, scaled, by subspace iteration; exact is not needed here."""
    basis = start.copy()
    sizes = np.zeros(2)
    for _ in range(_SCALING_ROUNDS):
        basis = matrix @ basis
        for k in range(2):
            basis[:, k] -= sum((basis[:, j] @ basis[:, k]) * basis[:, j] for j in range(k))
            sizes[k] = np.linalg.norm(basis[:, k])
            basis[:, k] /= max(sizes[k], 1e-12)
    scaled: _Matrix = basis * np.sqrt(sizes)
    return scaled


def _relax(points: _Matrix, is_fixed: NDArray[np.bool_], distances: _Matrix) -> None:
    """Majorize the stress of the free nodes, in place."""
    from scipy.sparse import csc_array
    from scipy.sparse.linalg import splu

    free = ~is_fixed
    if not is_fixed.any():
        free[0] = False  # stress does not change when all move together: hold one
    if not free.any():
        return
    held = ~free
    weights = np.zeros_like(distances)
    np.divide(1.0, distances**2, out=weights, where=distances > 0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    solver = splu(csc_array(laplacian[np.ix_(free, free)]))
    pull = laplacian[np.ix_(free, held)] @ points[held]
    wished = weights * distances
    apart = _Apart(len(points))
    for _ in range(_STRESS_ROUNDS):
        ratio = apart.measure(points)
        np.divide(wished, np.maximum(ratio, 1e-6, out=ratio), out=ratio)
        balance = ratio.sum(axis=1)[:, None] * points - ratio @ points
        points[free] = solver.solve(balance[free] - pull)


def _orient(points: _Matrix, seeds: Sequence[int]) -> None:
    """Turn the longest axis to x, the same way up every time."""
    centred = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1]
    farthest = np.abs(turned).argmax(axis=0)
    turned *= np.where(turned[farthest, [0, 1]] < 0, -1.0, 1.0)
    points[:] = turned


def _push_apart(points: _Matrix, is_fixed: NDArray[np.bool_]) -> None:
    """Move nodes that are too near each other apart, in place; fixed ones stay."""
    n = len(points)
    mobility = (~is_fixed).astype(np.float64)
    total = mobility[:, None] + mobility[None, :]
    share = np.divide(mobility[:, None], total, out=np.zeros((n, n)), where=total > 0)
    may_move = total > 0
    turn = np.arange(n) * _GOLDEN_ANGLE
    points += np.column_stack([np.cos(turn), np.sin(turn)]) * mobility[:, None] * 1e-3
    apart = _Apart(n)
    for _ in range(_PUSH_ROUNDS):
        gaps = apart.measure(points)
        np.fill_diagonal(gaps, np.inf)
        a, b = np.nonzero((gaps < _ROOM) & may_move)
        near = gaps[a, b]
        if not (near < MIN_GAP).any():
            return
        step = (_ROOM - near) * share[a, b] / np.maximum(near, 1e-9)
        np.add.at(points, a, (points[a] - points[b]) * step[:, None])


class _Apart:
    """Measures again and again how far apart points are, in the same memory: new one costs more than sums."""

    def __init__(self, n: int) -> None:
        self._across, self._along = np.empty((n, n)), np.empty((n, n))

    def measure(self, points: _Matrix) -> _Matrix:
        """Return the distances; the next call overwrites them."""
        x, y = points.T
        np.subtract(x[:, None], x, out=self._across)
        np.subtract(y[:, None], y, out=self._along)
        np.multiply(self._across, self._across, out=self._across)
        np.multiply(self._along, self._along, out=self._along)
        np.add(self._across, self._along, out=self._across)
        return np.sqrt(self._across, out=self._across)


def _settle(points: _Matrix, is_fixed: NDArray[np.bool_]) -> None:
    """Move each node that is still too near another, in place, to a free spot on a spiral around it."""
    for i in np.flatnonzero(~is_fixed):
        others = np.delete(points, i, axis=0)
        if not len(others) or np.linalg.norm(others - points[i], axis=1).min() >= MIN_GAP:
            continue
        spot, step = points[i].copy(), 0
        while np.linalg.norm(others - spot, axis=1).min() < MIN_GAP:
            step += 1
            angle, radius = step * _GOLDEN_ANGLE, 0.25 * MIN_GAP * np.sqrt(step)
            spot = points[i] + radius * np.array([np.cos(angle), np.sin(angle)])
        points[i] = spot
