"""The judge counts whole entities, leaves aside what a source does not annotate, and tells equals apart."""

from pathlib import Path
from typing import Any

import pytest
from tiny_lessons import Lesson, make_lesson
from tiny_models import LABELS, tiny_sentences

from engine.errors import Cancelled
from engine.language.catalog import ModelCard, find_model
from engine.language.cuda import load_network
from engine.training.network.examples import Source, TargetTable, make_examples
from engine.training.network.judging import make_judge


@pytest.fixture(scope="module")
def card(tiny_models: Path) -> ModelCard:
    return find_model("ner", root=tiny_models)


@pytest.fixture(scope="module")
def lesson(card: ModelCard) -> Lesson:
    return make_lesson(card)


def test_a_network_that_knows_the_names_beats_one_that_does_not(card: ModelCard, lesson: Lesson) -> None:
    judge = make_judge(lesson.held_out, lesson.table, special=lesson.plan.special)
    knows, blank = load_network(card), load_network(card)
    blank.classifier.weight.data.zero_()
    blank.classifier.bias.data.zero_()
    half_blank = load_network(card)
    half_blank.classifier.weight.data.mul_(0.01)

    assert judge(knows) > 0.9
    assert 0 < judge(blank) < judge(half_blank) + 1e-3 < judge(knows)


def test_a_label_that_is_not_annotated_does_not_count_against_a_network(card: ModelCard) -> None:
    lesson = make_lesson(card)
    hidden = [
        type(item)(item.tokens, tuple(tag if tag.endswith("PER") else "O" for tag in item.tags))
        for item in tiny_sentences(40)
    ]
    scores = []
    for labels in (("PER",), LABELS):
        table = TargetTable(LABELS)
        examples = make_examples(hidden, Source(labels=labels), tokenise=lesson.tokenise, table=table)
        scores.append(make_judge(examples, table, special=lesson.plan.special)(load_network(card)))

    assert scores[0] > 0.9 > scores[1]


def test_it_stops_when_told(card: ModelCard, lesson: Lesson) -> None:
    network: Any = load_network(card)
    judge = make_judge(lesson.held_out, lesson.table, special=lesson.plan.special, cancelled=lambda: True)
    with pytest.raises(Cancelled):
        judge(network)
