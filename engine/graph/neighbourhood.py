"""Choose the best neighbours of some entities and lay them out.

Input:  two look-ups (relations that touch some entities; what the entities are) and the seeds.
Output: a ``Neighbourhood`` of at most ``budget`` nodes (all seeds in any case), each joined to a seed
        through others of it, ranked by personalised PageRank over the two hops around the seeds.

A relation weighs by the logarithm of its evidence; a typed one ``TYPED_WEIGHT`` times a co-mention.
The fan-out is bounded at each hop, so that the cost does not grow with the library.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log1p

from engine.graph.layout import Place, place
from engine.neighbours import GraphEdge, GraphNode, Neighbourhood
from engine.records import EntityBrief

Adjacency = Callable[[Sequence[int]], Sequence[tuple[int, str, int, float]]]
Briefs = Callable[[Sequence[int]], Mapping[int, EntityBrief]]

CO_MENTION = "co_mention"
TYPED_WEIGHT = 4.0
_FIRST_HOP = 200
_EXPANDED = 40
_SECOND_HOP = 12
_DAMPING = 0.8
_ROUNDS = 40

_Pair = tuple[int, int]
_Strengths = dict[_Pair, dict[tuple[str, int], float]]
"""By unordered pair: the strength of each predicate and its subject."""


def neighbourhood(
    adjacency: Adjacency,
    seeds: Sequence[int],
    *,
    budget: int,
    briefs: Briefs,
    placed: Mapping[int, Place] | None = None,
) -> Neighbourhood:
    """Return the best neighbours of ``seeds``, laid out.

    Args:
        adjacency: Gives every relation that touches any of some entities: subject, predicate, object, weight.
        seeds: Entities that are in whatever the budget; unknown ones are left out.
        budget: Nodes at most, seeds included.
        briefs: Gives what is known of some entities; what it leaves out is not shown.
        placed: Where nodes already are on the screen; they do not move.
    """
    known = briefs(tuple(dict.fromkeys(seeds)))
    found = tuple(seed for seed in dict.fromkeys(seeds) if seed in known)
    strengths = _ball(adjacency, found)
    ranks = _page_rank(strengths, found)
    chosen = _choose(strengths, found, ranks, budget)
    about = briefs(chosen)
    shown = tuple(node for node in chosen if node in about)
    within = _within(adjacency, shown)
    edges = tuple(_edge(pair, within[pair]) for pair in sorted(within))
    places = place(shown, [(e.source_id, e.target_id) for e in edges], placed=placed, seeds=found)
    nodes = (_node(about[node], ranks[node], places[node]) for node in shown)
    return Neighbourhood(seed_ids=found, nodes=tuple(sorted(nodes, key=_best_first)), edges=edges)


def _ball(adjacency: Adjacency, seeds: Sequence[int]) -> _Strengths:
    """Return the pairs within two hops of the seeds, the strongest of each node."""
    first = _strongest(_strengths(adjacency(seeds)), seeds, limit=_FIRST_HOP)
    weight: dict[int, float] = {}
    for (a, b), parts in first.items():
        for node in {a, b} - set(seeds):
            weight[node] = weight.get(node, 0.0) + sum(parts.values())
    frontier = sorted(weight, key=lambda node: (-weight[node], node))[:_EXPANDED]
    second = _strongest(_strengths(adjacency(frontier)), frontier, limit=_SECOND_HOP) if frontier else {}
    return first | second


def _strengths(rows: Iterable[tuple[int, str, int, float]]) -> _Strengths:
    found: _Strengths = {}
    for subject, predicate, object_, weight in sorted(rows):  # sums do not depend on the order given
        if subject != object_:
            factor = 1.0 if predicate == CO_MENTION else TYPED_WEIGHT
            parts = found.setdefault((min(subject, object_), max(subject, object_)), {})
            part = (predicate, subject)
            parts[part] = parts.get(part, 0.0) + factor * log1p(max(weight, 0.0))
    return found


def _strongest(strengths: _Strengths, nodes: Iterable[int], *, limit: int) -> _Strengths:
    """Keep, for each of ``nodes``, its ``limit`` strongest pairs."""
    touching: dict[int, list[tuple[float, _Pair]]] = {node: [] for node in nodes}
    for pair, parts in strengths.items():
        for node in pair:
            if node in touching:
                touching[node].append((-sum(parts.values()), pair))
    kept = {pair for pairs in touching.values() for _, pair in heapq.nsmallest(limit, pairs)}
    return {pair: strengths[pair] for pair in kept}


def _page_rank(strengths: _Strengths, seeds: Sequence[int]) -> dict[int, float]:
    """Return each node's personalised PageRank; the walk restarts at a seed."""
    import numpy as np
    from scipy.sparse import csr_array

    nodes = sorted({node for pair in strengths for node in pair} | set(seeds))
    if not seeds:
        return {}
    row = {node: i for i, node in enumerate(nodes)}
    pairs = sorted(strengths)
    a, b = ([row[pair[end]] for pair in pairs] for end in (0, 1))
    values = [sum(strengths[pair].values()) for pair in pairs]
    n = len(nodes)
    weights = csr_array((np.array([*values, *values]), ([*a, *b], [*b, *a])), shape=(n, n))
    out = np.asarray(weights.sum(axis=1)).ravel()
    start = np.zeros(n)
    start[[row[seed] for seed in seeds]] = 1 / len(seeds)
    rank = start.copy()
    for _ in range(_ROUNDS):
        flow = np.divide(rank, out, out=np.zeros(n), where=out > 0)
        walked = weights @ flow
        rank = _DAMPING * walked + (1 - _DAMPING * walked.sum()) * start
    return {node: float(rank[i]) for node, i in row.items()}


def _choose(
    strengths: _Strengths, seeds: Sequence[int], ranks: Mapping[int, float], budget: int
) -> tuple[int, ...]:
    """Grow from the seeds, always by the neighbour of the highest rank."""
    near: dict[int, set[int]] = {}
    for a, b in strengths:
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


def _within(adjacency: Adjacency, nodes: Sequence[int]) -> _Strengths:
    """Return every pair among ``nodes``, also those that the bounded hops left out."""
    inside = set(nodes)
    return (
        _strengths(row for row in adjacency(nodes) if row[0] in inside and row[2] in inside) if nodes else {}
    )


def _edge(pair: _Pair, parts: Mapping[tuple[str, int], float]) -> GraphEdge:
    ordered = sorted(parts, key=lambda part: (part[0] == CO_MENTION, -parts[part], part))
    source = ordered[0][1]
    return GraphEdge(
        source_id=source,
        target_id=pair[1] if source == pair[0] else pair[0],
        predicates=tuple(dict.fromkeys(predicate for predicate, _ in ordered)),
        weight=round(sum(parts.values()), 6),
    )


def _node(brief: EntityBrief, rank: float, at: Place) -> GraphNode:
    return GraphNode(
        entity_id=brief.entity_id,
        name=brief.name,
        label=brief.label,
        rank=rank,
        n_mentions=brief.n_mentions,
        x=at[0],
        y=at[1],
    )


def _best_first(node: GraphNode) -> tuple[float, int]:
    return (-node.rank, node.entity_id)
