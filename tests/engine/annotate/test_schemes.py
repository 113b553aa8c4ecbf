"""Tags of any scheme are read as ours, and their probabilities lose nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.annotate.schemes import begin_names, our_label, read_scheme

_TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG")


@pytest.mark.parametrize(
    "tags",
    [
        _TAGS,
        ("O", "B-PERSON", "I-PERSON", "B-ORGANIZATION", "I-ORGANIZATION"),
        ("O", "B_per", "I_per", "B_org", "I_org"),
    ],
)
def test_tags_in_our_order_stay(tags: tuple[str, ...]) -> None:
    scheme = read_scheme(tags)
    assert (scheme.labels, scheme.columns) == (("PER", "ORG"), (0, 1, 2, 3, 4))


def test_tags_in_another_order_are_put_in_ours() -> None:
    scheme = read_scheme(("I-LOC", "B-PER", "O", "B-LOC", "I-PER"))
    shares = scheme.read(np.array([[0.1, 0.2, 0.3, 0.15, 0.25]], dtype=np.float32))

    assert scheme.labels == ("LOC", "PER")
    np.testing.assert_allclose(shares, [[0.3, 0.15, 0.1, 0.2, 0.25]])


@pytest.mark.parametrize("single", ["S", "U"])
def test_single_and_last_words_are_begin_and_inside(single: str) -> None:
    last = {"S": "E", "U": "L"}[single]
    scheme = read_scheme(("O", "B-PER", "I-PER", f"{last}-PER", f"{single}-PER"))
    shares = scheme.read(np.array([[0.1, 0.2, 0.1, 0.3, 0.3]], dtype=np.float32))

    np.testing.assert_allclose(shares, [[0.1, 0.5, 0.4]])


def test_labels_that_mean_the_same_are_one() -> None:
    scheme = read_scheme(("O", "B-GPE", "I-GPE", "B-LOCATION", "I-LOCATION", "B-Law", "I-Law"))
    assert scheme.labels == ("LOC", "LAW")
    assert scheme.columns == (0, 1, 2, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("name", "ours"),
    [("person", "PER"), ("GPE", "LOC"), ("work of art", "WORK"), ("Chemical", "CHEMICAL"), ("人名", "人名")],
)
def test_a_label_keeps_its_name_unless_we_have_one(name: str, ours: str) -> None:
    assert our_label(name) == ours


@pytest.mark.parametrize("tags", [(), ("O",), ("B-PER", "I-PER")])
def test_tags_that_cannot_mark_names_are_refused(tags: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="tags"):
        read_scheme(tags)


def table_of(*names: str) -> np.ndarray:
    """Return a table in which ``names`` are the likeliest tags."""
    table = np.full((len(names), len(_TAGS)), 0.1, dtype=np.float32)
    table[np.arange(len(names)), [_TAGS.index(name) for name in names]] = 0.6
    return table


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("O I-PER I-PER O", "O B-PER I-PER O"),  # IOB1, IO
        ("I-PER B-PER I-PER", "B-PER B-PER I-PER"),  # IOB1: the second name of two that meet
        ("B-PER I-ORG I-ORG", "B-PER B-ORG I-ORG"),
        ("B-PER I-PER B-ORG", "B-PER I-PER B-ORG"),
    ],
)
def test_what_continues_nothing_begins(given: str, read: str) -> None:
    tags, _ = begin_names(table_of(*given.split()))
    assert [_TAGS[tag] for tag in tags] == read.split()


@given(cells=st.lists(st.lists(st.floats(0.0625, 1, width=32), min_size=5, max_size=5), max_size=8))
def test_tags_are_well_formed_and_keep_their_probability(cells: list[list[float]]) -> None:
    table = np.array(cells, dtype=np.float32).reshape(-1, 5)
    tags, fitting = begin_names(table)

    for before, tag in zip((0, *tags), tags, strict=False):
        assert tag not in (2, 4) or before in (tag, tag - 1)
    np.testing.assert_array_equal(fitting[np.arange(len(tags)), tags], table.max(axis=1, initial=0))
    np.testing.assert_allclose(np.sort(fitting, axis=1), np.sort(table, axis=1))


@given(shares=st.lists(st.floats(0, 1, width=32), min_size=7, max_size=7))
def test_probabilities_add_up_to_what_they_were(shares: list[float]) -> None:
    scheme = read_scheme(("O", "S-PER", "B-PER", "E-PER", "B-GPE", "I-LOC", "U-LOC"))
    row = np.array([shares], dtype=np.float32)
    assert scheme.read(row).sum() == pytest.approx(row.sum(), abs=1e-5)
