"""Choose the best neighbours of some entities and lay them out.

Input:  a reader of edges and entities, and the seeds.
Output: a ``Neighbourhood`` of at most ``budget`` nodes (all seeds in any case), each joined to a seed
        through others of it, ranked by personalised PageRank over the two hops around the seeds.

Edges weigh as ``engine.graph.strength`` says. The fan-out is bounded at each hop, so that the cost
does not grow with the library.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from engine.graph.centrality import betweenness, page_rank
from engine.graph.layout import Place, place
from engine.graph.strength import strengths
from engine.neighbours import GraphEdge, GraphNode, Neighbourhood
from engine.records import CO_MENTION, EntityBrief
from engine.store.edges import Edge

_FIRST_HOP = 200
_EXPANDED = 40
_SECOND_HOP = 12
_DAMPING = 0.8

_Pair = tuple[int, int]
_Strong = tuple[float, Edge]
_Pairs = dict[_Pair, list[_Strong]]
"""By unordered pair: its edges and the strength of each."""


class GraphReader(Protocol):
    """Looks edges and entities up; see ``engine.store.edges``."""

    def touching(self, entity_ids: Sequence[int]) -> Sequence[Edge]:
        """Return the edges of some entities."""

    def within(self, entity_ids: Sequence[int]) -> Sequence[Edge]:
        """Return the edges between some entities."""

    def briefs(self, entity_ids: Sequence[int]) -> Mapping[int, EntityBrief]:
        """Return what is known of some entities; what is left out is not shown."""

    def n_mentions(self) -> int:
        """Return how many mentions there are in all."""


def neighbourhood(
    reader: GraphReader,
    seeds: Sequence[int],
    *,
    budget: int,
    placed: Mapping[int, Place] | None = None,
) -> Neighbourhood:
    """Return the best neighbours of ``seeds``, laid out.

    Args:
        reader: What is asked for edges and entities.
        seeds: Entities that are in whatever the budget; unknown ones are left out.
        budget: Nodes at most, seeds included.
        placed: Where nodes already are on the screen; they do not move.
    """
    known = reader.briefs(tuple(dict.fromkeys(seeds)))
    found = tuple(seed for seed in dict.fromkeys(seeds) if seed in known)
    n_all = reader.n_mentions()
    pairs = _ball(reader, found, n_all)
    ranks = _ranks(pairs, found)
    return drawn(reader, _choose(pairs, found, ranks, budget), found, ranks, n_all=n_all, placed=placed)


def drawn(
    reader: GraphReader,
    chosen: Sequence[int],
    seeds: Sequence[int],
    ranks: Mapping[int, float],
    *,
    n_all: int,
    placed: Mapping[int, Place] | None = None,
) -> Neighbourhood:
    """Return the chosen nodes with every edge between them, laid out, best first."""
    about = reader.briefs(chosen)
    shown = tuple(node for node in chosen if node in about)
    pairs = _by_pair(reader.within(shown), n_all) if shown else {}
    edges = tuple(_edge(pair, pairs[pair]) for pair in sorted(pairs))
    row = {node: i for i, node in enumerate(shown)}
    joined = [(edge.source_id, edge.target_id) for edge in edges]
    places = place(shown, joined, placed=placed, seeds=seeds)
    between = betweenness(len(shown), [(row[a], row[b]) for a, b in joined])
    nodes = [_node(about[node], ranks[node], places[node], float(between[row[node]])) for node in shown]
    return Neighbourhood(seed_ids=tuple(seeds), nodes=tuple(sorted(nodes, key=_best_first)), edges=edges)


def _ball(reader: GraphReader, seeds: Sequence[int], n_all: int) -> _Pairs:
    """Return the pairs within two hops of the seeds, the strongest of each node."""
    first = _strongest(_by_pair(reader.touching(seeds), n_all), seeds, limit=_FIRST_HOP) if seeds else {}
    weight: dict[int, float] = {}
    for pair, edges in first.items():
        for node in set(pair) - set(seeds):
            weight[node] = weight.get(node, 0.0) + _total(edges)
    frontier = sorted(weight, key=lambda node: (-weight[node], node))[:_EXPANDED]
    if not frontier:
        return first
    return first | _strongest(_by_pair(reader.touching(frontier), n_all), frontier, limit=_SECOND_HOP)


def _by_pair(edges: Sequence[Edge], n_all: int) -> _Pairs:
    pairs: _Pairs = {}
    ordered = sorted(edges)  # sums do not depend on the order given
    for edge, strength in zip(ordered, strengths(ordered, n_all=n_all).tolist(), strict=True):
        a, b = edge.subject_id, edge.object_id
        pairs.setdefault((a, b) if a < b else (b, a), []).append((strength, edge))
    return pairs


def _total(edges: Iterable[_Strong]) -> float:
    return sum(strength for strength, _ in edges)


def _strongest(pairs: _Pairs, nodes: Iterable[int], *, limit: int) -> _Pairs:
    """Keep, for each of ``nodes``, its ``limit`` strongest pairs."""
    touching: dict[int, list[tuple[float, _Pair]]] = {node: [] for node in nodes}
    for pair, edges in pairs.items():
        ranked = (-_total(edges), pair)
        for node in pair:
            if node in touching:
                touching[node].append(ranked)
    kept = {pair for ranked_pairs in touching.values() for _, pair in heapq.nsmallest(limit, ranked_pairs)}
    return {pair: pairs[pair] for pair in kept}


def _ranks(pairs: _Pairs, seeds: Sequence[int]) -> dict[int, float]:
    """Return each node's personalised PageRank; the walk restarts at a seed."""
    import numpy as np
    from scipy.sparse import csr_array

    nodes = sorted({node for pair in pairs for node in pair} | set(seeds))
    if not seeds:
        return {}
    row = {node: i for i, node in enumerate(nodes)}
    ordered = sorted(pairs)
    a, b = ([row[pair[end]] for pair in ordered] for end in (0, 1))
    values = [_total(pairs[pair]) for pair in ordered]
    n = len(nodes)
    weights = csr_array((np.array([*values, *values]), ([*a, *b], [*b, *a])), shape=(n, n))
    start = np.zeros(n)
    start[[row[seed] for seed in seeds]] = 1 / len(seeds)
    rank = page_rank(weights, start, damping=_DAMPING)
    return {node: float(rank[i]) for node, i in row.items()}


def _choose(pairs: _Pairs, seeds: Sequence[int], ranks: Mapping[int, float], budget: int) -> tuple[int, ...]:
    """Grow from the seeds, always by the neighbour of the highest rank."""
    near: dict[int, set[int]] = {}
    for a, b in pairs:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    chosen = dict.fromkeys(seeds)
    heap = [(-ranks[node], node) for seed in seeds for node in near.get(seed, ())]
    heapq.heapify(heap)
    while heap and len(chosen) < budget:
        _, node = heapq.heappop(heap)
        if node not in chosen:
            chosen[node] = None
            for other in near[node] - chosen.keys():
                heapq.heappush(heap, (-ranks[other], other))
    return tuple(chosen)


def _edge(pair: _Pair, edges: Sequence[_Strong]) -> GraphEdge:
    ordered = sorted(edges, key=lambda item: (item[1].predicate == CO_MENTION, -item[0], item[1]))
    source = ordered[0][1].subject_id
    return GraphEdge(
        source_id=source,
        target_id=pair[1] if source == pair[0] else pair[0],
        predicates=tuple(dict.fromkeys(edge.predicate for _, edge in ordered)),
        weight=round(_total(edges), 6),
        n_sentences=round(sum(edge.total for _, edge in edges if edge.predicate == CO_MENTION)),
        n_evidence=sum(edge.n_documents for _, edge in edges),
    )


def _node(brief: EntityBrief, rank: float, at: Place, between: float) -> GraphNode:
    return GraphNode(
        entity_id=brief.entity_id,
        name=brief.name,
        label=brief.label,
        rank=rank,
        n_mentions=brief.n_mentions,
        x=at[0],
        y=at[1],
        betweenness=round(between, 6),
    )


def _best_first(node: GraphNode) -> tuple[float, int]:
    return -node.rank, node.entity_id
