"""A signature knows its text in any dress, and tells how near another one is."""

from __future__ import annotations

import random

import numpy as np
import pytest

from engine.language.minhash import N_PLACES, signature, similarity

WORDS = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnrst"]
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 400)]


def near(first: str, second: str) -> float:
    one, other = signature(first), signature(second)
    assert one is not None
    assert other is not None
    return float(similarity(one, other))


@pytest.mark.parametrize(("units", "joiner"), [(WORDS, " "), (HAN, "")])
def test_the_estimate_is_near_the_true_similarity(units: list[str], joiner: str) -> None:
    choose = random.Random(1)
    text = choose.choices(units, k=900)
    for n_changed in (0, 10, 40, 200):
        other = list(text)
        for at in choose.sample(range(900), n_changed):
            other[at] = choose.choice(units)
        sets = [{tuple(part[i : i + 4]) for i in range(897)} for part in (text, other)]
        true = len(sets[0] & sets[1]) / len(sets[0] | sets[1])
        assert abs(near(joiner.join(text), joiner.join(other)) - true) < 0.15


def test_dress_does_not_count() -> None:
    assert near("The Engine, of the\nWorld: ＡＢＣ", "the engine of the world ABC") == 1
    assert near("知识图谱，\n实体与关系。", "知识图谱 实体与关系") == 1


def test_other_texts_are_far() -> None:
    assert near("an engine of the old world", "a garden full of red flowers") < 0.1
    assert near("合同编号一", "合同编号二") < 0.9
    assert near("engine 1", "engine 2") < 0.1


@pytest.mark.parametrize("text", ["", " \n", "—…！"])
def test_without_words_there_is_no_signature(text: str) -> None:
    assert signature(text) is None


def test_a_signature_never_changes() -> None:
    found = signature("The engine of the world; 知识图谱")
    assert found is not None
    assert (found.dtype, found.shape) == (np.dtype(np.uint32), (N_PLACES,))
    assert found[:3].tolist() == [511224745, 206249136, 1198177201]  # stored libraries hold it
