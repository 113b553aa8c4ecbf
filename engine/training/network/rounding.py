"""Let a network learn with the rounding that its int8 graph will do.

Weights are rounded to one scale an output channel, 7 bits of it used, and states to one scale a batch, as
``forms.quantize`` stores the first and ONNX Runtime computes the second; gradients pass as if nothing were
rounded (Zafrir et al. 2019, "Q8BERT", https://arxiv.org/abs/1910.06188). While it learns, a share of the
layers round at a time, chosen anew for each batch: what is learnt so is right rounded and not, on a GPU too
(Fan et al. 2020, "Training with Quantization Noise", https://arxiv.org/abs/2004.07320).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

_STATE_STEPS = 255
_WEIGHT_STEPS = 64
"""On either side of 0: one bit is left unused, see ``quantize_int8``."""


@contextmanager
def rounded(network: Any, *, share: float = 1.0) -> Iterator[None]:
    """Compute linear layers of ``network`` with rounded weights and states, and afterwards as before.

    All layers do so, or while the network is in training mode ``share`` of them at a time; 0 = none ever.
    """
    import torch

    layers = [item for item in network.modules() if isinstance(item, torch.nn.Linear)] if share else []
    for layer in layers:
        layer.forward = partial(_forward, layer, share)
    try:
        yield
    finally:
        for layer in layers:
            del layer.forward


def _forward(layer: Any, share: float, states: Any) -> Any:
    import torch
    from torch.nn.functional import linear

    if layer.training and float(torch.rand(())) >= share:
        return linear(states, layer.weight, layer.bias)
    return linear(_round_states(states), _round_weights(layer.weight), layer.bias)


def _round_states(states: Any) -> Any:
    import torch

    with torch.no_grad():
        low, high = states.min().clamp(max=0.0).float(), states.max().clamp(min=0.0).float()
        step = (high - low).clamp(min=1e-8) / _STATE_STEPS
        shift = torch.round(low / step) * step
        moved = torch.round((states - shift) / step) * step + shift - states
    return states + moved.to(states.dtype)


def _round_weights(weights: Any) -> Any:
    import torch

    with torch.no_grad():
        step = weights.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / _WEIGHT_STEPS
        moved = torch.round(weights / step) * step - weights
    return weights + moved
