"""The neighbourhood shows the best neighbours of the seeds, joined to them, within the budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.graph.neighbourhood import neighbourhood
from engine.neighbours import Neighbourhood
from engine.records import EntityBrief
from engine.store.edges import Edge

Row = tuple[int, str, int, float]


class Facts:
    """A graph held in a list, each entity mentioned 100 times; counts what is asked of it."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = list(rows)
        self.n_calls = 0

    def touching(self, entity_ids: Sequence[int]) -> list[Edge]:
        self.n_calls += 1
        wanted = set(entity_ids)
        return [self._edge(row) for row in self.rows if row[0] in wanted or row[2] in wanted]

    def within(self, entity_ids: Sequence[int]) -> list[Edge]:
        self.n_calls += 1
        wanted = set(entity_ids)
        return [self._edge(row) for row in self.rows if row[0] in wanted and row[2] in wanted]

    def n_mentions(self) -> int:
        return 100_000

    def _edge(self, row: Row) -> Edge:
        return Edge(*row, n_documents=1, n_subject=100, n_object=100)

    def briefs(self, entity_ids: Sequence[int]) -> Mapping[int, EntityBrief]:
        known = {node for row in self.rows for node in (row[0], row[2])}
        return {
            i: EntityBrief(entity_id=i, name=f"E{i}", label="PER", n_mentions=i)
            for i in entity_ids
            if i in known
        }

    def around(self, *seeds: int, budget: int) -> Neighbourhood:
        return neighbourhood(self, seeds, budget=budget)


def ids(found: Neighbourhood) -> set[int]:
    return {node.entity_id for node in found.nodes}


def test_a_typed_relation_counts_for_more_than_appearing_together() -> None:
    facts = Facts([(1, "co_mention", 2, 2.0), (1, "born_in", 3, 0.9), (4, "works_for", 1, 0.9)])

    assert ids(facts.around(1, budget=3)) == {1, 3, 4}


def test_edges_join_all_predicates_of_two_nodes_strongest_first() -> None:
    facts = Facts([(1, "co_mention", 2, 50.0), (2, "married_to", 1, 0.7), (2, "works_for", 1, 0.9)])
    (edge,) = facts.around(1, budget=5).edges

    assert edge.predicates == ("works_for", "married_to", "co_mention")
    assert (edge.source_id, edge.target_id) == (2, 1)
    assert edge.weight > 0


def test_edges_between_neighbours_are_shown_too() -> None:
    facts = Facts([(1, "co_mention", 2, 1.0), (1, "co_mention", 3, 1.0), (3, "part_of", 2, 0.9)])

    assert {(e.source_id, e.target_id) for e in facts.around(1, budget=5).edges} == {(1, 2), (1, 3), (3, 2)}


def test_two_hops_are_reached_and_a_third_is_not() -> None:
    facts = Facts([(n, "co_mention", n + 1, 1.0) for n in range(1, 6)])

    assert ids(facts.around(1, budget=10)) == {1, 2, 3}


def test_seeds_are_always_in_and_unknown_ones_are_not() -> None:
    facts = Facts([(1, "co_mention", 2, 1.0), (8, "co_mention", 9, 1.0)])
    found = facts.around(1, 8, 77, budget=1)

    assert found.seed_ids == (1, 8)
    assert ids(found) == {1, 8}
    assert facts.around(77, budget=5) == Neighbourhood(seed_ids=(), nodes=(), edges=())


def test_the_seed_ranks_first_and_nodes_come_best_first() -> None:
    facts = Facts([(1, "co_mention", n, float(n)) for n in range(2, 30)])
    found = facts.around(1, budget=10)

    assert found.nodes[0].entity_id == 1
    assert [n.entity_id for n in found.nodes[1:]] == list(range(29, 20, -1))


def test_placed_nodes_do_not_move() -> None:
    facts = Facts([(1, "co_mention", n, 1.0) for n in range(2, 12)])
    before = facts.around(1, budget=5)
    placed = {node.entity_id: (node.x, node.y) for node in before.nodes}
    after = neighbourhood(facts, [1], budget=11, placed=placed)

    assert {n.entity_id: (n.x, n.y) for n in after.nodes if n.entity_id in placed} == placed
    assert len(after.nodes) == 11


def test_a_hub_of_thousands_is_asked_for_a_few_times_only() -> None:
    facts = Facts([(1, "co_mention", n, 1.0) for n in range(2, 5000)])
    found = facts.around(1, budget=60)

    assert len(found.nodes) == 60
    assert facts.n_calls <= 3


def rows() -> st.SearchStrategy[list[Row]]:
    node = st.integers(0, 12)
    return st.lists(
        st.tuples(node, st.sampled_from(["co_mention", "owns"]), node, st.floats(0.1, 9)).filter(
            lambda row: row[0] != row[2]
        ),
        max_size=40,
    )


@settings(max_examples=60)
@given(rows=rows(), seeds=st.lists(st.integers(0, 12), min_size=1, max_size=3), budget=st.integers(1, 10))
def test_the_result_is_small_connected_and_repeatable(rows: list[Row], seeds: list[int], budget: int) -> None:
    found = Facts(rows).around(*seeds, budget=budget)

    assert found == Facts(rows[::-1]).around(*seeds, budget=budget)
    assert len(found.nodes) <= max(budget, len(set(seeds)))
    assert set(found.seed_ids) <= ids(found)
    graph = nx.Graph((e.source_id, e.target_id) for e in found.edges)
    graph.add_nodes_from(ids(found))
    assert all(any(nx.has_path(graph, node, seed) for seed in found.seed_ids) for node in graph)
    assert all(e.source_id != e.target_id for e in found.edges)
