"""The retrieval methods: each ranks passages (or files, by name) for one query.

A weight says how much a rank of that leg counts, and goes down with the leg's own
score. By words it is the tier and, within the tier, bm25 as a share of the best:
a passage with every word of the query counts more than the nearest in meaning,
one with few of the words next to nothing. By meaning it goes down to nothing at
``_REACH`` below the nearest: so neither leg, where it only guesses, outvotes the
other that knows. One setting for English and Chinese, for words and questions;
chosen on DRCD, CMRC and CACM (``bench retrieval``), where no leg alone is better
by more than a point. Who and what is mentioned, and file names, support but do
not lead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.search.fuse import Item
from engine.store import fulltext, graph, mentions, vectors
from engine.store.fulltext import Found, Match
from engine.store.meant import Meant
from engine.store.query_tree import Query
from engine.store.rows import as_json, fetch
from engine.store.scope import Scope
from engine.store.terms import has_cjk

_TEXT_WEIGHT = 1.2
_LEAST_SHARE = {Match.EXACT: 0.9, Match.ALL: 0.85, Match.MEANT: 0.6, Match.SOME: 0.0}
"""Of the weight, what the last of each tier gets; the rest goes by bm25."""
_VECTOR_WEIGHT = 1.0
_REACH = 0.3  # of cosine similarity
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
    db: Connection,
    query: Query,
    *,
    depth: int,
    is_typing: bool,
    meant: Sequence[Meant] = (),
    scope: Scope | None = None,
) -> tuple[Ranked, Mapping[Item, Match]]:
    """Rank passages by their words; also return how well each fits."""
    found = fulltext.search_text(db, query, limit=depth, is_typing=is_typing, meant=meant, scope=scope)
    matches: dict[Item, Match] = {("passage", id_): fit.match for id_, fit in found.items()}
    return list(zip(matches, map(_text_weight, found.values()), strict=True)), matches


def _text_weight(fit: Found) -> float:
    least = _LEAST_SHARE[fit.match]
    return _TEXT_WEIGHT * (least + (1 - least) * fit.share)


def vector_leg(
    db: Connection, query: str, *, depth: int, encoder: Encoder, scope: Scope | None = None
) -> tuple[Ranked, Mapping[Item, float]]:
    """Rank passages by how near they are in meaning; also return each one's cosine similarity.

    None while the stored vectors are another model's.
    """
    if vectors.model_of(db) != encoder.id:
        return [], {}
    within = None if scope is None else scope.document_ids
    found = vectors.nearest(db, encoder.encode([query])[0], limit=depth, within=within)
    nearness: dict[Item, float] = {
        ("passage", id_): similarity for id_, similarity in found if similarity >= _MIN_SIMILARITY
    }
    best = max(nearness.values(), default=0.0)
    weights = (max(0.0, _VECTOR_WEIGHT * (1 - (best - near) / _REACH)) for near in nearness.values())
    return list(zip(nearness, weights, strict=True)), nearness


def entity_leg(
    db: Connection, keys: Sequence[str], *, depth: int, scope: Scope | None = None
) -> tuple[Ranked, set[int]]:
    """Rank passages by how many of the entities that the query names they mention; also return those."""
    found = graph.find_by_keys(db, keys)
    meant = {
        entity_id
        for key, entity_ids in found.items()
        if not any(_is_part(key, other) for other in found)
        for entity_id in entity_ids
    }
    passage_ids = mentions.entity_passages(db, sorted(meant), limit=depth, scope=scope)
    return [(("passage", passage_id), _ENTITY_WEIGHT) for passage_id in passage_ids], meant


@dataclass(frozen=True, slots=True)
class NamedFiles:
    """The file that was found for each item, and the items found only by what may be meant."""

    files: Mapping[Item, int]
    meant: frozenset[Item]


def name_leg(
    db: Connection,
    query: Query,
    *,
    depth: int,
    is_typing: bool,
    best: dict[int, Item],
    meant: Sequence[Meant] = (),
    scope: Scope | None = None,
) -> tuple[Ranked, NamedFiles]:
    """Rank files by name, each as a passage of its document.

    Args:
        db: A read connection.
        query: What is asked for.
        depth: Files at most.
        is_typing: Whether the last word may go on.
        best: The passage that stands for a document; elsewhere its first one does, or the file itself.
        meant: What else may be meant by the query.
        scope: The files among which to look; None means all.
    """
    matches = fulltext.search_names(db, query, limit=depth, is_typing=is_typing, meant=meant, scope=scope)
    found = items_of(db, list(matches), best=best)
    only_meant = frozenset(item for item, file_id in found.items() if matches[file_id] is Match.MEANT)
    return [(item, _NAME_WEIGHT) for item in found], NamedFiles(found, only_meant)


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
