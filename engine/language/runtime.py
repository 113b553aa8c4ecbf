"""Run a model on batches of token ids: ONNX Runtime on a CPU, torch on a GPU.

Input:  windows of subword ids with their token types, special tokens not included.
Output: for each window its rows of the model's output, ``[length, width]`` float32,
        the rows of the special tokens dropped or kept as asked.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.errors import Cancelled, ModelCorrupt, ModelUnsupported
from engine.language.catalog import ModelCard
from engine.language.device import CPU, CUDA, choose_device
from engine.language.tokens import Tokens, load_tokenizer, special_ids, tokenise_as

Rows = NDArray[np.float32]
N_SPECIAL = 2
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
"""What a graph may ask for, int64 ``[n, length]`` each; not every body has token types."""
_BATCH_TOKENS = {CPU: 256, CUDA: 32_768}
"""Subwords in a batch, padding included. More gains nothing on a CPU: measured, 256 was as fast as 2,048."""


@dataclass(frozen=True, slots=True)
class Window:
    """A run of subwords that the model reads at once; both lists are parallel."""

    ids: Sequence[int]
    types: Sequence[int] | None = None


class _Backend(Protocol):
    def __call__(
        self, ids: NDArray[np.int64], mask: NDArray[np.int64], types: NDArray[np.int64], /
    ) -> Rows: ...


class Runtime:
    """One loaded model; safe to use from several threads at once.

    Attributes:
        max_tokens: Longest window, without the two special tokens.
        special: Ids of padding, start and end.
    """

    def __init__(self, card: ModelCard, *, device: str = "auto", n_threads: int = 0) -> None:
        self.device = choose_device(device)
        tokenizer = load_tokenizer(card.tokenizer)
        self._tokenise = tokenise_as(card, tokenizer=tokenizer)
        self.max_tokens = card.max_tokens - N_SPECIAL
        self.special = card.special or special_ids(tokenizer)
        self._backend: _Backend = (
            _load_torch(card) if self.device == CUDA else _OnnxBackend(card, n_threads or half_the_cores())
        )
        self._n_calls = 0
        self._lock = threading.Lock()

    @property
    def n_calls(self) -> int:
        """How many batches the model ran so far."""
        return self._n_calls

    def tokenise(self, texts: Sequence[str]) -> list[Tokens]:
        """Tokenise each text as the model reads it; nothing is cut off."""
        return self._tokenise(texts)

    def run(
        self,
        windows: Sequence[Window],
        reduce: Callable[[Rows], Rows] = np.ascontiguousarray,
        *,
        is_alone: bool = False,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> list[Rows]:
        """Return ``reduce(rows)`` of each window, in the order given.

        ``rows`` are those of start token, subwords and end token, without padding.
        On a CPU int8 activations share one scale a batch, so that the others in it
        change a window's output a little; with ``is_alone`` there are none.

        Raises:
            Cancelled: ``cancelled`` turned true; it is asked before each batch.
        """
        results: list[Rows] = [np.empty(0, dtype=np.float32)] * len(windows)
        for batch in _batches(windows, 1 if is_alone and self.device == CPU else _BATCH_TOKENS[self.device]):
            if cancelled():
                raise Cancelled
            output = self._run_batch([windows[number] for number in batch])
            for number, rows in zip(batch, output, strict=True):
                results[number] = reduce(rows[: len(windows[number].ids) + N_SPECIAL])
        return results

    def _run_batch(self, batch: Sequence[Window]) -> Rows:
        pad, start, end = self.special
        width = max(len(window.ids) for window in batch) + N_SPECIAL
        ids = np.full((len(batch), width), pad, dtype=np.int64)
        mask = np.zeros_like(ids)
        types = np.zeros_like(ids)
        for row, window in enumerate(batch):
            stop = len(window.ids) + 1
            ids[row, 0], ids[row, 1:stop], ids[row, stop] = start, window.ids, end
            mask[row, : stop + 1] = 1
            if window.types is not None:
                types[row, 1:stop] = window.types
        with self._lock:
            self._n_calls += 1
        return self._backend(ids, mask, types)


def half_the_cores() -> int:
    """Return how many threads leave the computer to its user."""
    return max(1, (os.cpu_count() or 2) // 2)


def _batches(windows: Sequence[Window], batch_tokens: int) -> Iterator[list[int]]:
    """Yield window numbers, windows of like length together."""
    batch: list[int] = []
    for number in sorted(range(len(windows)), key=lambda at: len(windows[at].ids)):
        width = len(windows[number].ids) + N_SPECIAL
        if batch and (len(batch) + 1) * width > batch_tokens:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


class _OnnxBackend:
    def __init__(self, card: ModelCard, n_threads: int) -> None:
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as faults

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = n_threads
        options.inter_op_num_threads = 1
        # Spinning threads make everything crawl as soon as another process is busy.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.add_session_config_entry("session.inter_op.allow_spinning", "0")
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(card.onnx), options, providers=["CPUExecutionProvider"]
            )
        except (faults.InvalidProtobuf, faults.InvalidGraph, faults.Fail, faults.NotImplemented) as error:
            raise ModelCorrupt(name=card.name, file=card.onnx.name) from error
        self._inputs = [item.name for item in self._session.get_inputs()]
        self._outputs = [self._session.get_outputs()[0].name]
        if not set(self._inputs) <= set(INPUTS):
            raise ModelUnsupported(name=card.name, detail=f"it asks for {', '.join(self._inputs)}")

    def __call__(self, ids: NDArray[np.int64], mask: NDArray[np.int64], types: NDArray[np.int64]) -> Rows:
        known = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        output = self._session.run(self._outputs, {name: known[name] for name in self._inputs})[0]
        rows: Rows = output.astype(np.float32, copy=False)
        return rows


def _load_torch(card: ModelCard) -> _Backend:
    from engine.language.cuda import load_cuda

    return load_cuda(card)
