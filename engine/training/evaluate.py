"""Measure a tagger on labelled sentences: entity F1 by label, and words a second.

An entity counts as found when its label and both its ends are right (seqeval).
The tagger reads running text, as it does in use, not a list of tokens.
"""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from engine.records import Mention
from engine.training.corpus import Sentence, join_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Entity scores, 0 to 1; ``support`` counts the entities that there are."""

    precision: float
    recall: float
    f1: float
    support: int


_NOTHING = Score(precision=0.0, recall=0.0, f1=0.0, support=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Scores over all labels and of each; ``words_per_s`` counts tokens of the corpus."""

    overall: Score
    by_label: Mapping[str, Score]
    words_per_s: float

    def to_json(self) -> dict[str, Any]:
        """Return the figures, rounded, for a card."""
        rounded = {
            name: {key: round(value, 4) for key, value in asdict(score).items()}
            for name, score in {"overall": self.overall, **self.by_label}.items()
        }
        return {**rounded, "words_per_s": round(self.words_per_s)}


def evaluate(
    tag: Callable[[str], Sequence[Mention]], sentences: Sequence[Sentence], *, labels: Collection[str]
) -> Evaluation:
    """Tag ``sentences`` and compare; other labels than ``labels`` are left aside on both sides."""
    text, places = _write(sentences)
    started = time.perf_counter()
    mentions = tag(text)
    seconds = time.perf_counter() - started
    wanted = [[tag if tag[2:] in labels else "O" for tag in sentence.tags] for sentence in sentences]
    scores = _score(wanted, _to_tags(mentions, places, labels))
    n_words = sum(len(sentence.tokens) for sentence in sentences)
    return Evaluation(
        overall=scores.pop("micro avg", _NOTHING), by_label=scores, words_per_s=n_words / max(seconds, 1e-9)
    )


def _score(wanted: list[list[str]], found: list[list[str]]) -> dict[str, Score]:
    """Return the scores of each label and of all as ``"micro avg"``; empty if there is no entity."""
    from seqeval.metrics import classification_report

    if all(tag == "O" for tags in (*wanted, *found) for tag in tags):
        return {}
    report = classification_report(wanted, found, output_dict=True, zero_division=0)
    return {
        name: Score(
            precision=float(row["precision"]),
            recall=float(row["recall"]),
            f1=float(row["f1-score"]),
            support=int(row["support"]),
        )
        for name, row in report.items()
        if name not in ("macro avg", "weighted avg")
    }


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
        offset += len(text) + 2
    return "\n\n".join(parts), places


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
