"""Room that deletions leave goes back to the disk in small steps, and nothing is lost by it."""

from __future__ import annotations

import numpy as np
from store_makers import make_document

from engine.store import documents, upkeep, vectors
from engine.store.connection import Store
from engine.store.vector_chunks import CHUNK_ROWS

DIMENSION = 64


def fill(store: Store, n_documents: int) -> list[int]:
    rng = np.random.default_rng(1)
    with store.write() as db:
        vectors.ensure(db, model_id="m", dimension=DIMENSION)
        ids = [
            make_document(db, [f"{n} {p} " + rng.bytes(200).hex() + " " for p in range(20)])
            for n in range(n_documents)
        ]
        waiting = [row.passage_id for row in vectors.waiting(db, limit=100_000)]
        rows = rng.normal(size=(len(waiting), DIMENSION)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        vectors.insert(db, waiting, rows, model_id="m")
    return ids


def n_pages(store: Store) -> int:
    return int(str(store.reader().execute("PRAGMA page_count").get))


def tidy(store: Store) -> int:
    n_steps, is_more = 0, True
    while is_more:
        with store.write() as db:
            is_more = upkeep.step(db)
        n_steps += 1
    return n_steps


def test_a_library_that_lost_much_becomes_about_as_small_as_a_fresh_one(store: Store) -> None:
    ids = fill(store, 150)
    with store.write() as db:
        documents.delete_orphans(db, [id_ for id_ in ids if id_ % 4])
    full = n_pages(store)
    assert upkeep.is_due(store.reader())
    assert tidy(store) > 2  # in more than one transaction
    assert not upkeep.is_due(store.reader())
    kept = [id_ for id_ in ids if id_ % 4 == 0]
    assert n_pages(store) < full * 0.5
    with store.read() as db:
        assert len(vectors.nearest(db, np.eye(DIMENSION, dtype=np.float32)[0], limit=4000)) == 20 * len(kept)
    store.check()


def test_scattered_vectors_are_moved_together(store: Store) -> None:
    ids = fill(store, 260)
    with store.write() as db:
        documents.delete_orphans(db, [id_ for number, id_ in enumerate(ids) if number % 10])
    assert vectors.is_scattered(store.reader())
    tidy(store)
    n_chunks = store.reader().execute("SELECT count(*) FROM passage_vector_chunks").get
    assert int(str(n_chunks)) <= 1.25 * (26 * 20 / CHUNK_ROWS + 1)
    assert store.reader().execute("SELECT count(*) FROM passage_vector").get == 26 * 20
    store.check()


def test_a_library_that_lost_nothing_is_left_alone(store: Store) -> None:
    fill(store, 5)
    assert not upkeep.is_due(store.reader())
    before = n_pages(store)
    assert tidy(store) == 1
    assert n_pages(store) == before
