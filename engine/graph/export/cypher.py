"""Cypher that may be run again and again: every node and relationship is merged on its stable id.

The constraint comes first, so that merging is quick; then batches of literal rows. Labels and types are
names in the language and so are folded to word characters; what they were called stands in a property.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import IO, Any

from engine.carried import CarriedEntity, CarriedRelation, Tick
from engine.graph.export.columns import ENTITY_COLUMNS, RELATION_COLUMNS, Column, Value
from engine.store.carried import CarriedGraph

BATCH = 200
CONSTRAINT = "CREATE CONSTRAINT satchel_entity_id IF NOT EXISTS FOR (e:Entity) REQUIRE e.id IS UNIQUE;\n"
_NO_WORD = re.compile(r"\W")
_SPECIAL = re.compile(r"[\\'\n\r\t\x7f-\x9f\u2028\u2029]")
_SHORT = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_RELATION = tuple(c for c in RELATION_COLUMNS if c.name not in {"source", "target"})


def write(graph: CarriedGraph, out: IO[str], tick: Tick) -> None:
    """Write ``graph`` to ``out``."""
    out.write(CONSTRAINT)
    for label, alike in groupby(graph.entities(), key=lambda entity: entity.label):
        while batch := list(islice(alike, BATCH)):
            _write_rows(out, (_map(entity, ENTITY_COLUMNS) for entity in batch))
            out.write(f"MERGE (e:Entity {{id: row.id}})\nSET e += row, e:{_name(label)};\n")
            for entity in batch:
                tick(entity)
    relations = graph.relations()
    while several := list(islice(relations, BATCH)):
        several.sort(key=lambda relation: relation.predicate)
        for predicate, of_kind in groupby(several, key=lambda relation: relation.predicate):
            _write_relations(out, predicate, list(of_kind))
        for relation in several:
            tick(relation)


def _write_relations(out: IO[str], predicate: str, relations: Sequence[CarriedRelation]) -> None:
    _write_rows(
        out,
        (
            f"{{source: {_literal(r.subject.id)}, target: {_literal(r.object.id)}, "
            f"about: {_map(r, _RELATION)}}}"
            for r in relations
        ),
    )
    out.write(
        "MATCH (a:Entity {id: row.source}), (b:Entity {id: row.target})\n"
        f"MERGE (a)-[r:{_name(predicate)} {{id: row.about.id}}]->(b)\nSET r += row.about;\n"
    )


def _write_rows(out: IO[str], rows: Iterator[str]) -> None:
    out.write("UNWIND [\n" + ",\n".join(rows) + "\n] AS row\n")


def _map(record: CarriedEntity | CarriedRelation, columns: Sequence[Column[Any]]) -> str:
    return "{" + ", ".join(f"{column.name}: {_literal(column.read(record))}" for column in columns) + "}"


def _literal(value: Value) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_literal, value)) + "]"
    if isinstance(value, str):
        return f"'{_SPECIAL.sub(_escaped, value)}'"
    return repr(value)


def _escaped(match: re.Match[str]) -> str:
    return _SHORT.get(match[0]) or f"\\u{ord(match[0]):04x}"


def _name(text: str) -> str:
    return f"`{_NO_WORD.sub('_', text) or '_'}`"
