"""The whole graph in memory, for what a look at some edges cannot answer: paths, communities, centrality.

A snapshot holds as long as the edges are what they were; what is computed from it is kept with it.
Only its edges are read while the library is; all else happens outside.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.graph.centrality import page_rank
from engine.graph.strength import strengths
from engine.neighbours import GraphFilter
from engine.store import edges
from engine.store.connection import Store
from engine.store.edges import Edge

_KEPT = 4
_DAMPING = 0.85

_Stamp = tuple[Any, ...]
_Key = tuple[GraphFilter, tuple[int, ...]]


@dataclass(frozen=True)
class Snapshot:
    """Who is joined with whom.

    Attributes:
        ids: ``(n,)`` entities with an edge, ascending; everything else speaks of them by row.
        weights: ``(n, n)`` sparse, symmetric: the strength of each pair (``engine.graph.strength``).
        evidence: The same with the pieces of evidence of each pair, one a document and predicate.
        n_all: Mentions in the library.
    """

    ids: NDArray[np.int64]
    weights: Any
    evidence: Any
    n_all: int

    def row(self, entity_id: int) -> int | None:
        """Return the row of an entity, None where it has no edge."""
        at = int(np.searchsorted(self.ids, entity_id))
        return at if at < len(self.ids) and self.ids[at] == entity_id else None

    @property
    def n_pairs(self) -> int:
        """How many pairs are joined."""
        return int(self.weights.nnz) // 2

    @cached_property
    def degrees(self) -> NDArray[np.int64]:
        """How many others each is joined with."""
        return np.asarray(np.diff(self.weights.indptr), dtype=np.int64)

    @cached_property
    def ranks(self) -> NDArray[np.float64]:
        """PageRank of each, 1 on average."""
        n = len(self.ids)
        return np.asarray(page_rank(self.weights, np.full(n, 1 / max(n, 1)), damping=_DAMPING) * n)

    @cached_property
    def communities(self) -> NDArray[np.int64]:
        """The community of each, from 0.

        Louvain (Blondel et al. 2008) on the strengths, in a fixed order of nodes.
        """
        if not len(self.ids):
            return np.zeros(0, dtype=np.int64)
        from scipy.sparse import csr_matrix
        from sknetwork.clustering import Louvain

        found = Louvain(random_state=0).fit_predict(csr_matrix(self.weights))
        return np.asarray(found, dtype=np.int64)


def build(found: Sequence[Edge], *, n_all: int) -> Snapshot:
    """Return the graph of some edges, in whichever order they come."""
    from scipy.sparse import csr_array

    ordered = sorted(found)
    subjects = np.array([edge.subject_id for edge in ordered], dtype=np.int64)
    objects = np.array([edge.object_id for edge in ordered], dtype=np.int64)
    ids, rows = np.unique(np.concatenate([subjects, objects]), return_inverse=True)
    a, b = rows[: len(ordered)], rows[len(ordered) :]
    ends = np.concatenate([a, b]), np.concatenate([b, a])
    n_evidence = np.array([edge.n_documents for edge in ordered], dtype=np.float64)

    def matrix(values: NDArray[np.float64]) -> Any:
        made = csr_array((np.concatenate([values, values]), ends), shape=(len(ids), len(ids)))
        made.sum_duplicates()
        return made

    return Snapshot(
        ids=ids, weights=matrix(strengths(ordered, n_all=n_all)), evidence=matrix(n_evidence), n_all=n_all
    )


class Snapshots:
    """Makes snapshots and keeps the latest few; may be used from any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, tuple[_Stamp, Snapshot]] = OrderedDict()
        self._seen: WeakKeyDictionary[Connection, tuple[int, _Stamp]] = WeakKeyDictionary()

    def get(self, filter: GraphFilter, *, asked_for: Sequence[int] = ()) -> Snapshot:
        """Return the graph under a filter, as it is now; entities asked for may have any label."""
        key = (filter, tuple(asked_for) if filter.labels else ())
        with self._store.read() as db:
            stamp = self._stamp(db)
            with self._lock:
                kept = self._kept.get(key)
            if kept is not None and kept[0] == stamp:
                return kept[1]
            found = edges.every_edge(db, filter=filter, asked_for=key[1])
            n_all = edges.n_mentions(db)
        made = build(found, n_all=n_all)
        with self._lock:
            self._kept[key] = (stamp, made)
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made

    def _stamp(self, db: Connection) -> _Stamp:
        """Return the stamp of the edges, read anew only after somebody wrote to the library."""
        version = edges.data_version(db)
        with self._lock:
            seen = self._seen.get(db)
        if seen is not None and seen[0] == version:
            return seen[1]
        stamp = edges.stamp(db)
        with self._lock:
            self._seen[db] = (version, stamp)
        return stamp
