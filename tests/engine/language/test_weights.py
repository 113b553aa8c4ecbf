"""Weights read back from an int8 graph: all of them, faithful, and as good for quantizing again."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from engine.errors import ModelCorrupt, ModelMissing
from engine.language.catalog import ModelCard, find_model
from engine.language.cuda import load_network
from engine.language.runtime import Runtime, Window
from engine.language.weights import read_weights
from engine.training.forms.quantize import copy_graph, save_model

TEXTS = ("Ada met Charles Babbage in London.", "王小明在北京为清华大学工作。", "nothing was said about it")
NAMES = ("minilm", "ner")
LEAST = {("minilm", None): 0.985}
"""The shipped encoder's activations, int8 in the graph alone, cost it that much."""


def without_half(card: ModelCard) -> ModelCard:
    """Return ``card`` as if its folder held the int8 graph alone."""
    return replace(card, files={n: s for n, s in card.files.items() if not n.endswith(".safetensors")})


def card_of(name: str, root: Path | None) -> ModelCard:
    return without_half(find_model(name, root=root))


@pytest.fixture(params=["tiny", "shipped"])
def root(request: pytest.FixtureRequest, tiny_models: Path) -> Path | None:
    return tiny_models if request.param == "tiny" else None


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_of_the_network_is_there_and_no_other(name: str, root: Path | None) -> None:
    card = card_of(name, root)
    weights = read_weights(card.onnx)
    state = load_network(card).state_dict()

    assert {key: tuple(value.shape) for key, value in state.items()} == {
        key: value.shape for key, value in weights.items()
    }
    assert {value.dtype for value in weights.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize("name", NAMES)
def test_rebuilt_network_says_what_the_graph_says(name: str, root: Path | None) -> None:
    card = card_of(name, root)
    network, runtime = load_network(card), Runtime(card, device="cpu", n_threads=1)

    for text in TEXTS:
        (tokens,) = runtime.tokenise([text])
        (of_graph,) = runtime.run([Window(tokens.ids, tokens.types if card.kind == "tagger" else None)])
        of_network = run_torch(network, runtime, tokens, has_cases=card.kind == "tagger")
        assert cosine(of_graph.mean(axis=0), of_network.mean(axis=0)) > LEAST.get((name, root), 0.99)


@pytest.mark.parametrize("name", NAMES)
def test_quantizing_again_changes_hardly_anything(name: str, tiny_models: Path, tmp_path: Path) -> None:
    card = card_of(name, tiny_models)
    tokenizer = json.loads(card.tokenizer.read_text("utf-8"))
    again = save_model(
        load_network(card), tokenizer, replace(card, folder=tmp_path / "again"), keeps_half=False
    )

    first, second = read_weights(card.onnx), read_weights(again.onnx)
    assert first.keys() == second.keys()
    for key, weight in first.items():
        assert cosine(weight.ravel(), second[key].ravel()) > 0.9999 or not weight.any()
        # Within half a step of the widest channel: 7 bits a side.
        np.testing.assert_allclose(weight, second[key], atol=float(np.abs(weight).max()) / 100 + 1e-7)


def test_a_folder_without_float_weights_is_whole(tiny_models: Path, tmp_path: Path) -> None:
    card = find_model("ner", root=tiny_models)
    tokenizer = json.loads(card.tokenizer.read_text("utf-8"))
    network = load_network(card)
    large = save_model(network, tokenizer, replace(card, folder=tmp_path / "ner"), keeps_half=True)
    assert large.weights is not None
    small = save_model(network, tokenizer, replace(card, folder=tmp_path / "ner"), keeps_half=False)

    assert {path.name for path in small.folder.iterdir()} == {
        "card.json", "config.json", "model.int8.onnx", "tokenizer.json",
    }  # fmt: skip
    assert find_model("ner", root=tmp_path).weights is None
    assert small.id == large.id


def test_an_exact_graph_gives_the_exact_weights(tiny_models: Path, tmp_path: Path) -> None:
    card = find_model("minilm", root=tiny_models)
    network = load_network(card)
    exact = copy_graph(card, network, tmp_path / "exact")

    weights = read_weights(exact.onnx)
    for key, value in network.state_dict().items():
        np.testing.assert_array_equal(weights[key], value.numpy())


def test_parameters_of_equal_content_are_told_apart(tiny_models: Path) -> None:
    path = find_model("minilm", root=tiny_models).onnx
    graph = onnx.load(path).graph
    twins = {node.output[0] for node in graph.node if node.op_type == "Identity"}

    weights = read_weights(path)
    assert "encoder.layer.1.attention.self.query.bias" in twins & weights.keys()


@pytest.mark.parametrize("change", ["name", "scale", "external"])
def test_a_weight_that_cannot_be_placed_is_refused(change: str, tiny_models: Path, tmp_path: Path) -> None:
    model = onnx.load(find_model("ner", root=tiny_models).onnx)
    alter(model.graph, change)
    path = tmp_path / "model.onnx"
    path.write_bytes(model.SerializeToString())

    with pytest.raises(ModelCorrupt) as caught:
        read_weights(path)
    assert caught.value.params["file"] == "model.onnx"


def alter(graph: Any, change: str) -> None:
    node = next(node for node in graph.node if node.op_type == "MatMulInteger")
    base = node.input[1].removesuffix("_quantized")
    if change == "name":
        node.name = "fused"
        return
    item = next(item for item in graph.initializer if item.name == f"{base}_scale")
    if change == "scale":
        graph.initializer.remove(item)
    else:
        item.external_data.add(key="location", value="../elsewhere")


def test_weights_of_another_network_are_refused(tiny_models: Path, tmp_path: Path) -> None:
    card = card_of("ner", tiny_models)
    for path in (card.onnx, card.folder / "config.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    config = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 3}))

    with pytest.raises(ModelCorrupt):
        load_network(replace(card, folder=tmp_path))


def test_no_graph_is_a_known_fault(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        read_weights(tmp_path / "model.onnx")
    (tmp_path / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(ModelCorrupt):
        read_weights(tmp_path / "model.onnx")


def run_torch(network: Any, runtime: Runtime, tokens: Any, *, has_cases: bool) -> np.ndarray:
    import torch

    _, start, end = runtime.special
    ids = torch.tensor([[start, *tokens.ids, end]])
    types = torch.tensor([[0, *(tokens.types if has_cases else [0] * len(tokens)), 0]])
    with torch.inference_mode():
        output = network(input_ids=ids, attention_mask=torch.ones_like(ids), token_type_ids=types)[0][0]
    return np.asarray(output.numpy())


def cosine(left: np.ndarray, right: np.ndarray) -> float:
    return float(left @ right / (np.linalg.norm(left) * np.linalg.norm(right) + 1e-12))
