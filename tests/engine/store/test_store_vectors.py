"""Vectors: one a passage, of one model only, gone with their passage and without leaving waste."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from store_makers import make_document

from engine.store import documents, status, vectors
from engine.store.connection import Store
from engine.store.vector_chunks import CHUNK_ROWS

DIMENSION = 16


def unit(n: int, seed: int = 0) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(n, DIMENSION)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def embed_all(store: Store, *, model_id: str = "m", seed: int = 0) -> dict[int, NDArray[np.float32]]:
    with store.write() as db:
        vectors.ensure(db, model_id=model_id, dimension=DIMENSION)
        ids = [row.passage_id for row in vectors.waiting(db, limit=10_000)]
        rows = unit(len(ids), seed)
        vectors.insert(db, ids, rows, model_id=model_id)
    return dict(zip(ids, rows, strict=True))


def test_the_nearest_are_those_of_the_greatest_cosine(store: Store) -> None:
    with store.write() as db:
        make_document(db, [f"{number} " for number in range(200)])
    stored = embed_all(store)
    query = unit(1, seed=9)[0]
    found = vectors.nearest(store.reader(), query, limit=10)
    expected = sorted(((float(row @ query), id_) for id_, row in stored.items()), reverse=True)[:10]
    assert [id_ for id_, _ in found] == [id_ for _, id_ in expected]
    assert [similarity for _, similarity in found] == pytest.approx([s for s, _ in expected], abs=5e-4)


def test_before_any_model_there_is_nothing_near(store: Store) -> None:
    assert vectors.nearest(store.reader(), unit(1)[0], limit=5) == []


def test_another_model_starts_afresh(store: Store) -> None:
    with store.write() as db:
        make_document(db, ["one ", "two "])
    embed_all(store)
    with store.write() as db:
        vectors.ensure(db, model_id="m", dimension=DIMENSION)
        assert vectors.waiting(db, limit=9) == []
        vectors.ensure(db, model_id="other", dimension=DIMENSION)
        assert len(vectors.waiting(db, limit=9)) == 2
        assert vectors.nearest(db, unit(1)[0], limit=5) == []
        with pytest.raises(ValueError, match="m among"):
            vectors.insert(db, [1], unit(1), model_id="m")
        assert status.stages(db)["vectors"].done == 0


def test_a_vector_replaces_the_one_before(store: Store) -> None:
    with store.write() as db:
        make_document(db, ["one "])
    (passage_id,) = embed_all(store)
    other = unit(1, seed=5)
    with store.write() as db:
        vectors.insert(db, [passage_id], other, model_id="m")
        assert vectors.nearest(db, other[0], limit=5) == [(passage_id, pytest.approx(1.0, abs=5e-4))]


def test_passages_that_went_while_they_were_embedded_get_no_vector(store: Store) -> None:
    with store.write() as db:
        vectors.ensure(db, model_id="m", dimension=DIMENSION)
        gone = make_document(db, ["old one ", "old two "])
        waiting = [row.passage_id for row in vectors.waiting(db, limit=9)]
        documents.delete_orphans(db, [gone])
        make_document(db, ["new one ", "new two "])
        vectors.insert(db, waiting, unit(2), model_id="m")
        assert len(vectors.waiting(db, limit=9)) == 2
        assert vectors.nearest(db, unit(1)[0], limit=9) == []


def test_churn_does_not_grow_the_file(store: Store) -> None:
    """Documents come and go; a few of each round stay, so that no chunk of vec0 ever empties by itself."""
    kept: list[int] = []
    sizes: list[int] = []
    for generation in range(12):
        with store.write() as db:
            ids = [make_document(db, [f"{generation} {n} {p} " for p in range(20)]) for n in range(100)]
        embed_all(store, seed=generation)
        with store.write() as db:
            documents.delete_orphans(db, [*ids[1:50], *ids[51:], *kept])
            while vectors.compact(db):
                pass
        kept = [ids[0], ids[50]]
        sizes.append(int(str(store.reader().execute("PRAGMA page_count").get)))
    with store.read() as db:
        stored = vectors.nearest(db, unit(1)[0], limit=4096)
        passages = {row[0] for row in db.execute("SELECT id FROM passage")}
        assert {passage_id for passage_id, _ in stored} == passages
        assert len(passages) == 40
    assert max(sizes) <= 1.2 * sizes[3]


def test_vectors_survive_being_moved_together(store: Store) -> None:
    with store.write() as db:
        ids = [make_document(db, [f"{n} {p} " for p in range(100)]) for n in range(100)]
    stored = embed_all(store)
    with store.write() as db:
        documents.delete_orphans(db, [id_ for number, id_ in enumerate(ids) if number % 4])
        before = int(str(db.execute("SELECT count(*) FROM passage_vector_chunks").get))
        while vectors.compact(db):
            pass
        after = int(str(db.execute("SELECT count(*) FROM passage_vector_chunks").get))
        assert before > 50
        assert after <= 1.25 * (2_500 / CHUNK_ROWS + 1)
        for passage_id, row in list(stored.items())[:100]:
            assert vectors.nearest(db, row, limit=1)[0][0] == passage_id
    store.check()
