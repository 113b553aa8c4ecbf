"""In which pieces a model reads a long block, and which piece speaks for each word.

A piece ends where a sentence ends, so that none is read twice; a sentence longer than a piece is read in
pieces that overlap, and each word is judged in the one that shows most on both sides of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from engine.language.runtime import Rows
from engine.language.sentences import sentence_ends
from engine.language.tokens import Tokens, word_starts
from engine.records import Span

_OVERLAP = 28
"""In subwords."""
_LEAST_FILLED = 3
"""A piece ends with a sentence if it is at least a third full then: shorter ones show too little around."""


def plan_windows(text: str, tokens: Tokens, size: int) -> list[Span]:
    """Return spans of at most ``size`` subwords that cover all of ``text``; none begins inside a word."""
    if len(tokens) <= size:
        return [Span(0, len(tokens))] if len(tokens) else []
    starts = word_starts(tokens.words)
    firsts = [start for start, _ in tokens.offsets]
    ends = (bisect_left(firsts, end) for end in sentence_ends(text, 0, len(text)))
    cuts = [cut for cut in ends if cut < len(tokens) and starts[cut]]
    spans: list[Span] = []
    start = 0
    while True:
        limit = start + size
        if limit >= len(tokens):
            return [*spans, Span(start, len(tokens))]
        cut = cuts[bisect_right(cuts, limit) - 1] if cuts and cuts[0] <= limit else 0
        if cut >= start + size // _LEAST_FILLED:
            spans.append(Span(start, cut))
            start = cut
            continue
        spans.append(Span(start, limit))
        following = limit - min(_OVERLAP, size // 3)
        while following > start + 1 and not starts[following]:
            following -= 1
        start = following


def choose_widest(spans: Sequence[Span], outputs: Sequence[Rows], *, n_tags: int) -> Rows:
    """Join the windows' rows; where two overlap, each serves the half that is farther from its end."""
    if not spans:
        return np.empty((0, n_tags), dtype=np.float32)
    seams = [(left.end + right.start) // 2 for left, right in pairwise(spans)]
    edges = [0, *seams, spans[-1].end]
    parts = [
        rows[start - span.start : end - span.start]
        for span, rows, (start, end) in zip(spans, outputs, pairwise(edges), strict=True)
    ]
    return np.concatenate(parts)
