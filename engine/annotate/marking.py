"""Put typed markers around the mentions of a stretch of text, as a relater reads them.

Input:  the subwords of a text and the spans of mentions in it.
Output: the same subwords with a token before and one after each mention that says of which
        kind it is, and where the first of the two stands.

One reading serves all pairs of a sentence: markers stand around every mention, and a pair is judged by
what the network makes of its two first markers (as the approximate model of Zhong and Chen 2021,
https://arxiv.org/abs/2010.12812, does, which reads a sentence once and not once a pair).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.language.tokens import Tokens

if TYPE_CHECKING:
    from tokenizers import Tokenizer
else:
    Tokenizer = Any

PERSON, ORGANISATION, PLACE, THING, TIME, UNKNOWN = "PER", "ORG", "LOC", "THING", "TIME", "?"
KINDS = (PERSON, ORGANISATION, PLACE, THING, TIME, UNKNOWN)
"""What a marker can say; ``UNKNOWN`` is for labels of the user's own and corpora without labels."""
_KIND_OF: Mapping[str, str] = {
    "PER": PERSON,
    "ORG": ORGANISATION,
    "LOC": PLACE,
    **dict.fromkeys(("MISC", "EVENT", "PRODUCT", "WORK"), THING),
    **dict.fromkeys(("DATE", "TIME", "NUM"), TIME),
}

Markers = Mapping[str, tuple[int, int]]
"""The ids of the first and the last marker of each kind."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Subwords with markers; ``ids`` and ``types`` are parallel, ``places`` holds one number a mention."""

    ids: list[int]
    types: list[int]
    places: list[int]


def kind_of(label: str) -> str:
    """Return the kind that marks a mention with this label."""
    return _KIND_OF.get(label, UNKNOWN)


def marker_names() -> list[str]:
    """Return the entries of a vocabulary that serve as markers, two for each of ``KINDS``."""
    return [f"[unused{number}]" for number in range(1, 2 * len(KINDS) + 1)]


def find_markers(tokenizer: Tokenizer) -> Markers:
    """Return the ids of the markers in a tokenizer's vocabulary.

    Raises:
        ValueError: It has none.
    """
    ids = [tokenizer.token_to_id(name) for name in marker_names()]
    if None in ids:
        raise ValueError("no [unused] tokens to mark with")
    return {kind: (ids[2 * at], ids[2 * at + 1]) for at, kind in enumerate(KINDS)}


def mark(tokens: Tokens, spans: Sequence[tuple[int, int, str]], markers: Markers) -> Marked:
    """Return ``tokens`` with markers around ``spans``: start, end and kind, in code points of the text.

    Spans may nest; one that covers no subword is marked where it would stand.
    """
    opened: dict[int, list[int]] = {}
    closed: dict[int, list[int]] = {}
    for number, (start, end, _) in enumerate(spans):
        first = next((at for at, (_, stop) in enumerate(tokens.offsets) if stop > start), len(tokens))
        last = next((at for at in range(first, len(tokens)) if tokens.offsets[at][0] >= end), len(tokens))
        opened.setdefault(first, []).append(number)
        closed.setdefault(last, []).append(number)
    ids: list[int] = []
    types: list[int] = []
    places = [0] * len(spans)
    for at in range(len(tokens) + 1):
        for number in sorted(closed.get(at, ()), key=lambda number: -spans[number][0]):
            _append(ids, types, markers[spans[number][2]][1])
        for number in sorted(opened.get(at, ()), key=lambda number: -spans[number][1]):
            places[number] = len(ids)
            _append(ids, types, markers[spans[number][2]][0])
        if at < len(tokens):
            ids.append(tokens.ids[at])
            types.append(tokens.types[at])
    return Marked(ids, types, places)


def _append(ids: list[int], types: list[int], marker: int) -> None:
    ids.append(marker)
    types.append(0)
