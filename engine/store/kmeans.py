"""Middles of crowds of unit vectors: spherical k-means (Dhillon & Modha 2001), by Lloyd's algorithm."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

_AT_ONCE = 2048


def nearest_centroids(vectors: NDArray[np.float32], centroids: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return for each vector ``[n, dimension]`` which of the centroids ``[k, dimension]`` is nearest."""
    found = np.empty(len(vectors), np.int64)
    for first in range(0, len(vectors), _AT_ONCE):
        found[first : first + _AT_ONCE] = (vectors[first : first + _AT_ONCE] @ centroids.T).argmax(axis=1)
    return found


def train_centroids(
    sample: NDArray[np.float16],
    n: int,
    *,
    n_rounds: int,
    rng: np.random.Generator,
    cancelled: Callable[[], bool],
) -> NDArray[np.float32] | None:
    """Return at most ``n`` centroids of a sample ``[m, dimension]``, L2 = 1; None when cancelled.

    A centroid that no vector is nearest to begins again at one of them.
    """
    n = min(n, len(sample))
    centroids = sample[rng.choice(len(sample), n, replace=False)].astype(np.float32)
    for _ in range(n_rounds):
        sums, sizes = np.zeros_like(centroids), np.zeros(n, np.int64)
        for first in range(0, len(sample), _AT_ONCE):
            if cancelled():
                return None
            part = sample[first : first + _AT_ONCE].astype(np.float32)
            _add(sums, sizes, part, nearest_centroids(part, centroids))
        is_empty = sizes == 0
        sums[is_empty] = sample[rng.choice(len(sample), int(is_empty.sum()))]
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centroids = sums / np.maximum(lengths, np.finfo(np.float32).tiny)
    return centroids


def _add(
    sums: NDArray[np.float32], sizes: NDArray[np.int64], part: NDArray[np.float32], nearest: NDArray[np.int64]
) -> None:
    order = np.argsort(nearest, kind="stable")
    members, begins = np.unique(nearest[order], return_index=True)
    sums[members] += np.add.reduceat(part[order], begins)
    sizes[members] += np.diff([*begins, len(order)])
