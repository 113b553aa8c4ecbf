"""The retrieval methods: each ranks passages (or files, by name) for one query.

A weight says how much a rank of that leg counts. A passage with every word of
the query counts 1.5 against 1 for one that is only near in meaning: at the same
rank words win, and with k = 60 even the nearest in meaning alone stays behind the
first thirty by words. Passages with only some of the words count less than
meaning. Who and what is mentioned, and file names, support but do not lead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.search.fuse import Item
from engine.store import fulltext, graph, vectors
from engine.store.fulltext import Match
from engine.store.query_tree import Query
from engine.store.rows import as_json, fetch
from engine.store.scope import Scope
from engine.store.terms import has_cjk

_TEXT_WEIGHT = {Match.EXACT: 1.6, Match.ALL: 1.5, Match.SOME: 0.7}
_VECTOR_WEIGHT = 1.0
_ENTITY_WEIGHT = 0.6
_NAME_WEIGHT = 0.9
_MIN_SIMILARITY = 0.2  # below it MiniLM finds nonsense near to anything


class Encoder(Protocol):
    """What the vector leg needs of an encoder."""

    @property
    def id(self) -> str:
        """Name its model, as stored beside the vectors that it made."""
        ...

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Return one L2-normalised row a text."""


Ranked = list[tuple[Item, float]]


def text_leg(
    db: Connection, query: Query, *, depth: int, is_typing: bool, scope: Scope | None = None
) -> Ranked:
    """Rank passages by their words."""
    found = fulltext.search_text(db, query, limit=depth, is_typing=is_typing, scope=scope)
    return [(("passage", passage_id), _TEXT_WEIGHT[match]) for passage_id, match in found.items()]


def vector_leg(
    db: Connection, query: str, *, depth: int, encoder: Encoder, scope: Scope | None = None
) -> Ranked:
    """Rank passages by how near they are in meaning; none while the stored vectors are another model's."""
    if vectors.model_of(db) != encoder.id:
        return []
    within = None if scope is None else scope.document_ids
    found = vectors.nearest(db, encoder.encode([query])[0], limit=depth, within=within)
    return [
        (("passage", passage_id), _VECTOR_WEIGHT)
        for passage_id, similarity in found
        if similarity >= _MIN_SIMILARITY
    ]


def entity_leg(db: Connection, keys: Sequence[str], *, depth: int, scope: Scope | None = None) -> Ranked:
    """Rank passages by how many of the entities that the query names they mention."""
    found = graph.find_by_keys(db, keys)
    meant = {
        entity_id
        for key, entity_ids in found.items()
        if not any(_is_part(key, other) for other in found)
        for entity_id in entity_ids
    }
    passage_ids = graph.entity_passages(db, sorted(meant), limit=depth, scope=scope)
    return [(("passage", passage_id), _ENTITY_WEIGHT) for passage_id in passage_ids]


def name_leg(
    db: Connection,
    query: Query,
    *,
    depth: int,
    is_typing: bool,
    best: dict[int, Item],
    scope: Scope | None = None,
) -> tuple[Ranked, dict[Item, int]]:
    """Rank files by name, each as a passage of its document.

    Args:
        db: A read connection.
        query: What is asked for.
        depth: Files at most.
        is_typing: Whether the last word may go on.
        best: The passage that stands for a document; elsewhere its first one does, or the file itself.
        scope: The files among which to look; None means all.

    Returns:
        The ranking, and the file that was found for each item.
    """
    file_ids = fulltext.search_names(db, query, limit=depth, is_typing=is_typing, scope=scope)
    found = items_of(db, file_ids, best=best)
    return [(item, _NAME_WEIGHT) for item in found], found


def items_of(db: Connection, file_ids: Sequence[int], *, best: Mapping[int, Item]) -> dict[Item, int]:
    """Return what stands for each file, ``best`` as in ``name_leg``, with that file; each item once."""
    rows = fetch(
        db,
        """SELECT file.id, file.document_id, passage.id FROM file
           LEFT JOIN passage ON passage.document_id = file.document_id AND ordinal = 0
           WHERE file.id IN (SELECT value FROM json_each(?))""",
        (as_json(file_ids),),
    )
    places = {file_id: (document_id, passage_id) for file_id, document_id, passage_id in rows}
    found: dict[Item, int] = {}
    for file_id in file_ids:
        document_id, passage_id = places[file_id]
        first: Item = ("file", file_id) if passage_id is None else ("passage", passage_id)
        found.setdefault(best.get(document_id, first), file_id)
    return found


def _is_part(key: str, other: str) -> bool:
    """Whether ``key`` is a part of a longer name: "york" of "new york", 北京 of 北京大学."""
    if key == other:
        return False
    return key in other if has_cjk(key) else f" {key} " in f" {other} "
