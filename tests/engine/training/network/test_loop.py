"""The loop: several small batches count as one large one; an adversarial step leaves no trace."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_lessons import Lesson, make_lesson, same, weights

from engine.language.catalog import ModelCard, find_model
from engine.language.cuda import load_network
from engine.training.network.adversarial import WordShift
from engine.training.network.batches import Batch, make_batches, pad
from engine.training.network.loop import train
from engine.training.network.precision import set_dropout, use_plain_attention


@pytest.fixture(scope="module")
def card(tiny_models: Path) -> ModelCard:
    return find_model("ner", root=tiny_models)


@pytest.fixture(scope="module")
def lesson(card: ModelCard) -> Lesson:
    return make_lesson(card)


def length_of_states(network: Any, batch: tuple[Any, ...]) -> Any:
    """Return a loss that every subword has its share in."""
    logits = network(input_ids=batch[0], attention_mask=batch[2], token_type_ids=batch[1]).logits
    return logits.float().square().mean()


def test_two_half_batches_make_the_step_of_a_whole_one(
    card: ModelCard, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    monkeypatch.setattr("engine.training.network.precision._has_bfloat16", lambda kind: False)
    same_length = [item for item in lesson.examples if len(item.ids) == len(lesson.examples[0].ids)]
    wholes = [pad(same_length[:4], lesson.plan.special)] * 3

    def halves() -> Iterator[Batch]:
        for batch in wholes:
            for rows in (slice(0, 2), slice(2, 4)):
                yield tuple(np.ascontiguousarray(array[rows]) for array in batch)  # type: ignore[misc]

    ends = []
    for batches, accumulate in ((iter(wholes), 1), (halves(), 2)):
        network = load_network(card)
        set_dropout(network, 0.0)
        train(network, batches, length_of_states, lesson.planned(max_steps=3, accumulate=accumulate))
        ends.append(weights(network))

    assert not same(ends[0], weights(load_network(card)))
    for name, item in ends[0].items():
        torch.testing.assert_close(ends[1][name], item, atol=2e-5, rtol=1e-3)


def test_an_adversarial_pass_hurts_and_leaves_no_trace(card: ModelCard, lesson: Lesson) -> None:
    import torch

    network = load_network(card)
    before = weights(network)
    batch = tuple(torch.from_numpy(array) for array in next(make_batches(lesson.examples, lesson.plan)))
    shift = WordShift(network, 1.0)
    with shift.watched():
        plain = length_of_states(network, batch)
        plain.backward()
    assert torch.equal(plain, length_of_states(network, batch))
    with shift.shifted():
        hurt = length_of_states(network, batch)
        hurt.backward()
    shift.close()

    assert float(hurt.detach()) > float(plain.detach())
    assert torch.equal(plain, length_of_states(network, batch))
    assert same(weights(network), before)
    assert not network.bert.embeddings.word_embeddings._forward_hooks


def test_each_sentence_is_moved_by_the_length_asked_for(card: ModelCard, lesson: Lesson) -> None:
    import torch

    network = load_network(card).requires_grad_(False)
    network.classifier.requires_grad_(True)
    batch = tuple(torch.from_numpy(array) for array in next(make_batches(lesson.examples, lesson.plan)))
    table = network.bert.embeddings.word_embeddings
    shift = WordShift(network, 0.7)
    with shift.watched():
        length_of_states(network, batch).backward()
    still = table.weight[batch[0]]
    with shift.shifted():
        moved = table(batch[0]) - still
    shift.close()

    lengths = moved.flatten(1).norm(dim=1)
    torch.testing.assert_close(lengths, torch.full_like(lengths, 0.7), atol=1e-3, rtol=1e-3)


def test_plain_attention_answers_as_the_fused_one(card: ModelCard, lesson: Lesson) -> None:
    import torch

    network = load_network(card)
    fused = type(network.bert.encoder.layer[0].attention.self).__name__
    batch = tuple(torch.from_numpy(array) for array in pad(lesson.examples[:5], lesson.plan.special))

    def answer() -> Any:
        with torch.inference_mode():
            return network(input_ids=batch[0], attention_mask=batch[2], token_type_ids=batch[1]).logits

    before, saved = answer(), weights(network)
    use_plain_attention(network)

    assert type(network.bert.encoder.layer[0].attention.self).__name__ != fused
    torch.testing.assert_close(answer(), before, atol=1e-5, rtol=1e-4)
    assert same(weights(network), saved)
