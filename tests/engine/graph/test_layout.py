"""A layout is clear to read: nothing overlaps, neighbours are near, what is placed stays."""

from __future__ import annotations

import math
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.graph.layout import MIN_GAP, place

GRAPHS = {
    "one": nx.path_graph(1),
    "pair": nx.path_graph(2),
    "star": nx.star_graph(60),
    "clique": nx.complete_graph(20),
    "caves": nx.connected_caveman_graph(5, 8),
    "parts": nx.disjoint_union(nx.star_graph(8), nx.path_graph(5)),
    "hubs": nx.barabasi_albert_graph(80, 2, seed=1),
}


def gap(a: tuple[float, float], b: tuple[float, float]) -> float:
    return math.dist(a, b)


@pytest.mark.parametrize("name", GRAPHS)
def test_nodes_keep_clear_and_neighbours_are_nearer_than_others(name: str) -> None:
    graph = GRAPHS[name]
    places = place(list(graph), list(graph.edges), seeds=[0])

    assert set(places) == set(graph)
    assert all(gap(places[a], places[b]) >= MIN_GAP - 1e-9 for a, b in combinations(graph, 2))
    assert places[0] == pytest.approx((0, 0), abs=1e-9)
    joined = [gap(places[a], places[b]) for a, b in graph.edges]
    apart = [gap(places[a], places[b]) for a, b in combinations(graph, 2) if not graph.has_edge(a, b)]
    if joined and apart:
        assert sum(joined) / len(joined) < sum(apart) / len(apart)


def test_two_neighbours_are_about_one_apart() -> None:
    places = place([7, 9], [(7, 9)])

    assert 0.8 < gap(places[7], places[9]) < 1.5


def test_the_same_graph_is_laid_out_the_same_way_wider_than_high() -> None:
    graph = GRAPHS["hubs"]
    places = place(list(graph), list(graph.edges))

    assert place(list(graph), list(graph.edges)) == places
    xs, ys = zip(*places.values(), strict=True)
    assert max(xs) - min(xs) > max(ys) - min(ys)


def test_placed_nodes_stay_and_new_ones_come_near_their_neighbours() -> None:
    graph = GRAPHS["hubs"]
    old = [node for node in graph if node < 50]
    before = place(old, [e for e in graph.edges if max(e) < 50], seeds=[0])
    after = place(list(graph), list(graph.edges), placed=before)

    assert {node: after[node] for node in old} == before
    assert all(gap(after[a], after[b]) >= MIN_GAP - 1e-9 for a, b in combinations(graph, 2))
    near = [min(gap(after[new], after[other]) for other in graph[new]) for new in graph if new >= 50]
    assert sum(near) / len(near) < 2.5


def test_new_nodes_keep_clear_of_placed_ones_that_are_not_asked_for() -> None:
    wall = {
        100 + i: (x * 0.9, y * 0.9) for i, (x, y) in enumerate((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1))
    }
    places = place([1, 2, 3], [(1, 2), (2, 3)], placed=wall)

    assert set(places) == {1, 2, 3}
    assert all(gap(spot, other) >= MIN_GAP - 1e-9 for spot in places.values() for other in wall.values())


@settings(max_examples=40)
@given(
    edges=st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=30), n_placed=st.integers(0, 5)
)
def test_any_graph_gets_finite_places(edges: list[tuple[int, int]], n_placed: int) -> None:
    fixed = {node: (node * 0.1, 0.0) for node in range(n_placed)}
    places = place(range(16), edges, placed=fixed)

    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places.values())
    assert all(places[node] == spot for node, spot in fixed.items())
    free = [node for node in range(16) if node not in fixed]
    assert all(gap(places[a], places[b]) >= MIN_GAP - 1e-9 for a in free for b in range(16) if a != b)


def test_nothing_to_place() -> None:
    assert place([], []) == {}
