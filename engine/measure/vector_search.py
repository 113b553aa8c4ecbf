"""The vector leg of a library of any size, beside what else could be done, in the same run.

In: real vectors, grown to the size wanted. Out: for cells p50, p95, recall@20, insertion, bytes and
memory; for a flat float32 vec0 table, for NumPy and (where it is installed) usearch the same, as far as
it means something. Recall is against the exact answer by the vectors as they are stored.
"""

from __future__ import annotations

import importlib.util
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.measure.corpus import grow_library, mix
from engine.measure.memory import peak_memory_bytes
from engine.measure.percentiles import percentiles
from engine.store import cells, upkeep, vectors
from engine.store.connection import Store
from engine.store.rows import as_json, count, fetch

N_SEEDS = 8_000
"""Real vectors to grow a library from: some two minutes of embedding on two cores."""
_N_QUERIES = 100
_N_SLOW = 20
"""Queries of what compares all vectors."""
_LIMIT, _LEG_DEPTH = 20, 200
_N_INSERTED, _A_BATCH = 1024, 64
_AT_ONCE = 10_000
Say = Callable[[str], None]
Vectors = NDArray[np.float32]


def measure_vectors(n_passages: int, *, seeds: Vectors, model_id: str, say: Say) -> dict[str, Any]:
    """Return the figures of one size."""
    queries = mix(seeds, _N_QUERIES, np.random.default_rng(7))
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "vectors.satchel"
        say(f"growing a library of {n_passages} vectors")
        started = time.perf_counter()
        grow_library(path, n_passages=n_passages, pool=["text"], seeds=seeds, model_id=model_id, n_parts=1)
        grow_s = time.perf_counter() - started
        store = Store.open(path)
        try:
            say(f"{grow_s:.0f} s; finding cells")
            settling = settle(store)
            with store.read() as db:
                say("searching")
                truth = _exact(db, queries)
                ours = _cells(db, queries, truth) | {
                    "insert_ms": _insertion(store, seeds, model_id),
                    "bytes_a_passage": round(_vector_bytes(db) / n_passages),
                    "peak_mib": round(peak_memory_bytes() / 2**20),
                }
                others = _others(db, queries, truth, Path(scratch), say)
        finally:
            store.close()
    ratios = {name: round(row["p50_ms"] / ours["p50_ms"], 1) for name, row in others.items()}
    return {
        "passages": n_passages,
        "grow_s": round(grow_s, 1),
        **settling,
        "cells": ours,
        **others,
        "times_the_cells": ratios,
    }


def describe(row: dict[str, Any]) -> list[str]:
    """Say the figures for people."""
    ours = row["cells"]
    lines = [
        f"vectors    {row['passages']} passages in {row['n_cells']} cells: p50 {ours['p50_ms']} ms, "
        f"p95 {ours['p95_ms']} ms, recall@{_LIMIT} {ours['recall']}; {_LEG_DEPTH} nearest "
        f"p50 {ours['deep']['p50_ms']} ms; insertion {ours['insert_ms']} ms and "
        f"{ours['bytes_a_passage']} bytes a passage; peak {ours['peak_mib']} MiB; "
        f"new cells found in {row['train_s']} s, filled in {row['move_s']} s (longest step "
        f"{row['longest_step_ms']} ms)"
    ]
    lines += [
        f"vectors    {name}: within {share}, p50 {part['p50_ms']} ms, recall@{_LIMIT} {part['recall']}"
        for name, share, part in (("filter", f"1 of {n}", figures) for n, figures in ours["within"].items())
    ]
    for name, times in row["times_the_cells"].items():
        other = row[name]
        lines.append(
            f"vectors    {name:<12} p50 {other['p50_ms']} ms, {times} times the cells'; recall@{_LIMIT} "
            f"{other['recall']}; built in {other['build_s']} s"
        )
    return lines


def settle(store: Store) -> dict[str, Any]:
    """Do what a library does while idle until it is in order; return what that took."""
    started = time.perf_counter()
    db = store.reader()
    if cells.is_outgrown(db):
        centroids = cells.train(db, cancelled=lambda: False)
        if centroids is not None:
            with store.write() as writer:
                cells.open_new(writer, centroids)
    train_s = time.perf_counter() - started
    longest_s, is_more = 0.0, True
    while is_more:
        began = time.perf_counter()
        with store.write() as writer:
            is_more = upkeep.step(writer)
        longest_s = max(longest_s, time.perf_counter() - began)
    store.shrink_log()
    return {
        "n_cells": count(db, "SELECT count(*) FROM cell"),
        "train_s": round(train_s, 1),
        "move_s": round(time.perf_counter() - started - train_s, 1),
        "longest_step_ms": round(1000 * longest_s),
    }


def _cells(db: Connection, queries: Vectors, truth: list[set[int]]) -> dict[str, Any]:
    def search(query: Vectors) -> list[int]:
        return [passage_id for passage_id, _ in vectors.nearest(db, query, limit=_LIMIT)]

    deep = percentiles(lambda query: vectors.nearest(db, query, limit=_LEG_DEPTH), queries)
    return {
        **percentiles(search, queries),
        "recall": _recall(search, queries, truth),
        "deep": deep,
        "within": {every: _within(db, queries[:_N_SLOW], every) for every in (2, 10, 100)},
    }


def _within(db: Connection, queries: Vectors, every: int) -> dict[str, float]:
    """Measure a search among some documents only, evenly taken."""
    allowed = np.array(
        [row[0] for row in fetch(db, "SELECT id FROM document WHERE id % ? = 0 ORDER BY id", (every,))],
        np.int64,
    )
    truth = _exact(db, queries, within=allowed)

    def search(query: Vectors) -> list[int]:
        return [id_ for id_, _ in vectors.nearest(db, query, limit=_LIMIT, within=allowed)]

    return {**percentiles(search, queries), "recall": _recall(search, queries, truth)}


def _insertion(store: Store, seeds: Vectors, model_id: str) -> float:
    """Return ms a passage of inserting vectors in batches, as indexing does; all is as before then."""
    db = store.reader()
    ids = [
        row[0]
        for row in fetch(db, "SELECT passage_id FROM embedding ORDER BY passage_id LIMIT ?", (_N_INSERTED,))
    ]
    rows = mix(seeds, len(ids), np.random.default_rng(3))
    blobs = fetch(
        db,
        "SELECT vector FROM embedding WHERE passage_id IN (SELECT value FROM json_each(?))",
        (as_json(ids),),
    )
    before = cells.unpack([row[0] for row in blobs])
    seconds = 0.0
    for first in range(0, len(ids), _A_BATCH):
        part = slice(first, first + _A_BATCH)
        with store.write() as writer:
            vectors.delete(writer, ids[part])
        started = time.perf_counter()
        with store.write() as writer:
            vectors.insert(writer, ids[part], rows[part], model_id=model_id)
        seconds += time.perf_counter() - started
        with store.write() as writer:
            vectors.insert(writer, ids[part], before[part], model_id=model_id)
    return round(1000 * seconds / len(ids), 3)


def _vector_bytes(db: Connection) -> int:
    return count(
        db,
        """SELECT sum(pgsize) FROM dbstat
           WHERE name = 'embedding' OR name = 'cell' OR name LIKE 'passage_vector%'""",
    )


def _others(
    db: Connection, queries: Vectors, truth: list[set[int]], scratch: Path, say: Say
) -> dict[str, dict[str, Any]]:
    say("the same with NumPy")
    ids, whole = _everything(db)
    found = {"numpy": _numpy(ids, whole, queries, truth)}
    say("the same with a flat table")
    found["flat"] = _flat(ids, whole, queries[:_N_SLOW], truth, scratch)
    if importlib.util.find_spec("usearch") is not None:
        say("the same with usearch")
        found["usearch"] = _usearch(ids, whole, queries, truth)
    return found


def _numpy(ids: NDArray[np.int64], whole: Vectors, queries: Vectors, truth: list[set[int]]) -> dict[str, Any]:
    def search(query: Vectors) -> list[int]:
        scores = whole @ query
        best: list[int] = ids[np.argpartition(-scores, _LIMIT)[:_LIMIT]].tolist()
        return best

    return {
        **percentiles(search, queries[:_N_SLOW]),
        "recall": _recall(search, queries, truth),
        "build_s": 0.0,
    }


def _flat(
    ids: NDArray[np.int64], whole: Vectors, queries: Vectors, truth: list[set[int]], scratch: Path
) -> dict[str, Any]:
    store = Store.open(scratch / "flat.db")
    started = time.perf_counter()
    with store.write() as db:
        db.execute(
            f"CREATE VIRTUAL TABLE flat USING vec0(id INTEGER PRIMARY KEY, v float[{whole.shape[1]:d}])"
        )
        db.executemany(
            "INSERT INTO flat VALUES (?, ?)",
            ((id_, row.tobytes()) for id_, row in zip(ids.tolist(), whole, strict=True)),
        )
    build_s = time.perf_counter() - started
    db = store.reader()

    def search(query: Vectors) -> list[int]:
        sql = "SELECT id FROM flat WHERE v MATCH ? AND k = ? ORDER BY distance"
        return [row[0] for row in fetch(db, sql, (query.tobytes(), _LIMIT))]

    try:
        return {
            **percentiles(search, queries),
            "recall": _recall(search, queries, truth),
            "build_s": round(build_s, 1),
        }
    finally:
        store.close()


def _usearch(
    ids: NDArray[np.int64], whole: Vectors, queries: Vectors, truth: list[set[int]]
) -> dict[str, Any]:
    from usearch.index import Index

    index = Index(ndim=whole.shape[1], metric="ip", dtype="i8")
    started = time.perf_counter()
    index.add(ids.astype(np.uint64), whole)
    build_s = time.perf_counter() - started

    def search(query: Vectors) -> list[int]:
        return [int(key) for key in index.search(query, _LIMIT).keys]

    return {
        **percentiles(search, queries),
        "recall": _recall(search, queries, truth),
        "build_s": round(build_s, 1),
    }


def _exact(db: Connection, queries: Vectors, *, within: NDArray[np.int64] | None = None) -> list[set[int]]:
    """Return the ids of the nearest to each query, by comparison with every stored vector."""
    best_ids = np.zeros((len(queries), _LIMIT), np.int64)
    best_scores = np.full((len(queries), _LIMIT), -2.0, np.float32)
    for ids, documents, rows in _stored(db):
        scores = queries @ rows.T
        if within is not None:
            scores[:, ~np.isin(documents, within)] = -2.0
        all_scores = np.hstack([best_scores, scores])
        all_ids = np.hstack([best_ids, np.broadcast_to(ids, scores.shape)])
        kept = np.argpartition(-all_scores, _LIMIT - 1, axis=1)[:, :_LIMIT]
        best_scores = np.take_along_axis(all_scores, kept, 1)
        best_ids = np.take_along_axis(all_ids, kept, 1)
    return [set(ids[scores > -2].tolist()) for ids, scores in zip(best_ids, best_scores, strict=True)]


def _everything(db: Connection) -> tuple[NDArray[np.int64], Vectors]:
    n = count(db, "SELECT count(*) FROM embedding")
    all_ids, whole, at = np.empty(n, np.int64), np.empty((n, 0), np.float32), 0
    for ids, _, rows in _stored(db):
        if not at:
            whole = np.empty((n, rows.shape[1]), np.float32)
        all_ids[at : at + len(ids)], whole[at : at + len(ids)] = ids, rows
        at += len(ids)
    return all_ids, whole


def _stored(db: Connection) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], Vectors]]:
    last = 0
    while rows := fetch(
        db,
        """SELECT passage_id, document_id, vector FROM embedding JOIN passage ON passage.id = passage_id
           WHERE passage_id > ? ORDER BY passage_id LIMIT ?""",
        (last, _AT_ONCE),
    ):
        last = rows[-1][0]
        ids, documents, blobs = zip(*rows, strict=True)
        yield np.array(ids, np.int64), np.array(documents, np.int64), cells.unpack(blobs)


def _recall(search: Callable[[Vectors], list[int]], queries: Vectors, truth: list[set[int]]) -> float:
    hits = [len(truth[number].intersection(search(query))) for number, query in enumerate(queries)]
    return round(sum(hits) / max(1, sum(map(len, truth[: len(queries)]))), 4)
