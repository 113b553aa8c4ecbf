"""Frozen records of what people decide of entities: which names are one thing, what it is called and is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.records import EntityRef

DecisionKind = Literal["same", "different", "name", "label", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One normal form of names that an entity goes by; ``name`` is its commonest spelling."""

    label: str
    key: str
    name: str
    n_mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One act, undone as a whole.

    Attributes:
        kind: ``"same"``: all of ``refs`` are one thing; ``"different"``: the first parted from the others;
            ``"name"``, ``"label"``: what it is called, or is, is ``value``; ``"nothing"``: no thing at all.
        entity_id: The entity that the first of ``refs`` is now, None where that names nothing.
    """

    decision_id: int
    kind: DecisionKind
    refs: tuple[EntityRef, ...]
    value: str | None
    created_ms: int
    entity_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedEntity:
    """One side of a proposal."""

    entity_id: int
    name: str
    label: str
    n_mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeProposal:
    """Two entities that may be one, because of ``reason`` (a code).

    Attributes:
        score: How likely that is by their names, 0 to 1.
        likeness: Cosine similarity of the mean of the passages that mention them, None without vectors.
    """

    one: ProposedEntity
    other: ProposedEntity
    reason: str
    score: float
    likeness: float | None
