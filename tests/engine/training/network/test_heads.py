"""A tagger given new labels answers as before, and has room for the new ones below O."""

from pathlib import Path

import pytest
from tiny_lessons import Lesson, answers, make_lesson
from tiny_models import LABELS

from engine.language.catalog import ModelCard, find_model
from engine.language.cuda import load_network
from engine.language.lexicon import N_TYPES
from engine.training.network.examples import bio_tags
from engine.training.network.heads import with_labels

MORE = ("GOODS", *LABELS[::-1], "LAW")


@pytest.fixture(scope="module")
def card(tiny_models: Path) -> ModelCard:
    return find_model("ner", root=tiny_models)


@pytest.fixture(scope="module")
def lesson(card: ModelCard) -> Lesson:
    return make_lesson(card)


def test_known_tags_answer_to_the_bit_wherever_they_now_stand(card: ModelCard, lesson: Lesson) -> None:
    before = answers(load_network(card), lesson.held_out, lesson.plan)
    after = answers(with_labels(load_network(card), MORE), lesson.held_out, lesson.plan)

    for number, tag in enumerate(bio_tags(LABELS)):
        assert float((after[..., bio_tags(MORE).index(tag)] - before[..., number]).abs().max()) < 1e-5


def test_no_new_tag_is_chosen_anywhere(card: ModelCard, lesson: Lesson) -> None:
    network = with_labels(load_network(card), MORE)
    chosen = answers(network, lesson.held_out, lesson.plan).argmax(dim=-1)
    new = [number for number, tag in enumerate(bio_tags(MORE)) if tag[2:] in ("GOODS", "LAW")]

    assert not any(bool((chosen == number).any()) for number in new)
    assert network.config.id2label == dict(enumerate(bio_tags(MORE)))
    assert network.config.num_labels == network.num_labels == len(bio_tags(MORE))
    assert network.config.type_vocab_size == N_TYPES


def test_the_same_labels_change_nothing(card: ModelCard, lesson: Lesson) -> None:
    before = answers(load_network(card), lesson.held_out, lesson.plan)
    after = answers(with_labels(load_network(card), LABELS), lesson.held_out, lesson.plan)
    assert bool((before == after).all())


def test_a_head_that_knows_nothing_gets_new_rows() -> None:
    from transformers import BertConfig, BertForTokenClassification

    config = BertConfig(vocab_size=9, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, num_labels=2)
    network = with_labels(BertForTokenClassification(config), ("A", "B"))

    assert network.classifier.weight.shape == (5, 8)
    assert bool(network.classifier.weight.any())


def test_losing_a_label_is_refused(card: ModelCard) -> None:
    with pytest.raises(ValueError, match="B-DATE"):
        with_labels(load_network(card), LABELS[:-1])
