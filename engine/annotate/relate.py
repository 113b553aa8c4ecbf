"""Relate the entities of one document: who appears with whom, and what is said of two of them.

Input:  a document's text and its resolved mentions.
Output: at most one ``Relation`` per subject, predicate and object, sorted, each with the span of the
        first sentence that says so. ``co_mention`` counts the sentences that two entities share; a
        typed relation comes from a pattern and scores 0 to 1. Precision before recall.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from engine.annotate.pattern import MASKS, OTHER_MASK, SYMMETRIC, Pattern
from engine.annotate.patterns_en import PATTERNS_EN
from engine.annotate.patterns_zh import PATTERNS_ZH
from engine.language.script import CJK_CLASS, to_simplified
from engine.language.sentences import sentences
from engine.records import CO_MENTION, EntityRef, Relation, ResolvedMention, Span

_QUANTITIES = frozenset({"DATE", "TIME", "NUM"})
PREDICATES = (CO_MENTION, *sorted({pattern.predicate for pattern in (*PATTERNS_EN, *PATTERNS_ZH)}))

_MAX_ENTITIES = 12
_NEAREST = 3
_MAX_REACH = 400
_MAX_BETWEEN = 120
_MAX_AFTER = 60
_TYPED_REACH = 6
_COORDINATION_SCORE = 0.9

_SAYS = re.compile(rf"[, ]*[a-z{CJK_CLASS}]")
_CJK = re.compile(f"[{CJK_CLASS}]")
_SPACE = re.compile(r"\s+")
_SPACE_BY_CJK = re.compile(
    rf" (?=[{CJK_CLASS}，。；：！？、（）《》])|(?<=[{CJK_CLASS}，。；：！？、（）《》]) "
)


_Triple = tuple[EntityRef, str, EntityRef]
_Found = dict[_Triple, Relation]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with its mentions; ``gaps`` is the text around them (simplified), one more than mentions."""

    span: Span
    mentions: tuple[ResolvedMention, ...]
    gaps: tuple[str, ...]
    is_cjk: bool


def relate(text: str, mentions: Sequence[ResolvedMention]) -> tuple[Relation, ...]:
    """Return the relations of one document, sorted by subject, predicate and object."""
    found: _Found = {}
    for sentence in _sentences(text, mentions):
        for first, second in _pairs(sentence):
            subject, object_ = sorted((first, second), key=_order)
            _count(found, subject, object_, sentence.span)
        for subject, predicate, object_, score in _typed(sentence):
            _keep_best(found, (subject, predicate, object_), score, sentence.span)
    return tuple(sorted(found.values(), key=lambda r: (_order(r.subject), r.predicate, _order(r.object))))


def _sentences(text: str, mentions: Sequence[ResolvedMention]) -> Iterator[_Sentence]:
    """Yield the sentences that hold two mentions or more; a date is no thing, but part of the text."""
    things = (m for m in mentions if m.mention.label not in _QUANTITIES)
    ordered = sorted(things, key=lambda m: (m.mention.start, m.mention.end))
    starts = [m.mention.start for m in ordered]
    for span in sentences(text):
        inside = ordered[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        whole = tuple(m for m in inside if m.mention.end <= span.end)
        if len(whole) > 1:
            yield _sentence(text, span, whole)


def _sentence(text: str, span: Span, mentions: tuple[ResolvedMention, ...]) -> _Sentence:
    raw = text[span.start : span.end]
    start = span.start + len(raw) - len(raw.lstrip())
    end = span.start + len(raw.rstrip())
    gaps, at = [], start
    for m in mentions:
        gaps.append(to_simplified(text[at : max(at, m.mention.start)]))
        at = m.mention.end
    gaps.append(to_simplified(text[at:end]))
    return _Sentence(Span(start, end), mentions, tuple(gaps), _CJK.search(raw) is not None)


def _pairs(sentence: _Sentence) -> Iterator[tuple[EntityRef, EntityRef]]:
    """Yield each pair of distinct entities once; of a crowd only near neighbours."""
    places: dict[EntityRef, int] = {}
    for m in sentence.mentions:
        places.setdefault(_ref(m), m.mention.start)
    entities = list(places)
    if len(entities) <= _MAX_ENTITIES:
        pairs = list(combinations(entities, 2))
    else:
        pairs = [(a, b) for i, a in enumerate(entities) for b in entities[i + 1 : i + 1 + _NEAREST]]
    yield from (pair for pair in pairs if places[pair[1]] - places[pair[0]] <= _MAX_REACH)


def _typed(sentence: _Sentence) -> Iterator[tuple[EntityRef, str, EntityRef, float]]:
    """Yield what the patterns say of pairs of mentions that stand near each other."""
    mentions = sentence.mentions
    for i, first in enumerate(mentions[:-1]):
        before = _masked(sentence, max(0, i - _NEAREST), i)[-_MAX_BETWEEN:]
        for j in range(i + 1, min(len(mentions), i + 1 + _TYPED_REACH)):
            second = mentions[j]
            between = _masked(sentence, i + 1, j)
            if len(between) > _MAX_BETWEEN:
                break
            patterns = _patterns(first.mention.label, second.mention.label, is_cjk=sentence.is_cjk)
            if patterns and _ref(first) != _ref(second):
                after = _masked(sentence, j + 1, min(len(mentions), j + 1 + _NEAREST))[:_MAX_AFTER]
                yield from _matches(patterns, first, second, before, between, after)


def _masked(sentence: _Sentence, first: int, last: int) -> str:
    """Return the gaps ``first`` to ``last``, both included, with a mask for each mention between them."""
    parts = [sentence.gaps[first]]
    for k in range(first, last):
        parts += [MASKS.get(sentence.mentions[k].mention.label, OTHER_MASK), sentence.gaps[k + 1]]
    return _SPACE_BY_CJK.sub("", _SPACE.sub(" ", "".join(parts)))


def _matches(
    patterns: Sequence[Pattern],
    first: ResolvedMention,
    second: ResolvedMention,
    before: str,
    between: str,
    after: str,
) -> Iterator[tuple[EntityRef, str, EntityRef, float]]:
    names = (to_simplified(first.name), to_simplified(second.name))
    listed = _without_coordination(between, first.mention.label, second.mention.label, before, after)
    for pattern in patterns:
        if pattern.holds(before, names, between, after):
            score = pattern.score
        elif listed is not None and pattern.holds(before, names, listed, after):
            score = pattern.score * _COORDINATION_SCORE
        else:
            continue
        subject, object_ = _ref(first), _ref(second)
        if pattern.is_reversed or (pattern.predicate in SYMMETRIC and _order(object_) < _order(subject)):
            subject, object_ = object_, subject
        yield subject, pattern.predicate, object_, round(score, 3)


@cache
def _patterns(first: str, second: str, *, is_cjk: bool) -> tuple[Pattern, ...]:
    every = (*PATTERNS_EN, *PATTERNS_ZH) if is_cjk else PATTERNS_EN
    return tuple(p for p in every if first in p.first and second in p.second)


def _without_coordination(between: str, first: str, second: str, before: str, after: str) -> str | None:
    """Drop the other members of a list ("A and B founded C and D"), or return None where there is none."""
    subject, item = MASKS.get(first, OTHER_MASK), MASKS.get(second, OTHER_MASK)
    rest = between
    if re.search(r"(?:^|[,;:(—，；：。（“])\s?(?:[a-z]+ ){0,2}$", before):
        rest = re.sub(
            rf"^(?:(?:, {subject})*,? and {subject}|(?:、{subject})*[、和与及]{subject})(?:等人?)?", "", rest
        )
    if re.match(r"\s*(?:$|[,.;:!?)，。；、！？）]| (?:in|for|on|and|from|as|by)\b|等)", after):
        rest = re.sub(rf"(?<!\w)(?:{item}, )*{item},? and $|(?:{item}、)*{item}[、和与及]$", "", rest)
    return None if rest == between or not _SAYS.match(rest) else rest


def _count(found: _Found, subject: EntityRef, object_: EntityRef, span: Span) -> None:
    old = found.get((subject, CO_MENTION, object_))
    found[subject, CO_MENTION, object_] = Relation(
        subject=subject,
        predicate=CO_MENTION,
        object=object_,
        score=old.score + 1 if old else 1.0,
        start=old.start if old else span.start,
        end=old.end if old else span.end,
    )


def _keep_best(found: _Found, triple: _Triple, score: float, span: Span) -> None:
    old = found.get(triple)
    if old is None or old.score < score:
        subject, predicate, object_ = triple
        found[triple] = Relation(
            subject=subject,
            predicate=predicate,
            object=object_,
            score=score,
            start=old.start if old else span.start,
            end=old.end if old else span.end,
        )


def _ref(mention: ResolvedMention) -> EntityRef:
    return EntityRef(mention.mention.label, mention.key)


def _order(entity: EntityRef) -> tuple[str, str]:
    return (entity.label, entity.key)
