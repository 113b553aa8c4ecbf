"""Every method learns with as few numbers as it claims, and ends as a plain network that can be used."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny_lessons import Lesson, answers, make_lesson, same, surprise, weights
from tiny_models import LABELS

from engine.annotate.tag import load_tagger
from engine.errors import ModelUnsupported
from engine.language.catalog import ModelCard, find_model
from engine.language.cuda import load_network
from engine.records import Mention
from engine.training.forms.quantize import copy_graph, save_model
from engine.training.network.finetune import finetune
from engine.training.network.loop import Progress
from engine.training.network.methods import count_trainable, merge, prepare, rank_budget
from engine.training.network.plan import Method

HEAD = 9 * 32 + 9
LAYER_SHAPES = [(32, 32)] * 4 + [(32, 64), (64, 32)]
CLAIMED = {
    Method.LORA: HEAD + 2 * sum(8 * (a + b) for a, b in LAYER_SHAPES),
    Method.ADALORA: HEAD + 2 * sum(12 * (a + b) + 12 for a, b in LAYER_SHAPES),
    Method.PREFIX: HEAD + 2 * 2 * 16 * 32,
    Method.PROMPT: HEAD + 16 * 32,
    Method.ADAPTER: HEAD + 2 * (32 + 32 + 32 + 64),
}


@pytest.fixture(scope="module")
def card(tiny_models: Path) -> ModelCard:
    return find_model("ner", root=tiny_models)


@pytest.fixture(scope="module")
def lesson(card: ModelCard) -> Lesson:
    return make_lesson(card)


def forgetful(card: ModelCard) -> Any:
    """Return the tagger with a tag head that knows nothing any more."""
    network = load_network(card)
    network.classifier.weight.data.mul_(0.05)
    return network


@pytest.mark.parametrize("method", Method)
def test_it_learns_what_it_is_taught(card: ModelCard, lesson: Lesson, method: Method) -> None:
    network = forgetful(card)
    before = surprise(network, lesson.held_out, lesson.table, lesson.plan)
    told: list[Progress] = []
    plan = lesson.planned(method=method, max_steps=12, learning_rate=2e-2)
    learnt = finetune(network, lesson.examples, lesson.table, plan, on_progress=told.append)

    assert surprise(learnt, lesson.held_out, lesson.table, plan) < 0.8 * before
    assert told[-1].n_trainable == CLAIMED.get(method, count_trainable(load_network(card)))
    assert type(learnt).__name__ == "BertForTokenClassification"
    assert all(item.requires_grad for item in learnt.parameters())


@pytest.mark.parametrize("method", CLAIMED)
def test_all_but_a_few_numbers_stay_as_they_are(card: ModelCard, lesson: Lesson, method: Method) -> None:
    network = load_network(card)
    wrapped = prepare(network, lesson.planned(method=method))

    assert count_trainable(wrapped) == CLAIMED[method]
    learning = {name for name, item in wrapped.named_parameters() if item.requires_grad}
    assert not any("embeddings" in name for name in learning)
    assert any("classifier" in name for name in learning)


@pytest.mark.parametrize("method", [Method.LORA, Method.ADALORA, Method.ADAPTER])
def test_merged_it_answers_as_it_did_wrapped(card: ModelCard, lesson: Lesson, method: Method) -> None:
    import torch

    wrapped = prepare(load_network(card), lesson.planned(method=method))
    before = answers(wrapped, lesson.held_out, lesson.plan)
    for item in wrapped.parameters():
        if item.requires_grad:
            item.data += 0.1 * torch.randn_like(item)
    changed = answers(wrapped, lesson.held_out, lesson.plan)
    plain = merge(wrapped)

    assert float((changed - before).abs().max()) > 0.1
    torch.testing.assert_close(answers(plain, lesson.held_out, lesson.plan), changed, atol=1e-4, rtol=1e-4)
    assert plain.state_dict().keys() == load_network(card).state_dict().keys()


@pytest.mark.parametrize("method", [Method.PREFIX, Method.PROMPT, Method.LORA])
def test_what_was_learnt_is_written_read_and_run(
    card: ModelCard, lesson: Lesson, tmp_path: Path, method: Method
) -> None:
    plan = lesson.planned(method=method, max_steps=12, learning_rate=2e-2)
    learnt = finetune(load_network(card), lesson.examples, lesson.table, plan)
    tokenizer = json.loads(card.tokenizer.read_text("utf-8"))
    saved = save_model(learnt, tokenizer, replace(card, folder=tmp_path / "saved"), lexicon=card.lexicon)
    exact = copy_graph(saved, learnt, tmp_path / "exact")
    text = "Ada met Charles Babbage in London . Globex opened an office in Paris in 1843 .\n\n王小明在上海"
    in_onnx, in_torch = (load_tagger(exact, device="cpu") for _ in range(2))
    in_torch._runtime._backend = lambda ids, mask, types: run(learnt, ids, mask, types)

    assert places(in_onnx.tag(text)) == places(in_torch.tag(text))
    found = load_tagger(saved, device="cpu").tag(text)
    assert {"Ada", "London", "上海"} <= {text[m.start : m.end] for m in found}
    assert same(weights(load_network(saved)), weights(learnt.half().float()))


def places(mentions: Sequence[Mention]) -> list[tuple[int, int, str]]:
    return [(mention.start, mention.end, mention.label) for mention in mentions]


def run(network: Any, ids: Any, mask: Any, types: Any) -> Any:
    import torch

    given = [torch.from_numpy(array) for array in (ids, mask, types)]
    with torch.inference_mode():
        return network(input_ids=given[0], attention_mask=given[1], token_type_ids=given[2]).logits.numpy()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Method.PREFIX, Method.LORA),
        (Method.PREFIX, Method.PREFIX),
        (Method.PROMPT, Method.ADAPTER),
        (Method.LORA, Method.LORA),
    ],
)
def test_a_network_can_be_taught_again_by_another_method(
    card: ModelCard, lesson: Lesson, first: Method, second: Method
) -> None:
    network = forgetful(card)
    plan = lesson.planned(max_steps=3, learning_rate=1e-2)
    for method in (first, second):
        network = finetune(network, lesson.examples, lesson.table, lesson.planned(method=method, max_steps=3))
    before = surprise(network, lesson.held_out, lesson.table, plan)
    network = finetune(network, lesson.examples, lesson.table, plan)

    assert surprise(network, lesson.held_out, lesson.table, plan) < before
    assert network.classifier.out_features == 2 * len(LABELS) + 1


def test_adalora_ends_with_the_ranks_that_it_was_granted(card: ModelCard, lesson: Lesson) -> None:
    plan = lesson.planned(method=Method.ADALORA, max_steps=10, learning_rate=1e-2)
    network = prepare(load_network(card), plan)
    budget = rank_budget(network, plan)
    assert budget is not None
    for step in range(1, plan.max_steps + 1):
        loss = sum((item**2).sum() for item in network.parameters() if item.requires_grad)
        (loss + budget.penalty()).backward()
        budget.after_step(step)
    ranks = [int((item != 0).sum()) for name, item in network.named_parameters() if "lora_E" in name]

    assert len(ranks) == 12
    assert sum(ranks) <= 12 * 8
    assert rank_budget(network, lesson.plan) is None


@pytest.mark.parametrize("method", [Method.FULL, Method.LORA])
def test_other_kinds_of_network_learn_too(lesson: Lesson, method: Method) -> None:
    network = foreign(lesson)
    plan = lesson.planned(method=method, max_steps=20, learning_rate=2e-2, adversarial=0.5)
    before = surprise(network, lesson.held_out, lesson.table, plan)
    learnt = finetune(network, lesson.examples, lesson.table, plan)

    assert surprise(learnt, lesson.held_out, lesson.table, plan) < 0.8 * before
    assert type(learnt).__name__ == "DistilBertForTokenClassification"


@pytest.mark.parametrize("method", [Method.PREFIX, Method.PROMPT, Method.ADAPTER])
def test_what_only_a_bert_can_do_is_refused_for_others(lesson: Lesson, method: Method) -> None:
    with pytest.raises(ModelUnsupported) as fault:
        prepare(foreign(lesson), lesson.planned(method=method))
    assert fault.value.params == {"name": "distilbert", "detail": method.value}


def foreign(lesson: Lesson) -> Any:
    """Return a small network of another kind, which reads no case."""
    import torch
    from transformers import DistilBertConfig, DistilBertForTokenClassification

    torch.manual_seed(1)
    n_words = max(max(item.ids) for item in (*lesson.examples, *lesson.held_out)) + 1
    config = DistilBertConfig(vocab_size=n_words, dim=32, hidden_dim=64, n_layers=1, n_heads=2, num_labels=9)
    return DistilBertForTokenClassification(config)
