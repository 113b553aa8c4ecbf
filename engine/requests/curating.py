"""Requests by which people say what mentions and entities are."""

from __future__ import annotations

from dataclasses import dataclass

from engine.records import EntityRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProposals:
    """Answer: ``tuple[MergeProposal, ...]``, the likeliest and most mentioned first."""

    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ListForms:
    """Answer: ``tuple[FormRow, ...]``, the names that an entity is drawn together from."""

    entity_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDecisions:
    """Answer: ``tuple[Decision, ...]`` in the order they were made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeEntities:
    """Say that these are one thing; this and each of the next answers with its ``Decision``."""

    entity_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepApart:
    """Say that these are two things."""

    entity_id: int
    other_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitEntity:
    """Say that some of an entity's forms are another thing than the others."""

    entity_id: int
    refs: tuple[EntityRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameEntity:
    """Say what an entity is called."""

    entity_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetypeEntity:
    """Say what kind of thing an entity is."""

    entity_id: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectEntity:
    """Say that an entity is no thing at all."""

    entity_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoDecision:
    """Take back one of these acts (None: the latest)."""

    decision_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCorrections:
    """Answer: ``tuple[Correction, ...]`` in the order they were made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetReview:
    """Answer: ``tuple[ReviewRow, ...]``, the most useful to look at first."""

    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectMention:
    """Say that the truth at a span is ``label``, None for nothing; answers with the ``Correction``."""

    document_id: int
    start: int
    end: int
    label: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelOccurrences:
    """Say the same wherever the name at a span stands; answers with ``tuple[Correction, ...]``, one act."""

    document_id: int
    start: int
    end: int
    label: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoCorrection:
    """Take back the act that a correction is part of (None: the latest); answers with what it said."""

    correction_id: int | None = None
