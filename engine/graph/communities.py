"""The graph from afar: its communities, what joins them, and where they stand.

Input:  a snapshot of the graph. Output: rows of its communities, largest first, their discs and links.
Deterministic: the same edges give the same communities in the same places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.graph.layout import Place
from engine.graph.packing import pack
from engine.graph.snapshot import Snapshot

_RADIUS_OF_ONE = 0.25


@dataclass(frozen=True, slots=True)
class Disc:
    """A community: the rows of its members, most central first, and its disc."""

    members: NDArray[np.int64]
    at: Place
    radius: float


@dataclass(frozen=True, slots=True)
class Bond:
    """What joins the ``a``-th disc and the ``b``-th: pairs of members and their strength."""

    a: int
    b: int
    n_pairs: int
    weight: float


def members_of(snapshot: Snapshot, row: int) -> NDArray[np.int64]:
    """Return the rows of the community that has ``row``, most central first."""
    of_it = np.flatnonzero(snapshot.communities == snapshot.communities[row])
    return of_it[np.lexsort((of_it, -snapshot.ranks[of_it]))]


def overview(snapshot: Snapshot, *, limit: int) -> tuple[list[Disc], list[Bond], int]:
    """Return the ``limit`` largest communities, the bonds between them and how many there are in all."""
    labels, sizes = np.unique(snapshot.communities, return_counts=True)
    order = np.lexsort((labels, -sizes))[:limit]
    shown = labels[order]
    by_label = np.lexsort((-snapshot.ranks, snapshot.communities))
    starts = np.searchsorted(snapshot.communities[by_label], shown)
    members = [by_label[start : start + size] for start, size in zip(starts, sizes[order], strict=True)]
    bonds = _bonds(snapshot, shown)
    radii = [_RADIUS_OF_ONE * float(np.sqrt(len(rows))) for rows in members]
    places = pack(radii, {(bond.a, bond.b): bond.weight for bond in bonds})
    discs = [Disc(*each) for each in zip(members, places, radii, strict=True)]
    return discs, bonds, len(labels)


def _bonds(snapshot: Snapshot, shown: NDArray[np.int64]) -> list[Bond]:
    """Return what joins the shown communities, strongest first."""
    from scipy.sparse import csr_array

    n = len(snapshot.ids)
    place = {int(label): i for i, label in enumerate(shown)}
    columns = np.array([place.get(int(label), -1) for label in snapshot.communities], dtype=np.int64)
    inside = np.flatnonzero(columns >= 0)
    belongs = csr_array((np.ones(len(inside)), (inside, columns[inside])), shape=(n, len(shown)))
    pairs = snapshot.weights.copy()
    pairs.data = np.ones_like(pairs.data)
    weights = (belongs.T @ snapshot.weights @ belongs).toarray()
    counts = (belongs.T @ pairs @ belongs).toarray()
    found = [
        Bond(a=int(a), b=int(b), n_pairs=round(counts[a, b]), weight=float(weights[a, b]))
        for a, b in zip(*np.nonzero(np.triu(counts, 1)), strict=True)
    ]
    return sorted(found, key=lambda bond: (-bond.weight, bond.a, bond.b))
