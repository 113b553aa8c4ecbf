"""What is told of an entity and of a relation, under which name and of which type, in every flat form.

An attribute of an entity that is to be exported is one more column here and one more field of
``CarriedEntity``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from engine.carried import CarriedEntity, CarriedEvidence, CarriedRelation

Value = str | int | float | tuple[str, ...]
Kind = Literal["string", "integer", "double", "list"]
_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Column(Generic[_Record]):
    """One thing told of a record; a ``list`` is one of texts."""

    name: str
    kind: Kind
    read: Callable[[_Record], Value]


ENTITY_COLUMNS: Sequence[Column[CarriedEntity]] = (
    Column("id", "string", lambda entity: entity.id),
    Column("name", "string", lambda entity: entity.name),
    Column("label", "string", lambda entity: entity.label),
    Column("key", "string", lambda entity: entity.key),
    Column("aliases", "list", lambda entity: entity.aliases),
    Column("n_mentions", "integer", lambda entity: entity.n_mentions),
    Column("n_documents", "integer", lambda entity: entity.n_documents),
)
RELATION_COLUMNS: Sequence[Column[CarriedRelation]] = (
    Column("id", "string", lambda relation: relation.id),
    Column("source", "string", lambda relation: relation.subject.id),
    Column("target", "string", lambda relation: relation.object.id),
    Column("type", "string", lambda relation: relation.predicate),
    Column("weight", "double", lambda relation: relation.weight),
    Column("n_documents", "integer", lambda relation: relation.n_documents),
    Column("first_date", "string", lambda relation: relation.first_date),
    Column("last_date", "string", lambda relation: relation.last_date),
    Column("quote", "string", lambda relation: relation.evidence[0].quote if relation.evidence else ""),
    Column("evidence", "string", lambda relation: evidence_json(relation.evidence)),
)
"""``quote`` is the best evidence, for the eye; ``evidence`` is all of it."""


def evidence_json(evidence: Sequence[CarriedEvidence]) -> str:
    """Return evidence as one JSON array of objects."""
    return json.dumps([piece.as_object() for piece in evidence], ensure_ascii=False, separators=(",", ":"))


def as_text(value: Value) -> str:
    """Return a value as text: a number in its shortest exact form, a list as a JSON array."""
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return value if isinstance(value, str) else repr(value)
