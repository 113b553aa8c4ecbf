"""Find the mentions of named things in the text of a whole document, of any length.

Input:  a document's cleaned text.
Output: mentions in reading order, none overlapping another, offsets in code
        points of that text. None crosses a blank line, which always parts blocks.

A long block is read in several windows, see ``annotate.windows``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.annotate.borders import name_span
from engine.annotate.schemes import Scheme, begin_names, read_scheme
from engine.annotate.windows import choose_widest, plan_windows
from engine.errors import ModelCorrupt
from engine.language.catalog import CARD, ModelCard
from engine.language.runtime import Rows, Runtime, Window
from engine.language.tokens import Tokens, word_starts
from engine.records import Mention, Span

_WINDOW = 126
"""In subwords; training saw windows of that length."""
_LEAST_SCORE = 0.55
"""Less sure mentions are left out: on the development sets most of them were wrong."""
_BLOCK_CHARS = 20_000
"""Longest block: bounds memory and the wait for cancel."""
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_CUTS = ("\n", "。", ". ", " ")


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int


class Tagger:
    """A loaded tagger; several threads may use one at the same time.

    Attributes:
        id: The model's id, the source of its mentions.
        labels: What it recognises.
    """

    def __init__(self, card: ModelCard, runtime: Runtime) -> None:
        self.id = card.id
        self._scheme = _scheme_of(card)
        self.labels = self._scheme.labels if self._scheme else card.labels
        self._reads_case = card.reads_case
        self._runtime = runtime
        self._window = min(_WINDOW, runtime.max_tokens)

    @property
    def n_calls(self) -> int:
        """How many batches the model ran so far."""
        return self._runtime.n_calls

    def tag(self, text: str, *, cancelled: Callable[[], bool] = lambda: False) -> tuple[Mention, ...]:
        """Return the mentions of ``text``.

        Raises:
            Cancelled: ``cancelled`` turned true; it is asked before each batch.
        """
        mentions: list[Mention] = []
        for blocks in _groups(_blocks(text)):
            texts = [text[block.start : block.end] for block in blocks]
            tokenised = self._runtime.tokenise(texts)
            scores = self._score(texts, tokenised, cancelled)
            for block, tokens, table in zip(blocks, tokenised, scores, strict=True):
                mentions += self._decode(text, block.start, tokens, table)
        return tuple(mentions)

    def _score(
        self, texts: Sequence[str], tokenised: Sequence[Tokens], cancelled: Callable[[], bool]
    ) -> list[Rows]:
        """Return the tag probabilities of each text's words, ``[n_words, n_tags]``."""
        plans = [
            plan_windows(text, tokens, self._window) for text, tokens in zip(texts, tokenised, strict=True)
        ]
        windows = [
            Window(
                tokens.ids[span.start : span.end],
                tokens.types[span.start : span.end] if self._reads_case else None,
            )
            for tokens, spans in zip(tokenised, plans, strict=True)
            for span in spans
        ]
        outputs = iter(self._runtime.run(windows, self._shares, cancelled=cancelled))
        tables = []
        for tokens, spans in zip(tokenised, plans, strict=True):
            rows = choose_widest(spans, [next(outputs) for _ in spans], n_tags=2 * len(self.labels) + 1)
            tables.append(rows[np.asarray(word_starts(tokens.words), dtype=np.bool_)])
        return tables

    def _shares(self, logits: Rows) -> Rows:
        shares = _probabilities(logits)
        return shares if self._scheme is None else self._scheme.read(shares)

    def _decode(self, text: str, offset: int, tokens: Tokens, table: Rows) -> Iterator[Mention]:
        words = _words(tokens)
        if self._scheme is None:
            tags = best_tags(table)
        else:
            tags, table = begin_names(table)
        for first, last in _runs(tags):
            score = float(table[np.arange(first, last), tags[first:last]].mean())
            label = self.labels[(int(tags[first]) - 1) // 2]
            span = name_span(text, offset + words[first].start, offset + words[last - 1].end, label)
            if span is None or score < _LEAST_SCORE:
                continue
            yield Mention(
                start=span.start,
                end=span.end,
                label=label,
                score=round(score, 4),
                source=self.id,
            )


def load_tagger(card: ModelCard, *, device: str = "auto", n_threads: int = 0) -> Tagger:
    """Load the tagger of ``card``; 0 threads means half the cores, at least one.

    Raises:
        ModelMissing: Its files are not there.
        ModelCorrupt: Its files cannot be read.
        DeviceUnavailable: ``device`` cannot run it.
    """
    return Tagger(card, Runtime(card, device=device, n_threads=n_threads))


def _scheme_of(card: ModelCard) -> Scheme | None:
    """Return how the model's tags become ours; None where they are."""
    if not card.tags:
        return None
    try:
        return read_scheme(card.tags)
    except ValueError as error:
        raise ModelCorrupt(name=card.name, file=CARD) from error


def best_tags(table: Rows) -> NDArray[np.intp]:
    """Return the likeliest tag of each word such that every ``I-X`` follows a ``B-X`` or ``I-X``.

    ``table`` is ``[n_words, n_tags]``, tags in the order ``O, B-a, I-a, B-b, I-b, ...``.
    """
    greedy: NDArray[np.intp] = table.argmax(axis=1)
    before = np.concatenate([[0], greedy[:-1]]) if len(greedy) else greedy
    is_inside = (greedy > 0) & (greedy % 2 == 0)
    # Nothing but forbidden steps is scored, so a greedy path without any is the best one.
    if not np.any(is_inside & (before != greedy) & (before != greedy - 1)):
        return greedy
    n_words, n_tags = table.shape
    scores = np.log(np.maximum(table, np.float32(1e-12)))
    numbers = np.arange(n_tags)
    inside = (numbers > 0) & (numbers % 2 == 0)
    follows = (numbers[:, None] == numbers) | (numbers[:, None] == numbers - 1)
    step = np.where(inside & ~follows, -np.inf, 0.0)
    best = scores[0] + step[0]
    back = np.zeros((n_words, n_tags), dtype=np.intp)
    for word in range(1, n_words):
        reached = best[:, None] + step
        back[word] = reached.argmax(axis=0)
        best = reached.max(axis=0) + scores[word]
    path = np.empty(n_words, dtype=np.intp)
    path[-1] = best.argmax()
    for word in range(n_words - 1, 0, -1):
        path[word - 1] = back[word, path[word]]
    return path


def _blocks(text: str) -> Iterator[Span]:
    edges = [0]
    for match in _BLANK_LINE.finditer(text):
        edges += [match.start(), match.end()]
    edges.append(len(text))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield from _cut(text, start, end)


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a block of more than ``_BLOCK_CHARS`` where a line, a sentence or a word ends."""
    while end - start > _BLOCK_CHARS:
        limit = start + _BLOCK_CHARS
        found = (text.rfind(mark, start + _BLOCK_CHARS // 2, limit) for mark in _CUTS)
        stop = next((at + 1 for at in found if at >= 0), limit)
        yield Span(start, stop)
        start = stop
    if start < end:
        yield Span(start, end)


def _groups(blocks: Iterator[Span]) -> Iterator[list[Span]]:
    group: list[Span] = []
    for block in blocks:
        if group and block.end - group[0].start > _BLOCK_CHARS:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _probabilities(logits: Rows) -> Rows:
    inner = logits[1:-1]
    powers = np.exp(inner - inner.max(axis=1, keepdims=True))
    shares: Rows = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _words(tokens: Tokens) -> list[_Word]:
    starts = word_starts(tokens.words)
    firsts = [number for number, is_first in enumerate(starts) if is_first]
    edges = [*firsts, len(tokens)]
    return [_Word(tokens.offsets[a][0], tokens.offsets[b - 1][1]) for a, b in pairwise(edges)]


def _runs(tags: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Yield the half-open word ranges of mentions."""
    first: int | None = None
    for word, tag in enumerate(tags):
        is_inside = tag > 0 and tag % 2 == 0
        if first is not None and not is_inside:
            yield first, word
            first = None
        if tag % 2 == 1:
            first = word
    if first is not None:
        yield first, len(tags)
