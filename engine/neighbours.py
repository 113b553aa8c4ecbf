"""Frozen records of the graph that cross borders: an entity's neighbourhood, laid out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphNode:
    """One entity of a neighbourhood.

    ``rank`` is its personalised PageRank; ``x`` and ``y`` its place, where a
    well-laid pair of neighbours is about 1 apart.
    """

    entity_id: int
    name: str
    label: str
    rank: float
    n_mentions: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphEdge:
    """Relations between two nodes; ``predicates`` strongest first, ``co_mention`` last."""

    source_id: int
    target_id: int
    predicates: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """The best neighbours of some entities (the seeds) under a node budget, seeds included."""

    seed_ids: tuple[int, ...]
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
