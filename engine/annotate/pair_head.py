"""What turns a relater's rows for two markers into scores for each predicate, from a safetensors file.

A pair of subject ``s`` and object ``o`` in a sentence whose start token is ``c`` is read as
``relu(L s + R o + W c)`` beside ``tanh(P s) * tanh(Q o)``; each list of labels has a matrix that reads
that. The graph gives a row ``(L x, R x, W x, P x, Q x)`` for each token ``x``: what is left to do here is
little. The recipe ``packaging/recipes/make_relater.py`` trains it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import ModelCorrupt

OURS = "ours"
"""The labels that are predicates of ours; other lists are those of the corpora that it learnt from."""
THRESHOLDS, SCALE = "thresholds", "scale"
NEVER = 2.0
"""The threshold of a predicate that is not sure enough in a language: no score reaches it."""

Array = NDArray[np.float32]


class PairHead:
    """The weights of one head; arrays are float32."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = weights

    def logits(self, rows: Array, pairs: NDArray[np.intp], whole: Array, *, of: str = OURS) -> Array:
        """Return ``[n_pairs, n_labels]``.

        Args:
            rows: Those of the first markers, ``[n_mentions, width]``.
            pairs: Subject and object by number of their row, ``[n_pairs, 2]``.
            whole: The row of the start token, ``[width]``.
            of: Which list of labels.

        Raises:
            ValueError: The rows are not of the width that this head reads.
        """
        matrix, bias = self._weights[f"heads.{of}.weight"], self._weights[f"heads.{of}.bias"]
        # A row has three parts of one width and two of another, and the matrix reads one of each.
        n_sums = rows.shape[1] - 2 * matrix.shape[1]
        n_products = matrix.shape[1] - n_sums
        left, right, middle, active, passive = np.cumsum([0, n_sums, n_sums, n_sums, n_products]).tolist()
        subjects, objects = rows[pairs[:, 0]], rows[pairs[:, 1]]
        sums = subjects[:, left:right] + objects[:, right:middle] + whole[middle:active]
        products = np.tanh(subjects[:, active:passive]) * np.tanh(objects[:, passive:])
        result: Array = np.concatenate([np.maximum(sums, 0), products], axis=1) @ matrix.T + bias
        return result

    def calibrated(self, logits: Array) -> Array:
        """Return the chance that each of our predicates holds."""
        scaled: Array = 1 / (1 + np.exp(-np.clip(logits * self._weights[SCALE], -30, 30)))
        return scaled

    def thresholds(self, *, is_chinese: bool) -> Array:
        """Return from which score on each of our predicates is believed in a sentence."""
        row: Array = self._weights[THRESHOLDS][int(is_chinese)]
        return row


def load_head(path: Path, *, n_labels: int) -> PairHead:
    """Read a head for ``n_labels`` predicates.

    Raises:
        ModelCorrupt: The file is not one.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        weights = {name: value.astype(np.float32) for name, value in load_file(path).items()}
        matrix, bias = weights[f"heads.{OURS}.weight"], weights[f"heads.{OURS}.bias"]
        fits = weights[THRESHOLDS].shape == (2, n_labels) and weights[SCALE].shape == (1,)
        fits = fits and matrix.ndim == 2 and bias.shape == (n_labels,) == matrix.shape[:1]
    except (OSError, SafetensorError, KeyError) as error:
        raise ModelCorrupt(name=path.parent.name, file=path.name) from error
    if not fits:
        raise ModelCorrupt(name=path.parent.name, file=path.name)
    return PairHead(weights)
