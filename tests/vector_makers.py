"""Vectors with structure, and the truth about them."""

from __future__ import annotations

import numpy as np
from apsw import Connection
from numpy.typing import NDArray
from store_makers import make_document

from engine.store import cells, vectors
from engine.store.cells import Layout
from engine.store.connection import Store

DIMENSION = 16
MODEL = "m"
FEW = Layout(exact_below=60, cells_a_root=1.0, n_compared=1_000_000)
"""Cells from sixty vectors on, all of them looked into."""


def crowded(n: int, *, seed: int, n_crowds: int = 12) -> NDArray[np.float32]:
    """Return unit vectors that crowd around some middles."""
    middles = np.random.default_rng(99).normal(size=(n_crowds, DIMENSION))
    rng = np.random.default_rng(seed)
    rows = middles[rng.integers(n_crowds, size=n)] + rng.normal(scale=0.35, size=(n, DIMENSION))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def add(db: Connection, name: str, n: int, *, seed: int) -> int:
    """Store a document of ``n`` passages with their vectors; return its id."""
    vectors.ensure(db, model_id=MODEL, dimension=DIMENSION)
    document_id = make_document(db, [f"{name} {number} " for number in range(n)], content_hash=name)
    ids = [row.passage_id for row in vectors.waiting(db, limit=n)]
    vectors.insert(db, ids, crowded(len(ids), seed=seed), model_id=MODEL)
    return document_id


def brute_force(
    db: Connection, query: NDArray[np.float32], *, limit: int, within: frozenset[int] | None = None
) -> list[int]:
    """Return the nearest passages by comparing all stored vectors, one by one."""
    rows = db.execute(
        "SELECT passage_id, document_id, vector FROM embedding JOIN passage ON passage.id = passage_id"
    )
    found = [
        (-float(np.frombuffer(blob, np.float16).astype(np.float32) @ query), passage_id)
        for passage_id, document_id, blob in rows
        if within is None or document_id in within
    ]
    return [passage_id for _, passage_id in sorted(found)[:limit]]


def begin_new_cells(store: Store, layout: Layout = FEW) -> bool:
    """Find and open new cells if they are due."""
    db = store.reader()
    if vectors.encoder_of(db) is None or not cells.is_outgrown(db, layout=layout):
        return False
    centroids = cells.train(db, cancelled=lambda: False, layout=layout)
    assert centroids is not None
    with store.write() as writer:
        cells.open_new(writer, centroids)
    return True


def step(store: Store) -> bool:
    """Move some vectors into the cells that they belong into."""
    with store.write() as db:
        return cells.move_some(db)


def settle(store: Store, layout: Layout = FEW) -> None:
    """Move all vectors into cells that suit their number."""
    begin_new_cells(store, layout)
    while step(store):
        pass
