"""Makes an entity or a relation of what a file tells of it, under our names or those of other programs.

In: a row or element as texts by lower-case name. Out: a record, or a fault that names the line.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.annotate.keys import entity_key
from engine.carried import CarriedEntity, CarriedEvidence, CarriedRelation, carried_text
from engine.errors import GraphColumnMissing, GraphEndMissing, GraphFileInvalid
from engine.records import CO_MENTION

DEFAULT_LABEL = "MISC"
DEFAULT_PREDICATE = "related_to"
_LABELS = {
    "person": "PER", "people": "PER", "human": "PER", "人": "PER", "人物": "PER",
    "organization": "ORG", "organisation": "ORG", "company": "ORG",
    "机构": "ORG", "组织": "ORG", "公司": "ORG",
    "place": "LOC", "location": "LOC", "city": "LOC", "country": "LOC", "地点": "LOC",
    "event": "EVENT", "事件": "EVENT",
    "product": "PRODUCT", "产品": "PRODUCT", "work": "WORK", "作品": "WORK",
}  # fmt: skip
_DIRECTIONS = frozenset(("directed", "undirected"))
"""What Gephi calls the type of an edge."""


@dataclass(frozen=True, slots=True)
class Told:
    """One row or element of a file: where it stands and what it tells."""

    path: str
    line: int
    values: Mapping[str, str]

    def first(self, *names: str) -> str:
        """Return the first of these that is told, "" when none is."""
        return next((text for name in names if (text := self.values.get(name, "").strip())), "")

    def invalid(self, name: str) -> GraphFileInvalid:
        """Return the fault that a value is not what it must be."""
        value = self.values.get(name, "")[:100]
        return GraphFileInvalid(path=self.path, line=self.line, detail=f"{name} = {value!r}")


def node_id(told: Told) -> str:
    """Return what relations of the same file call an entity.

    Raises:
        GraphColumnMissing: It has neither id nor name.
    """
    if found := told.first("id", "name", "label", "title"):
        return found
    raise GraphColumnMissing(path=told.path, line=told.line, column="id")


def entity(told: Told) -> CarriedEntity:
    """Return the entity that is told of.

    Raises:
        GraphFileInvalid: Something is missing or no number.
    """
    name = told.values.get("name", "") or told.first("title")
    # Gephi and its kin call the name a label.
    label = (
        told.first("label", "type", "kind", "category") if name else told.first("type", "kind", "category")
    )
    name = carried_text(name or told.first("label") or node_id(told))
    label = carried_text(_LABELS.get(label.casefold(), label) or DEFAULT_LABEL)
    key = carried_text(told.values.get("key", "")) or entity_key(name, label)
    return CarriedEntity(
        label=label, key=key, name=name, aliases=_aliases(told), n_mentions=_count(told, "n_mentions"),
        n_documents=_count(told, "n_documents"),
    )  # fmt: skip


def relation(told: Told, ends: Mapping[str, CarriedEntity]) -> CarriedRelation:
    """Return the relation that is told of; ``ends`` are the entities of the file by ``node_id``.

    Raises:
        GraphEndMissing: It names an entity that the file does not have.
        GraphFileInvalid: Something is missing, no number, or no evidence as we write it.
    """
    subject, object_ = (_end(told, ends, *names) for names in (("source", "from"), ("target", "to")))
    stated = told.first("type")
    if stated.casefold() in _DIRECTIONS:
        stated = ""
    predicate = (
        carried_text(stated or told.first("predicate", "relation", "label", "kind")) or DEFAULT_PREDICATE
    )
    if predicate == CO_MENTION and (object_.label, object_.key) < (subject.label, subject.key):
        subject, object_ = object_, subject
    return CarriedRelation(
        subject=subject, predicate=predicate, object=object_, weight=_weight(told),
        n_documents=_count(told, "n_documents"), first_date=carried_text(told.first("first_date")),
        last_date=carried_text(told.first("last_date")), evidence=_evidence(told),
    )  # fmt: skip


def _end(told: Told, ends: Mapping[str, CarriedEntity], *names: str) -> CarriedEntity:
    wanted = told.first(*names)
    if not wanted:
        raise GraphColumnMissing(path=told.path, line=told.line, column=names[0])
    if wanted not in ends:
        raise GraphEndMissing(path=told.path, line=told.line, name=wanted[:100])
    return ends[wanted]


def _aliases(told: Told) -> tuple[str, ...]:
    stated = told.first("aliases")
    if not stated.startswith("["):
        return tuple(carried_text(name.strip()) for name in stated.split("|") if name.strip())
    try:
        names = json.loads(stated)
    except (ValueError, RecursionError) as error:
        raise told.invalid("aliases") from error
    if not all(isinstance(name, str) for name in names):
        raise told.invalid("aliases")
    return tuple(map(carried_text, names))


def _count(told: Told, name: str) -> int:
    stated = told.first(name)
    if not stated:
        return 0
    if not (stated.isdecimal() and len(stated) < 16):
        raise told.invalid(name)
    return int(stated)


def _weight(told: Told) -> float:
    try:
        weight = float(told.first("weight") or 1.0)
    except ValueError as error:
        raise told.invalid("weight") from error
    if not math.isfinite(weight):
        raise told.invalid("weight")
    return weight


def _evidence(told: Told) -> tuple[CarriedEvidence, ...]:
    stated = told.first("evidence")
    if not stated.startswith("["):
        quote = stated or told.first("quote", "sentence")
        return (CarriedEvidence(quote=carried_text(quote)),) if quote else ()
    try:
        return tuple(_piece(dict(piece)) for piece in json.loads(stated))
    except (ValueError, TypeError, RecursionError) as error:
        raise told.invalid("evidence") from error


def _piece(said: dict[str, Any]) -> CarriedEvidence:
    """Return evidence as ``export/columns.py`` writes it; what is not so raises ValueError or TypeError."""
    texts = {
        name: carried_text(_of(said, name, str, ""))
        for name in ("quote", "document", "path", "title", "date")
    }
    page = None if said.get("page") is None else _of(said, "page", int, 0)
    score = float(_of(said, "score", (int, float), 0.0))
    if not math.isfinite(score):
        raise ValueError("score")
    return CarriedEvidence(
        **texts, start=_of(said, "start", int, 0), end=_of(said, "end", int, 0), page=page, score=score
    )


def _of(said: Mapping[str, Any], name: str, kind: type | tuple[type, ...], default: Any) -> Any:
    value = said.get(name, default)
    if (
        not isinstance(value, kind)
        or isinstance(value, bool)
        or (isinstance(value, int) and abs(value) >> 62)
    ):
        raise TypeError(name)
    return value
