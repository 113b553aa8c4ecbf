"""Markers stand around mentions and change nothing else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.annotate.marking import KINDS, UNKNOWN, kind_of, mark
from engine.language.tokens import Tokens

MARKERS = {kind: (1000 + 2 * at, 1001 + 2 * at) for at, kind in enumerate(KINDS)}


def words(n: int) -> Tokens:
    """Return ``n`` words of three letters, one space apart."""
    offsets = [(4 * at, 4 * at + 3) for at in range(n)]
    return Tokens(
        ids=list(range(n)), offsets=offsets, words=list(range(n)), types=[at % 3 for at in range(n)]
    )


@given(n=st.integers(1, 12), data=st.data())
def test_without_its_markers_a_text_is_what_it_was(n: int, data: st.DataObject) -> None:
    bounds = st.tuples(st.integers(0, n - 1), st.integers(1, n)).filter(lambda pair: pair[0] < pair[1])
    runs = data.draw(st.lists(bounds, max_size=5))
    kinds = data.draw(st.lists(st.sampled_from(KINDS), min_size=len(runs), max_size=len(runs)))
    spans = [(4 * first, 4 * last - 1, kind) for (first, last), kind in zip(runs, kinds, strict=True)]
    marked = mark(words(n), spans, MARKERS)

    kept = [(id_, type_) for id_, type_ in zip(marked.ids, marked.types, strict=True) if id_ < 1000]
    assert kept == [(at, at % 3) for at in range(n)]
    assert len(marked.ids) == n + 2 * len(spans)
    for (first, last), place, kind in zip(runs, marked.places, kinds, strict=True):
        assert marked.ids[place] == MARKERS[kind][0]
        assert next(id_ for id_ in marked.ids[place:] if id_ < 1000) == first
        assert MARKERS[kind][1] in marked.ids[marked.ids.index(last - 1) :]


def test_marks_by_hand() -> None:
    marked = mark(words(3), [(0, 3, "PER"), (4, 11, "ORG"), (8, 11, "LOC")], MARKERS)
    person, organisation, place = MARKERS["PER"], MARKERS["ORG"], MARKERS["LOC"]
    assert marked.ids == [
        person[0], 0, person[1], organisation[0], 1, place[0], 2, place[1], organisation[1],
    ]  # fmt: skip
    assert marked.places == [0, 3, 5]


@pytest.mark.parametrize(
    ("label", "kind"), [("PER", "PER"), ("WORK", "THING"), ("DATE", "TIME"), ("Gadget", UNKNOWN)]
)
def test_each_label_has_a_kind(label: str, kind: Any) -> None:
    assert kind_of(label) == kind
