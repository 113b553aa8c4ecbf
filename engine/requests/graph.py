"""Requests about the knowledge graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.neighbours import EVERYTHING, GraphFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntities:
    """Answer: ``tuple[EntityRow, ...]``, most mentioned or central first; ``prefix`` matches any alias."""

    prefix: str = ""
    label: str | None = None
    limit: int = 200
    order: Literal["mentions", "centrality"] = "mentions"


@dataclass(frozen=True, slots=True, kw_only=True)
class GetEntity:
    """Answer: ``EntityView``."""

    entity_id: int
    n_mentions: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class GetNeighbourhood:
    """Answer: ``Neighbourhood`` of at most ``budget`` nodes around ``entity_ids``.

    ``placed`` lists ``(entity_id, x, y)`` of nodes that are to stay where they are.
    """

    entity_ids: tuple[int, ...]
    budget: int = 60
    placed: tuple[tuple[int, float, float], ...] = ()
    filter: GraphFilter = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetEvidence:
    """Answer: ``tuple[EntityRelation, ...]``, all that joins the two entities, seen from the first."""

    entity_id: int
    other_id: int
    limit: int = 50
    filter: GraphFilter = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetPaths:
    """Answer: ``tuple[GraphPath, ...]``, the best ways from one entity to another, none where there is none.

    The shortest first, or with ``is_by_evidence`` those whose steps most documents support.
    """

    entity_id: int
    other_id: int
    n_paths: int = 3
    max_steps: int = 6
    is_by_evidence: bool = False
    filter: GraphFilter = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetOverview:
    """Answer: ``Overview``, the ``limit`` largest communities and what joins them."""

    limit: int = 60
    filter: GraphFilter = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCommunity:
    """Answer: ``CommunityView`` of the community that an entity is in, ``budget`` nodes of it laid out."""

    entity_id: int
    budget: int = 60
    limit: int = 200
    filter: GraphFilter = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetGrowth:
    """Answer: ``tuple[GrowthPoint, ...]``, one for each month that a document is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetTimeline:
    """Answer: ``tuple[TimelinePoint, ...]``, the documents that mention an entity, oldest first."""

    entity_id: int
    limit: int = 500
