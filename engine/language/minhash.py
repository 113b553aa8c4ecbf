"""A short signature of a text by which nearly equal texts are found: MinHash.

The share of equal places in two signatures estimates the Jaccard similarity of
the sets of shingles of two texts (Broder, "On the resemblance and containment of
documents", SEQUENCES 1997), with a standard error of at most 0.045. A shingle is a
few words, or Chinese characters, in a row; case, width, punctuation and line ends
do not count, so that a text is like itself in any format.
"""

from __future__ import annotations

import re
import unicodedata
import zlib

import numpy as np
from numpy.typing import NDArray

from engine.language.script import CJK_CLASS

N_PLACES = 128
_SHINGLE = 4
"""Words, or CJK characters, in a row."""
_TOKEN = re.compile(rf"[{CJK_CLASS}]|[^\W_{CJK_CLASS}]+")
_CHUNK = 1 << 11

Signature = NDArray[np.uint32]


def tokens(text: str) -> list[str]:
    """Return the words and single CJK characters of a text, case and width aside."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def signature(text: str) -> Signature | None:
    """Return the ``N_PLACES`` smallest hashes of a text's shingles, None for a text without words."""
    words = tokens(text)
    if not words:
        return None
    codes = _Codes()
    hashes = np.fromiter(map(codes.__getitem__, words), dtype=np.uint64, count=len(words))
    size = min(_SHINGLE, len(hashes))
    shingles = np.zeros(len(hashes) - size + 1, dtype=np.uint64)
    for at in range(size):
        shingles = shingles * _FACTOR + hashes[at : at + len(shingles)]
    wanted = np.unique((_mixed(shingles) >> np.uint64(32)).astype(np.uint32))
    smallest = np.full(N_PLACES, np.iinfo(np.uint32).max, dtype=np.uint32)
    for start in range(0, len(wanted), _CHUNK):
        # One place a row, so that the smallest of each lies in one stretch of memory.
        permuted = _FACTORS[:, None] * wanted[start : start + _CHUNK] + _SHIFTS[:, None]
        np.minimum(smallest, permuted.min(axis=1), out=smallest)
    return smallest


def similarity(first: Signature, second: Signature) -> NDArray[np.float64]:
    """Estimate the Jaccard similarity of texts by their signatures, row by row."""
    return np.asarray((first == second).mean(axis=-1), dtype=np.float64)


class _Codes(dict[str, int]):
    """The hash of each token, worked out once."""

    def __missing__(self, token: str) -> int:
        code = self[token] = zlib.crc32(token.encode("utf-8", "surrogatepass")) + 1
        return code


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread every bit over all others (the finaliser of SplitMix64: Steele, Lea and Flood, OOPSLA 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


_FACTOR = np.uint64(0x9E3779B97F4A7C15)
# A linear permutation of all 32-bit numbers a place: an odd factor and any summand (Bohman, Cooper and
# Frieze, "Min-wise independent linear permutations", 2000).
_FACTORS = _mixed(np.arange(1, N_PLACES + 1, dtype=np.uint64) * _FACTOR).astype(np.uint32) | np.uint32(1)
_SHIFTS = _mixed(np.arange(N_PLACES + 1, 2 * N_PLACES + 1, dtype=np.uint64) * _FACTOR).astype(np.uint32)
