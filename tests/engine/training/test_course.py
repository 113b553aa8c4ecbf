"""What a course learns from: as much of what is taught as of the replay, and labels that are new."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lesson_makers import drug_texts, to_text
from tiny_models import tiny_sentences

from engine.language.catalog import find_model
from engine.training.course import new_labels
from engine.training.network.examples import Example
from engine.training.study import mix


def examples(n: int, source: int) -> list[Example]:
    return [Example([number], [0], [0], source) for number in range(n)]


@settings(max_examples=30)
@given(n_taught=st.integers(1, 60), n_replay=st.integers(0, 400))
def test_what_is_taught_is_about_half_of_what_is_read(n_taught: int, n_replay: int) -> None:
    mixed = mix(examples(n_taught, 0), examples(n_replay, 1))

    n_repeated = sum(example.source == 0 for example in mixed)
    assert len(mixed) - n_repeated == n_replay
    assert n_repeated % n_taught == 0
    if n_replay >= n_taught:
        assert n_repeated == pytest.approx(n_replay, abs=n_taught / 2)


def test_labels_that_the_base_lacks_are_new(tiny_models: Path) -> None:
    card = find_model("ner", root=tiny_models)

    assert new_labels(card, drug_texts(6)) == ("DRUG",)
    assert new_labels(card, [to_text(sentence) for sentence in tiny_sentences(20)]) == ()
