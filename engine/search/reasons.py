"""Why a hit was found, as records that the window and the terminal turn into a sentence.

Codes: ``why.words`` (``words`` as they stand in the passage); ``why.pinyin``, ``why.spelling`` and
``why.same_sound`` (``asked`` and the ``words`` that were found for it); ``why.meaning_very``, ``why.meaning``
and ``why.meaning_loosely``; ``why.entity`` (``entity_id``, and ``name`` as it stands there); ``why.name``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.records import Reason, Span
from engine.search.fuse import Fused, Item
from engine.searches import Leg, Substitute
from engine.store.meant import Meant
from engine.store.terms import fold, forms

_SUBSTITUTED = {
    Substitute.PINYIN: "why.pinyin",
    Substitute.SPELLING: "why.spelling",
    Substitute.SAME_SOUND: "why.same_sound",
}
_VERY_NEAR, _NEAR = 0.65, 0.4  # cosine similarity; a right answer of DRCD has .55, a title's own abstract .65
_LOOSELY = "why.meaning_loosely"
"""Told only of a hit for which there is nothing else to tell."""
_MOST_WORDS, _MOST_NAMES = 3, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What the legs know of the items they brought."""

    nearness: Mapping[Item, float] = field(default_factory=dict)
    entity_ids: frozenset[int] = frozenset()
    meant: Sequence[Meant] = ()


def reasons(
    entry: Fused, grounds: Grounds, *, text: str, marked: Sequence[Span], names: Mapping[int, str]
) -> tuple[Reason, ...]:
    """Return why ``entry`` is a hit, what tells most first.

    Args:
        entry: The item with its ranks.
        grounds: What the legs know.
        text: The passage; empty for a file that only its name brought.
        marked: What is highlighted in ``text``, offsets from its start.
        names: The entities that it mentions of those asked for.
    """
    words = _distinct(text[span.start : span.end] for span in marked)
    found = _by_words(words, grounds.meant)
    for entity_id, name in list(names.items())[:_MOST_NAMES]:
        found.append(Reason(code="why.entity", params={"entity_id": entity_id, "name": name}))
    if Leg.NAME in entry.ranks:
        found.append(Reason(code="why.name"))
    if Leg.VECTOR in entry.ranks:
        code = _nearness(grounds.nearness[entry.item])
        if code != _LOOSELY or not found:
            found.append(Reason(code=code))
    return tuple(found)


def _by_words(words: Sequence[str], meant: Sequence[Meant]) -> list[Reason]:
    found: list[Reason] = []
    left = list(words)
    for one in meant:
        parts = [part for reading in one.readings for part in reading] if one.is_applied else []
        read = {fold(form) for part in parts for form in forms(part)} - {fold(t.text) for t in one.terms}
        if here := [word for word in left if fold(word) in read]:
            asked = " ".join(term.text for term in one.terms)
            told = {"asked": asked, "words": here[:_MOST_WORDS]}
            found.append(Reason(code=_SUBSTITUTED[one.kind], params=told))
            left = [word for word in left if word not in here]
    return [Reason(code="why.words", params={"words": left[:_MOST_WORDS]}), *found] if left else found


def _distinct(words: Iterable[str]) -> list[str]:
    """Return the words that differ by more than case and script and are no part of another."""
    kept: dict[str, str] = {}
    for word in sorted(words, key=len, reverse=True):
        folded = " ".join(fold(word).split())
        if not any(folded in longer for longer in kept):
            kept[folded] = " ".join(word.split())
    return list(kept.values())


def _nearness(similarity: float) -> str:
    if similarity >= _VERY_NEAR:
        return "why.meaning_very"
    return "why.meaning" if similarity >= _NEAR else _LOOSELY
