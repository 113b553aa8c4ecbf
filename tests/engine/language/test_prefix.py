"""A prefix or a prompt hardly disturbs a network at first, and survives the ways a model is kept."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny_lessons import answers, make_lesson, same, weights

from engine.language.catalog import ModelCard, find_model
from engine.language.cuda import load_network
from engine.language.prefix import add_prefix, add_prompt
from engine.training.forms.quantize import FLOAT32, export_graph, save_model

WAYS = pytest.mark.parametrize("add", [add_prefix, add_prompt], ids=["prefix", "prompt"])


@pytest.fixture(scope="module")
def card(tiny_models: Path) -> ModelCard:
    return find_model("ner", root=tiny_models)


@WAYS
def test_shapes_and_most_answers_stay(card: ModelCard, add: Callable[[Any, int], None]) -> None:
    lesson = make_lesson(card)
    network = load_network(card)
    before = answers(network, lesson.held_out, lesson.plan)
    add(network, 5)
    after = answers(network, lesson.held_out, lesson.plan)

    assert after.shape == before.shape
    assert not bool((after == before).all())
    assert float((after.argmax(-1) == before.argmax(-1)).float().mean()) > 0.9


@WAYS
def test_padding_changes_no_answer(card: ModelCard, add: Callable[[Any, int], None]) -> None:
    import torch

    network = load_network(card)
    add(network, 3)
    ids = torch.tensor([[2, 50, 60, 70, 3]])
    padded = torch.nn.functional.pad(ids, (0, 4))
    with torch.inference_mode():
        alone = network(input_ids=ids, attention_mask=torch.ones_like(ids)).logits
        beside = network(input_ids=padded, attention_mask=(padded != 0).long()).logits

    torch.testing.assert_close(beside[:, :5], alone, atol=1e-4, rtol=1e-4)


@WAYS
def test_it_is_loaded_again_from_halves_and_from_the_graph(
    card: ModelCard, tmp_path: Path, add: Callable[[Any, int], None]
) -> None:
    network = load_network(card)
    add(network, 5)
    tokenizer = json.loads(card.tokenizer.read_text("utf-8"))
    halves = save_model(network, tokenizer, replace(card, folder=tmp_path / "halves"))
    graph = save_model(
        network,
        tokenizer,
        replace(card, folder=tmp_path / "graph"),
        keeps_half=False,
        quantize=lambda source, target: target.write_bytes(source.read_bytes()) and None,
    )

    assert same(weights(load_network(graph)), weights(network))
    assert same(weights(load_network(halves)), weights(network.half().float()))


@WAYS
def test_the_graph_gives_what_torch_gives(
    card: ModelCard, tmp_path: Path, add: Callable[[Any, int], None]
) -> None:
    import numpy as np
    import onnxruntime
    import torch

    network = load_network(card)
    add(network, 5)
    export_graph(network, tmp_path, kind="tagger")
    session = onnxruntime.InferenceSession(str(tmp_path / FLOAT32), providers=["CPUExecutionProvider"])
    for n, length in ((1, 3), (4, 19)):
        ids = np.random.default_rng(n).integers(5, 100, (n, length))
        mask, types = np.ones_like(ids), ids % 4
        mask[-1, 2:] = 0
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        with torch.inference_mode():
            expected = network(**{name: torch.from_numpy(array) for name, array in given.items()}).logits
        assert np.abs(session.run(None, given)[0] - expected.numpy())[mask == 1].max() < 1e-3
