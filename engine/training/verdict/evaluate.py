"""Measure a tagger on labelled sentences: entity F1 by label, and words a second.

An entity counts as found when its label and both its ends are right (seqeval).
The tagger reads running text, as it does in use, not a list of tokens.
"""

from __future__ import annotations

import re
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from engine.language.script import CJK_CLASS
from engine.records import Mention
from engine.teaching import LabelledSpan, LabelledText, LabelScore
from engine.training.material.corpus import Sentence, join_tokens
from engine.training.verdict.scoring import OVERALL, label_scores, score_tags

_BETWEEN = "\n\n"
_WORD = re.compile(rf"[{CJK_CLASS}]|[^\W{CJK_CLASS}]+|[^\w\s]")
"""As corpora count: a word, a CJK character, a mark."""
_NOTHING = LabelScore(precision=0.0, recall=0.0, f1=0.0, support=0)
Tag = Callable[[str], Sequence[Mention]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Scores over all labels and of each; ``words_per_s`` counts tokens of the corpus."""

    overall: LabelScore
    by_label: Mapping[str, LabelScore]
    words_per_s: float

    def to_json(self) -> dict[str, Any]:
        """Return the figures, rounded, for a card."""
        rounded = {
            name: {key: round(value, 4) for key, value in asdict(score).items()}
            for name, score in {"overall": self.overall, **self.by_label}.items()
        }
        return {**rounded, "words_per_s": round(self.words_per_s)}


def evaluate(tag: Tag, sentences: Sequence[Sentence], *, labels: Collection[str]) -> Evaluation:
    """Tag ``sentences`` and compare; other labels than ``labels`` are left aside on both sides."""
    text, places = _write(sentences)
    started = time.perf_counter()
    mentions = tag(text)
    seconds = time.perf_counter() - started
    wanted = [[tag if tag[2:] in labels else "O" for tag in sentence.tags] for sentence in sentences]
    scores = score_tags(wanted, _to_tags(mentions, places, labels))
    return _evaluation(scores, n_words=sum(len(sentence.tokens) for sentence in sentences), seconds=seconds)


def evaluate_texts(tag: Tag, texts: Sequence[LabelledText]) -> Evaluation:
    """Tag all ``texts`` as one document, as in use, and compare; each counts the labels that it states."""
    document, starts = _BETWEEN.join(text.text for text in texts), []
    offset = 0
    for text in texts:
        starts.append(offset)
        offset += len(text.text) + len(_BETWEEN)
    started = time.perf_counter()
    mentions = tag(document)
    seconds = time.perf_counter() - started
    found: list[list[LabelledSpan]] = [[] for _ in texts]
    for mention in mentions:
        at = bisect_right(starts, mention.start) - 1
        found[at].append(LabelledSpan(mention.start - starts[at], mention.end - starts[at], mention.label))
    n_words = sum(len(_WORD.findall(text.text)) for text in texts)
    return _evaluation(label_scores(texts, found), n_words=n_words, seconds=seconds)


def find_spans(tag: Tag, texts: Sequence[LabelledText]) -> list[list[LabelledSpan]]:
    """Return what ``tag`` finds in each text, read alone so that its neighbours change nothing."""
    return [[LabelledSpan(m.start, m.end, m.label) for m in tag(text.text)] for text in texts]


def _evaluation(scores: dict[str, LabelScore], *, n_words: int, seconds: float) -> Evaluation:
    return Evaluation(
        overall=scores.pop(OVERALL, _NOTHING), by_label=scores, words_per_s=n_words / max(seconds, 1e-9)
    )


def _write(sentences: Sequence[Sentence]) -> tuple[str, list[list[tuple[int, int]]]]:
    """Write each sentence as a paragraph; also return the span of every token."""
    parts: list[str] = []
    places = []
    offset = 0
    for sentence in sentences:
        text, starts = join_tokens(sentence.tokens)
        places.append(
            [
                (offset + at, offset + at + len(token))
                for at, token in zip(starts, sentence.tokens, strict=True)
            ]
        )
        parts.append(text)
        offset += len(text) + len(_BETWEEN)
    return _BETWEEN.join(parts), places


def _to_tags(
    mentions: Sequence[Mention], places: Sequence[Sequence[tuple[int, int]]], labels: Collection[str]
) -> list[list[str]]:
    """Give each token the tag of the mention that covers any of it."""
    kept = [mention for mention in mentions if mention.label in labels]
    starts = [mention.start for mention in kept]
    ends = [mention.end for mention in kept]
    tagged = []
    for tokens in places:
        tags, previous = [], -1
        for start, end in tokens:
            first, last = bisect_right(ends, start), bisect_left(starts, end)
            if first < last:
                tags.append(f"{'I' if previous == first else 'B'}-{kept[first].label}")
            else:
                tags.append("O")
            previous = first if first < last else -1
        tagged.append(tags)
    return tagged
