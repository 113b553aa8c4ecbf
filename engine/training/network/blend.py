"""Go part of the way: a network between what a model was and what it has learnt.

Source: WiSE-FT, Wortsman et al. 2022 (https://arxiv.org/abs/2109.01903): on the line between the two
much of what was learnt is kept, while little of what was known is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

State = Mapping[str, Any]


def copy_state(network: Any) -> State:
    """Return a copy of all weights by name."""
    return {name: value.detach().clone() for name, value in network.state_dict().items()}


def blend(network: Any, before: State, after: State, *, share: float, n_known: int) -> None:
    """Put ``network`` at ``share`` of the way from ``before`` to ``after``.

    Args:
        network: One with the weights of ``after`` by name; changed in place.
        before: Weights at the start; what it lacks is taken from ``after`` whole.
        after: Weights at the end.
        share: 0 to 1.
        n_known: How many tags, the first ones, a tagger knew; rows of others are taken from ``after`` whole.
    """
    import torch

    mixed = {}
    for name, learnt in after.items():
        start = before.get(name)
        if start is None or start.shape != learnt.shape or not learnt.is_floating_point():
            mixed[name] = learnt
            continue
        mixed[name] = torch.lerp(start, learnt, share)
        if name.startswith("classifier."):
            mixed[name][n_known:] = learnt[n_known:]
    network.load_state_dict(mixed)
