"""Learn from what the tagger is sure of: sentences of the user's own text, labelled by the tagger itself.

Input:  texts, a tagger and a gazetteer. Output: silver sentences, offsets into the sentence.

A sentence is kept only if nothing in it is in doubt (Yarowsky 1995, https://aclanthology.org/P95-1026):
each mention is either very sure, or fairly sure and in the gazetteer with the same label; and the
gazetteer knows no name in it that the tagger missed.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.annotate.gazetteer import Gazetteer
from engine.errors import Cancelled
from engine.language.sentences import sentences
from engine.records import Mention, Span
from engine.teaching import LabelledSpan, LabelledText


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """When a guess is taken for true.

    Attributes:
        sure: Least score of a mention that stands alone, 0 to 1.
        agreed: Least score of one that the gazetteer knows by the same label.
        empty_share: Most sentences without any mention, as a share of those with one.
        min_chars, max_chars: Length of a sentence; fragments teach nothing, lists teach nonsense.
    """

    sure: float = 0.95
    agreed: float = 0.75
    empty_share: float = 0.3
    min_chars: int = 5
    max_chars: int = 400


def label_surely(
    texts: Iterable[str],
    tag: Callable[[str], Sequence[Mention]],
    gazetteer: Gazetteer,
    *,
    labels: Sequence[str],
    trust: Trust = Trust(),
    n_most: int = 2000,
    seed: int = 7,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[LabelledText]:
    """Return at most ``n_most`` sentences with what is surely named in them, those with a name first.

    Args:
        texts: Cleaned texts of documents.
        tag: What finds mentions, with scores.
        gazetteer: Names known by heart; labels that ``labels`` lacks are left aside.
        labels: What the tagger knows: the labels whose absence means something.
        trust: When a guess is taken for true.
        n_most: Reading stops there.
        seed: Of the choice among sentences without a name.
        cancelled: Asked before each text.

    Raises:
        Cancelled: ``cancelled`` turned true.
    """
    named: list[LabelledText] = []
    empty: list[LabelledText] = []
    seen: set[str] = set()
    for text in texts:
        if cancelled():
            raise Cancelled
        known = [mention for mention in gazetteer.find(text) if mention.label in labels]
        for sentence in _sure_sentences(text, tag(text), known, trust):
            if sentence.text not in seen:
                seen.add(sentence.text)
                labelled = LabelledText(text=sentence.text, spans=sentence.spans, labels=tuple(labels))
                (named if sentence.spans else empty).append(labelled)
        if len(named) >= n_most:
            break
    n_empty = min(len(empty), round(trust.empty_share * len(named)))
    return (named + random.Random(seed).sample(empty, n_empty))[:n_most]


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    spans: tuple[LabelledSpan, ...]


def _sure_sentences(
    text: str, found: Sequence[Mention], known: Sequence[Mention], trust: Trust
) -> Iterator[_Sentence]:
    agreed = {(mention.start, mention.end, mention.label) for mention in known}
    spans = [_stripped(text, span) for span in sentences(text)]
    for span in spans:
        if not trust.min_chars <= span.end - span.start <= trust.max_chars:
            continue
        here = _within(found, span)
        if all(_is_sure(mention, span, agreed, trust) for mention in here) and not _missed(known, here, span):
            labelled = (LabelledSpan(m.start - span.start, m.end - span.start, m.label) for m in here)
            yield _Sentence(text[span.start : span.end], tuple(labelled))


def _stripped(text: str, span: Span) -> Span:
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.end - len(piece) + len(piece.rstrip())))


def _within(mentions: Sequence[Mention], span: Span) -> list[Mention]:
    """Return the mentions that touch ``span``; they are in text order and do not overlap."""
    last = bisect_left(mentions, span.end, key=lambda mention: mention.start)
    first = last
    while first and mentions[first - 1].end > span.start:
        first -= 1
    return list(mentions[first:last])


def _is_sure(mention: Mention, span: Span, agreed: set[tuple[int, int, str]], trust: Trust) -> bool:
    if mention.start < span.start or mention.end > span.end:
        return False
    is_known = (mention.start, mention.end, mention.label) in agreed
    return mention.score >= (min(trust.agreed, trust.sure) if is_known else trust.sure)


def _missed(known: Sequence[Mention], found: Sequence[Mention], span: Span) -> bool:
    """Whether the gazetteer knows a name in the sentence that no mention covers."""
    return any(
        not any(mention.start <= name.start and name.end <= mention.end for mention in found)
        for name in _within(known, span)
    )
