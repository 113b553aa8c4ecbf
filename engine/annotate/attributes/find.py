"""Find the attributes of one document.

Input:  a document's text and its resolved mentions.
Output: ``Attribute`` records in reading order, none overlapping another. Precision before recall.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.annotate.attributes.amounts import money, percentages, quantities
from engine.annotate.attributes.citations import citations
from engine.annotate.attributes.contacts import addresses, emails, phones, urls
from engine.annotate.attributes.dates import dates
from engine.annotate.attributes.found import Family, Found, plain
from engine.annotate.attributes.identifiers import identifiers
from engine.annotate.attributes.tie import tie
from engine.annotate.attributes.times import times
from engine.attributes import Attribute
from engine.records import ResolvedMention

_FAMILIES: tuple[Family, ...] = (
    urls, emails, identifiers, addresses, citations, phones, dates, times, money, percentages, quantities,
)  # fmt: skip
"""Where two overlap, the earlier family holds: a date within a web address is none."""


def attributes(text: str, mentions: Sequence[ResolvedMention]) -> tuple[Attribute, ...]:
    """Return what a document states, with the mention that each value stands with where that is plain."""
    read = plain(text)
    found = _without_overlap(read)
    return tie(read, found, mentions) if found else ()


def _without_overlap(text: str) -> list[Found]:
    taken = bytearray(len(text))
    kept: list[Found] = []
    for family in _FAMILIES:
        for one in family(text):
            if taken.find(1, one.start, one.end) < 0:
                taken[one.start : one.end] = b"\1" * (one.end - one.start)
                kept.append(one)
    return sorted(kept, key=lambda one: one.start)
