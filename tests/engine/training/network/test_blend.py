"""Part of the way between two networks."""

from pathlib import Path
from typing import Any

import pytest
import torch

from engine.language.catalog import find_model
from engine.language.cuda import load_network
from engine.training.network.blend import blend, copy_state


@pytest.fixture
def network(tiny_models: Path) -> Any:
    return load_network(find_model("ner", root=tiny_models))


def changed(network: Any) -> Any:
    with torch.no_grad():
        for item in network.parameters():
            item.add_(1.0)
    return network


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_known_weights_go_part_of_the_way_and_new_rows_all_of_it(network: Any, share: float) -> None:
    before = copy_state(network)
    after = copy_state(changed(network))
    n_known = len(before["classifier.bias"]) - 2

    blend(network, before, after, share=share, n_known=n_known)

    found = network.state_dict()
    body = "bert.encoder.layer.0.output.dense.weight"
    assert torch.allclose(found[body], before[body] + share, atol=1e-5)
    assert torch.allclose(
        found["classifier.bias"][:n_known], before["classifier.bias"][:n_known] + share, atol=1e-5
    )
    assert torch.equal(found["classifier.bias"][n_known:], after["classifier.bias"][n_known:])


def test_what_was_not_there_before_is_taken_whole(network: Any) -> None:
    before = dict(copy_state(network))
    after = copy_state(changed(network))
    name = "bert.embeddings.LayerNorm.weight"
    del before[name]

    blend(network, before, after, share=0.5, n_known=1)

    assert torch.equal(network.state_dict()[name], after[name])
