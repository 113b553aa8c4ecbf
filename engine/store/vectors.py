"""One vector a passage: as float16, which answers are scored by, and rounded to int8, which finds them.

The rounded ones stand in a vec0 table of the same file, by cell (see ``store.cells``). While there
are no cells all are compared, and what rounding may have hidden is scored too, so that the answer is
exact; later the nearest cells are looked into. Vectors have L2 = 1, so that the dot product is the
cosine similarity. Vectors of two models are never mixed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.store import cells, vector_chunks
from engine.store.cells import LAYOUT, Layout
from engine.store.rows import as_json, count, fetch, fetch_ids

_RESCORED = 2
"""So many times the wanted rows of the nearest cells are scored by their float16 vectors,"""
_RESCORED_LEAST = 80
"""and at least so many."""
_SPARSE, _FURTHEST = 5, 4
"""Up to ``_FURTHEST`` times as many cells are looked into where fewer than one of ``_SPARSE`` is allowed."""
_SCORED_ONE_BY_ONE = 10_000
"""Passages; when no more are allowed, all of them are scored and no cell is looked into."""
_AT_ONCE = 4096
_MOVED_AT_ONCE = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPassage:
    """One passage without a vector."""

    passage_id: int
    document_id: int
    start: int
    end: int


def ensure(db: Connection, *, model_id: str, dimension: int) -> None:
    """Make room for the vectors of a model; another model's are dropped and every passage waits again.

    What a library has that knew no cells is brought into their form.
    """
    wanted = json.dumps({"id": model_id, "dimension": dimension})
    if encoder_of(db) == wanted:
        _carry_over(db, dimension=dimension)
        return
    db.execute("DELETE FROM embedding")
    cells.reset(db)
    vector_chunks.create(db, dimension=dimension)
    db.execute("UPDATE passage SET vector_stamp = NULL WHERE vector_stamp IS NOT NULL")
    db.execute("INSERT OR REPLACE INTO property (name, value) VALUES ('encoder', ?)", (wanted,))


def _carry_over(db: Connection, *, dimension: int) -> None:
    """Take the vectors of the table that there was before cells, float32 in vec0."""
    made: object = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'passage_vector'").get
    if "partition key" in str(made).lower():
        return
    for batch in _batches(db.execute("SELECT passage_id, embedding FROM passage_vector")):
        vectors = np.frombuffer(b"".join(row[1] for row in batch), np.float32).reshape(len(batch), -1)
        _keep(db, [row[0] for row in batch], vectors)
    vector_chunks.create(db, dimension=dimension)
    for batch in _batches(db.execute("SELECT passage_id FROM embedding")):
        cells.replace(db, [row[0] for row in batch])


def encoder_of(db: Connection) -> str | None:
    """Return what the stored vectors were made by, or None while there is no room for any."""
    found = db.execute("SELECT value FROM property WHERE name = 'encoder'").get
    return None if found is None else str(found)


def model_of(db: Connection) -> str | None:
    """Return the id of the model that made the stored vectors, or None while there is no room for any."""
    stored = encoder_of(db)
    return None if stored is None else str(json.loads(stored)["id"])


def waiting(db: Connection, *, limit: int) -> list[WaitingPassage]:
    """Return passages without a vector, longest known first."""
    rows = fetch(
        db,
        'SELECT id, document_id, start, "end" FROM passage WHERE vector_stamp IS NULL ORDER BY id LIMIT ?',
        (limit,),
    )
    return [
        WaitingPassage(passage_id=id_, document_id=document_id, start=start, end=end)
        for id_, document_id, start, end in rows
    ]


def insert(
    db: Connection, passage_ids: Sequence[int], vectors: NDArray[np.float32], *, model_id: str
) -> None:
    """Store the vectors ``[n, dimension]`` of passages; those that went meanwhile are passed over.

    Raises:
        ValueError: The library's vectors are another model's.
    """
    if model_of(db) != model_id:
        raise ValueError(f"vectors of {model_id} among those of {model_of(db)}")
    delete(db, passage_ids)
    there = set(
        fetch_ids(
            db, "SELECT id FROM passage WHERE id IN (SELECT value FROM json_each(?))", (as_json(passage_ids),)
        )
    )
    kept = [row for row, passage_id in enumerate(passage_ids) if passage_id in there]
    if kept:
        ids = [passage_ids[row] for row in kept]
        _keep(db, ids, np.asarray(vectors, np.float32)[kept])
        cells.replace(db, ids)
        db.executemany("UPDATE passage SET vector_stamp = ? WHERE id = ?", [(model_id, id_) for id_ in ids])


def delete(db: Connection, passage_ids: Sequence[int]) -> None:
    """Delete the vectors of passages; they do not wait for new ones by that."""
    if encoder_of(db) is None:
        return
    there = fetch_ids(
        db,
        "SELECT passage_id FROM embedding WHERE passage_id IN (SELECT value FROM json_each(?))",
        (as_json(passage_ids),),
    )
    vector_chunks.delete(db, there)
    db.executemany("DELETE FROM embedding WHERE passage_id = ?", [(id_,) for id_ in there])


def is_scattered(db: Connection) -> bool:
    """Tell whether much room lies empty between vectors."""
    return encoder_of(db) is not None and vector_chunks.is_scattered(db)


def compact(db: Connection) -> bool:
    """Move what the emptiest chunks hold to the end of their cells; False when there is little to gain."""
    if not is_scattered(db):
        return False
    moved = vector_chunks.emptiest(db, n_rows=_MOVED_AT_ONCE)
    cells.replace(db, moved)
    return bool(moved)


def nearest(
    db: Connection,
    vector: NDArray[np.float32],
    *,
    limit: int,
    within: NDArray[np.int64] | None = None,
    layout: Layout = LAYOUT,
) -> list[tuple[int, float]]:
    """Return the ids of the nearest passages with their cosine similarity, best first.

    Args:
        db: A read connection.
        vector: L2 = 1, made by the model of the stored ones.
        limit: Passages at most.
        within: Sorted ids of the documents that may answer; None for all.
        layout: How many cells are looked into.
    """
    if encoder_of(db) is None or limit < 1:
        return []
    wanted = np.asarray(vector, np.float32)
    if within is not None and _is_few(db, within):
        rows = db.execute(
            """SELECT passage_id, vector FROM passage CROSS JOIN embedding ON passage_id = passage.id
               WHERE document_id IN (SELECT value FROM json_each(?))""",
            (as_json(within.tolist()),),
        )
    else:
        found = _candidates(db, wanted, limit=limit, within=within, layout=layout)
        rows = db.execute(
            """SELECT passage_id, vector FROM embedding
               WHERE passage_id IN (SELECT value FROM json_each(?))""",
            (as_json(found),),
        )
    return _scored(rows, wanted)[:limit]


def _is_few(db: Connection, within: NDArray[np.int64]) -> bool:
    """Whether it is best to score all passages of these documents; without cells all are compared anyway."""
    if len(within) > _SCORED_ONE_BY_ONE or not len(cells.load(db).ids):
        return False
    n = count(
        db,
        "SELECT count(*) FROM passage WHERE document_id IN (SELECT value FROM json_each(?))",
        (as_json(within.tolist()),),
    )
    return n <= _SCORED_ONE_BY_ONE


def _candidates(
    db: Connection,
    vector: NDArray[np.float32],
    *,
    limit: int,
    within: NDArray[np.int64] | None,
    layout: Layout,
) -> list[int]:
    """Return the passages that may be among the nearest, going by their rounded vectors.

    Where few of the vectors met are allowed ones, the nearest of these lie further apart: more cells
    are looked into, and all of them rather than too few found.
    """
    known = cells.load(db)
    n_wanted = max(_RESCORED * limit, _RESCORED_LEAST)
    probed = known.near(vector, layout=layout)
    compared = vector_chunks.compare(db, probed, vector, within=within)
    further = 1
    while len(probed) <= len(known.ids) and (
        len(compared.passage_ids) < n_wanted
        or (further < _FURTHEST and further**2 * _SPARSE * len(compared.passage_ids) < compared.n_met)
    ):
        further *= 2
        wider = known.near(vector, layout=layout, further=further)
        added = sorted(set(wider).difference(probed))
        compared += vector_chunks.compare(db, added, vector, within=within)
        probed = wider
    ids, scores = compared.passage_ids, compared.scores
    if len(probed) <= len(known.ids):
        return list(ids[_best(scores, n_wanted)].tolist())
    # All were compared; whatever rounding may have put behind the last one wanted is looked at too.
    doubts = compared.steps * (float(np.abs(vector).sum()) / 2)
    surely = scores - doubts
    last = surely[_best(surely, limit)].min(initial=np.inf)
    return list(ids[scores + doubts >= last].tolist())


def _best(scores: NDArray[np.float32], n: int) -> NDArray[np.int64]:
    """Return where the ``n`` highest are, in no order."""
    if n >= len(scores):
        return np.arange(len(scores))
    best: NDArray[np.int64] = np.argpartition(-scores, n - 1)[:n]
    return best


def _scored(rows: Iterable[tuple[Any, ...]], vector: NDArray[np.float32]) -> list[tuple[int, float]]:
    """Return the passages of ``(id, float16 vector)`` with their similarity, best first, equal ones by id."""
    found: list[tuple[float, int]] = []
    for batch in _batches(rows):
        scores = np.einsum("ij,j->i", cells.unpack([row[1] for row in batch]), vector)
        found += zip((-scores).tolist(), (row[0] for row in batch), strict=True)
    return [(passage_id, -negative) for negative, passage_id in sorted(found)]


def _keep(db: Connection, passage_ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
    db.executemany(
        "INSERT INTO embedding (passage_id, vector) VALUES (?, ?)",
        zip(passage_ids, (row.tobytes() for row in vectors.astype(np.float16)), strict=True),
    )


def _batches(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    stream = iter(rows)
    while batch := list(islice(stream, _AT_ONCE)):
        yield batch


def of_passages(db: Connection, passage_ids: Sequence[int]) -> dict[int, NDArray[np.float32]]:
    """Return the stored vectors of those of the passages that have one."""
    if encoder_of(db) is None:
        return {}
    rows = fetch(
        db,
        "SELECT passage_id, vector FROM embedding WHERE passage_id IN (SELECT value FROM json_each(?))",
        (as_json(passage_ids),),
    )
    return {passage_id: cells.unpack([blob])[0] for passage_id, blob in rows}
