"""One vector a passage, in a vec0 table of the same file.

Vectors are float32, L2 = 1, so that the L2 distance d that vec0 computes fast is
the cosine similarity 1 - d²/2. Vectors of two models are never mixed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.store.rows import as_json, count, fetch, fetch_ids
from engine.store.scope import id_array

_SPARE_CHUNKS = 1.25
"""So many more chunks than are needed may be there."""
_MAX_NEAREST = 4096  # vec0's own limit


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPassage:
    """One passage without a vector."""

    passage_id: int
    document_id: int
    start: int
    end: int


def ensure(db: Connection, *, model_id: str, dimension: int) -> None:
    """Make room for the vectors of a model; another model's are dropped and every passage waits again."""
    wanted = json.dumps({"id": model_id, "dimension": dimension})
    if encoder_of(db) == wanted:
        return
    db.execute("DROP TABLE IF EXISTS passage_vector")
    db.execute(
        f"""CREATE VIRTUAL TABLE passage_vector
            USING vec0(passage_id INTEGER PRIMARY KEY, embedding float[{dimension:d}])"""
    )
    db.execute("UPDATE passage SET vector_stamp = NULL WHERE vector_stamp IS NOT NULL")
    db.execute("INSERT OR REPLACE INTO property (name, value) VALUES ('encoder', ?)", (wanted,))


def is_scattered(db: Connection) -> bool:
    """Tell whether much room lies empty between vectors: vec0 frees a chunk only when all of it is empty."""
    if encoder_of(db) is None:
        return False
    n_chunks = count(db, "SELECT count(*) FROM passage_vector_chunks")
    size = count(db, "SELECT max(size) FROM passage_vector_chunks") or 1
    n_rows = count(db, "SELECT count(*) FROM passage_vector_rowids")
    return n_chunks > int(-(-n_rows // size) * _SPARE_CHUNKS)


def compact(db: Connection) -> bool:
    """Move what the emptiest chunk holds to the end; False when there is little to gain."""
    if not is_scattered(db):
        return False
    # New vectors go to the last chunk, so that one stays.
    (emptiest,) = fetch_ids(
        db,
        """SELECT chunk_id FROM passage_vector_rowids
           WHERE chunk_id <> (SELECT max(chunk_id) FROM passage_vector_chunks)
           GROUP BY chunk_id ORDER BY count(*) LIMIT 1""",
    )
    rows = fetch(
        db,
        """SELECT passage_id, embedding FROM passage_vector
           WHERE passage_id IN (SELECT rowid FROM passage_vector_rowids WHERE chunk_id = ?)""",
        (emptiest,),
    )
    delete(db, [row[0] for row in rows])
    db.executemany("INSERT INTO passage_vector (passage_id, embedding) VALUES (?, ?)", rows)
    return True


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
    """Store the vectors ``[n, dimension]`` of passages; those that went meanwhile are passed over."""
    if model_of(db) != model_id:
        raise ValueError(f"vectors of {model_id} among those of {model_of(db)}")
    delete(db, passage_ids)
    for passage_id, vector in zip(passage_ids, np.asarray(vectors, np.float32), strict=True):
        db.execute("UPDATE passage SET vector_stamp = ? WHERE id = ?", (model_id, passage_id))
        if db.changes():
            db.execute(
                "INSERT INTO passage_vector (passage_id, embedding) VALUES (?, ?)",
                (passage_id, vector.tobytes()),
            )


def delete(db: Connection, passage_ids: Sequence[int]) -> None:
    """Delete the vectors of passages; they do not wait for new ones by that."""
    if encoder_of(db) is not None:
        db.executemany("DELETE FROM passage_vector WHERE passage_id = ?", [(id_,) for id_ in passage_ids])


def nearest(
    db: Connection, vector: NDArray[np.float32], *, limit: int, within: NDArray[np.int64] | None = None
) -> list[tuple[int, float]]:
    """Return the ids of the nearest passages with their cosine similarity, best first.

    ``within`` are the documents that may answer, their ids in order; None means all.
    """
    if encoder_of(db) is None:
        return []
    among = """AND passage_id IN (SELECT passage.id FROM carray(?) AS wanted
                                  CROSS JOIN passage ON document_id = wanted.value)"""
    rows = fetch(
        db,
        f"""SELECT passage_id, distance FROM passage_vector
            WHERE embedding MATCH ? AND k = ? {"" if within is None else among} ORDER BY distance""",
        (
            np.asarray(vector, np.float32).tobytes(), min(limit, _MAX_NEAREST),
            *([] if within is None else [id_array(within)]),
        ),
    )  # fmt: skip
    return [(passage_id, 1.0 - distance * distance / 2.0) for passage_id, distance in rows]


def of_passages(db: Connection, passage_ids: Sequence[int]) -> dict[int, NDArray[np.float32]]:
    """Return the stored vectors of those of the passages that have one."""
    if encoder_of(db) is None:
        return {}
    rows = fetch(  # with IN vec0 would read them all
        db,
        "SELECT passage_id, embedding FROM json_each(?) CROSS JOIN passage_vector ON passage_id = value",
        (as_json(passage_ids),),
    )
    return {passage_id: np.frombuffer(blob, np.float32) for passage_id, blob in rows}
