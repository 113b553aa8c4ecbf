"""Who stands in which documents: the two-sided graph that relatedness is read from.

Every answer is bounded: of a document with very many mentions the first are looked at, and
entities that are mentioned very often are left out once the rows that may be read are spent.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, log1p

from apsw import Connection

from engine.store.rows import as_json, count, fetch, fetch_ids

_MOST_MENTIONS = 5_000
"""Of one document; a book has more."""
_MOST_ROWS = 20_000
"""Mentions that are read to find the documents of some entities."""
_HUB_SHARE, _HUB_DOCUMENTS = 0.2, 5
"""Who is in more than this share of all documents, and in more than so many, tells nothing."""
_FOLDER_FILES = 100
"""A folder with more files is not about one thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An entity as some documents hold it: ``weight`` is high where it is rare and said often there."""

    entity_id: int
    name: str
    label: str
    n_documents: int
    n_mentions: int
    weight: float


def n_documents(db: Connection) -> int:
    """Return how many documents there are."""
    return count(db, "SELECT count(*) FROM document")


def rarity(n_all: int, n_with: int) -> float:
    """Return how much it tells that a document is one of ``n_with`` of ``n_all``: idf, never below 0."""
    return log(1 + n_all / max(n_with, 1))


def is_hub(n_all: int, n_with: int) -> bool:
    """Tell whether it says nothing that a document is one of so many."""
    return n_with > max(_HUB_DOCUMENTS, _HUB_SHARE * n_all)


def entities_in(db: Connection, document_id: int, *, n_all: int, limit: int) -> list[Held]:
    """Return the entities of a document that lead furthest, best first: no hub, none that is only there."""
    rows = fetch(
        db,
        """SELECT id, name, label, total_documents, total_mentions, n FROM (
               SELECT entity_id, count(*) AS n
               FROM (SELECT entity_id FROM mention WHERE document_id = ? ORDER BY start LIMIT ?)
               GROUP BY entity_id
           ) JOIN entity ON entity.id = entity_id""",
        (document_id, _MOST_MENTIONS),
    )
    held = [
        Held(
            entity_id=id_, name=name, label=label, n_documents=n_with, n_mentions=n_mentions,
            weight=rarity(n_all, n_with) * log1p(n),
        )
        for id_, name, label, n_with, n_mentions, n in rows
        if n_with > 1 and not is_hub(n_all, n_with)
    ]  # fmt: skip
    return sorted(held, key=lambda one: (-one.weight, one.entity_id))[:limit]


def held(db: Connection, entity_ids: Iterable[int], *, n_all: int) -> list[Held]:
    """Return some entities by themselves, as if said once, the rarest first."""
    rows = fetch(
        db,
        """SELECT id, name, label, total_documents, total_mentions FROM entity
           WHERE id IN (SELECT value FROM json_each(?)) ORDER BY total_documents, id""",
        (as_json(entity_ids),),
    )
    return [
        Held(
            entity_id=id_, name=name, label=label, n_documents=n_with, n_mentions=n_mentions,
            weight=rarity(n_all, n_with),
        )
        for id_, name, label, n_with, n_mentions in rows
    ]  # fmt: skip


def most_mentioned(db: Connection, *, n_all: int, limit: int) -> list[Held]:
    """Return the entities that most is said of."""
    ids = fetch_ids(
        db,
        "SELECT id FROM entity WHERE label <> 'DATE' ORDER BY total_mentions DESC, name LIMIT ?",
        (limit,),
    )
    return held(db, ids, n_all=n_all)


def documents_with(db: Connection, entities: Sequence[Held]) -> list[tuple[int, int, int]]:
    """Return ``(entity_id, document_id, mentions)`` of some entities, those given first while rows last."""
    left, chosen = _MOST_ROWS, []
    for entity in entities:
        if entity.n_mentions <= left:
            left -= entity.n_mentions
            chosen.append(entity.entity_id)
    rows = fetch(
        db,
        """SELECT entity_id, document_id, count(*) FROM mention
           WHERE entity_id IN (SELECT value FROM json_each(?)) GROUP BY entity_id, document_id""",
        (as_json(chosen),),
    )
    return [(entity_id, document_id, n) for entity_id, document_id, n in rows]


def lengths(db: Connection, document_ids: Iterable[int]) -> dict[int, int]:
    """Return how many characters each document has."""
    rows = fetch(
        db,
        "SELECT id, n_chars FROM document WHERE id IN (SELECT value FROM json_each(?))",
        (as_json(document_ids),),
    )
    return dict(rows)


def shown(db: Connection, document_ids: Iterable[int]) -> set[int]:
    """Return those of the documents that can be opened: in a folder that is there, left out by no rule."""
    return set(
        fetch_ids(
            db,
            """SELECT DISTINCT document_id FROM file JOIN folder ON folder.id = folder_id
               WHERE document_id IN (SELECT value FROM json_each(?)) AND status <> 'ignored' AND is_online""",
            (as_json(document_ids),),
        )
    )


def of_passages(db: Connection, passage_ids: Iterable[int]) -> dict[int, int]:
    """Return the document of each passage."""
    rows = fetch(
        db,
        "SELECT id, document_id FROM passage WHERE id IN (SELECT value FROM json_each(?))",
        (as_json(passage_ids),),
    )
    return dict(rows)


def folders_of(db: Connection, document_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the folders that each document has a file in."""
    rows = fetch(
        db,
        "SELECT document_id, path FROM file WHERE document_id IN (SELECT value FROM json_each(?))",
        (as_json(document_ids),),
    )
    found: dict[int, list[str]] = {}
    for document_id, path in rows:
        found.setdefault(document_id, []).append(path.rpartition(os.sep)[0])
    return found


def beside(db: Connection, folder: str) -> dict[int, int]:
    """Return the documents right in a folder with when each was modified (ns); none of a crowded one."""
    begin = folder + os.sep
    rows = fetch(
        db,
        """SELECT document_id, path, modified_ns FROM file
           WHERE path > ? AND path < ? AND document_id IS NOT NULL LIMIT ?""",
        (begin, folder + chr(ord(os.sep) + 1), 10 * _FOLDER_FILES),
    )
    inside = {id_: modified_ns for id_, path, modified_ns in rows if os.sep not in path[len(begin) :]}
    return inside if len(inside) <= _FOLDER_FILES and len(rows) < 10 * _FOLDER_FILES else {}


def latest(db: Connection, *, before_ns: int, limit: int) -> list[tuple[int, str, int]]:
    """Return ``(document_id, folder, modified_ns)`` of the files modified last, the newest first."""
    rows = fetch(
        db,
        """SELECT document_id, path, modified_ns FROM file
           WHERE document_id IS NOT NULL AND modified_ns <= ? ORDER BY modified_ns DESC LIMIT ?""",
        (before_ns, limit),
    )
    return [(id_, path.rpartition(os.sep)[0], modified_ns) for id_, path, modified_ns in rows]
