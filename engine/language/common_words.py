"""How common a word is, and where the words of a Chinese text part.

A list has one line of words for each halving of the commonest word's frequency, from none on. It is a small
part of what the taggers' lexicon knows: read in some 20 ms, where that takes half a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

_LEXICONS = Path(__file__).parents[2] / "resources" / "lexicons"
RARE = 16
"""Halvings of a word that no list has."""
_LONGEST = 4
_STEP = 6
"""Halvings from all words of a text to the commonest one: what each cut costs."""
_UNKNOWN = 20


@cache
def halvings(language: Literal["en", "zh"]) -> Mapping[str, int]:
    """Return how many times rarer, as a power of two, each word is than the commonest one."""
    lines = (_LEXICONS / "common_words" / f"{language}.txt").read_text("utf-8").splitlines()
    return {word: number for number, line in enumerate(lines) for word in line.split()}


@cache
def dull_words(language: Literal["en", "zh"]) -> frozenset[str]:
    """Return words that mean something and yet do not tell one text from another; English in lower case."""
    return frozenset((_LEXICONS / "dull_words" / f"{language}.txt").read_text("utf-8").split())


@lru_cache(maxsize=4096)
def chinese_words(run: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the words of a run of simplified characters: the likeliest way to part it."""
    known = halvings("zh")
    size = len(run)
    costs = [0] * (size + 1)
    ends = [0] * size
    for at in range(size - 1, -1, -1):
        least, end = known.get(run[at], _UNKNOWN) + _STEP + costs[at + 1], at + 1
        for stop in range(at + 2, min(at + _LONGEST, size) + 1):
            rarity = known.get(run[at:stop])
            if rarity is not None and rarity + _STEP + costs[stop] < least:
                least, end = rarity + _STEP + costs[stop], stop
        costs[at], ends[at] = least, end
    spans: list[tuple[int, int]] = []
    at = 0
    while at < size:
        spans.append((at, ends[at]))
        at = ends[at]
    return tuple(spans)
