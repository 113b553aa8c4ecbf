"""A search tries the plan as given first, is never worse than it, keeps to its budget and can be stopped."""

from pathlib import Path
from typing import Any

import pytest
from tiny_lessons import Lesson, make_lesson

from engine.errors import Cancelled
from engine.language.catalog import ModelCard, find_model
from engine.language.cuda import load_network
from engine.training.network.judging import make_judge
from engine.training.network.plan import Method
from engine.training.network.tune import Attempt, tune


@pytest.fixture(scope="module")
def card(tiny_models: Path) -> ModelCard:
    return find_model("ner", root=tiny_models)


@pytest.fixture(scope="module")
def lesson(card: ModelCard) -> Lesson:
    return make_lesson(card, n=30)


def forgetful(card: ModelCard) -> Any:
    network = load_network(card)
    network.classifier.weight.data.mul_(0.01)
    return network


def test_the_best_is_never_worse_than_the_plan_as_given(card: ModelCard, lesson: Lesson) -> None:
    judge = make_judge(lesson.held_out, lesson.table, special=lesson.plan.special)
    plan = lesson.planned(max_steps=4, judge_every=2, learning_rate=1e-6)
    told: list[Attempt] = []

    def search() -> Any:
        return tune(
            lambda: forgetful(card),
            lesson.examples,
            lesson.table,
            plan,
            judge,
            methods=(Method.FULL, Method.LORA),
            n_attempts=6,
            on_attempt=told.append,
        )

    found = search()
    assert [attempt.number for attempt in told] == list(range(6))
    assert told == list(found.attempts)
    assert told[0].plan == plan
    assert told[0].is_whole
    best = max(attempt.score or 0.0 for attempt in told if attempt.is_whole)
    assert found.best == next(attempt.plan for attempt in told if attempt.score == best)
    assert best > (told[0].score or 0.0)
    assert all(attempt.plan.max_steps == 4 for attempt in told)
    assert [attempt.plan for attempt in search().attempts] == [attempt.plan for attempt in found.attempts]


def test_a_hopeless_attempt_is_given_up(card: ModelCard, lesson: Lesson) -> None:
    calls: list[int] = []

    def judge(network: Any) -> float:
        calls.append(1)
        return 1.0 if len(calls) <= 12 else 0.0

    found = tune(
        lambda: load_network(card),
        lesson.examples,
        lesson.table,
        lesson.planned(max_steps=4, judge_every=1),
        judge,
        n_attempts=4,
    )
    assert [attempt.is_whole for attempt in found.attempts] == [True, True, True, False]
    assert len(calls) < 16
    assert found.best == found.attempts[0].plan


def test_no_time_means_one_attempt_cut_short(card: ModelCard, lesson: Lesson) -> None:
    found = tune(
        lambda: load_network(card),
        lesson.examples,
        lesson.table,
        lesson.plan,
        lambda network: 1.0,
        seconds=0.0,
    )
    assert [(attempt.is_whole, attempt.score) for attempt in found.attempts] == [(False, None)]
    assert found.best == lesson.plan


def test_it_stops_when_told(card: ModelCard, lesson: Lesson) -> None:
    steps: list[int] = []
    with pytest.raises(Cancelled):
        tune(
            lambda: load_network(card),
            lesson.examples,
            lesson.table,
            lesson.plan,
            lambda network: 1.0,
            on_progress=lambda number, progress: steps.append(progress.step),
            cancelled=lambda: len(steps) == 3,
        )
    assert steps == [1, 2, 3]
