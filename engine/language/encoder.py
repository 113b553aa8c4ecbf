"""Turn texts into vectors of length 1 whose dot product is their likeness.

A vector is the mean over all subwords of the text, or the start token's where the model was made for
that, and depends on that text alone. A text longer than the model's window is read in several windows,
weighted by their subwords, so that nothing is cut off.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.language.catalog import ModelCard
from engine.language.runtime import Rows, Runtime, Window

_TEXTS_AT_ONCE = 256


class Encoder:
    """A loaded encoder; several threads may use one at the same time.

    Attributes:
        id: The model's id, stored beside its vectors.
        dimension: Width of a vector.
    """

    def __init__(self, card: ModelCard, runtime: Runtime) -> None:
        self.id = card.id
        self.dimension = card.dimension
        self._runtime = runtime
        self._reduce = _sum_rows if card.pooling == "mean" else _weigh_start

    @property
    def n_calls(self) -> int:
        """How many batches the model ran so far."""
        return self._runtime.n_calls

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text, ``[len(texts), dimension]``."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for first in range(0, len(texts), _TEXTS_AT_ONCE):
            self._add_sums(texts[first : first + _TEXTS_AT_ONCE], vectors[first : first + _TEXTS_AT_ONCE])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
        return unit

    def _add_sums(self, texts: Sequence[str], sums: NDArray[np.float32]) -> None:
        size = self._runtime.max_tokens
        windows: list[Window] = []
        owners: list[int] = []
        for owner, tokens in enumerate(self._runtime.tokenise(texts)):
            for start in range(0, max(1, len(tokens)), size):
                windows.append(Window(tokens.ids[start : start + size]))
                owners.append(owner)
        for owner, rows in zip(owners, self._runtime.run(windows, self._reduce, is_alone=True), strict=True):
            sums[owner] += rows


def load_encoder(card: ModelCard, *, device: str = "auto", n_threads: int = 0) -> Encoder:
    """Load the encoder of ``card``; 0 threads means half the cores, at least one.

    Raises:
        ModelMissing: Its files are not there.
        ModelCorrupt: Its files cannot be read.
        DeviceUnavailable: ``device`` cannot run it.
    """
    return Encoder(card, Runtime(card, device=device, n_threads=n_threads))


def _sum_rows(rows: Rows) -> Rows:
    total: Rows = rows.sum(axis=0)
    return total


def _weigh_start(rows: Rows) -> Rows:
    """Return the row of the start token, weighted as the sum over all would be."""
    weighted: Rows = rows[0] * np.float32(len(rows))
    return weighted
