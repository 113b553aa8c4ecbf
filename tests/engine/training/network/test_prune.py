"""Pruning: what matters least goes first, the rest stays as it was, and the result is a real model."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.annotate.tag import load_tagger
from engine.language.catalog import ModelCard, find_model
from engine.language.cuda import load_network
from engine.language.weights import read_weights
from engine.training.forms.quantize import save_model
from engine.training.network.batches import group_by_length, pad
from engine.training.network.precision import use_plain_attention
from engine.training.network.prune import Importance, _weakest_heads, measure_importance, prune
from engine.training.network.reading import read_batch

TEXT = "Ada met Charles Babbage in London. 王小明在北京为清华大学工作。"


@pytest.fixture(scope="module")
def card(tiny_models: Path) -> ModelCard:
    return find_model("ner", root=tiny_models)


def run(network: Any) -> Any:
    import torch

    ids = torch.arange(5, 25)[None]
    return read_batch(network, ids, torch.zeros_like(ids), torch.ones_like(ids))[0].detach()


def sums(network: Any, batch: tuple[Any, ...]) -> Any:
    ids, types, mask, _ = batch
    return read_batch(network, ids, types, mask)[0].float().pow(2).mean()


def sample() -> list[Any]:
    from engine.training.network.examples import Example

    examples = [Example(list(range(5, 5 + n)), [0] * n, [0] * n) for n in (4, 9, 12)]
    return [pad(group, (0, 2, 3)) for group in group_by_length(examples, 32)]


def test_parts_that_do_nothing_matter_nothing_and_go_unnoticed(card: ModelCard) -> None:
    network = load_network(card)
    layer = network.bert.encoder.layer[1]
    width = layer.attention.self.attention_head_size
    layer.attention.output.dense.weight.data[:, :width] = 0  # what the first head says is not heard
    for block in network.bert.encoder.layer:
        block.output.dense.weight.data[:, ::2] = 0
    importance = measure_importance(network, sample(), sums)

    assert importance.heads[1, 0] == 0
    assert (importance.heads[0] > 0).all()
    assert (importance.neurons[:, ::2] == 0).all()
    smaller = prune(network, importance, heads=0.75, neurons=0.5)
    np.testing.assert_allclose(run(smaller), run(network), atol=1e-5)
    assert smaller.num_parameters() < network.num_parameters()


@pytest.fixture(scope="module")
def pruned(card: ModelCard) -> Any:
    network = load_network(card)
    return prune(network, measure_importance(network, sample(), sums), heads=0.5, neurons=0.25)


def test_a_pruned_network_is_a_model_like_any_other(pruned: Any, card: ModelCard, tmp_path: Path) -> None:
    tokenizer = json.loads(card.tokenizer.read_text("utf-8"))
    small = save_model(
        pruned, tokenizer, replace(card, name="small", folder=tmp_path / "small"), lexicon=card.lexicon
    )

    assert small.onnx.stat().st_size < card.onnx.stat().st_size
    load_tagger(find_model("small", root=tmp_path), device="cpu", n_threads=1).tag(TEXT)
    again = load_network(small)
    np.testing.assert_allclose(run(again), run(pruned), atol=2e-2)  # half precision
    weights = read_weights(small.onnx)
    assert {k: v.shape for k, v in weights.items()} == {
        k: tuple(v.shape) for k, v in again.state_dict().items()
    }
    alone = replace(small, files={n: s for n, s in small.files.items() if not n.endswith(".safetensors")})
    load_network(alone)


def test_it_can_be_taught_on_and_keeps_every_layer_alive(pruned: Any, card: ModelCard) -> None:
    before = run(pruned)
    use_plain_attention(pruned)

    np.testing.assert_allclose(run(pruned), before, atol=1e-5)
    assert [layer.attention.self.num_attention_heads for layer in pruned.bert.encoder.layer] == [1, 1]
    assert {layer.intermediate.dense.out_features for layer in pruned.bert.encoder.layer} == {16}


def test_measuring_and_pruning_change_nothing(card: ModelCard) -> None:
    network = load_network(card)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    importance = measure_importance(network, sample(), sums)
    prune(network, importance, heads=0.5, neurons=0.5)

    assert all(value.equal(before[name]) for name, value in network.state_dict().items())
    assert all(item.grad is None for item in network.parameters())
    whole = prune(network, importance, heads=1, neurons=1)
    np.testing.assert_allclose(run(whole), run(network), atol=1e-5)


@given(data=st.data(), share=st.floats(0.01, 1))
def test_the_weakest_heads_go_and_one_a_layer_stays(data: st.DataObject, share: float) -> None:
    shape = data.draw(st.tuples(st.integers(1, 4), st.integers(1, 5)))
    cells = data.draw(st.lists(st.floats(0, 1, width=32), min_size=shape[0] * shape[1], max_size=20))
    matters = np.array(cells[: shape[0] * shape[1]], dtype=np.float32).reshape(shape)
    dropped = _weakest_heads(matters, share)

    n_dropped = sum(len(heads) for heads in dropped.values())
    assert n_dropped == min(round((1 - share) * matters.size), matters.size - shape[0])
    assert all(len(heads) < shape[1] for heads in dropped.values())


@pytest.mark.parametrize(("heads", "neurons"), [(0, 1), (1, 0), (1.5, 1)])
def test_impossible_shares_are_refused(heads: float, neurons: float, card: ModelCard) -> None:
    nothing = Importance(np.zeros((2, 2), np.float32), np.zeros((2, 64), np.float32))
    with pytest.raises(ValueError, match="shares"):
        prune(load_network(card), nothing, heads=heads, neurons=neurons)
