"""The vec0 table of vectors rounded to int8, by cell; the one module that knows how vec0 keeps its rows.

vec0 keeps the rows of a cell (its partition) in chunks of ``CHUNK_ROWS``: which places are taken, and
whose, in ``passage_vector_chunks``; the vectors in one BLOB, and each further column in another. These
BLOBs are read whole and scored by NumPy: 4 times as fast as asking vec0 cell by cell, which rounds no
better and has no SIMD for int8 (64 cells of 100,000 vectors: 2.3 against 8.7 ms), and whatever
restricts the answer is applied before anything is scored. vec0 writes, moves and frees them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.store.rows import as_json, count, fetch

CHUNK_ROWS: Final = 64
"""A few hundred rows are a cell; small chunks leave little room empty in each."""
_CHUNKS_AT_ONCE = 16
_SPARE_CHUNKS = 1.25
"""So many more chunks than are needed may be there."""
_STEPS = 127


@dataclass(frozen=True, slots=True)
class Compared:
    """Some rows of the table beside one vector.

    Attributes:
        passage_ids: ``[n]``.
        scores: float32 ``[n]``, the dot product with what rounding left of each row.
        steps: float32 ``[n]``; rounding moved no component by more than half of it.
        n_met: How many rows there were, allowed or not.
    """

    passage_ids: NDArray[np.int64]
    scores: NDArray[np.float32]
    steps: NDArray[np.float32]
    n_met: int

    def __add__(self, other: Self) -> Self:
        """Return both together."""
        return replace(
            self,
            passage_ids=np.concatenate([self.passage_ids, other.passage_ids]),
            scores=np.concatenate([self.scores, other.scores]),
            steps=np.concatenate([self.steps, other.steps]),
            n_met=self.n_met + other.n_met,
        )


def create(db: Connection, *, dimension: int) -> None:
    """Make the table anew, empty.

    vec0 looks up the chunks of a cell in ``passage_vector_chunks``, by a scan unless there is an index.
    """
    db.execute("DROP TABLE IF EXISTS passage_vector")
    db.execute(
        f"""CREATE VIRTUAL TABLE passage_vector USING vec0(
                passage_id INTEGER PRIMARY KEY, cell INTEGER PARTITION KEY,
                embedding int8[{dimension:d}] distance_metric=cosine,
                document_id INTEGER, step FLOAT, chunk_size={CHUNK_ROWS:d})"""
    )
    db.execute("CREATE INDEX passage_vector_cell ON passage_vector_chunks (partition00)")


def put(
    db: Connection,
    passage_ids: Sequence[int],
    document_ids: Sequence[int],
    cells: NDArray[np.int64],
    vectors: NDArray[np.float32],
) -> None:
    """Insert rows that are not there yet."""
    steps = np.maximum(np.abs(vectors).max(axis=1), np.finfo(np.float32).tiny) / _STEPS
    rounded = np.rint(vectors / steps[:, None]).astype(np.int8)
    db.executemany(
        """INSERT INTO passage_vector (passage_id, cell, embedding, document_id, step)
           VALUES (?, ?, vec_int8(?), ?, ?)""",
        zip(
            passage_ids,
            cells.tolist(),
            (row.tobytes() for row in rounded),
            document_ids,
            steps.astype(float).tolist(),
            strict=True,
        ),
    )


def delete(db: Connection, passage_ids: Iterable[int]) -> None:
    """Delete rows; vec0 frees a chunk when all of it is empty."""
    db.executemany("DELETE FROM passage_vector WHERE passage_id = ?", [(id_,) for id_ in passage_ids])


def compare(
    db: Connection,
    cells: Sequence[int],
    vector: NDArray[np.float32],
    *,
    within: NDArray[np.int64] | None = None,
) -> Compared:
    """Compare the rows of cells with a vector; only those of the documents ``within`` (sorted)."""
    heads = fetch(
        db,
        """SELECT chunk_id, validity, rowids FROM passage_vector_chunks
           WHERE partition00 IN (SELECT value FROM json_each(?))""",
        (as_json(cells),),
    )
    chunk_ids = np.array([head[0] for head in heads], np.int64)
    is_taken = _bits(b"".join(head[1] for head in heads)).reshape(-1, CHUNK_ROWS)
    passage_ids = np.frombuffer(b"".join(head[2] for head in heads), np.int64).reshape(-1, CHUNK_ROWS)
    n_met = int(is_taken.sum())
    if within is not None:
        documents = _column(db, "metadatachunks00", "data", chunk_ids, np.dtype(np.int64))
        is_taken &= _is_in(documents, within)
        is_kept = is_taken.any(axis=1)
        chunk_ids, is_taken, passage_ids = chunk_ids[is_kept], is_taken[is_kept], passage_ids[is_kept]
    steps = _column(db, "metadatachunks01", "data", chunk_ids, np.dtype(np.float64))[is_taken]
    scores = _scores(db, chunk_ids, vector)[is_taken] * steps
    return Compared(passage_ids[is_taken], scores.astype(np.float32), steps.astype(np.float32), n_met)


def _scores(db: Connection, chunk_ids: NDArray[np.int64], vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the dot product of a vector with every place of some chunks, ``[n_chunks, CHUNK_ROWS]``.

    One small buffer for all: memory that is new for each part costs more than the arithmetic.
    """
    scores = np.empty((len(chunk_ids), CHUNK_ROWS), np.float32)
    rounded = np.empty((_CHUNKS_AT_ONCE, CHUNK_ROWS, len(vector)), np.int8)
    whole = np.empty(rounded.shape, np.float32)
    for first in range(0, len(chunk_ids), _CHUNKS_AT_ONCE):
        n = _fill(db, "vector_chunks00", "vectors", chunk_ids[first : first + _CHUNKS_AT_ONCE], rounded)
        np.copyto(whole[:n], rounded[:n])
        np.einsum("crd,d->cr", whole[:n], vector, out=scores[first : first + n])
    return scores


def some_of(db: Connection, cells: Sequence[int], *, n_chunks: int) -> list[int]:
    """Return the passages in the first chunks found of any of these cells; none when all are empty."""
    heads = fetch(
        db,
        """SELECT validity, rowids FROM passage_vector_chunks
           WHERE partition00 IN (SELECT value FROM json_each(?)) LIMIT ?""",
        (as_json(cells), n_chunks),
    )
    return [passage_id for head in heads for passage_id in _members(*head)]


def n_rows(db: Connection) -> int:
    """Return how many vectors there are."""
    return count(db, "SELECT count(*) FROM passage_vector_rowids")


def is_scattered(db: Connection) -> bool:
    """Tell whether much room lies empty; one chunk that is not full is to be expected in each cell."""
    n_chunks = count(db, "SELECT count(*) FROM passage_vector_chunks")
    n_cells = count(db, "SELECT count(DISTINCT partition00) FROM passage_vector_chunks")
    n_needed = -(-n_rows(db) // CHUNK_ROWS)
    return n_chunks > int(max(n_needed * _SPARE_CHUNKS, n_needed + n_cells))


def emptiest(db: Connection, *, n_rows: int) -> list[int]:
    """Return some passages, about ``n_rows``, of the emptiest chunks of cells that could do with fewer.

    New rows of a cell go to its last chunk, so that one stays.
    """
    fill: dict[int, list[tuple[int, int]]] = {}
    for cell, chunk_id, validity in fetch(
        db, "SELECT partition00, chunk_id, validity FROM passage_vector_chunks ORDER BY chunk_id"
    ):
        fill.setdefault(cell, []).append((int.from_bytes(validity, "little").bit_count(), chunk_id))
    leaving: list[tuple[int, int]] = []
    for chunks in fill.values():
        n_spare = len(chunks) - -(-sum(n for n, _ in chunks) // CHUNK_ROWS)
        leaving += sorted(chunks[:-1])[:n_spare]
    moved: list[int] = []
    for _, chunk_id in sorted(leaving):
        head = fetch(db, "SELECT validity, rowids FROM passage_vector_chunks WHERE chunk_id = ?", (chunk_id,))
        moved += _members(*head[0])
        if len(moved) >= n_rows:
            break
    return moved


def _members(validity: bytes, rowids: bytes) -> list[int]:
    members: list[int] = np.frombuffer(rowids, np.int64)[_bits(validity)].tolist()
    return members


def _bits(validity: bytes) -> NDArray[np.bool_]:
    """Return which places are taken, one bit each, the lowest first."""
    return np.unpackbits(np.frombuffer(validity, np.uint8), bitorder="little").astype(np.bool_)


def _column(
    db: Connection, part: str, column: str, chunk_ids: NDArray[np.int64], kind: np.dtype[Any]
) -> NDArray[Any]:
    """Return one column of whole chunks, ``[n_chunks, CHUNK_ROWS]``."""
    values = np.empty((len(chunk_ids), CHUNK_ROWS), kind)
    _fill(db, part, column, chunk_ids, values)
    return values


def _fill(db: Connection, part: str, column: str, chunk_ids: NDArray[np.int64], rows: NDArray[Any]) -> int:
    """Read one BLOB of each chunk into ``rows``, one after the other; return how many."""
    if len(chunk_ids):
        with db.blob_open("main", f"passage_vector_{part}", column, int(chunk_ids[0]), False) as blob:
            for row, chunk_id in zip(rows, chunk_ids.tolist(), strict=False):
                blob.reopen(chunk_id)
                blob.read_into(row)
    return len(chunk_ids)


def _is_in(values: NDArray[np.int64], allowed: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which values are among the ``allowed``, which are sorted."""
    if not len(allowed):
        return np.zeros(values.shape, np.bool_)
    places = np.minimum(np.searchsorted(allowed, values), len(allowed) - 1)
    return np.asarray(allowed[places] == values, np.bool_)
