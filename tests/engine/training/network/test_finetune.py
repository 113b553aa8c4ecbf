"""Fine-tuning: learns, repeats itself, stops when told, goes on from a checkpoint, keeps the best."""

from pathlib import Path
from typing import Any

import pytest
from tiny_lessons import Lesson, answers, make_lesson, same, surprise, weights
from tiny_models import LABELS, tiny_sentences

from engine.errors import Cancelled, CorpusEmpty, TrainingExtraMissing
from engine.language.catalog import ModelCard, find_model
from engine.language.cuda import load_network
from engine.training.network import extra
from engine.training.network.examples import Source, TargetTable, make_examples
from engine.training.network.finetune import finetune
from engine.training.network.heads import with_labels
from engine.training.network.loop import Progress
from engine.training.network.losses import soft_loss
from engine.training.network.plan import Method


@pytest.fixture(scope="module")
def card(tiny_models: Path) -> ModelCard:
    return find_model("ner", root=tiny_models)


@pytest.fixture(scope="module")
def lesson(card: ModelCard) -> Lesson:
    return make_lesson(card)


def test_loss_falls_and_progress_is_told(card: ModelCard, lesson: Lesson) -> None:
    network = load_network(card)
    network.classifier.reset_parameters()
    told: list[Progress] = []
    plan = lesson.planned(max_steps=30, learning_rate=1e-2)
    finetune(network, lesson.examples, lesson.table, plan, on_progress=told.append)

    assert [progress.step for progress in told] == list(range(1, 31))
    assert [progress.is_last for progress in told] == [False] * 29 + [True]
    assert told[-1].loss < told[0].loss
    assert told[0].learning_rate == pytest.approx(plan.rate / 2)
    assert max(progress.learning_rate for progress in told) == pytest.approx(plan.rate)
    assert all(progress.score is None for progress in told)
    assert not network.training


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"method": Method.LORA, "adversarial": 0.5},
        {"method": Method.ADALORA, "learning_rate": 1e-2},
        {"accumulate": 2, "average": 0.6},
    ],
    ids=["plain", "lora", "adalora", "averaged"],
)
def test_a_run_that_was_stopped_ends_like_one_that_was_not(
    card: ModelCard, lesson: Lesson, tmp_path: Path, changes: dict[str, Any]
) -> None:
    plan = lesson.planned(**changes)
    whole = finetune(load_network(card), lesson.examples, lesson.table, plan)
    told: list[Progress] = []
    state = tmp_path / "state.pt"
    with pytest.raises(Cancelled):
        finetune(
            load_network(card),
            lesson.examples,
            lesson.table,
            plan,
            checkpoint=state,
            on_progress=told.append,
            cancelled=lambda: len(told) == 5,
        )
    assert list(tmp_path.iterdir()) == [state]
    resumed = finetune(
        load_network(card), lesson.examples, lesson.table, plan, checkpoint=state, on_progress=told.append
    )

    assert [progress.step for progress in told] == [1, 2, 3, 4, 5, 5, 6, 7, 8]
    assert same(weights(resumed), weights(whole))
    again = finetune(load_network(card), lesson.examples, lesson.table, plan, checkpoint=state)
    assert same(weights(again), weights(whole))


def test_a_checkpoint_of_another_plan_is_not_gone_on_from(
    card: ModelCard, lesson: Lesson, tmp_path: Path
) -> None:
    state = tmp_path / "state.pt"
    finetune(load_network(card), lesson.examples, lesson.table, lesson.plan, checkpoint=state)
    told: list[Progress] = []
    plan = lesson.planned(method=Method.LORA, max_steps=2)
    finetune(
        load_network(card), lesson.examples, lesson.table, plan, checkpoint=state, on_progress=told.append
    )

    assert [progress.step for progress in told] == [1, 2]


def test_cancelled_before_the_first_step_nothing_is_learnt_or_written(
    card: ModelCard, lesson: Lesson, tmp_path: Path
) -> None:
    network = load_network(card)
    before = weights(network)
    with pytest.raises(Cancelled):
        finetune(
            network,
            lesson.examples,
            lesson.table,
            lesson.plan,
            checkpoint=tmp_path / "state.pt",
            cancelled=lambda: True,
        )

    assert same(weights(network), before)
    assert list(tmp_path.iterdir()) == []


def test_cancel_is_heard_between_the_batches_of_one_step(card: ModelCard, lesson: Lesson) -> None:
    asked: list[int] = []
    told: list[Progress] = []
    with pytest.raises(Cancelled):
        finetune(
            load_network(card),
            lesson.examples,
            lesson.table,
            lesson.planned(accumulate=3),
            on_progress=told.append,
            cancelled=lambda: asked.append(1) or len(asked) == 5,  # type: ignore[func-returns-value]
        )

    assert len(told) == 1


def test_the_weights_that_were_judged_best_are_kept(card: ModelCard, lesson: Lesson) -> None:
    scores = iter([0.1, 0.6, 0.5, 0.4, 0.9])
    seen: list[dict[str, Any]] = []
    told: list[Progress] = []

    def judge(network: Any) -> float:
        assert not network.training
        seen.append(weights(network))
        return next(scores)

    learnt = finetune(
        load_network(card),
        lesson.examples,
        lesson.table,
        lesson.planned(judge_every=1, patience=2, max_steps=8),
        judge=judge,
        on_progress=told.append,
    )

    assert [progress.score for progress in told] == [0.1, 0.6, 0.5, 0.4]
    assert [progress.is_last for progress in told] == [False, False, False, True]
    assert same(weights(learnt), seen[1])
    assert not same(seen[1], seen[3])


def test_stopped_early_it_stays_stopped(card: ModelCard, lesson: Lesson, tmp_path: Path) -> None:
    plan = lesson.planned(judge_every=2, patience=1)
    told: list[Progress] = []
    for _ in range(2):
        scores = iter([0.5, 0.4])
        learnt = finetune(
            load_network(card),
            lesson.examples,
            lesson.table,
            plan,
            judge=lambda network, scores=scores: next(scores),  # type: ignore[misc]
            checkpoint=tmp_path / "state.pt",
            on_progress=told.append,
        )

    assert [progress.step for progress in told] == [1, 2, 3, 4]
    assert not learnt.training


def test_the_mean_of_the_last_steps_is_what_is_kept(card: ModelCard, lesson: Lesson) -> None:
    import torch

    network = load_network(card)
    seen: list[dict[str, Any]] = []
    plan = lesson.planned(average=0.5, max_steps=6, learning_rate=1e-2)
    finetune(
        network, lesson.examples, lesson.table, plan, on_progress=lambda _: seen.append(weights(network))
    )

    for name, item in weights(network).items():
        mean = sum(step[name] for step in seen[3:]) / 3
        torch.testing.assert_close(item, mean, atol=1e-6, rtol=1e-4)


def test_a_label_that_a_source_does_not_annotate_is_left_as_it_is(card: ModelCard) -> None:
    lesson = make_lesson(card)
    table = TargetTable(LABELS)
    nothing = [item for item in tiny_sentences(200) if set(item.tags) == {"O"}]
    examples = make_examples(nothing, Source(labels=("PER",)), tokenise=lesson.tokenise, table=table)
    network = load_network(card)
    before = weights(network.classifier)
    finetune(network, examples, table, lesson.planned(weight_decay=0.0, max_steps=3))
    after = weights(network.classifier)

    for row, tag in enumerate(table.tags):
        is_left = bool((after["weight"][row] == before["weight"][row]).all())
        assert is_left == (tag[2:] not in ("", "PER"))


def test_a_new_label_is_learnt(card: ModelCard) -> None:
    lesson = make_lesson(card, new_label=True)
    network = with_labels(load_network(card), lesson.labels)
    before = surprise(network, lesson.held_out, lesson.table, lesson.plan)
    plan = lesson.planned(max_steps=20, learning_rate=1e-2)
    learnt = finetune(network, lesson.examples, lesson.table, plan)

    assert surprise(learnt, lesson.held_out, lesson.table, plan) < 0.3 * before


def test_what_it_said_rightly_is_kept_while_a_new_label_is_learnt(card: ModelCard) -> None:
    lesson = make_lesson(card, new_label=True)
    former = load_network(card)
    before = weights(former)
    plan = lesson.planned(max_steps=20, learning_rate=1e-2)
    said = answers(former, lesson.held_out, plan)
    moved = {}
    for keeps in (False, True):
        network = with_labels(load_network(card), lesson.labels)
        learnt = finetune(network, lesson.examples, lesson.table, plan, former=former if keeps else None)
        found = answers(learnt, lesson.held_out, plan)[..., : said.shape[-1]]
        moved[keeps] = float(soft_loss(found.flatten(0, 1), said.flatten(0, 1), 1.0))
        assert surprise(learnt, lesson.held_out, lesson.table, plan) < 0.3
    assert moved[True] < 0.5 * moved[False]
    assert same(weights(former), before)


def test_nothing_to_learn_from_is_refused(card: ModelCard, lesson: Lesson) -> None:
    with pytest.raises(CorpusEmpty):
        finetune(load_network(card), [], lesson.table, lesson.plan)


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra.importlib.util, "find_spec", lambda name: None if name == "peft" else object())
    extra.need("torch", "transformers")
    with pytest.raises(TrainingExtraMissing) as fault:
        extra.need("torch", "peft")
    assert fault.value.params == {"package": "peft"}


def test_the_head_can_be_let_run_ahead(card: ModelCard, lesson: Lesson) -> None:
    moved = []
    for pace in (1.0, 10.0):
        network = load_network(card)
        before = weights(network)
        plan = lesson.planned(max_steps=1, head_pace=pace, weight_decay=0.0, learning_rate=1e-4)
        finetune(network, lesson.examples, lesson.table, plan)
        after = weights(network)
        names = ("classifier.bias", "bert.encoder.layer.0.output.dense.bias")
        moved.append([float((after[name] - before[name]).abs().max()) for name in names])

    assert moved[1][0] == pytest.approx(10 * moved[0][0], rel=0.01)
    assert moved[1][1] == pytest.approx(moved[0][1], rel=0.01)
