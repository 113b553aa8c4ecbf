"""Cells: regions in which vectors crowd, so that a search compares those near to it only.

Below ``exact_below`` vectors there are no cells and all are compared. From there on about 4·√n
centroids are found by k-means on a sample, each the middle of a cell. A new vector goes to the
nearest one at once. When the library has outgrown its cells, new ones are opened beside them and
the rows move over, some hundred in a transaction; a search looks into the nearest of both meanwhile,
so at any moment every vector stands in one cell that can be found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.store import vector_chunks
from engine.store.kmeans import nearest_centroids, train_centroids
from engine.store.rows import as_json, count, fetch

NO_CELL: Final = 0
"""Holds what was inserted while there were no cells; always looked into."""
_RUN = 16
_SAMPLES_A_CELL, _MOST_SAMPLES = 32, 65_536
_ROUNDS = 6
_CHUNKS_A_STEP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How many cells there should be, and how many vectors a search compares.

    Attributes:
        exact_below: Vectors; with fewer there are no cells.
        cells_a_root: Cells, as a multiple of the square root of the number of vectors.
        n_compared: Vectors that stand in the cells that a search looks into, about.
        patience: How far the number of cells may be off before new ones are found, as a factor.
    """

    exact_below: int = 50_000
    cells_a_root: float = 4.0
    n_compared: int = 24_000
    patience: float = 1.6

    def n_cells(self, n_vectors: int) -> int:
        """Return how many cells suit so many vectors."""
        return 0 if n_vectors < self.exact_below else round(self.cells_a_root * n_vectors**0.5)

    def n_probed(self, n_cells: int) -> int:
        """Return into how many of ``n_cells`` a search looks; they hold ``n_cells / cells_a_root²`` each."""
        return min(n_cells, -int(-self.n_compared * self.cells_a_root**2 // max(1, n_cells)))


LAYOUT: Final = Layout()


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one state of a library.

    Attributes:
        ids: ``[n]``.
        centroids: ``[n, dimension]``, L2 = 1.
        is_open: ``[n]``; into a closed one nothing goes any more.
    """

    ids: NDArray[np.int64]
    centroids: NDArray[np.float32]
    is_open: NDArray[np.bool_]

    def place(self, vectors: NDArray[np.float32]) -> NDArray[np.int64]:
        """Return the cell that each vector ``[n, dimension]`` belongs into."""
        if not self.is_open.any():
            return np.full(len(vectors), NO_CELL, np.int64)
        ids: NDArray[np.int64] = self.ids[self.is_open][
            nearest_centroids(vectors, self.centroids[self.is_open])
        ]
        return ids

    def near(self, vector: NDArray[np.float32], *, layout: Layout, further: int = 1) -> list[int]:
        """Return the cells to look into: the nearest of the open ones and of the closing ones, and no cell.

        ``further`` times as many as usual.
        """
        found = [NO_CELL]
        if not len(self.ids):
            return found
        likeness = np.einsum("ij,j->i", self.centroids, vector)
        for group in (np.flatnonzero(self.is_open), np.flatnonzero(~self.is_open)):
            n = further * layout.n_probed(len(group))
            found += self.ids[group[np.argsort(-likeness[group], kind="stable")[:n]]].tolist()
        return found


_LOADED: dict[str, Cells] = {}
"""The cells last used, by stamp: what a stamp names never changes, whoever reads it, of whichever library."""


def load(db: Connection) -> Cells:
    """Return the cells of what ``db`` sees; read once for each stamp."""
    rows = fetch(db, "SELECT value FROM property WHERE name = 'cells'")
    stamp = str(rows[0][0]) if rows else ""
    found = _LOADED.get(stamp)
    if found is None:
        found = (
            _read(db)
            if stamp
            else Cells(np.empty(0, np.int64), np.empty((0, 0), np.float32), np.empty(0, bool))
        )
        _LOADED.clear()
        _LOADED[stamp] = found
    return found


def reset(db: Connection) -> None:
    """Forget all cells; there are no rows in any."""
    db.execute("DELETE FROM cell")
    db.execute("DELETE FROM property WHERE name = 'cells'")


def is_due(db: Connection, *, layout: Layout = LAYOUT) -> bool:
    """Tell whether rows have to move, or the number of cells suits no more."""
    return _is_moving(db) or is_outgrown(db, layout=layout)


def is_outgrown(db: Connection, *, layout: Layout = LAYOUT) -> bool:
    """Tell whether the number of cells is far from what suits, and no rows are on their way to new ones."""
    if _is_moving(db):
        return False
    n_now = count(db, "SELECT count(*) FROM cell")
    n_vectors = vector_chunks.n_rows(db)
    if n_now == 0:
        return layout.n_cells(n_vectors) > 0
    suiting = layout.cells_a_root * n_vectors**0.5
    return not 1 / layout.patience <= suiting / n_now <= layout.patience


def train(
    db: Connection, *, cancelled: Callable[[], bool], layout: Layout = LAYOUT
) -> NDArray[np.float32] | None:
    """Return the centroids that suit the library now, ``[n, dimension]``, maybe none; None when cancelled.

    Takes seconds (some 20 at a million vectors) and no lock: at most 32 vectors a cell are learnt
    from, 50 MB of them where they have 384 components.
    """
    n_cells = layout.n_cells(vector_chunks.n_rows(db))
    if n_cells == 0:
        return np.empty((0, 0), np.float32)
    rng = np.random.default_rng(n_cells)
    sample = _sample(db, min(n_cells * _SAMPLES_A_CELL, _MOST_SAMPLES), rng)
    return train_centroids(sample, n_cells, n_rounds=_ROUNDS, rng=rng, cancelled=cancelled)


def open_new(db: Connection, centroids: NDArray[np.float32]) -> None:
    """Let new cells take the place of all there are; ``move_some`` has to follow until it is done."""
    db.execute("UPDATE cell SET is_closing = 1")
    db.executemany(
        "INSERT INTO cell (centroid) VALUES (?)",
        [(np.asarray(row, np.float32).tobytes(),) for row in centroids],
    )
    _restamp(db)


def move_some(db: Connection) -> bool:
    """Move some rows into the cells that they belong into now; False when all are there."""
    if not _is_moving(db):
        return False
    cells = load(db)
    leaving = cells.ids[~cells.is_open].tolist() + ([NO_CELL] if cells.is_open.any() else [])
    passage_ids = vector_chunks.some_of(db, leaving, n_chunks=_CHUNKS_A_STEP)
    if not passage_ids:
        db.execute("DELETE FROM cell WHERE is_closing")
        _restamp(db)
        return False
    replace(db, passage_ids)
    return True


def replace(db: Connection, passage_ids: Sequence[int]) -> None:
    """Take rows out of their chunks and put them where they belong now."""
    rows = fetch(
        db,
        """SELECT passage_id, document_id, vector FROM embedding JOIN passage ON passage.id = passage_id
           WHERE passage_id IN (SELECT value FROM json_each(?))""",
        (as_json(passage_ids),),
    )
    vectors = unpack([row[2] for row in rows])
    vector_chunks.delete(db, passage_ids)
    vector_chunks.put(
        db, [row[0] for row in rows], [row[1] for row in rows], load(db).place(vectors), vectors
    )


def unpack(blobs: Sequence[bytes]) -> NDArray[np.float32]:
    """Return stored float16 vectors as one array, ``[n, dimension]``."""
    return np.frombuffer(b"".join(blobs), np.float16).reshape(len(blobs), -1).astype(np.float32)


def _is_moving(db: Connection) -> bool:
    if not count(db, "SELECT EXISTS (SELECT 1 FROM cell)"):
        return False
    return bool(
        count(
            db,
            """SELECT EXISTS (SELECT 1 FROM cell WHERE is_closing)
                   OR EXISTS (SELECT 1 FROM passage_vector_chunks WHERE partition00 = ?)""",
            (NO_CELL,),
        )
    )


def _restamp(db: Connection) -> None:
    db.execute("INSERT OR REPLACE INTO property (name, value) VALUES ('cells', lower(hex(randomblob(16))))")


def _read(db: Connection) -> Cells:
    rows = fetch(db, "SELECT id, centroid, is_closing FROM cell ORDER BY id")
    centroids = np.frombuffer(b"".join(row[1] for row in rows), np.float32)
    return Cells(
        ids=np.array([row[0] for row in rows], np.int64),
        centroids=centroids.reshape(len(rows), -1) if rows else np.empty((0, 0), np.float32),
        is_open=np.array([not row[2] for row in rows], bool),
    )


def _sample(db: Connection, n: int, rng: np.random.Generator) -> NDArray[np.float16]:
    """Return about ``n`` vectors, in runs of neighbours, which are read at once."""
    low, high = fetch(db, "SELECT min(passage_id), max(passage_id) FROM embedding")[0]
    first = np.frombuffer(fetch(db, "SELECT vector FROM embedding LIMIT 1")[0][0], np.float16)
    sample, n_read = np.empty((n, len(first)), np.float16), 0
    for start in rng.integers(low, high + 1, size=-(-n // _RUN)).tolist():
        rows = fetch(
            db,
            "SELECT vector FROM embedding WHERE passage_id >= ? ORDER BY passage_id LIMIT ?",
            (start, min(_RUN, n - n_read)),
        )
        for (blob,) in rows:
            sample[n_read] = np.frombuffer(blob, np.float16)
            n_read += 1
    return sample[:n_read]
