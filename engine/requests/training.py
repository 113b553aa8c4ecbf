"""Requests about models and what they learn."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.teaching import TrainingOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class ListModels:
    """Answer: ``tuple[ModelRow, ...]``, the shipped ones first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRuns:
    """Answer: ``tuple[RunReport, ...]``, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Train:
    """Begin a training run; ``TrainingProgress`` events follow, and one ``TrainingFinished``.

    Attributes:
        corpora: Paths of labelled files; corrections are learnt from always.
        options: How.
    """

    corpora: tuple[str, ...] = ()
    options: TrainingOptions = field(default_factory=TrainingOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelTraining:
    """Stop the training run under way, if there is one; its ``TrainingFinished`` follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseModel:
    """Let this tagger read every document from now on."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RollBackModel:
    """Go back to the tagger in use before; answers with its name."""
