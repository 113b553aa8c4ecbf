"""One JSON object of entities and relations, a record a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any

from engine.carried import CarriedEntity, CarriedRelation, Tick
from engine.graph.export.columns import ENTITY_COLUMNS, RELATION_COLUMNS, Column
from engine.store.carried import CarriedGraph

_RELATION = tuple(column for column in RELATION_COLUMNS if column.name not in {"quote", "evidence"})


def write(graph: CarriedGraph, out: IO[str], tick: Tick) -> None:
    """Write ``graph`` to ``out``."""
    out.write('{"entities": [')
    _write_lines(out, graph.entities(), _entity, tick)
    out.write('], "relations": [')
    _write_lines(out, graph.relations(), _relation, tick)
    out.write("]}\n")


def _write_lines(
    out: IO[str], records: Iterable[Any], as_object: Callable[[Any], dict[str, Any]], tick: Tick
) -> None:
    separator = "\n"
    for record in records:
        out.write(separator + json.dumps(as_object(record), ensure_ascii=False))
        separator = ",\n"
        tick(record)
    out.write("\n")


def _entity(entity: CarriedEntity) -> dict[str, Any]:
    return _object(entity, ENTITY_COLUMNS)


def _relation(relation: CarriedRelation) -> dict[str, Any]:
    evidence = [piece.as_object() for piece in relation.evidence]
    return _object(relation, _RELATION) | {"evidence": evidence}


def _object(record: Any, columns: Sequence[Column[Any]]) -> dict[str, Any]:
    return {column.name: column.read(record) for column in columns}
