"""Cut out of a network whole attention heads and feed-forward neurons that matter least.

Input:  a BERT tagger and batches whose loss says what matters.
Output: a smaller network of the same kind, saved, loaded and exported like any other.

What a part matters is |gradient times activation|: to first order, how much the loss of a sample
would change without it (Michel, Levy and Neubig 2019, "Are Sixteen Heads Really Better
than One?", https://arxiv.org/abs/1905.10650; Molchanov et al. 2017,
https://arxiv.org/abs/1611.06440).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.training.network.batches import Batch
from engine.training.network.extra import NETWORK, need
from engine.training.network.loop import LossOf


@dataclass(frozen=True, slots=True)
class Importance:
    """How much each part matters, the more the better.

    Attributes:
        heads: ``[n_layers, n_heads]``; each layer's row has length 1, as Michel et al. compare layers.
        neurons: ``[n_layers, n_neurons]``; compared within a layer only.
    """

    heads: NDArray[np.float32]
    neurons: NDArray[np.float32]


def measure_importance(network: Any, batches: Iterable[Batch], loss_of: LossOf) -> Importance:
    """Return what the parts of ``network`` matter for the loss of ``batches``; it does not change.

    Args:
        network: A transformers BERT with a head, no part of it cut out yet.
        batches: A sample of what it is to be good at.
        loss_of: From the network and a batch's tensors to the mean loss, a scalar.
    """
    need(*NETWORK)
    import torch

    layers = _layers(network)
    n_heads = layers[0].attention.self.num_attention_heads
    heads = _Watch([layer.attention.output.dense for layer in layers], n_heads)
    neurons = _Watch([layer.output.dense for layer in layers], layers[0].intermediate.dense.out_features)
    device = next(network.parameters()).device
    network.eval()
    with heads, neurons:
        for batch in batches:
            loss_of(network, tuple(torch.from_numpy(array).to(device) for array in batch)).backward()
            heads.add()
            neurons.add()
            network.zero_grad(set_to_none=True)
    rows = heads.sums
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    return Importance(heads=rows / lengths, neurons=neurons.sums)


def prune(network: Any, importance: Importance, *, heads: float, neurons: float) -> Any:
    """Return a copy of ``network`` without what matters least.

    Args:
        network: The network that was measured; it stays as it is.
        importance: What its parts matter.
        heads: Share of all heads to keep, over 0 to 1; every layer keeps one at least.
        neurons: Share of each layer's neurons to keep, over 0 to 1.

    Raises:
        ValueError: A share is out of range.
    """
    import torch

    if not (0 < heads <= 1 and 0 < neurons <= 1):
        raise ValueError(f"need shares over 0 to 1, got {heads=}, {neurons=}")
    smaller = copy.deepcopy(network)
    body = getattr(smaller, smaller.base_model_prefix, smaller)
    dropped = _weakest_heads(importance.heads, heads)
    if dropped:
        smaller.prune_heads(dropped)
    n_kept = max(1, round(neurons * importance.neurons.shape[1]))
    for layer, row in zip(body.encoder.layer, importance.neurons, strict=True):
        kept = torch.from_numpy(np.sort(np.argsort(-row, kind="stable")[:n_kept]))
        layer.intermediate.dense = _part(layer.intermediate.dense, kept, dim=0)
        layer.output.dense = _part(layer.output.dense, kept, dim=1)
    smaller.config.intermediate_size = body.config.intermediate_size = n_kept
    return smaller


def _weakest_heads(importance: NDArray[np.float32], share: float) -> dict[int, list[int]]:
    """Return the heads to drop by layer; the strongest of each layer stays."""
    n_layers, n_heads = importance.shape
    n_dropped = round((1 - share) * importance.size)
    best = importance.argmax(axis=1)
    order = [divmod(int(at), n_heads) for at in np.argsort(importance, axis=None, kind="stable")]
    weakest = [(layer, head) for layer, head in order if head != best[layer]][:n_dropped]
    return {
        layer: sorted(head for at, head in weakest if at == layer)
        for layer in range(n_layers)
        if any(at == layer for at, _ in weakest)
    }


def _part(linear: Any, kept: Any, *, dim: int) -> Any:
    """Return ``linear`` with only the outputs (``dim`` 0) or inputs (1) ``kept``."""
    import torch

    weight = linear.weight.detach().index_select(dim, kept.to(linear.weight.device)).clone()
    bias = linear.bias.detach()[kept].clone() if dim == 0 else linear.bias.detach().clone()
    part = torch.nn.Linear(weight.shape[1], weight.shape[0]).to(weight.device, weight.dtype)
    part.weight, part.bias = torch.nn.Parameter(weight), torch.nn.Parameter(bias)
    return part.train(linear.training)


def _layers(network: Any) -> list[Any]:
    return list(getattr(network, network.base_model_prefix, network).encoder.layer)


class _Watch:
    """Sums |gradient times activation| of what goes into ``modules``, by unit and text."""

    def __init__(self, modules: list[Any], n_units: int) -> None:
        self._modules = modules
        self._n_units = n_units
        self._inputs: list[Any] = []
        self._handles: list[Any] = []
        self.sums = np.zeros((len(modules), n_units), dtype=np.float32)

    def __enter__(self) -> None:
        self._handles = [module.register_forward_pre_hook(self._note) for module in self._modules]

    def __exit__(self, *_: object) -> None:
        for handle in self._handles:
            handle.remove()
        self._inputs.clear()

    def add(self) -> None:
        """Take in the gradients of the batch just run backward; they must be there."""
        for number, states in enumerate(self._inputs):
            parts = (states * states.grad).detach().float()
            by_unit = parts.unflatten(-1, (self._n_units, -1)).sum(dim=(1, 3))
            self.sums[number] += by_unit.abs().sum(dim=0).cpu().numpy()
        self._inputs.clear()

    def _note(self, _: Any, given: tuple[Any, ...]) -> None:
        given[0].retain_grad()
        self._inputs.append(given[0])
