"""Let what people said of a text have the last word.

Input:  a document's text, its mentions and the corrections placed in it.
Output: mentions in reading order, none overlapping another.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from engine.records import Mention
from engine.teaching import Correction

USER = "user"
"""Source of the mentions that a person named."""


def apply_corrections(
    text: str, mentions: Sequence[Mention], corrections: Sequence[Correction]
) -> tuple[Mention, ...]:
    """Return the mentions as the corrections leave them.

    One correction after the other, in the order in which they were made, takes away
    every mention that overlaps its span and puts its own there, with score 1. So a
    later one wins over an earlier one, and taking the last away leaves what was there
    before it. One whose quote does not stand at its span is left out.

    Args:
        text: The document's text.
        mentions: None overlaps another.
        corrections: In any order; ``correction_id`` tells which came first.
    """
    kept = sorted(mentions, key=lambda mention: mention.start)
    for correction in sorted(corrections, key=lambda made: made.correction_id):
        start, end = correction.start, correction.end
        if not 0 <= start < end <= len(text) or text[start:end] != correction.quote:
            continue
        # Neither starts nor ends ever go down, since no two mentions overlap.
        first = bisect_right(kept, start, key=lambda mention: mention.end)
        last = bisect_left(kept, end, key=lambda mention: mention.start)
        kept[first : max(first, last)] = [] if correction.label is None else [_mention(correction)]
    return tuple(kept)


def _mention(correction: Correction) -> Mention:
    return Mention(
        start=correction.start, end=correction.end, label=correction.label or "", score=1.0, source=USER
    )
