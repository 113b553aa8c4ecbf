"""Rounding in training is what the int8 graph does, and gradients pass through it."""

from __future__ import annotations

import numpy as np
import torch

from engine.language.catalog import find_model
from engine.language.cuda import load_network
from engine.language.runtime import Runtime, Window
from engine.training.network.rounding import rounded


def test_a_rounded_network_says_what_the_int8_graph_says() -> None:
    card = find_model("ner")
    network, runtime = load_network(card).eval(), Runtime(card, device="cpu", n_threads=1)
    (tokens,) = runtime.tokenise(["Ada met Charles Babbage in London . 王小明在北京为清华大学工作。"])
    (graph,) = runtime.run([Window(tokens.ids, tokens.types)])
    _, start, end = runtime.special
    ids = torch.tensor([[start, *tokens.ids, end]])
    types = torch.tensor([[0, *tokens.types, 0]])

    def far(*, is_on: bool) -> float:
        with torch.no_grad(), rounded(network, is_on=is_on):
            logits = network(input_ids=ids, token_type_ids=types).logits[0].numpy()
        return float(np.abs(logits - graph).mean())

    assert far(is_on=True) < 0.2 * far(is_on=False)


def test_gradients_reach_every_weight_as_if_nothing_were_rounded() -> None:
    torch.manual_seed(2)
    network = torch.nn.Sequential(torch.nn.Linear(8, 8), torch.nn.GELU(), torch.nn.Linear(8, 3)).eval()
    states = torch.randn(5, 8)
    grads = []
    for is_on in (False, True):
        network.zero_grad()
        with rounded(network, is_on=is_on):
            network(states).square().sum().backward()
        grads.append(torch.cat([item.grad.flatten() for item in network.parameters()]))
    likeness = torch.nn.functional.cosine_similarity(grads[0], grads[1], dim=0)
    assert likeness > 0.99
    assert not torch.equal(grads[0], grads[1])


def test_while_learning_some_layers_stay_as_they_are() -> None:
    torch.manual_seed(2)
    layer, states = torch.nn.Linear(8, 8), torch.randn(5, 8)
    exact = layer(states)
    with rounded(layer):
        seen = {bool(torch.equal(layer(states), exact)) for _ in range(40)}
        assert seen == {True, False}
        layer.eval()
        assert not any(torch.equal(layer(states), exact) for _ in range(5))
    assert torch.equal(layer(states), exact)
