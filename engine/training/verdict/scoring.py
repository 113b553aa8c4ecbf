"""Compare found spans with those that are there: exact label and ends count, as seqeval counts.

A text states which labels its annotation covers (``LabelledText.labels``): spans
of other labels are left aside on both sides, since their absence means nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from engine.teaching import LabelledSpan, LabelledText, LabelScore

OUTSIDE = "O"
OVERALL = "micro avg"
Spans = Sequence[LabelledSpan]


def stated(texts: Sequence[LabelledText]) -> list[LabelledText]:
    """Return the texts of one corpus with their labels written out: empty ones become all that it uses."""
    used = tuple(sorted({span.label for text in texts for span in text.spans}))
    return [text if text.labels else replace(text, labels=used) for text in texts]


def labels_of(texts: Iterable[LabelledText]) -> tuple[str, ...]:
    """Return every label that some text states or uses, sorted."""
    found = {label for text in texts for label in text.labels}
    return tuple(sorted(found | {span.label for text in texts for span in text.spans}))


def counted(spans: Iterable[LabelledSpan], labels: Collection[str]) -> list[LabelledSpan]:
    """Keep the spans of ``labels``, in reading order."""
    kept = [span for span in spans if span.label in labels]
    return sorted(kept, key=lambda span: (span.start, span.end, span.label))


def tally(text: LabelledText, found: Spans) -> tuple[int, int, int]:
    """Return how many entities of one text were found rightly, were found, and are there."""
    wanted = set(counted(text.spans, text.labels))
    given = set(counted(found, text.labels))
    return len(wanted & given), len(given), len(wanted)


def f1_of(right: float, found: float, wanted: float) -> float:
    """Return the entity F1 of these counts; 0 where nothing is there and nothing was found."""
    return 2 * right / (found + wanted) if found + wanted else 0.0


def label_scores(texts: Sequence[LabelledText], found: Sequence[Spans]) -> dict[str, LabelScore]:
    """Return the score of each label, and of all as ``OVERALL``; empty if there is no entity at all."""
    wanted_tags, found_tags = [], []
    for text, spans in zip(texts, found, strict=True):
        wanted, given = counted(text.spans, text.labels), counted(spans, text.labels)
        edges = sorted({edge for span in (*wanted, *given) for edge in (span.start, span.end)})
        wanted_tags.append(_tags(wanted, edges))
        found_tags.append(_tags(given, edges))
    return score_tags(wanted_tags, found_tags)


def score_tags(wanted: list[list[str]], found: list[list[str]]) -> dict[str, LabelScore]:
    """Let seqeval compare BIO tags; see ``label_scores`` for what is returned."""
    from seqeval.metrics import classification_report

    if all(tag == OUTSIDE for tags in (*wanted, *found) for tag in tags):
        return {}
    report: dict[str, dict[str, Any]] = classification_report(
        wanted, found, output_dict=True, zero_division=0
    )
    return {
        name: LabelScore(
            precision=float(row["precision"]),
            recall=float(row["recall"]),
            f1=float(row["f1-score"]),
            support=int(row["support"]),
        )
        for name, row in report.items()
        if name not in ("macro avg", "weighted avg")
    }


def confusion(texts: Sequence[LabelledText], found: Sequence[Spans]) -> dict[str, dict[str, int]]:
    """Return ``table[label that is there][label that was found]``, counted in entities.

    An entity is compared with the found one that covers most of it, ``OUTSIDE``
    where there is none; what was found where nothing is stands in the row ``OUTSIDE``.
    """
    table: dict[str, dict[str, int]] = {}

    def add(wanted: str, given: str) -> None:
        row = table.setdefault(wanted, {})
        row[given] = row.get(given, 0) + 1

    for text, spans in zip(texts, found, strict=True):
        wanted, given = counted(text.spans, text.labels), counted(spans, text.labels)
        for span in wanted:
            best = max(given, key=lambda other, span=span: _shared(span, other), default=None)  # type: ignore[misc]
            add(span.label, best.label if best is not None and _shared(span, best) else OUTSIDE)
        for span in given:
            if not any(_shared(span, other) for other in wanted):
                add(OUTSIDE, span.label)
    return {wanted: dict(sorted(row.items())) for wanted, row in sorted(table.items())}


def _tags(spans: Spans, edges: Sequence[int]) -> list[str]:
    """Give each piece of text between two edges its tag."""
    tags = [OUTSIDE] * max(0, len(edges) - 1)
    places = {edge: number for number, edge in enumerate(edges)}
    for span in spans:
        first, last = places[span.start], places[span.end]
        tags[first:last] = [f"{'I' if at else 'B'}-{span.label}" for at in range(last - first)]
    return tags


def _shared(one: LabelledSpan, other: LabelledSpan) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
