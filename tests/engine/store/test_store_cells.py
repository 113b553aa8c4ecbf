"""Cells hide nothing: whatever was inserted, deleted and moved, the nearest are those of brute force."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_makers import make_document
from vector_makers import (
    DIMENSION,
    FEW,
    MODEL,
    add,
    begin_new_cells,
    brute_force,
    crowded,
    settle,
    step,
)

from engine.store import cells, documents, upkeep, vector_chunks, vectors
from engine.store.cells import Layout
from engine.store.connection import Store

QUERY = crowded(1, seed=1_000)[0]
NARROW = Layout(exact_below=60, cells_a_root=1.0, n_compared=600)


def nearest(store: Store, *, limit: int = 10, layout: Layout = FEW) -> list[int]:
    with store.read() as db:
        return [id_ for id_, _ in vectors.nearest(db, QUERY, limit=limit, layout=layout)]


def n_cells(store: Store) -> int:
    return int(str(store.reader().execute("SELECT count(*) FROM cell").get))


@settings(max_examples=12)
@given(
    acts=st.lists(
        st.one_of(
            st.tuples(st.just("add"), st.integers(1, 70)),
            st.tuples(st.just("delete"), st.integers(0, 20)),
            st.tuples(st.just("change"), st.integers(1, 30)),
            st.tuples(st.just("open"), st.just(0)),
            st.tuples(st.just("move"), st.integers(1, 3)),
            st.tuples(st.just("settle"), st.just(0)),
            st.tuples(st.just("compact"), st.just(0)),
        ),
        max_size=14,
    )
)
def test_any_sequence_of_acts_gives_the_answers_of_brute_force(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int]]
) -> None:
    store = Store.open(tmp_path_factory.mktemp("cells") / "library.satchel")
    kept: list[int] = []
    try:
        with store.write() as db:
            kept.append(add(db, "first", 70, seed=0))
        for number, (act, size) in enumerate(acts, start=1):
            _act(store, kept, act, size, number)
            with store.read() as db:
                expected = brute_force(db, QUERY, limit=10)
                assert [id_ for id_, _ in vectors.nearest(db, QUERY, limit=10, layout=FEW)] == expected
                n_stored = db.execute("SELECT count(*) FROM embedding").get
                assert db.execute("SELECT count(*) FROM passage_vector").get == n_stored
        store.check()
    finally:
        store.close()


def _act(store: Store, kept: list[int], act: str, size: int, number: int) -> None:
    if act == "open":
        begin_new_cells(store)
    elif act == "settle":
        settle(store)
    elif act == "move":
        for _ in range(size):
            step(store)
    else:
        with store.write() as db:
            if act == "add":
                kept.append(add(db, str(number), size, seed=number))
            elif act == "delete" and kept:
                documents.delete_orphans(db, [kept.pop(size % len(kept))])
            elif act == "change":
                rows = db.execute("SELECT passage_id FROM embedding LIMIT ?", (size,)).fetchall()
                ids = [int(str(row[0])) for row in rows]
                vectors.insert(db, ids, crowded(len(ids), seed=number), model_id=MODEL)
            elif act == "compact":
                while vectors.compact(db):
                    pass


def test_with_few_vectors_there_are_no_cells_and_the_answer_is_exact(store: Store) -> None:
    with store.write() as db:
        add(db, "one", 3_000, seed=4)
    settle(store, Layout())
    assert n_cells(store) == 0
    for limit in (1, 20, 500, 4_000):
        with store.read() as db:
            assert nearest(store, limit=limit) == brute_force(db, QUERY, limit=limit)


def test_a_few_cells_find_nearly_all_that_is_near(store: Store) -> None:
    with store.write() as db:
        add(db, "one", 2_000, seed=4)
    settle(store, NARROW)
    assert n_cells(store) == 45
    hits = 0
    with store.read() as db:
        for query in crowded(20, seed=5):
            found = {id_ for id_, _ in vectors.nearest(db, query, limit=20, layout=NARROW)}
            hits += len(found.intersection(brute_force(db, query, limit=20)))
    assert hits >= 0.95 * 400


def test_a_new_vector_goes_to_the_nearest_cell_at_once(store: Store) -> None:
    with store.write() as db:
        add(db, "one", 300, seed=4)
    settle(store)
    with store.write() as db:
        add(db, "two", 40, seed=6)
        rows = db.execute("SELECT cell FROM passage_vector").fetchall()
    assert cells.NO_CELL not in {row[0] for row in rows}
    assert nearest(store) == brute_force(store.reader(), QUERY, limit=10)


def test_cells_grow_and_go_with_the_library(store: Store) -> None:
    with store.write() as db:
        ids = [add(db, str(number), 50, seed=number) for number in range(20)]
    settle(store)
    assert n_cells(store) == 32
    with store.write() as db:
        documents.delete_orphans(db, ids[1:])
    assert cells.is_outgrown(store.reader(), layout=FEW)
    settle(store)
    assert n_cells(store) == 0
    assert len(nearest(store, limit=100)) == 50
    assert not cells.is_due(store.reader(), layout=FEW)


def test_a_half_moved_library_answers_as_well_as_a_settled_one(store: Store) -> None:
    with store.write() as db:
        add(db, "one", 1_000, seed=4)
    settle(store, NARROW)
    with store.write() as db:
        add(db, "two", 3_000, seed=5)
        expected = brute_force(db, QUERY, limit=20)
    assert begin_new_cells(store, NARROW)
    n_steps = 0
    while step(store):
        n_steps += 1
        assert len(set(nearest(store, limit=20, layout=NARROW)).intersection(expected)) >= 18
    assert n_steps > 5


def test_training_gives_way_when_called(store: Store) -> None:
    with store.write() as db:
        add(db, "one", 200, seed=4)
    assert cells.train(store.reader(), cancelled=lambda: True, layout=FEW) is None


def test_only_the_allowed_documents_answer(store: Store) -> None:
    with store.write() as db:
        ids = [add(db, str(number), 50, seed=number) for number in range(80)]
    settle(store)
    for allowed in ([], ids[3:4], ids[::2], ids[:60], [*ids, 10**9]):
        within = np.array(sorted(allowed), np.int64)
        with store.read() as db:
            found = vectors.nearest(db, QUERY, limit=30, within=within, layout=FEW)
            expected = brute_force(db, QUERY, limit=30, within=frozenset(allowed))
        assert [id_ for id_, _ in found] == expected


def test_the_index_on_vec0s_own_table_is_used_and_survives(store: Store) -> None:
    with store.write() as db:
        ids = [add(db, str(number), 100, seed=number) for number in range(6)]
    settle(store)
    with store.write() as db:
        documents.delete_orphans(db, ids[::2])
        while upkeep.step(db):
            pass
    store.close()
    again = Store.open(store.path)
    try:
        plan = again.reader().execute(
            "EXPLAIN QUERY PLAN SELECT chunk_id FROM passage_vector_chunks WHERE partition00 = 1"
        )
        assert "passage_vector_cell" in str(plan.fetchall())
        again.check()
    finally:
        again.close()


def test_what_is_read_from_the_chunks_is_what_vec0_says(store: Store) -> None:
    """The layout of vec0's own tables is what we take it for."""
    with store.write() as db:
        ids = [add(db, str(number), 100, seed=number) for number in range(6)]
    settle(store)
    with store.write() as db:
        documents.delete_orphans(db, ids[1:2])
    with store.read() as db:
        by_cell: dict[int, set[int]] = {}
        for cell, passage_id in db.execute("SELECT cell, passage_id FROM passage_vector"):
            by_cell.setdefault(int(str(cell)), set()).add(int(str(passage_id)))
        for cell, members in by_cell.items():
            compared = vector_chunks.compare(db, [cell], QUERY)
            assert set(compared.passage_ids.tolist()) == members
            for passage_id, score in zip(compared.passage_ids.tolist(), compared.scores, strict=True):
                ((blob, size),) = db.execute(
                    "SELECT embedding, step FROM passage_vector WHERE passage_id = ?", (passage_id,)
                )
                row = np.frombuffer(bytes(blob), np.int8).astype(np.float32) * float(size)
                assert score == pytest.approx(row @ QUERY, abs=1e-5)


_KILLED = """
import os, sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from vector_makers import begin_new_cells, step
from engine.store import cells
from engine.store.connection import Store
store = Store.open(Path(sys.argv[1]))
assert begin_new_cells(store) and step(store)
with store.write() as db:
    assert cells.move_some(db)
    os._exit(9)  # as SIGKILL does: nothing is closed, nothing rolled back
"""


def test_killed_while_vectors_move_nothing_is_lost(store: Store) -> None:
    with store.write() as db:
        add(db, "one", 1_500, seed=4)
        expected = brute_force(db, QUERY, limit=10)
    store.close()
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            _KILLED,
            str(store.path),
            *(path for path in sys.path if path),
            str(Path.cwd()),
        ],
        check=False,
    )
    assert ended.returncode == 9
    again = Store.open(store.path)
    try:
        assert nearest(again) == expected
        assert cells.is_due(again.reader(), layout=FEW)
        settle(again)
        assert nearest(again) == expected
        assert again.reader().execute("SELECT count(*) FROM passage_vector").get == 1_500
        assert n_cells(again) == 39
        again.check()
    finally:
        again.close()


def test_vectors_of_a_library_from_before_cells_are_carried_over(store: Store) -> None:
    rows = crowded(300, seed=2)
    with store.write() as db:
        vectors.ensure(db, model_id=MODEL, dimension=DIMENSION)
        make_document(db, [f"{number} " for number in range(300)])
        ids = [row.passage_id for row in vectors.waiting(db, limit=300)]
        db.execute("DROP TABLE passage_vector")
        db.execute(
            f"""CREATE VIRTUAL TABLE passage_vector
                USING vec0(passage_id INTEGER PRIMARY KEY, embedding float[{DIMENSION}])"""
        )
        db.executemany(
            "INSERT INTO passage_vector (passage_id, embedding) VALUES (?, ?)",
            [(id_, row.tobytes()) for id_, row in zip(ids, rows, strict=True)],
        )
        db.execute("UPDATE passage SET vector_stamp = ?", (MODEL,))
        vectors.ensure(db, model_id=MODEL, dimension=DIMENSION)
        assert vectors.waiting(db, limit=1) == []
        best = int(np.argmax(rows @ QUERY))
        assert vectors.nearest(db, QUERY, limit=1) == [
            (ids[best], pytest.approx(float(rows[best] @ QUERY), abs=1e-3))
        ]
    store.check()


def test_another_model_begins_without_cells(store: Store) -> None:
    with store.write() as db:
        add(db, "one", 300, seed=4)
    settle(store)
    with store.write() as db:
        vectors.ensure(db, model_id="other", dimension=2 * DIMENSION)
        ids = [row.passage_id for row in vectors.waiting(db, limit=1_000)]
        assert len(ids) == 300
        rows = np.random.default_rng(1).normal(size=(300, 2 * DIMENSION)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        vectors.insert(db, ids, rows, model_id="other")
        assert vectors.nearest(db, rows[7], limit=1)[0][0] == ids[7]
    assert n_cells(store) == 0
