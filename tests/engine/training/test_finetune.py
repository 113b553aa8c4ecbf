"""Fine-tuning: learns, repeats itself, stops when told and goes on from a checkpoint."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny_models import LABELS, tiny_sentences

from engine.errors import Cancelled, CorpusInvalid
from engine.language.catalog import ModelCard, find_model
from engine.language.cuda import load_network
from engine.language.tokens import load_tokenizer, special_ids
from engine.training.examples import Example, Source, TargetTable, make_examples
from engine.training.finetune import Plan, Progress, finetune


@pytest.fixture(scope="module")
def card(tiny_models: Path) -> ModelCard:
    return find_model("ner", root=tiny_models)


@pytest.fixture(scope="module")
def lesson(card: ModelCard) -> tuple[list[Example], TargetTable, Plan]:
    tokenizer = load_tokenizer(card.tokenizer)
    table = TargetTable(LABELS)
    examples = make_examples(tiny_sentences(80), Source(labels=LABELS), tokenizer=tokenizer, table=table)
    plan = Plan(
        max_steps=8, special=special_ids(tokenizer), batch_tokens=256, join_tokens=60, checkpoint_every=4
    )
    return examples, table, plan


def weights(network: Any) -> list[float]:
    return [float(value.double().sum()) for value in network.state_dict().values()]


def test_loss_falls_and_progress_is_told(
    card: ModelCard, lesson: tuple[list[Example], TargetTable, Plan]
) -> None:
    examples, table, plan = lesson
    network = load_network(card)
    network.classifier.reset_parameters()
    told: list[Progress] = []
    finetune(
        network, examples, table, replace(plan, max_steps=30, learning_rate=1e-2), on_progress=told.append
    )

    assert [progress.step for progress in told] == list(range(1, 31))
    assert told[-1].loss < told[0].loss
    assert not network.training


def test_a_run_that_was_stopped_ends_like_one_that_was_not(
    card: ModelCard, lesson: tuple[list[Example], TargetTable, Plan], tmp_path: Path
) -> None:
    examples, table, plan = lesson
    whole = load_network(card)
    finetune(whole, examples, table, plan)
    told: list[Progress] = []
    with pytest.raises(Cancelled):
        finetune(
            load_network(card),
            examples,
            table,
            plan,
            checkpoint=tmp_path / "state.pt",
            on_progress=told.append,
            cancelled=lambda: len(told) == 5,
        )
    resumed = load_network(card)
    finetune(resumed, examples, table, plan, checkpoint=tmp_path / "state.pt", on_progress=told.append)

    assert [progress.step for progress in told] == [1, 2, 3, 4, 5, 5, 6, 7, 8]
    assert weights(resumed) == weights(whole)


def test_nothing_to_learn_from_is_refused(
    card: ModelCard, lesson: tuple[list[Example], TargetTable, Plan]
) -> None:
    _, table, plan = lesson
    with pytest.raises(CorpusInvalid):
        finetune(load_network(card), [], table, plan)
