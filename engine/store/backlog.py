"""How much is still to be done, by what it costs: bytes, pages for OCR, passages to embed and understand."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from apsw import Connection

from engine.store.rows import count, fetch, fetch_id


@dataclass(frozen=True, slots=True)
class Waiting:
    """Files of one kind that wait to be read."""

    n_files: int
    n_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What is to be done; ``files`` by what their names end with."""

    files: Mapping[str, Waiting]
    n_ocr_pages: int
    n_unembedded: int
    n_not_understood: int


def suffix(path: str) -> str:
    """Return what a name ends with, in lower case and without the dot; empty where it has none."""
    return _after_dot(path.rpartition(".")[2])


def backlog(db: Connection, *, tagger: str) -> Backlog:
    """Count what waits; what another tagger than ``tagger`` read waits too."""
    files: dict[str, Waiting] = {}
    # What follows the last dot: the path without all but dots at its end, taken off.
    for ending, n_files, n_bytes in fetch(
        db,
        """SELECT replace(path, rtrim(path, replace(path, '.', '')), '') AS ending, count(*), sum(size_bytes)
           FROM file WHERE status = 'waiting' AND folder_id IN (SELECT id FROM folder WHERE is_online)
           GROUP BY ending""",
    ):
        kind = _after_dot(ending)
        known = files.get(kind, Waiting(0, 0))
        files[kind] = Waiting(known.n_files + n_files, known.n_bytes + n_bytes)
    return Backlog(
        files=files,
        n_ocr_pages=count(db, "SELECT count(*) FROM ocr_page WHERE stamp IS NULL"),
        n_unembedded=count(db, "SELECT count(*) FROM passage WHERE vector_stamp IS NULL"),
        n_not_understood=count(
            db,
            """SELECT count(*) FROM passage WHERE document_id IN (
                   SELECT id FROM document WHERE knowledge_stamp IS NULL
                   UNION ALL SELECT id FROM document
                   WHERE knowledge_stamp < ?1 || '/' OR knowledge_stamp >= ?1 || '0')""",
            (tagger,),
        ),
    )


def document_at(db: Connection, share: float) -> int | None:
    """Return a document that waits for its knowledge, ``share`` (0 to 1) of the way from first to last."""
    return fetch_id(
        db,
        """WITH waiting AS (SELECT id FROM document WHERE knowledge_stamp IS NULL)
           SELECT min(id) FROM waiting
           WHERE id >= (SELECT min(id) + ? * (max(id) - min(id)) FROM waiting)""",
        (share,),
    )


def _after_dot(ending: str) -> str:
    return "" if os.sep in ending else ending.lower()
