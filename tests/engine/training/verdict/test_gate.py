"""The gate lets through what is better by more than luck, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.teaching import LabelledSpan, LabelledText
from engine.training.verdict.gate import Trial, judge

NAME = (LabelledSpan(0, 3, "PER"),)
WRONG = (LabelledSpan(4, 7, "PER"),)
READINGS = st.lists(st.sampled_from([(), NAME, WRONG, NAME + WRONG]), min_size=1, max_size=40)


def trial(before: Sequence[tuple[LabelledSpan, ...]], after: Sequence[tuple[LabelledSpan, ...]]) -> Trial:
    texts = [LabelledText(text=f"Ada met {n}", spans=NAME, labels=("PER",)) for n in range(len(before))]
    return Trial(texts=texts, before=before, after=after)


SAME = trial([NAME] * 50, [NAME] * 50)


@settings(max_examples=25)
@given(readings=READINGS)
def test_identical_predictions_are_never_adopted(readings: list[tuple[LabelledSpan, ...]]) -> None:
    verdict = judge(trial(readings, readings), SAME)

    assert not verdict.is_adopted
    assert (verdict.code, verdict.p_value) == ("not_better", 1.0)


@settings(max_examples=25)
@given(before=READINGS, data=st.data())
def test_the_order_of_texts_does_not_matter(
    before: list[tuple[LabelledSpan, ...]], data: st.DataObject
) -> None:
    after = data.draw(
        st.lists(st.sampled_from([(), NAME, WRONG]), min_size=len(before), max_size=len(before))
    )
    pairs = data.draw(st.permutations(list(zip(before, after, strict=True))))

    shuffled = trial([one for one, _ in pairs], [other for _, other in pairs])
    assert judge(shuffled, SAME) == judge(trial(before, after), SAME)


@settings(max_examples=25)
@given(before=READINGS, data=st.data())
def test_of_two_models_at_most_one_takes_the_place_of_the_other(
    before: list[tuple[LabelledSpan, ...]], data: st.DataObject
) -> None:
    after = data.draw(
        st.lists(st.sampled_from([(), NAME, WRONG]), min_size=len(before), max_size=len(before))
    )

    there, back = judge(trial(before, after), SAME), judge(trial(after, before), SAME)
    assert not (there.is_adopted and back.is_adopted)


@settings(max_examples=25)
@given(before=READINGS)
def test_a_perfect_candidate_is_kept_out_only_for_want_of_evidence(
    before: list[tuple[LabelledSpan, ...]],
) -> None:
    n_wrong = sum(reading != NAME for reading in before)
    verdict = judge(trial(before, [NAME] * len(before)), SAME)

    if n_wrong == 0:
        assert verdict.code == "not_better"
    elif n_wrong < 5:
        assert verdict.code == "too_little_evidence"
    elif n_wrong == len(before):
        assert verdict.is_adopted


def test_a_clear_gain_is_adopted_and_its_figures_are_told() -> None:
    verdict = judge(trial([()] * 20 + [NAME] * 20, [NAME] * 38 + [()] * 2), SAME)

    assert verdict.is_adopted
    assert verdict.code == "adopted"
    assert (verdict.taught_before, verdict.taught_after) == pytest.approx((2 / 3, 76 / 78))
    assert (verdict.base_before, verdict.base_after) == (1.0, 1.0)
    assert 0 < verdict.p_value < 0.05


def test_a_gain_that_luck_explains_is_not_adopted() -> None:
    swapped = trial([NAME] * 10 + [()] * 12, [()] * 10 + [NAME] * 12)

    verdict = judge(swapped, SAME)
    assert verdict.taught_after > verdict.taught_before
    assert verdict.code == "not_better"
    assert verdict.p_value > 0.05


@pytest.mark.parametrize(("n_lost", "code"), [(0, "adopted"), (1, "adopted"), (4, "base_worse")])
def test_half_a_point_on_the_base_set_is_all_that_may_be_lost(n_lost: int, code: str) -> None:
    base = trial([NAME] * 200, [()] * n_lost + [NAME] * (200 - n_lost))

    assert judge(trial([()] * 20, [NAME] * 20), base).code == code


def test_guessing_at_a_label_that_the_base_never_heard_of_is_not_better() -> None:
    choose = random.Random(4)
    guess: Callable[[], tuple[LabelledSpan, ...]] = lambda: NAME if choose.random() < 0.3 else WRONG  # noqa: E731
    verdict = judge(trial([()] * 60, [guess() for _ in range(60)]), SAME)

    assert verdict.taught_after > verdict.taught_before
    assert verdict.code == "not_better"


def test_nothing_to_judge_by_is_not_better() -> None:
    assert judge(trial([], []), SAME).code == "not_better"
