"""Frozen records of what people teach and what models learn from it.

Offsets are half-open and count code points of the text beside them or, in a
correction, of the document's cleaned text. Scores are 0 to 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.records import Evidence


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """``text[start:end]`` is named ``label``."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledText:
    """A sentence or paragraph and all that is named in it.

    Attributes:
        spans: In reading order, none overlapping another.
        labels: Labels whose absence means something; empty = every label that its corpus uses.
        place: Where it stands (``"recipes.conll:12"``), for messages.
    """

    text: str
    spans: tuple[LabelledSpan, ...] = ()
    labels: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person says of one span: its label is this, or nothing is named here (``label`` None).

    Every mention that overlaps the span gives way to it: so a new mention, another
    label, another span and a rejection are all the same kind of thing.

    Attributes:
        group: Corrections made by one act (all occurrences of a name) share it and are undone together.
        quote: The text at the span, by which it is found again after the file was edited.
        document_id: None while no document of the library contains it.
    """

    correction_id: int
    group: int
    document_id: int | None
    path: str
    start: int
    end: int
    label: str | None
    quote: str
    created_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One mention that is worth a look: the model was not sure of it.

    ``evidence`` is the mention with the rest of its sentence; ``score`` is the model's.
    """

    evidence: Evidence
    entity_id: int
    label: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelScore:
    """Entity scores as seqeval gives them; ``support`` counts the entities that there are."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOptions:
    """How a person wants a model taught; each default leaves the choice to the program.

    Attributes:
        method: One of ``engine.training.network.plan.Method``.
        plan: Other choices of ``engine.training.network.plan.Plan`` by name: ``{"patience": 3}``.
        n_versions: How often each taught text is read with other names in it, beside as it is.
        adapts: Whether the network first reads the library's own text, without labels.
        self_trains: Whether it learns from its surest guesses on that, too.
        n_attempts: How many settings are tried before the run, on a part of what is taught; 0 = none.
        search_s: How long that may take at most, in seconds; 0 = any time.
        to_tensorboard: Whether to write event files for TensorBoard beside the curve.
    """

    method: str = "full"
    plan: Mapping[str, float] = field(default_factory=dict)
    n_versions: int = 0
    adapts: bool = False
    self_trains: bool = False
    n_attempts: int = 0
    search_s: float = 0.0
    to_tensorboard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingProgress:
    """How a training run stands; ``left_s`` is None while there is too little to go by."""

    phase: str
    step: int
    n_steps: int
    loss: float | None
    left_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the gate says of a candidate beside the model in use.

    Attributes:
        code: ``"adopted"``, or why not: ``"not_better"``, ``"base_worse"``, ``"too_little_evidence"``.
        taught_before, taught_after: F1 on the held-out part of what was taught.
        base_before, base_after: F1 on the shipped base set.
        p_value: Paired bootstrap: how likely a gain like this on the held-out part is chance.
    """

    is_adopted: bool
    code: str
    taught_before: float
    taught_after: float
    base_before: float
    base_after: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """One finished training run, as kept on disk in ``folder``."""

    run_id: str
    folder: str
    method: str
    base_model: str
    candidate: str
    n_examples: int
    n_held_out: int
    seconds: float
    n_trainable: int
    peak_memory_bytes: int
    verdict: Verdict
    by_label: Mapping[str, LabelScore] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """One installed model, shipped or made in this library, as ``models`` lists it."""

    name: str
    id: str
    kind: str
    licence: str
    languages: tuple[str, ...]
    labels: tuple[str, ...]
    size_bytes: int
    is_shipped: bool
    is_in_use: bool
    metrics: Mapping[str, Any] = field(default_factory=dict)
