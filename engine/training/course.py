"""What one training run depends on and what comes of it: plain data that can cross a pipe."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.language.catalog import ModelCard
from engine.teaching import LabelledText, LabelScore, TrainingOptions, TrainingProgress, Verdict
from engine.training.material.split import Parts
from engine.training.network.plan import Plan

OnProgress = Callable[[TrainingProgress], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """All that one run depends on.

    Attributes:
        base: The model to go on from.
        name: What the candidate will be called.
        draft: Where it is written.
        run_id: The run it comes from.
        parts: What is taught, its labels stated.
        base_set: Folder of the base set.
        lexicons: Folder of the gazetteer's names.
        options: What of it is done beside the plan.
        unlabelled: Sentences of the library, where the options ask for them.
    """

    base: ModelCard
    name: str
    draft: Path
    run_id: str
    parts: Parts
    base_set: Path
    lexicons: Path
    plan: Plan
    options: TrainingOptions = field(default_factory=TrainingOptions)
    unlabelled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a course.

    Attributes:
        by_label: The candidate on the held-out texts.
        n_trainable: How many numbers learnt.
        details: What else goes into the report.
    """

    card: ModelCard
    verdict: Verdict
    by_label: Mapping[str, LabelScore]
    n_trainable: int
    details: Mapping[str, Any] = field(default_factory=dict)


def phase(name: str) -> TrainingProgress:
    """Return the beginning of a phase that has no steps."""
    return TrainingProgress(phase=name, step=0, n_steps=0, loss=None, left_s=None)


def new_labels(base: ModelCard, taught: Sequence[LabelledText]) -> tuple[str, ...]:
    """Return the labels that the taught texts use and the base does not know."""
    used = {span.label for text in taught for span in text.spans}
    return tuple(sorted(used - set(base.labels)))
