"""Paths, centrality, communities and strengths agree with networkx, or with what they promise."""

from __future__ import annotations

import math
from itertools import combinations, islice, pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from engine.graph import communities, snapshot
from engine.graph.centrality import betweenness, page_rank
from engine.graph.packing import pack
from engine.graph.paths import cheapest_paths, costs
from engine.graph.strength import strengths
from engine.store.edges import Edge

N = 9
Pairs = dict[tuple[int, int], int]


def weighted_pairs() -> st.SearchStrategy[Pairs]:
    pair = st.tuples(st.integers(0, N - 1), st.integers(0, N - 1)).filter(lambda ends: ends[0] < ends[1])
    return st.dictionaries(pair, st.integers(1, 9), max_size=22)


def graph_of(pairs: Pairs) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(N))
    graph.add_weighted_edges_from([(a, b, weight) for (a, b), weight in pairs.items()])
    return graph


def matrix_of(pairs: Pairs) -> Any:
    ends = [(a, b, w) for (a, b), weight in pairs.items() for a, b, w in ((a, b, weight), (b, a, weight))]
    rows, columns, values = zip(*ends, strict=True) if ends else ((), (), ())
    return csr_array((np.array(values, dtype=float), (rows, columns)), shape=(N, N))


@settings(max_examples=80)
@given(pairs=weighted_pairs(), is_by_evidence=st.booleans(), max_steps=st.integers(1, 6))
def test_paths_are_the_cheapest_simple_ones(pairs: Pairs, is_by_evidence: bool, max_steps: int) -> None:
    price = costs(matrix_of(pairs), is_by_evidence=is_by_evidence)
    found = cheapest_paths(price, 0, N - 1, n_paths=3, max_steps=max_steps)

    graph = graph_of(pairs)
    wanted = []
    for path in nx.all_simple_paths(graph, 0, N - 1, cutoff=max_steps):
        steps = [1 / graph.edges[pair]["weight"] for pair in pairwise(path)]
        wanted.append(sum(steps) if is_by_evidence else len(steps) + sum(steps) / 1000)
    assert [cost for cost, _ in found] == pytest.approx(sorted(wanted)[:3])
    assert len({path for _, path in found}) == len(found)
    for _, path in found:
        assert (path[0], path[-1], len(set(path))) == (0, N - 1, len(path))
        assert all(graph.has_edge(*pair) for pair in pairwise(path))
    if found and not is_by_evidence:
        assert len(found[0][1]) - 1 == nx.shortest_path_length(graph, 0, N - 1)


def test_a_dead_end_full_of_detours_is_not_walked() -> None:
    """A clique beside the only path: a search without bounds would try all its ways."""
    graph = nx.disjoint_union(nx.path_graph(3), nx.complete_graph(60))
    graph.add_edge(0, 3)
    price = csr_array(nx.to_scipy_sparse_array(graph, dtype=float))

    assert [path for _, path in cheapest_paths(price, 0, 2, n_paths=3, max_steps=6)] == [(0, 1, 2)]


def test_alternatives_are_as_networkx_counts_them_off_in_a_bigger_graph() -> None:
    graph = nx.barabasi_albert_graph(300, 2, seed=3)
    price = csr_array(nx.to_scipy_sparse_array(graph, dtype=float))
    for target in (50, 120, 299):
        found = cheapest_paths(price, 7, target, n_paths=5, max_steps=9)
        wanted = islice(nx.shortest_simple_paths(graph, 7, target), 5)
        assert [len(path) for _, path in found] == [len(path) for path in wanted]


@settings(max_examples=60)
@given(pairs=weighted_pairs())
def test_betweenness_equals_networkx(pairs: Pairs) -> None:
    wanted = nx.betweenness_centrality(graph_of(pairs))
    assert betweenness(N, list(pairs)) == pytest.approx([wanted[node] for node in range(N)])


@settings(max_examples=60)
@given(pairs=weighted_pairs(), seed=st.integers(0, N - 1))
def test_page_rank_is_close_to_networkx(pairs: Pairs, seed: int) -> None:
    assume(pairs)
    start = np.zeros(N)
    start[seed] = 1
    found = page_rank(matrix_of(pairs), start, damping=0.8, n_rounds=100)
    wanted = nx.pagerank(graph_of(pairs), alpha=0.8, personalization={seed: 1}, tol=1e-12, max_iter=500)
    assert found == pytest.approx([wanted[node] for node in range(N)], abs=1e-6)


def edge(a: int, b: int, n: float, *, predicate: str = "co_mention", n_a: int = 10, n_b: int = 10) -> Edge:
    return Edge(a, predicate, b, n, 1, n_a, n_b)


def test_a_close_pair_beats_a_hub_and_a_typed_relation_beats_both() -> None:
    hub = edge(1, 2, 6, n_a=20, n_b=5000)
    close = edge(1, 3, 5, n_a=20, n_b=6)
    typed = edge(1, 4, 0.4, predicate="works_for", n_a=20, n_b=5000)
    once = edge(5, 6, 1, n_a=1, n_b=1)
    of_hub, of_close, of_typed, of_once = strengths([hub, close, typed, once], n_all=20_000)

    assert 0 < of_hub < of_close < 1 < of_typed
    assert of_once < of_close


@given(n=st.integers(1, 50), n_a=st.integers(1, 1000), n_b=st.integers(1, 1000), n_all=st.integers(1, 10**6))
def test_strength_is_positive_symmetric_and_grows_with_what_is_shared(
    n: int, n_a: int, n_b: int, n_all: int
) -> None:
    one, other, more = strengths(
        [
            edge(1, 2, n, n_a=n_a, n_b=n_b),
            edge(1, 2, n, n_a=n_b, n_b=n_a),
            edge(1, 2, n + 1, n_a=n_a, n_b=n_b),
        ],
        n_all=n_all,
    )
    assert 0 < one <= 1
    assert one == pytest.approx(other)
    assert more >= one


def snapshot_of(graph: nx.Graph) -> snapshot.Snapshot:
    return snapshot.build([edge(10 * a, 10 * b, 2) for a, b in graph.edges], n_all=1000)


def test_planted_communities_are_found_and_stand_apart() -> None:
    graph = nx.connected_caveman_graph(6, 8)
    whole = snapshot_of(graph)
    discs, bonds, n_all = communities.overview(whole, limit=4)

    assert n_all == 6
    assert [len(disc.members) for disc in discs] == [8] * 4
    caves = [{int(whole.ids[row]) // 80 for row in disc.members} for disc in discs]
    assert all(len(cave) == 1 for cave in caves)
    assert all(bond.n_pairs == 1 and bond.weight > 0 for bond in bonds)
    assert whole.n_pairs == graph.number_of_edges()
    assert set(communities.members_of(whole, 0)) == set(np.flatnonzero(whole.ids < 80))


@settings(max_examples=40)
@given(pairs=weighted_pairs(), order=st.randoms(use_true_random=False))
def test_communities_part_all_entities_whatever_the_order(pairs: Pairs, order: Any) -> None:
    found = [edge(a, b, n) for (a, b), n in pairs.items()]
    shuffled = list(found)
    order.shuffle(shuffled)
    one, other = (snapshot.build(each, n_all=500) for each in (found, shuffled))

    discs, bonds, n_all = communities.overview(one, limit=100)
    assert sorted(row for disc in discs for row in disc.members.tolist()) == list(range(len(one.ids)))
    assert n_all == len(discs)
    assert sum(bond.n_pairs for bond in bonds) <= one.n_pairs
    assert all(bond.n_pairs for bond in bonds)
    again, *_ = communities.overview(other, limit=100)
    assert [(disc.members.tolist(), disc.at) for disc in discs] == [
        (disc.members.tolist(), disc.at) for disc in again
    ]
    for a, b in combinations(discs, 2):
        assert math.dist(a.at, b.at) >= a.radius + b.radius
    assert one.ranks.sum() == pytest.approx(len(one.ids))


def test_discs_that_belong_together_are_near() -> None:
    radii = [5.0, 3.0, 3.0, 2.0, 1.0, 1.0]
    places = pack(radii, {(1, 4): 3.0, (2, 5): 3.0})

    assert all(math.dist(places[a], places[b]) >= radii[a] + radii[b] for a, b in combinations(range(6), 2))
    assert math.dist(places[1], places[4]) < math.dist(places[2], places[4])
    assert pack([], {}) == []
