"""Reading the user's own text: whole words are hidden, the body learns to guess them, the head stays."""

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_lessons import Lesson, make_lesson, same, weights
from tiny_models import tiny_sentences

from engine.errors import Cancelled, CorpusEmpty
from engine.language.catalog import ModelCard, find_model
from engine.language.cuda import load_network
from engine.training.network.adapt import _hide, _windows, adapt
from engine.training.network.examples import IGNORED
from engine.training.network.loop import Progress

TEXTS = [" ".join(item.tokens) for item in tiny_sentences(60)]


@pytest.fixture(scope="module")
def card(tiny_models: Path) -> ModelCard:
    return find_model("ner", root=tiny_models)


@pytest.fixture(scope="module")
def lesson(card: ModelCard) -> Lesson:
    return make_lesson(card)


def reading(lesson: Lesson) -> dict[str, Any]:
    """Return how the lesson's network reads."""
    return {"tokenise": lesson.tokenise, "mask_id": lesson.mask_id}


def test_it_learns_to_fill_in_words_and_gives_a_plain_network_back(card: ModelCard, lesson: Lesson) -> None:
    network = load_network(card)
    head, names = weights(network.classifier), set(network.state_dict())
    told: list[Progress] = []
    plan = lesson.planned(max_steps=40, learning_rate=5e-3)
    adapted = adapt(network, iter(TEXTS), plan, **reading(lesson), on_progress=told.append)

    first, last = ([p.step_loss for p in part] for part in (told[:5], told[-5:]))
    assert sum(last) < 0.8 * sum(first)
    assert adapted is network
    assert set(network.state_dict()) == names
    assert same(weights(network.classifier), head)
    assert not network.training


def test_an_encoder_without_a_head_reads_too(tiny_models: Path, lesson: Lesson) -> None:
    network = load_network(find_model("minilm", root=tiny_models))
    before = weights(network)
    adapt(network, TEXTS, lesson.plan, **reading(lesson))
    assert not same(weights(network), before)


def test_stopped_and_resumed_it_ends_the_same(card: ModelCard, lesson: Lesson, tmp_path: Path) -> None:
    whole = adapt(load_network(card), TEXTS, lesson.plan, **reading(lesson))
    told: list[Progress] = []
    state = tmp_path / "state.pt"
    with pytest.raises(Cancelled):
        adapt(
            load_network(card),
            TEXTS,
            lesson.plan,
            **reading(lesson),
            checkpoint=state,
            on_progress=told.append,
            cancelled=lambda: len(told) == 6,
        )
    resumed = adapt(load_network(card), TEXTS, lesson.plan, **reading(lesson), checkpoint=state)

    assert same(weights(resumed), weights(whole))


def test_it_reads_no_further_than_it_needs(card: ModelCard, lesson: Lesson) -> None:
    texts = iter(TEXTS * 1000)
    adapt(load_network(card), texts, lesson.planned(max_steps=2), **reading(lesson))
    assert len(list(texts)) > 900 * len(TEXTS)


def test_nothing_to_read_is_refused(card: ModelCard, lesson: Lesson) -> None:
    with pytest.raises(CorpusEmpty):
        adapt(load_network(card), ["", " "], lesson.plan, **reading(lesson))


@given(text=st.text(alphabet="ab cdefg张伟在北京大学。,", max_size=200), size=st.integers(4, 30))
def test_windows_hold_whole_words_in_order(card: ModelCard, lesson: Lesson, text: str, size: int) -> None:
    tokens = lesson.tokenise([text])[0]
    windows = list(_windows(text, tokens, size, random.Random(1)))

    for window in windows:
        assert len(window.ids) == len(window.types) <= size
        edges = [(0, 0), *window.words]
        assert all(a[1] == b[0] < b[1] for a, b in zip(edges, window.words, strict=False))
        assert window.words[-1][1] == len(window.ids)
    assert sum(len(window.ids) for window in windows) <= len(tokens)


def test_words_are_hidden_as_a_whole(lesson: Lesson) -> None:
    text = "knowledge zebra xylophone about 张伟在北京大学工作"
    tokens = lesson.tokenise([text])[0]
    (window,) = _windows(text, tokens, 60, random.Random(1))
    by_word = {(start, end): {tokens.words[at] for at in range(start, end)} for start, end in window.words}
    latin = [words for (start, _), words in by_word.items() if tokens.offsets[start][0] < 30]
    chinese = [words for (start, _), words in by_word.items() if tokens.offsets[start][0] >= 30]

    assert all(len(words) == 1 for words in latin)
    assert {len(words) for words in chinese} <= {1, 2, 3}
    assert any(len(words) > 1 for words in chinese)
    for seed in range(20):
        example = _hide(window, random.Random(seed), 4, 100)
        is_hidden = [target != IGNORED for target in example.targets]
        assert 0.1 < sum(is_hidden) / len(is_hidden) < 0.5
        assert all(len(set(is_hidden[start:end])) == 1 for start, end in window.words)
        shown = [
            target if hid else id_
            for target, hid, id_ in zip(example.targets, is_hidden, example.ids, strict=True)
        ]
        assert shown == window.ids
