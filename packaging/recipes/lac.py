"""Part Chinese text into words with LAC-small, the BiGRU-CRF inside jieba's package (MIT; LAC: Apache-2.0).

Its tags (word classes, PER, LOC, ORG, TIME) are what a tagger learns beside names: where words begin and end.
Source: Jiao et al. 2018, "Chinese Lexical Analysis with Deep Bi-GRU-CRF Network",
https://arxiv.org/abs/1807.01882.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from encoder_texts import EncoderTexts, read_relation_sentences
from numpy.typing import NDArray

from engine.language.script import to_simplified
from engine.language.tokens import Tokenise, word_starts
from engine.training.network.examples import IGNORED, Example, TargetTable

_UNKNOWN = "OOV"
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("。"): "."}
"""It knows marks as ASCII."""
_LONGEST = 126
_N_PROSE = 9000
_BATCH = 256
_WIDTH = 128


class Lac:
    """The loaded network; ``tags`` are its tags in the order of its output."""

    def __init__(self, folder: Path) -> None:
        self.tags = _read_list(folder / "tag.dic")
        self._words = {word: number for number, word in enumerate(_read_list(folder / "word.dic"))}
        weights = folder / "model_baseline"
        self._embedding = _read(weights / "word_emb", (-1, _WIDTH))
        self._gates = [_gate(weights, number) for number in range(4)]
        self._out = _read(weights / "fc_4.w_0", (2 * _WIDTH, -1)), _read(weights / "fc_4.b_0", (-1,))
        self._crf = _read(weights / "crfw", (-1, len(self.tags)))

    def tag(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the tag of each character of each text."""
        found: list[list[str]] = [[] for _ in texts]
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        for first in range(0, len(order), _BATCH):
            batch = [number for number in order[first : first + _BATCH] if texts[number]]
            if not batch:
                continue
            emissions = self._emit([texts[number] for number in batch])
            for number, rows in zip(batch, emissions, strict=True):
                path = _viterbi(rows[: len(texts[number])], self._crf)
                found[number] = [self.tags[tag] for tag in path]
        return found

    def _emit(self, texts: Sequence[str]) -> NDArray[np.float32]:
        unknown = self._words[_UNKNOWN]
        longest = max(map(len, texts))
        ids = np.zeros((len(texts), longest), dtype=np.int64)
        for row, text in enumerate(texts):
            ids[row, : len(text)] = [self._words.get(char, unknown) for char in text.translate(_HALF_WIDTH)]
        lengths = np.array([len(text) for text in texts])
        states = self._embedding[ids]
        for forth, back in (self._gates[:2], self._gates[2:]):
            onward = _run(states, forth)
            turned = _turn(states, lengths)
            states = np.concatenate([onward, _turn(_run(turned, back), lengths)], axis=2)
        weight, bias = self._out
        emissions: NDArray[np.float32] = states @ weight + bias
        return emissions


def read_silver(
    data: Path,
    lac: Lac,
    tokenise: Tokenise,
    table: TargetTable,
    *,
    limit: int | None,
    number: int,
    max_tokens: int,
) -> list[Example]:
    """Return Chinese prose whose characters have the tags of ``lac``, a row of ``table`` each."""
    texts = [to_simplified(text)[:_LONGEST] for text in read_chinese(data, limit)]
    examples = []
    for tokens, tags in zip(tokenise(texts), lac.tag(texts), strict=True):
        firsts = word_starts(tokens.words)
        rows = [
            table.row_beside(tags[start]) if is_first else IGNORED
            for (start, _), is_first in zip(tokens.offsets, firsts, strict=True)
        ]
        cut = slice(max_tokens)
        examples.append(Example(tokens.ids[cut], tokens.types[cut], rows[cut], number))
    return examples


def read_chinese(data: Path, limit: int | None) -> Iterator[str]:
    """Yield Chinese prose, news and paragraphs of an encyclopaedia, a window long or less."""
    n = min(limit or _N_PROSE, _N_PROSE)
    yield from EncoderTexts(data, limit=limit).draw_prose(random.Random(3), n)
    yield from list(read_relation_sentences(data / "relations", limit))[::2]
    for path in sorted((data / "qa").glob("*.json")):
        for item in json.loads(path.read_text("utf-8"))["data"][:limit]:
            for paragraph in item["paragraphs"]:
                yield from _pieces(paragraph["context"])


def _pieces(text: str) -> Iterator[str]:
    """Yield runs of whole sentences, about as long as a window."""
    held = ""
    for sentence in re.split(r"(?<=[。！？；])", text):
        if held and len(held) + len(sentence) > _LONGEST:
            yield held
            held = ""
        held += sentence
    if held:
        yield held


def _run(states: NDArray[np.float32], gate: tuple[Any, ...]) -> NDArray[np.float32]:
    """Run one GRU; as in Paddle, the state is reset before it meets its matrix."""
    weight, bias, inner, inner_bias = gate
    given = states @ weight + bias + inner_bias
    flat = inner.reshape(-1)
    of_gates = flat[: 2 * _WIDTH * _WIDTH].reshape(_WIDTH, 2 * _WIDTH)
    of_state = flat[2 * _WIDTH * _WIDTH :].reshape(_WIDTH, _WIDTH)
    state = np.zeros((len(states), _WIDTH), dtype=np.float32)
    outputs = np.empty((*states.shape[:2], _WIDTH), dtype=np.float32)
    for at in range(states.shape[1]):
        gates = 1 / (1 + np.exp(-(given[:, at, : 2 * _WIDTH] + state @ of_gates)))
        update, reset = gates[:, :_WIDTH], gates[:, _WIDTH:]
        fresh = np.tanh(given[:, at, 2 * _WIDTH :] + (reset * state) @ of_state)
        state = (1 - update) * state + update * fresh
        outputs[:, at] = state
    return outputs


def _turn(states: NDArray[np.float32], lengths: NDArray[np.int64]) -> NDArray[np.float32]:
    """Reverse each row within its length."""
    turned = states.copy()
    for row, length in enumerate(lengths):
        turned[row, :length] = states[row, :length][::-1]
    return turned


def _viterbi(emissions: NDArray[np.float32], crf: NDArray[np.float32]) -> list[int]:
    start, stop, steps = crf[0], crf[1], crf[2:]
    best = emissions[0] + start
    back = np.zeros(emissions.shape, dtype=np.int64)
    for at in range(1, len(emissions)):
        reached = best[:, None] + steps
        back[at] = reached.argmax(axis=0)
        best = reached.max(axis=0) + emissions[at]
    path = [int((best + stop).argmax())]
    for at in range(len(emissions) - 1, 0, -1):
        path.append(int(back[at, path[-1]]))
    return path[::-1]


def _gate(folder: Path, number: int) -> tuple[NDArray[np.float32], ...]:
    return (
        _read(folder / f"fc_{number}.w_0", (-1, 3 * _WIDTH)),
        _read(folder / f"fc_{number}.b_0", (-1,)),
        _read(folder / f"gru_{number}.w_0", (_WIDTH, 3 * _WIDTH)),
        _read(folder / f"gru_{number}.b_0", (-1,)),
    )


def _read(path: Path, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Read a tensor of Paddle: a header of some bytes, then float32."""
    raw = path.read_bytes()
    header = 16 + 4 + int.from_bytes(raw[16:20], "little")
    return np.frombuffer(raw[header:], dtype="<f4").reshape(shape)


def _read_list(path: Path) -> list[str]:
    rows = (line.split("\t") for line in path.read_text("utf-8").split("\n") if line)
    table = {int(number): word for number, word in rows}
    return [table.get(number, "") for number in range(max(table) + 1)]
