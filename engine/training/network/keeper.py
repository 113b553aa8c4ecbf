"""The weights that learn: which of them to keep at the end, the last, their mean, or those judged best."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Weights = dict[str, Any]


class Keeper:
    """Watches the weights of ``network`` that ask for a gradient; others never change.

    From step ``first_averaged`` on it keeps the mean of the weights after each step, and that mean is
    what is judged and kept.
    """

    def __init__(self, network: Any, *, first_averaged: int) -> None:
        self._network = network
        self._weights: Weights = {
            name: item.detach() for name, item in network.named_parameters() if item.requires_grad
        }
        self._first_averaged = first_averaged
        self._mean: Weights = {}
        self._n_averaged = 0
        self._best: Weights = {}
        self._best_score: float | None = None
        self._n_worse = 0

    def note(self, step: int) -> None:
        """Take in the weights after ``step``, counted from 1."""
        if step < self._first_averaged:
            return
        self._n_averaged += 1
        for name, item in self._weights.items():
            if name in self._mean:
                self._mean[name] += (item - self._mean[name]) / self._n_averaged
            else:
                self._mean[name] = item.clone()

    def judge(self, judge: Callable[[Any], float]) -> float:
        """Have the network judged as it would be kept, and keep it if it is better than any before."""
        last = self._copies() if self._mean else {}
        self._put(self._mean)
        self._network.eval()
        try:
            score = judge(self._network)
            if self._best_score is None or score > self._best_score:
                self._best, self._best_score, self._n_worse = self._copies(), score, 0
            else:
                self._n_worse += 1
        finally:
            self._network.train()
            self._put(last)
        return score

    def is_stuck(self, patience: int) -> bool:
        """Tell whether the last ``patience`` judgements were no better than one before; 0 = never."""
        return 0 < patience <= self._n_worse

    def finish(self) -> None:
        """Give the network what is to be kept."""
        self._put(self._best or self._mean)

    def state(self) -> dict[str, Any]:
        """Return what a checkpoint keeps."""
        return {
            "last": self._weights,
            "mean": self._mean,
            "n_averaged": self._n_averaged,
            "best": self._best,
            "best_score": self._best_score,
            "n_worse": self._n_worse,
        }

    def load_state(self, state: dict[str, Any]) -> None:
        """Go on from what a checkpoint kept, on the network's own device."""
        self._put(state["last"])
        self._mean = {name: item.to(self._weights[name].device) for name, item in state["mean"].items()}
        self._n_averaged = state["n_averaged"]
        self._best, self._best_score = state["best"], state["best_score"]
        self._n_worse = state["n_worse"]

    def _copies(self) -> Weights:
        return {name: item.clone() for name, item in self._weights.items()}

    def _put(self, weights: Weights) -> None:
        for name, item in weights.items():
            self._weights[name].copy_(item)
