"""A written model folder: both forms of the weights are one model, and the id follows them."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.annotate.tag import load_tagger
from engine.language.catalog import find_model
from engine.language.cuda import load_cuda, load_network
from engine.language.encoder import load_encoder
from engine.language.tokens import load_tokenizer, special_ids, tokenise
from engine.training.forms.quantize import copy_graph, save_model

TEXTS = ["The central bank raised interest rates again", "银行提高了利率"]


@pytest.mark.parametrize("text", TEXTS)
def test_half_precision_weights_and_int8_graph_are_one_model(text: str) -> None:
    card = find_model("minilm")
    run = load_cuda(card, device="cpu")  # the same network and precision as on a GPU
    tokenizer = load_tokenizer(card.tokenizer)
    (tokens,) = tokenise(tokenizer, [text])
    _, start, end = special_ids(tokenizer)
    ids = np.array([[start, *tokens.ids, end]], dtype=np.int64)
    pooled = run(ids, np.ones_like(ids), np.zeros_like(ids))[0].mean(axis=0)

    (shipped,) = load_encoder(card, device="cpu").encode([text])
    assert float(pooled @ shipped) / float(np.linalg.norm(pooled)) > 0.94


def test_id_follows_the_weights(tiny_models: Path, tmp_path: Path) -> None:
    card = find_model("minilm", root=tiny_models)
    tokenizer = json.loads(card.tokenizer.read_text("utf-8"))
    network = load_network(card)
    first = save_model(network, tokenizer, replace(card, folder=tmp_path / "first"))
    second = save_model(network, tokenizer, replace(card, folder=tmp_path / "second"))
    next(network.parameters()).data[7] += 1
    third = save_model(network, tokenizer, replace(card, folder=tmp_path / "third"))

    assert first.id == second.id != third.id
    assert find_model("third", root=tmp_path).id == third.id


def test_a_lexicon_goes_where_its_network_goes(tiny_models: Path, tmp_path: Path) -> None:
    card = find_model("ner", root=tiny_models)
    tokenizer, network = json.loads(card.tokenizer.read_text("utf-8")), load_network(card)
    assert card.lexicon is not None
    moved = save_model(network, tokenizer, replace(card, folder=tmp_path / "moved"), lexicon=card.lexicon)
    exact = copy_graph(moved, network, tmp_path / "exact")
    text = "Ada met Charles Babbage in London . 王小明在北京为清华大学工作。"
    found = load_tagger(card, device="cpu").tag(text)

    for other in (find_model("moved", root=tmp_path), exact):
        assert other.lexicon is not None
        assert other.lexicon.read_bytes() == card.lexicon.read_bytes()
    again = load_tagger(find_model("moved", root=tmp_path), device="cpu").tag(text)
    assert [(m.start, m.end, m.label) for m in again] == [(m.start, m.end, m.label) for m in found]


def test_quantized_stays_close_to_exact(tiny_models: Path, tmp_path: Path) -> None:
    card = find_model("minilm", root=tiny_models)
    exact = copy_graph(card, load_network(card), tmp_path / "exact")
    texts = ["the report was read by many people", "知识图谱与机器学习"]

    likeness = load_encoder(exact, device="cpu").encode(texts) * load_encoder(card, device="cpu").encode(
        texts
    )
    assert likeness.sum(axis=1).min() > 0.98
