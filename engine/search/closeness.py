"""From which similarity on two texts are called close, in this library.

How similar unrelated texts are depends on the language and on how much a library is about one thing
(measured: Chinese paragraphs of different articles have a median cosine of 0.35, of different
recipes 0.70; English abstracts 0.20). So what is called close stands out from what is usual here.
"""

from __future__ import annotations

import numpy as np
from apsw import Connection

from engine.search.diverse import Vectors
from engine.store import vectors
from engine.store.rows import as_json, fetch, fetch_ids

_SAMPLES = 64
_FEWEST = 8
_DEVIATIONS = 2.0
_LEAST, _UNKNOWN = 0.3, 0.5
"""Least similarity that is ever called close, and the one that is where there is little to compare with."""


class Closeness:
    """What is usual between a text and others of the library, by passages spread evenly over it."""

    def __init__(self, db: Connection, *, but: int | None = None) -> None:
        """Look at passages of all documents, or all but one."""
        ((first, last),) = fetch(db, "SELECT min(id), max(id) FROM passage")
        places = np.linspace(first or 0, last or 0, _SAMPLES).astype(int).tolist()
        ids = fetch_ids(
            db,
            """SELECT DISTINCT (SELECT id FROM passage WHERE id >= value ORDER BY id LIMIT 1) AS found
               FROM json_each(?1) WHERE found IS NOT NULL
               AND (SELECT document_id FROM passage WHERE id = found) IS NOT ?2""",
            (as_json(places), but),
        )
        found = list(vectors.of_passages(db, ids).values())
        self._sample = np.stack(found) if len(found) >= _FEWEST else None

    def least(self, vector: Vectors) -> float:
        """Return the cosine similarity from which on a passage is close to a unit vector."""
        if self._sample is None:
            return _UNKNOWN
        usual = self._sample @ vector
        return max(_LEAST, float(usual.mean() + _DEVIATIONS * usual.std()))
