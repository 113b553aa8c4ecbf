"""Held-out texts are set apart for good: by themselves alone, and never from their near twins."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import TooFewExamples
from engine.teaching import LabelledSpan, LabelledText
from engine.training.material.split import LEAST_HELD_OUT, LEAST_TEXTS, split


def texts(n: int, seed: int = 1) -> list[LabelledText]:
    choose = random.Random(seed)
    words = [" ".join("".join(choose.choices("abcdefghij", k=5)) for _ in range(8)) for _ in range(n)]
    return [LabelledText(text=text, spans=(LabelledSpan(0, 5, "PER"),), labels=("PER",)) for text in words]


@settings(max_examples=25)
@given(n=st.integers(LEAST_TEXTS, 120), seed=st.integers(0, 5))
def test_every_text_is_on_one_side_and_both_have_enough(n: int, seed: int) -> None:
    given_ = texts(n, seed=seed)
    parts = split(given_, seed=seed)

    assert sorted(t.text for t in (*parts.train, *parts.held_out)) == sorted(t.text for t in given_)
    assert len(parts.held_out) >= LEAST_HELD_OUT
    assert len(parts.train) >= LEAST_HELD_OUT


def test_about_a_quarter_is_held_out() -> None:
    assert 220 <= len(split(texts(1000)).held_out) <= 280


@settings(max_examples=25)
@given(order=st.randoms(use_true_random=False))
def test_order_does_not_matter_and_more_texts_change_no_side(order: random.Random) -> None:
    given_ = texts(120)
    parts = split(given_)
    shuffled = order.sample(given_, len(given_))
    assert set(split(shuffled).held_out) == set(parts.held_out)

    more = split([*given_, *texts(60, seed=9)])
    assert set(parts.held_out) <= set(more.held_out)
    assert set(parts.train) <= set(more.train)


def test_near_twins_stay_together_in_either_script() -> None:
    pairs = [
        ("In 1843 Ada Lovelace wrote the first program.", "In 1844, Ada Lovelace wrote the first program!"),
        ("他毕业于上海交通大学，后来在加州理工学院任教。", "他畢業於上海交通大學，後來在加州理工學院任教。"),
    ]
    twins = [LabelledText(text=text, labels=("PER",)) for pair in pairs for text in pair]
    for seed in range(12):
        parts = split([*texts(40), *twins], seed=seed)
        held = {text.text for text in parts.held_out}
        assert all((one in held) == (other in held) for one, other in pairs)


def test_the_same_text_twice_counts_once() -> None:
    parts = split(texts(20) * 3)
    assert len(parts.train) + len(parts.held_out) == 20


def test_too_few_that_differ_are_refused_with_the_number_needed() -> None:
    with pytest.raises(TooFewExamples) as caught:
        split(texts(LEAST_TEXTS - 1) * 4)
    assert caught.value.params == {"n_found": LEAST_TEXTS - 1, "n_needed": LEAST_TEXTS}
