"""CSV for ``neo4j-admin database import full``: headers and data, of nodes and of relationships.

Source: Neo4j Operations Manual 5, "Import" (header fields, quoting, ``--array-delimiter``). Array values
cannot be quoted there, so they are joined by U+001F, which no text that is carried has.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from engine.carried import CarriedEntity, CarriedRelation, Tick
from engine.graph.export.columns import ENTITY_COLUMNS, RELATION_COLUMNS, Column, Value
from engine.store.carried import CarriedGraph

DELIMITER = "\x1f"
COMMAND = """neo4j-admin database import full --array-delimiter=U+001F --multiline-fields=true \\
  --nodes=entities-header.csv,entities.csv \\
  --relationships=relations-header.csv,relations.csv \\
  neo4j
"""
_TYPES = {"string": "string", "integer": "long", "double": "double", "list": "string[]"}
_ENTITY = tuple(column for column in ENTITY_COLUMNS if column.name != "id")
_RELATION = tuple(c for c in RELATION_COLUMNS if c.name not in {"source", "target", "type"})


def write(graph: CarriedGraph, folder: Path, tick: Tick) -> None:
    """Write the four files into ``folder``, and the command that imports them."""
    properties = [f"{column.name}:{_TYPES[column.kind]}" for column in _ENTITY]
    _write(folder, "entities", ["id:ID", *properties, ":LABEL"], graph.entities(), _entity, tick)
    properties = [f"{column.name}:{_TYPES[column.kind]}" for column in _RELATION]
    header = [":START_ID", ":END_ID", ":TYPE", *properties]
    _write(folder, "relations", header, graph.relations(), _relation, tick)
    (folder / "import.txt").write_text(COMMAND, "utf-8", newline="\n")


def _write(
    folder: Path,
    name: str,
    header: Sequence[str],
    records: Iterable[Any],
    row: Callable[[Any], Sequence[str]],
    tick: Tick,
) -> None:
    with (folder / f"{name}-header.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerow(header)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, quoting=csv.QUOTE_ALL)  # else an empty text would be no value
        for record in records:
            rows.writerow(row(record))
            tick(record)


def _entity(entity: CarriedEntity) -> list[str]:
    return [entity.id, *_cells(entity, _ENTITY), DELIMITER.join(("Entity", entity.label))]


def _relation(relation: CarriedRelation) -> list[str]:
    return [relation.subject.id, relation.object.id, relation.predicate, *_cells(relation, _RELATION)]


def _cells(record: Any, columns: Sequence[Column[Any]]) -> list[str]:
    return [_cell(column.read(record)) for column in columns]


def _cell(value: Value) -> str:
    if isinstance(value, tuple):
        return DELIMITER.join(value)
    return value if isinstance(value, str) else repr(value)
