"""Part what is taught into texts to learn from and texts to judge by.

A text's side follows from a hash of itself and the seed, so that it stays where
it was when others come or go: what a model was judged by is not trained on
unnoticed by the next. Texts that are nearly alike go to the same side.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from engine.errors import TooFewExamples
from engine.language.script import to_simplified
from engine.teaching import LabelledText

HELD_OUT_SHARE: Final = 0.25
LEAST_HELD_OUT: Final = 8
WATCHED_SHARE: Final = 1 / 6
LEAST_TEXTS: Final = 2 * LEAST_HELD_OUT
"""As many to learn from as to judge by, at the least."""

_LIKENESS: Final = 0.8
_SHINGLE: Final = 4
_SKETCH: Final = 12
_FOLDED = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Texts to learn from and texts to judge by, each in the order given."""

    train: tuple[LabelledText, ...]
    held_out: tuple[LabelledText, ...]


def split(texts: Sequence[LabelledText], *, seed: int = 7) -> Parts:
    """Hold out about a quarter, at least ``LEAST_HELD_OUT``; the same text with the same spans counts once.

    Raises:
        TooFewExamples: There are fewer than ``LEAST_TEXTS`` texts that differ from each other.
    """
    distinct = list({(text.text, text.spans): text for text in texts}.values())
    groups = _groups([text.text for text in distinct])
    if len(groups) < LEAST_TEXTS:
        raise TooFewExamples(n_found=len(groups), n_needed=LEAST_TEXTS)
    ranked = sorted((min(_rank(distinct[n].text, seed) for n in group), group) for group in groups)
    held: set[int] = set()
    for rank, group in ranked[:-LEAST_HELD_OUT]:
        if rank >= HELD_OUT_SHARE and len(held) >= LEAST_HELD_OUT:
            break
        held |= set(group)
    return Parts(
        train=tuple(text for n, text in enumerate(distinct) if n not in held),
        held_out=tuple(text for n, text in enumerate(distinct) if n in held),
    )


def set_aside(
    texts: Sequence[LabelledText], *, seed: int = 7
) -> tuple[tuple[LabelledText, ...], tuple[LabelledText, ...]]:
    """Part what is learnt from once more: what to learn, and about a sixth to watch the learning by."""
    order = sorted(range(len(texts)), key=lambda at: _rank(texts[at].text, seed + 1))
    watched = set(order[: max(1, round(WATCHED_SHARE * len(texts)))])
    return (
        tuple(text for at, text in enumerate(texts) if at not in watched),
        tuple(text for at, text in enumerate(texts) if at in watched),
    )


def _rank(text: str, seed: int) -> float:
    """Return a number from 0 to 1 that text and seed alone decide."""
    digest = hashlib.sha256(f"{seed}\0{text}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def _groups(texts: Sequence[str]) -> list[list[int]]:
    """Return the numbers of nearly alike texts together, first come first.

    Two texts are compared when they share one of their 12 smallest shingle hashes
    (Broder, "On the resemblance and containment of documents", 1997).
    """
    shingles = [_shingles(text) for text in texts]
    leader = list(range(len(texts)))

    def find(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    seen: dict[int, list[int]] = {}
    for number, own in enumerate(shingles):
        for value in sorted(own)[:_SKETCH]:
            for other in seen.setdefault(value, []):
                if find(other) != find(number) and _likeness(own, shingles[other]) >= _LIKENESS:
                    leader[find(number)] = find(other)
            seen[value].append(number)
    groups: dict[int, list[int]] = {}
    for number in range(len(texts)):
        groups.setdefault(find(number), []).append(number)
    return list(groups.values())


def _shingles(text: str) -> frozenset[int]:
    """Hash every run of four letters; case, script, digits, spaces and marks aside."""
    letters = _FOLDED.sub("", to_simplified(text).casefold()) or text
    last = max(1, len(letters) - _SHINGLE + 1)
    return frozenset(
        crc32(letters[at : at + _SHINGLE].encode("utf-8", "surrogatepass")) for at in range(last)
    )


def _likeness(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)
