"""A small graph from afar and near, as records that a fake bridge answers with."""

from __future__ import annotations

from itertools import pairwise

from sample_records import relations_of

from engine.neighbours import (
    Community,
    CommunityLink,
    CommunityView,
    GraphEdge,
    GraphNode,
    GraphPath,
    Neighbourhood,
    Overview,
    RankedEntity,
)
from engine.records import EntityBrief


def node(entity_id: int, x: float, y: float, *, label: str = "PER", rank: float = 0.1) -> GraphNode:
    """An entity of the sample at a place."""
    return GraphNode(
        entity_id=entity_id, name=f"N{entity_id}", label=label, rank=rank, n_mentions=entity_id, x=x, y=y
    )


def edge(source_id: int, target_id: int, *predicates: str) -> GraphEdge:
    """What joins two, a co-mention unless told."""
    return GraphEdge(
        source_id=source_id, target_id=target_id, predicates=predicates or ("co_mention",), weight=1
    )


CROSS = Neighbourhood(
    seed_ids=(1,),
    nodes=(
        node(1, 0, 0, rank=0.5), node(2, 1, 0), node(4, 0, 1, label="LOC"), node(7, -1, 0), node(9, 0, -1),
    ),
    edges=(edge(1, 2, "works_for"), edge(2, 4, "located_in"), edge(1, 7), edge(1, 9), edge(9, 4)),
)  # fmt: skip
"""Entity 1 in the middle; 7 hangs on it alone."""


def ranked(entity_id: int, name: str, label: str = "PER") -> RankedEntity:
    """An entity of a community."""
    return RankedEntity(entity_id=entity_id, name=name, label=label, n_mentions=9, centrality=1.0, degree=3)


OVERVIEW = Overview(
    communities=(
        Community(
            entity_id=1, top=(ranked(1, "Ada Lovelace"), ranked(2, "Charles Babbage")), n_entities=9,
            x=0, y=0, radius=0.75,
        ),
        Community(entity_id=3, top=(ranked(3, "北京大学出版社", "ORG"),), n_entities=4, x=2, y=0, radius=0.5),
    ),
    links=(CommunityLink(source_id=1, target_id=3, n_pairs=2, weight=1.5),),
    n_communities=2,
    n_entities=13,
    n_pairs=20,
)  # fmt: skip
COMMUNITY = CommunityView(n_entities=9, members=OVERVIEW.communities[0].top, graph=CROSS)


def path(*entity_ids: int) -> GraphPath:
    """A path whose steps have the sample's evidence."""
    rows = [EntityBrief(entity_id=i, name=f"N{i}", label="PER", n_mentions=i) for i in entity_ids]
    steps = tuple(
        next(relation for relation in relations_of(a) if relation.other_id == b)
        for a, b in pairwise(entity_ids)
    )
    return GraphPath(nodes=tuple(rows), steps=steps, n_evidence=tuple(2 for _ in steps), cost=len(steps))
