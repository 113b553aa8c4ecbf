"""Which sentences of a document a relater is asked about, and what its answers add to the patterns.

Input:  a document's text, its resolved mentions, and what was judged of them.
Output: questions, bounded in length and crowd; relations, at most one per subject, predicate and object.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from engine.annotate.marking import kind_of
from engine.annotate.predicates import PREDICATES, allowed
from engine.judgements import Judgements, Question
from engine.language.sentences import sentences
from engine.records import EntityRef, Relation, ResolvedMention, Span

_MOST_MENTIONS = 12
_MOST_CHARS = 400
_MARGIN = 80
"""Code points kept around the mentions of a sentence that is longer than ``_MOST_CHARS``."""
_MOST_SCORE = 0.99


def questions(
    text: str, mentions: Sequence[ResolvedMention], predicates: Sequence[str]
) -> tuple[Question, ...]:
    """Return what to ask about a document, in reading order: where one of ``predicates`` could hold."""
    wanted = frozenset(predicates)
    ordered = sorted((m.mention.start, m.mention.end, m.mention.label) for m in mentions)
    starts = [start for start, _, _ in ordered]
    asked = []
    for span in sentences(text):
        inside = ordered[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        for group in _groups([mention for mention in inside if mention[1] <= span.end]):
            if _can_relate(group, wanted):
                asked.append(_question(text, span, group))
    return tuple(asked)


def _groups(mentions: Sequence[tuple[int, int, str]]) -> Iterator[tuple[tuple[int, int, str], ...]]:
    """Cut a crowd of mentions into runs that can be read at once."""
    group: list[tuple[int, int, str]] = []
    for mention in mentions:
        if group and (len(group) == _MOST_MENTIONS or mention[1] - group[0][0] > _MOST_CHARS):
            yield tuple(group)
            group = []
        group.append(mention)
    if group:
        yield tuple(group)


def _can_relate(mentions: Sequence[tuple[int, int, str]], predicates: frozenset[str]) -> bool:
    kinds = [kind_of(label) for _, _, label in mentions]
    return any(not predicates.isdisjoint(allowed(*pair)) for pair in set(permutations(kinds, 2)))


def _question(text: str, sentence: Span, mentions: tuple[tuple[int, int, str], ...]) -> Question:
    start, end = sentence.start, sentence.end
    if end - start > _MOST_CHARS:
        start = max(start, mentions[0][0] - _MARGIN)
        end = min(end, max(stop for _, stop, _ in mentions) + _MARGIN)
    while text[end - 1].isspace():
        end -= 1
    while text[start].isspace():
        start += 1
    return Question(start, end, mentions)


def add_judgements(
    relations: Sequence[Relation],
    mentions: Sequence[ResolvedMention],
    asked: Sequence[Question],
    judged: Judgements,
) -> tuple[Relation, ...]:
    """Return ``relations`` with what was judged of ``asked``, sorted as ``relate`` sorts.

    Where a pattern and the relater agree, the score is that of two witnesses, ``1 - (1 - p)(1 - q)``, and
    the span that of the surer one. What contradicts stays side by side.
    """
    refs = {(m.mention.start, m.mention.end): EntityRef(m.mention.label, m.key) for m in mentions}
    seen: dict[tuple[EntityRef, str, EntityRef], Relation] = {}
    for question in asked:
        for item in judged.get(question.key, ()):
            subject = refs.get((item.subject.start, item.subject.end))
            object_ = refs.get((item.object.start, item.object.end))
            if subject is None or object_ is None or subject == object_:
                continue
            if PREDICATES[item.predicate].is_symmetric:
                subject, object_ = sorted((subject, object_), key=_order)
            triple = (subject, item.predicate, object_)
            if triple not in seen or seen[triple].score < item.score:
                seen[triple] = Relation(
                    subject=subject,
                    predicate=item.predicate,
                    object=object_,
                    score=item.score,
                    start=question.start,
                    end=question.end,
                )
    found = {(r.subject, r.predicate, r.object): r for r in relations}
    for triple, judged_one in seen.items():
        found[triple] = _agree(found[triple], judged_one) if triple in found else judged_one
    return tuple(sorted(found.values(), key=lambda r: (_order(r.subject), r.predicate, _order(r.object))))


def _agree(one: Relation, other: Relation) -> Relation:
    surer = other if other.score > one.score else one
    score = min(_MOST_SCORE, round(1 - (1 - one.score) * (1 - other.score), 3))
    return replace(surer, score=score)


def _order(entity: EntityRef) -> tuple[str, str]:
    return (entity.label, entity.key)
