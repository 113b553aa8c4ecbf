"""What the user is interested in: recent acts, which fade, and what is followed; and what lies around it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from engine.search.diverse import Vectors
from engine.search.walk import Edge
from engine.store.incidence import Held
from engine.suggestions import ActivityRow, Followed

HALF_LIFE_DAYS = 14.0
"""After so long an act counts half."""
DAY_MS = 86_400_000
SEEN_DAYS = 30
"""Who opened a document needs no telling of it for so long."""
NEW_DAYS = 14
_ACTS = {"opened": 1.0, "corrected": 1.5, "looked_at": 0.7, "searched": 0.7}
_FOLLOWS = 1.0
_N_DOCUMENTS, _N_QUERIES = 20, 5

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class Wanted:
    """What the user is interested in, and how much.

    ``documents``, ``looked_at`` and ``followed`` (entities) and ``queries`` are with their weights; ``seen``
    are the documents not to be told of again.
    """

    documents: dict[int, float] = field(default_factory=dict)
    looked_at: dict[int, float] = field(default_factory=dict)
    followed: dict[int, float] = field(default_factory=dict)
    queries: dict[str, float] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    @property
    def entities(self) -> dict[int, float]:
        """Those looked at or followed."""
        ids = (*self.looked_at, *self.followed)
        return {id_: self.looked_at.get(id_, 0.0) + self.followed.get(id_, 0.0) for id_ in ids}


@dataclass(frozen=True, slots=True)
class Direction:
    """A unit vector, how much it counts, and the similarity from which on a passage is close to it."""

    vector: Vectors
    weight: float
    least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What was found around interests, for ranking and for saying why.

    Attributes:
        edges: Which entities stand in which documents, and how much that tells.
        held: The entities of the edges.
        opened: What each opened document means, and ``queries`` each query.
        folders: The folders that the user works in.
        new: ``(folder, modified_ns)`` of the newest documents.
        is_cold: There is no activity to go by.
    """

    edges: Sequence[Edge]
    held: Mapping[int, Held]
    opened: Mapping[int, Direction]
    queries: Mapping[str, Direction]
    folders: frozenset[str]
    new: Mapping[int, tuple[str, int]]
    is_cold: bool


def fade(age_ms: float) -> float:
    """Return how much what was done so long ago still counts, 1 to 0."""
    return float(0.5 ** (max(age_ms, 0) / (HALF_LIFE_DAYS * DAY_MS)))


def weigh(rows: Sequence[ActivityRow], follows: Sequence[Followed], *, now_ms: int) -> Wanted:
    """Weigh what was done and what is followed."""
    found = Wanted()
    for row in rows:
        weight = _ACTS[row.kind] * fade(now_ms - row.at_ms)
        if row.document_id is not None:
            _add(found.documents, row.document_id, weight)
            if now_ms - row.at_ms < SEEN_DAYS * DAY_MS:
                found.seen.add(row.document_id)
        elif row.entity_id is not None:
            _add(found.looked_at, row.entity_id, weight)
        elif row.kind == "searched":
            _add(found.queries, row.name, weight)
    for one in follows:
        if one.entity_id is not None:
            found.followed[one.entity_id] = _FOLLOWS
        elif one.label is None:
            _add(found.queries, one.name, _FOLLOWS)
    found.documents = _heaviest(found.documents, _N_DOCUMENTS)
    found.queries = _heaviest(found.queries, _N_QUERIES)
    return found


def _add(weights: dict[Key, float], key: Key, weight: float) -> None:
    weights[key] = weights.get(key, 0.0) + weight


def _heaviest(weights: Mapping[Key, float], most: int) -> dict[Key, float]:
    return dict(sorted(weights.items(), key=lambda item: -item[1])[:most])
