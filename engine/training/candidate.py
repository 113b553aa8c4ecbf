"""One training run from taught texts to a candidate model and its verdict; runs in the trainer process.

Input:  a ``Course``.
Output: a whole model folder (int8 graph, half-precision weights, tokenizer, card with its
        lineage) and an ``Outcome``. Nothing outside that folder is written.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from engine.annotate.tag import Tagger, load_tagger
from engine.language.catalog import ModelCard, write_card
from engine.teaching import LabelledText
from engine.training.course import Cancelled, Course, OnProgress, Outcome, new_labels, phase
from engine.training.material.base_set import BaseSet, read_base_set
from engine.training.network.blend import blend, copy_state
from engine.training.network.examples import bio_tags
from engine.training.study import study
from engine.training.verdict.evaluate import evaluate_texts, find_spans
from engine.training.verdict.gate import Trial, judge
from engine.training.verdict.scoring import OVERALL, Spans, confusion, label_scores, labels_of

_SHARES: Final = (1.0, 0.85, 0.7, 0.45)
"""How much of what was learnt is kept, tried in turn while the base set gets too much worse."""


def take(course: Course, *, on_progress: OnProgress, cancelled: Cancelled) -> Outcome:
    """Train, write and judge one candidate.

    Raises:
        Cancelled: ``cancelled`` turned true.
        EngineError: A model or the base set is missing or damaged, or there is nothing to learn from.
    """
    on_progress(phase("preparing"))
    base_set = read_base_set(course.base_set)
    learnt = study(course, base_set, on_progress, cancelled)
    network, before = learnt.network, learnt.before
    after = copy_state(network)
    former = _read(course, base_set, _load(course, course.base), cancelled)
    for share in _SHARES:
        blend(network, before, after, share=share, n_known=len(bio_tags(course.base.labels)))
        on_progress(phase("writing"))
        card = _write(course, network)
        on_progress(phase("judging"))
        outcome = _judge(course, card, base_set, former, learnt.n_trainable, cancelled)
        if outcome.verdict.code != "base_worse":
            break
    return replace(outcome, details={**outcome.details, **learnt.details, "share": share})


def _write(course: Course, network: Any) -> ModelCard:
    from engine.training.forms.quantize import save_model

    card = replace(
        course.base,
        name=course.name,
        folder=course.draft,
        labels=(*course.base.labels, *new_labels(course.base, course.parts.train)),
        tags=(),
        files={},
        metrics={"lineage": {"base": course.base.id, "run": course.run_id}},
    )
    tokenizer = json.loads(course.base.tokenizer.read_text("utf-8"))
    return save_model(network, tokenizer, card, lexicon=course.base.lexicon)


def _load(course: Course, card: ModelCard) -> Tagger:
    return load_tagger(card, device="cpu", n_threads=course.plan.n_threads)


def _read(
    course: Course, base_set: BaseSet, tagger: Tagger, cancelled: Cancelled
) -> tuple[list[Spans], list[Spans]]:
    """Return what a tagger finds in the held-out texts and in the base set's check part."""

    def found(texts: Sequence[LabelledText]) -> list[Spans]:
        return list(find_spans(lambda text: tagger.tag(text, cancelled=cancelled), texts))

    return found(course.parts.held_out), found(base_set.check)


def _judge(
    course: Course,
    card: ModelCard,
    base_set: BaseSet,
    former: tuple[list[Spans], list[Spans]],
    n_trainable: int,
    cancelled: Cancelled,
) -> Outcome:
    """Compare the candidate with ``former``, what the base found in both sets."""
    after = _load(course, card)
    found = _read(course, base_set, after, cancelled)
    taught = Trial(texts=course.parts.held_out, before=former[0], after=found[0])
    base = Trial(texts=base_set.check, before=former[1], after=found[1])
    verdict = judge(taught, base, seed=course.plan.seed)
    by_label = label_scores(taught.texts, taught.after)
    by_label.pop(OVERALL, None)
    measured = evaluate_texts(after.tag, base_set.check).to_json()
    card = replace(card, metrics={**card.metrics, "base_set": {"int8": measured}})
    write_card(card)
    return Outcome(
        card=card,
        verdict=verdict,
        by_label=by_label,
        n_trainable=n_trainable,
        details={
            "labels": list(labels_of(course.parts.held_out)),
            "taught": _details(taught),
            "base_set": _details(base),
        },
    )


def _details(trial: Trial) -> dict[str, Any]:
    """Return scores by label and the confusion table of one set, of both models."""
    return {
        when: {
            "scores": {name: asdict(score) for name, score in label_scores(trial.texts, found).items()},
            "confusion": confusion(trial.texts, found),
        }
        for when, found in (("before", trial.before), ("after", trial.after))
    }
