"""What a dictionary says of each word, told to a tagger by its token types.

A Chinese character gets its place in a dictionary word and what kind of word that is; a Latin word its
case and what its name, of up to three words, may stand for. So a network need not know by heart which
characters make a word, or that Kollam is a place (lexicon features: Ma et al. 2020,
https://aclanthology.org/2020.acl-main.528; gazetteer features: Lin et al. 2019,
https://aclanthology.org/P19-1524).

A lexicon is a text of UTF-8, packed with xz, one entry a line: ``word TAB kind TAB frequency``. Kinds are the
names of ``Kind`` in lower case. Chinese words are in simplified characters; Latin ones in lower case.
"""

from __future__ import annotations

import lzma
import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

N_CASES = 4
LOWER, TITLE, UPPER, MIXED = range(N_CASES)


class Kind(IntEnum):
    """What a word of the lexicon may stand for.

    ``NAME`` is one of the others above it or some other name; ``PEOPLE`` those who live, believe or come
    from somewhere, in Latin letters alone: ``Iraqi``, ``Jews``.
    """

    PLAIN = 0
    PERSON = 1
    PLACE = 2
    ORGANISATION = 3
    NAME = 4
    PEOPLE = 5


_FIRST_CHINESE = N_CASES * (Kind.NAME + 1)
_FIRST_OF_PEOPLE = 2 * _FIRST_CHINESE
N_TYPES = _FIRST_OF_PEOPLE + N_CASES
"""Latin: ``N_CASES * kind + case``; Chinese, after those: ``N_CASES * kind + place in the word``.

Peoples stand last, since they came last: the types of a tagger made before mean what they did.
"""

_BEGIN, _MIDDLE, _END, _SINGLE = range(N_CASES)
_LONGEST = 8
"""Characters of the longest Chinese word that is looked for."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""Odd, so that each character counts; in 64 bits a clash among 400,000 words is unlikely."""
_HAN = (0x4E00, 0x9FFF)


def case_class(word: str) -> int:
    """Class the letters of a word; what has no case counts as lower."""
    if word == word.lower():
        return LOWER
    if word[:1] != word[:1].lower() and word[1:] == word[1:].lower():
        return TITLE
    return UPPER if word == word.upper() else MIXED


def has_case(types: Any) -> Any:
    """Tell for each token type, in an array of any shape, whether it is that of a Latin word."""
    return (types < _FIRST_CHINESE) | (types >= _FIRST_OF_PEOPLE)


class Lexicon:
    """A loaded lexicon; reading one takes half a second and 20 MB."""

    def __init__(self, entries: Iterable[tuple[str, Kind, float]]) -> None:
        chinese: dict[int, _Words] = {}
        self._latin: dict[str, Kind] = {}
        self._reach: dict[str, int] = {}  # how many words the longest name has that begins so
        total = 1.0
        for word, kind, frequency in entries:
            if word.isascii() or not _is_han(word):
                self._latin[word] = kind
                first, *rest = word.split(" ")
                self._reach[first] = max(self._reach.get(first, 0), 1 + len(rest))
            elif len(word) <= _LONGEST:
                chinese.setdefault(len(word), _Words()).add(word, kind, frequency)
                total += frequency
        self._total = math.log(total)
        self._tables = {length: words.table(self._total) for length, words in sorted(chinese.items())}

    def types(self, text: str, words: Sequence[tuple[int, int]]) -> list[int]:
        """Return the token type of each word of ``text``, which is in simplified characters.

        ``words`` are half-open spans in reading order; a Chinese character is a word of its own.
        """
        places = self._places(text) if not text.isascii() else None
        parts = [text[start:end] for start, end in words]
        types = [case_class(part) for part in parts]
        self._mark_latin(parts, types)
        if places is not None:
            for at, (start, end) in enumerate(words):
                if end == start + 1 and places[start] >= 0:
                    types[at] = places[start]
        return types

    def _mark_latin(self, parts: Sequence[str], types: list[int]) -> None:
        """Add the kind of the longest name that begins at each word."""
        known, reach = self._latin, self._reach
        lowered = [part.lower() for part in parts]
        free = 0
        for at, word in enumerate(lowered):
            most = reach.get(word)
            if most is None or at < free:
                continue
            for size in range(min(most, len(lowered) - at), 0, -1):
                kind = known.get(word if size == 1 else " ".join(lowered[at : at + size]))
                if kind is not None:
                    free = at + size
                    first = _FIRST_OF_PEOPLE if kind is Kind.PEOPLE else N_CASES * kind
                    for named in range(at, free):
                        types[named] += first
                    break

    def _places(self, text: str) -> list[int]:
        """Return the token type of each character, -1 where it is not Chinese.

        The words are those of the likeliest way to part the text, each as likely as it is frequent.
        """
        codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
        han = (codes >= _HAN[0]) & (codes <= _HAN[1])
        single = np.full(len(codes), -self._total, dtype=np.float64)
        kinds = np.zeros(len(codes), dtype=np.int64)
        longer: dict[int, list[tuple[int, float, int]]] = {}
        hashes = codes.astype(np.uint64)
        for length in range(1, _LONGEST + 1):
            if length > 1:
                hashes = hashes[:-1] * _FACTOR + codes[length - 1 :]
            if not len(hashes) or length not in self._tables:
                continue
            found, scores, classes = self._tables[length].find(hashes)
            if length == 1:
                single[found], kinds[found] = scores, classes
                continue
            for start, score, kind in zip(found.tolist(), scores.tolist(), classes.tolist(), strict=True):
                longer.setdefault(start, []).append((start + length, score, kind))
        ends = _best_path(single.tolist(), longer)
        types: list[int] = np.where(han, _FIRST_CHINESE + N_CASES * kinds + _SINGLE, -1).tolist()
        for start, (end, kind) in ends.items():
            first = _FIRST_CHINESE + N_CASES * kind
            types[start:end] = [first + _BEGIN, *[first + _MIDDLE] * (end - start - 2), first + _END]
        return types


class _Table:
    """The words of one length."""

    def __init__(
        self, hashes: NDArray[np.uint64], scores: NDArray[np.float32], kinds: NDArray[np.int8]
    ) -> None:
        order = np.argsort(hashes)
        self._hashes, self._scores, self._kinds = hashes[order], scores[order], kinds[order]

    def find(
        self, hashes: NDArray[np.uint64]
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[np.int8]]:
        """Return which of ``hashes`` are words, and their scores and kinds."""
        rows = np.searchsorted(self._hashes, hashes)
        rows[rows == len(self._hashes)] = 0
        found = np.flatnonzero(self._hashes[rows] == hashes)
        return found, self._scores[rows[found]], self._kinds[rows[found]]


class _Words:
    """Words of one length on their way into a table; columns take a fifth of the memory of rows."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._kinds = array("b")
        self._frequencies = array("d")

    def add(self, word: str, kind: Kind, frequency: float) -> None:
        self._words.append(word)
        self._kinds.append(kind)
        self._frequencies.append(max(frequency, 1.0))

    def table(self, total: float) -> _Table:
        codes = np.frombuffer("".join(self._words).encode("utf-32-le"), dtype=np.uint32)
        by_word = codes.reshape(len(self._words), -1).astype(np.uint64)
        hashes = by_word[:, 0]
        for column in range(1, by_word.shape[1]):
            hashes = hashes * _FACTOR + by_word[:, column]
        scores = (np.log(np.array(self._frequencies)) - total).astype(np.float32)
        return _Table(hashes, scores, np.array(self._kinds, dtype=np.int8))


def _best_path(
    single: list[float], longer: dict[int, list[tuple[int, float, int]]]
) -> dict[int, tuple[int, int]]:
    """Return end and kind of the longer words on the likeliest path, by where they begin."""
    best = [0.0] * (len(single) + 1)
    chosen: dict[int, tuple[int, int]] = {}
    for at in range(len(single) - 1, -1, -1):
        most = single[at] + best[at + 1]
        for end, score, kind in longer.get(at, ()):
            if score + best[end] > most:
                most = score + best[end]
                chosen[at] = (end, kind)
        best[at] = most
    path: dict[int, tuple[int, int]] = {}
    at = 0
    while at < len(single):
        if at in chosen:
            path[at] = chosen[at]
            at = chosen[at][0]
        else:
            at += 1
    return path


def read_entries(path: Path) -> Iterator[tuple[str, Kind, float]]:
    """Yield the entries of a lexicon file.

    Raises:
        ValueError: A line is not ``word TAB kind TAB frequency``.
        lzma.LZMAError: The file is damaged.
    """
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            word, kind, frequency = line.rstrip("\n").split("\t")
            yield word, _KINDS[kind], float(frequency)


@lru_cache(maxsize=2)
def load_lexicon(path: Path, digest: str) -> Lexicon:
    """Load a lexicon once for all that read it; ``digest`` tells one content from another."""
    del digest
    return Lexicon(read_entries(path))


def _is_han(word: str) -> bool:
    return all(_HAN[0] <= ord(char) <= _HAN[1] for char in word)


_KINDS = {kind.name.lower(): kind for kind in Kind}
