"""Rounding in training is what the int8 graph does, and gradients pass through it."""

from __future__ import annotations

import numpy as np
import torch

from engine.language.catalog import find_model
from engine.language.cuda import load_network
from engine.language.runtime import Runtime, Window
from engine.training.network.rounding import rounded

_TEXTS = [
    "Ada met Charles .",
    "in London",
    "王小明在北京工作。",
    "清华大学",
    "NATO",
    "a small dog ran",
    "Grace Hopper of Globex",
    "上海的天气很好",
    "Paris and Berlin",
    "the report was read",
]


def test_a_rounded_network_says_what_the_int8_graph_says() -> None:
    """To the last digit, but where a state lies so close between two steps that it may fall to either."""
    card = find_model("ner")
    network, runtime = load_network(card).eval(), Runtime(card, device="cpu", n_threads=1)
    _, start, end = runtime.special

    def far(text: str, *, share: float) -> float:
        (tokens,) = runtime.tokenise([text])
        (graph,) = runtime.run([Window(tokens.ids, tokens.types)])
        ids = torch.tensor([[start, *tokens.ids, end]])
        types = torch.tensor([[0, *tokens.types, 0]])
        with torch.no_grad(), rounded(network, share=share):
            logits = network(input_ids=ids, token_type_ids=types).logits[0].numpy()
        return float(np.abs(logits - graph).mean())

    assert min(far(text, share=0.0) for text in _TEXTS) > 0.02
    assert sum(far(text, share=1.0) < 1e-3 for text in _TEXTS) >= len(_TEXTS) / 2


def test_gradients_reach_every_weight_as_if_nothing_were_rounded() -> None:
    torch.manual_seed(2)
    network = torch.nn.Sequential(torch.nn.Linear(8, 8), torch.nn.GELU(), torch.nn.Linear(8, 3)).eval()
    states = torch.randn(5, 8)
    grads = []
    for share in (0.0, 1.0):
        network.zero_grad()
        with rounded(network, share=share):
            network(states).square().sum().backward()
        grads.append(torch.cat([item.grad.flatten() for item in network.parameters()]))
    likeness = torch.nn.functional.cosine_similarity(grads[0], grads[1], dim=0)
    assert likeness > 0.99
    assert not torch.equal(grads[0], grads[1])


def test_while_learning_some_layers_stay_as_they_are() -> None:
    torch.manual_seed(2)
    layer, states = torch.nn.Linear(8, 8), torch.randn(5, 8)
    exact = layer(states)
    with rounded(layer, share=0.5):
        seen = {bool(torch.equal(layer(states), exact)) for _ in range(40)}
        assert seen == {True, False}
        layer.eval()
        assert not any(torch.equal(layer(states), exact) for _ in range(5))
    assert torch.equal(layer(states), exact)
