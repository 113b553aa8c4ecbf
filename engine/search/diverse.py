"""Chooses results that are good and differ: maximal marginal relevance, and what documents mean as a whole.

Relevance and likeness are weighed against each other at every choice (Carbonell and
Goldstein, SIGIR 1998).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.store import vectors
from engine.store.rows import as_json, fetch

_RELEVANCE = 0.7
"""Of the weight; the rest is being unlike what is chosen already."""
_SAMPLES = 4
"""Passages whose mean stands for a document."""

Vectors = NDArray[np.float32]


def diversify(relevance: Sequence[float], likeness: NDArray[np.float64], *, limit: int) -> list[int]:
    """Return which to show, in order.

    Args:
        relevance: Of each candidate, 0 to 1.
        likeness: ``[n, n]``, 0 to 1: how much two of them are the same thing.
        limit: At most so many.
    """
    left = list(range(len(relevance)))
    nearest = np.zeros(len(relevance))
    chosen: list[int] = []
    while left and len(chosen) < limit:
        best = max(left, key=lambda at: _RELEVANCE * relevance[at] - (1 - _RELEVANCE) * nearest[at])
        chosen.append(best)
        left.remove(best)
        nearest = np.maximum(nearest, likeness[best])
    return chosen


def samples(db: Connection, document_ids: Iterable[int], *, most: int = _SAMPLES) -> dict[int, list[Vectors]]:
    """Return the vectors of a few passages of each document, spread evenly, in reading order."""
    rows = fetch(
        db,
        f"""WITH sized AS (
                SELECT value AS id, 1 + (SELECT max(ordinal) FROM passage WHERE document_id = value) AS n
                FROM json_each(?)),
            part (at) AS (VALUES {", ".join(f"({at})" for at in range(most))})
            SELECT DISTINCT sized.id, passage.id FROM sized CROSS JOIN part
            CROSS JOIN passage ON document_id = sized.id AND ordinal = at * n / {most}
            ORDER BY sized.id, ordinal""",
        (as_json(document_ids),),
    )
    found = vectors.of_passages(db, [passage_id for _, passage_id in rows])
    parts: dict[int, list[Vectors]] = {}
    for document_id, passage_id in rows:
        if passage_id in found:
            parts.setdefault(document_id, []).append(found[passage_id])
    return parts


def means(db: Connection, document_ids: Iterable[int]) -> dict[int, Vectors]:
    """Return what each document means as a whole, L2 = 1: the mean of its samples."""
    return {id_: mean(parts) for id_, parts in samples(db, document_ids).items()}


def mean(parts: Sequence[Vectors]) -> Vectors:
    """Return the mean of some vectors, L2 = 1."""
    return unit(np.mean(parts, axis=0))


def unit(vector: Vectors) -> Vectors:
    """Return the vector at length 1."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)


def likeness_of(found: Sequence[Vectors | None]) -> NDArray[np.float64]:
    """Return the cosine of each two vectors ``[n, n]``, 0 where one is missing or they are opposed."""
    known = [at for at, vector in enumerate(found) if vector is not None]
    matrix = np.zeros((len(found), len(found)))
    if known:
        stacked = np.stack([vector for vector in found if vector is not None])
        # Not by BLAS: for so little, its threads wait for each other longer than one needs on busy cores.
        matrix[np.ix_(known, known)] = np.maximum(np.einsum("id,jd->ij", stacked, stacked), 0)
    return matrix
