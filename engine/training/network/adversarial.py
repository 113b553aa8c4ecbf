"""Adversarial training on word vectors: learn each batch once more, shifted where it hurts most.

The shift is added to what the word table gives, not to the table, so that no weight is
ever touched and a frozen table is no obstacle. Source: Miyato, Dai and Goodfellow 2017,
https://arxiv.org/abs/1605.07725, without their scaling of the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class WordShift:
    """A shift of the word vectors of each sentence, ``length`` long in all (L2).

    Within ``watched()`` a forward and a backward pass find the direction in which the loss
    grows fastest; within ``shifted()`` passes see the words moved that way. Elsewhere, and
    after ``close()``, the network is as it was.
    """

    def __init__(self, network: Any, length: float) -> None:
        whole = next(module for module in network.modules() if hasattr(module, "get_input_embeddings"))
        self._length = length
        self._added: Any = None
        self._is_watching = False
        self._handle = whole.get_input_embeddings().register_forward_hook(self._add)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Find the direction; the loss must be taken backward inside."""
        self._is_watching = True
        try:
            yield
        finally:
            self._is_watching = False

    @contextmanager
    def shifted(self) -> Iterator[None]:
        """Move the words of the batch that was watched last."""
        slope = self._added.grad
        norms = slope.flatten(1).norm(dim=1).clamp_min(1e-12)
        self._added = self._length * slope / norms[:, None, None]
        try:
            yield
        finally:
            self._added = None

    def close(self) -> None:
        """Leave the network."""
        self._handle.remove()

    def _add(self, _table: Any, _given: Any, vectors: Any) -> Any:
        import torch

        if self._is_watching:
            self._added = torch.zeros_like(vectors, requires_grad=True)
        return vectors if self._added is None else vectors + self._added
