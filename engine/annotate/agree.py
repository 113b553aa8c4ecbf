"""Let one name have one label within a document, where most of its mentions agree.

Input:  a document's text and its mentions. Output: the same mentions, a few with another label.

One sense per discourse (Gale, Church, Yarowsky 1992): a name that is a person ten times is a person
the eleventh time too. Where neither label prevails, or for dates, every mention keeps its own.
What a person said is said of that one mention: it keeps its label and has no say in others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.annotate.correct import USER
from engine.annotate.keys import entity_key
from engine.records import Mention

_MAJORITY = 1.5
_QUANTITIES = frozenset({"DATE", "TIME", "NUM"})


def agree(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Give each name the label whose scores sum to more than 1.5 times those of all others."""
    keys = [entity_key(text[m.start : m.end], "MISC") for m in mentions]
    scores: dict[str, dict[str, float]] = {}
    for mention, key in zip(mentions, keys, strict=True):
        if _may_change(mention):
            labels = scores.setdefault(key, {})
            labels[mention.label] = labels.get(mention.label, 0.0) + mention.score
    prevailing = {key: _prevailing(labels) for key, labels in scores.items() if len(labels) > 1}
    return tuple(
        replace(mention, label=label)
        if _may_change(mention) and (label := prevailing.get(key)) is not None
        else mention
        for mention, key in zip(mentions, keys, strict=True)
    )


def _may_change(mention: Mention) -> bool:
    return mention.source != USER and mention.label not in _QUANTITIES


def _prevailing(scores: dict[str, float]) -> str | None:
    best = max(scores, key=lambda label: (scores[label], label))
    others = sum(scores[label] for label in sorted(scores) if label != best)
    return best if scores[best] > _MAJORITY * others else None
