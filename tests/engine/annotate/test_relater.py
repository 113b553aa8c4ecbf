"""A relater answers each question alone, within what its predicates allow, and never in both directions."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from engine.annotate.marking import kind_of
from engine.annotate.pair_head import NEVER, PairHead
from engine.annotate.predicates import PREDICATES
from engine.annotate.relater import Relater, load_relater
from engine.errors import Cancelled, ModelCorrupt
from engine.judgements import Question
from engine.language.catalog import HEAD, ModelCard, find_model

TEXT = "Ada met Charles Babbage of Globex in London. 张伟在北京为东方公司工作。"
ENGLISH = Question(0, 44, ((0, 3, "PER"), (8, 23, "PER"), (27, 33, "ORG"), (37, 43, "LOC")))
CHINESE = Question(45, 58, ((45, 47, "PER"), (48, 50, "LOC"), (51, 55, "ORG")))


@pytest.fixture(scope="module")
def card(tiny_relater: Path) -> ModelCard:
    return find_model("relater", root=tiny_relater.parent)


@pytest.fixture(scope="module")
def relater(card: ModelCard) -> Relater:
    return load_relater(card, device="cpu", n_threads=1)


def test_what_it_sees_is_allowed_and_has_one_direction(relater: Relater) -> None:
    answers = relater.judge(TEXT, [ENGLISH, CHINESE])
    labels = {(start, end): label for start, end, label in (*ENGLISH.mentions, *CHINESE.mentions)}
    seen = [item for found in answers.values() for item in found]
    assert {item.predicate for item in seen} & {"works_for", "born_in", "located_in"}
    for item in seen:
        subject, object_ = (labels[span.start, span.end] for span in (item.subject, item.object))
        rule = PREDICATES[item.predicate]
        assert kind_of(subject) in rule.subjects
        assert kind_of(object_) in rule.objects
        assert 0.6 <= item.score <= 1
        assert not [
            one
            for one in seen
            if (one.predicate, one.subject, one.object) == (item.predicate, item.object, item.subject)
        ]


def test_each_question_is_answered_alone(relater: Relater) -> None:
    together = relater.judge(TEXT, [ENGLISH, CHINESE])
    assert together == {**relater.judge(TEXT, [CHINESE]), **relater.judge(TEXT, [ENGLISH])}
    assert set(together) == {ENGLISH.key, CHINESE.key}
    shifted = Question(47, 60, tuple((a + 2, b + 2, label) for a, b, label in CHINESE.mentions))
    moved = relater.judge(f"{TEXT[:45]}  {TEXT[45:]}", [shifted])[shifted.key]
    assert [(one.predicate, one.score) for one in moved] == [
        (one.predicate, one.score) for one in together[CHINESE.key]
    ]


def test_mentions_that_it_has_no_room_for_are_not_judged(relater: Relater) -> None:
    text = "Ada met " + "many people " * 60 + "in London."
    start = text.index("London")
    question = Question(0, len(text), ((0, 3, "PER"), (start, start + 6, "LOC")))
    assert relater.judge(text, [question]) == {question.key: ()}


def test_a_cancelled_run_stops(relater: Relater) -> None:
    with pytest.raises(Cancelled):
        relater.judge(TEXT, [ENGLISH], cancelled=lambda: True)


def with_head(card: ModelCard, folder: Path, **changed: np.ndarray) -> ModelCard:
    """Return the relater with other weights in its head, its checksums not looked at."""
    shutil.copytree(card.folder, folder / "relater")
    path = folder / "relater" / HEAD
    weights = load_file(path)
    save_file(weights | changed, path)
    return replace(card, folder=path.parent)


def test_a_predicate_that_is_not_sure_enough_in_a_language_is_never_seen_there(
    card: ModelCard, tmp_path: Path
) -> None:
    thresholds = np.full((2, len(card.labels)), 0.6, np.float32)
    thresholds[0] = NEVER
    relater = load_relater(with_head(card, tmp_path, thresholds=thresholds), device="cpu", n_threads=1)
    answers = relater.judge(TEXT, [ENGLISH, CHINESE])
    assert answers[ENGLISH.key] == ()
    assert answers[CHINESE.key] != ()


@pytest.mark.parametrize(
    "changed",
    [
        {"thresholds": np.ones((2, 3), np.float32)},
        {"heads.ours.weight": np.ones((24, 40), np.float32)},
        {"heads.ours.weight": np.ones((24, 9), np.float32)},
        {"heads.ours.weight": np.ones((2, 12), np.float32)},
    ],
)
def test_a_head_that_does_not_fit_is_refused(
    card: ModelCard, tmp_path: Path, changed: dict[str, np.ndarray]
) -> None:
    with pytest.raises(ModelCorrupt):
        load_relater(with_head(card, tmp_path, **changed), device="cpu", n_threads=1)


def test_a_vocabulary_without_markers_is_refused(card: ModelCard, tiny_models: Path, tmp_path: Path) -> None:
    shutil.copytree(card.folder, tmp_path / "relater")
    shutil.copy(tiny_models / "minilm" / "tokenizer.json", tmp_path / "relater" / "tokenizer.json")
    with pytest.raises(ModelCorrupt):
        load_relater(replace(card, folder=tmp_path / "relater"), device="cpu", n_threads=1)


def test_unknown_predicates_are_refused(card: ModelCard) -> None:
    labels = ("haunts", *card.labels[1:])
    with pytest.raises(ModelCorrupt):
        load_relater(replace(card, labels=labels), device="cpu", n_threads=1)


def test_subject_and_object_are_read_differently() -> None:
    draw = np.random.default_rng(1)
    shapes = {"heads.ours.weight": (3, 6), "heads.ours.bias": (3,)}
    head = PairHead({name: draw.normal(size=shape).astype(np.float32) for name, shape in shapes.items()})
    *states, whole = draw.normal(size=(3, 3 * 4 + 2 * 2)).astype(np.float32)
    both = head.logits(np.array(states), np.array([[0, 1], [1, 0]]), whole)
    assert not np.allclose(both[0], both[1])
    assert np.allclose(head.logits(np.array(states[::-1]), np.array([[1, 0]]), whole)[0], both[0], atol=1e-5)
