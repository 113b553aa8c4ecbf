"""Fusion: what more legs agree on rises, and equal input gives equal output."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.search.fuse import Item, Ranking, fuse
from engine.searches import Leg

rankings = st.dictionaries(
    st.sampled_from(list(Leg)),
    st.lists(st.integers(0, 12), unique=True, max_size=8).map(
        lambda ids: [(("passage", number), 1.0) for number in ids]
    ),
)


def scores(given_rankings: dict[Leg, Ranking], k: int = 60) -> dict[Item, float]:
    return {entry.item: entry.score for entry in fuse(given_rankings, k=k)}


@given(rankings=rankings, k=st.integers(1, 100))
def test_scores_are_sums_of_reciprocal_ranks_best_first(rankings: dict[Leg, Ranking], k: int) -> None:
    fused = fuse(rankings, k=k)
    assert {entry.item for entry in fused} == {item for ranking in rankings.values() for item, _ in ranking}
    assert [entry.score for entry in fused] == sorted((entry.score for entry in fused), reverse=True)
    for entry in fused:
        assert abs(entry.score - sum(1 / (k + rank) for rank in entry.ranks.values())) < 1e-12
        for leg, rank in entry.ranks.items():
            assert rankings[leg][rank - 1][0] == entry.item


@given(rankings=rankings)
def test_the_order_of_legs_does_not_matter(rankings: dict[Leg, Ranking]) -> None:
    backwards = dict(reversed(rankings.items()))
    assert [entry.item for entry in fuse(rankings, k=60)] == [entry.item for entry in fuse(backwards, k=60)]


@given(rankings=rankings, leg=st.sampled_from(list(Leg)))
def test_one_more_leg_that_finds_it_raises_it_and_nothing_else(
    rankings: dict[Leg, Ranking], leg: Leg
) -> None:
    item: Item = ("passage", 99)
    before = scores(rankings)
    after = scores({**rankings, leg: [*rankings.get(leg, ()), (item, 1.0)]})
    assert after.pop(item) > 0
    assert after == before


def test_with_equal_weights_agreement_beats_a_single_first_place() -> None:
    ranking: dict[Leg, Ranking] = {
        Leg.TEXT: [(("passage", 1), 1.0), (("passage", 2), 1.0)],
        Leg.VECTOR: [(("passage", 3), 1.0), (("passage", 2), 1.0)],
    }
    assert [entry.item[1] for entry in fuse(ranking, k=60)] == [2, 1, 3]
