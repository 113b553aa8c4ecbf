"""GEXF 1.3, as Gephi opens it: https://gexf.net/1.3/gexf.xsd.

All edges are directed, since few readers take both kinds in one graph; a ``co_mention`` is meant both ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from engine.carried import CarriedEntity, CarriedRelation, Tick
from engine.graph.export.columns import ENTITY_COLUMNS, RELATION_COLUMNS, Column, as_text
from engine.graph.export.markup import escaped
from engine.store.carried import CarriedGraph

_TYPES = {"string": "string", "integer": "integer", "double": "double", "list": "liststring"}
_NODE = tuple(column for column in ENTITY_COLUMNS if column.name not in {"id", "name"})
_EDGE = tuple(c for c in RELATION_COLUMNS if c.name not in {"id", "source", "target", "type", "weight"})


def write(graph: CarriedGraph, out: IO[str], tick: Tick) -> None:
    """Write ``graph`` to ``out``."""
    out.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
        '<meta><creator>Satchel</creator></meta>\n<graph defaultedgetype="directed" idtype="string">\n'
    )
    _declare(out, "node", _NODE)
    _declare(out, "edge", _EDGE)
    out.write("<nodes>\n")
    for entity in graph.entities():
        out.write(_node(entity))
        tick(entity)
    out.write("</nodes>\n<edges>\n")
    for relation in graph.relations():
        out.write(_edge(relation))
        tick(relation)
    out.write("</edges>\n</graph>\n</gexf>\n")


def _declare(out: IO[str], of: str, columns: Sequence[Column[Any]]) -> None:
    out.write(f'<attributes class="{of}">\n')
    for column in columns:
        out.write(f'<attribute id="{column.name}" title="{column.name}" type="{_TYPES[column.kind]}"/>\n')
    out.write("</attributes>\n")


def _node(entity: CarriedEntity) -> str:
    values = _values(entity, _NODE)
    return f'<node id="{entity.id}" label="{escaped(entity.name)}">{values}</node>\n'


def _edge(relation: CarriedRelation) -> str:
    kind = escaped(relation.predicate)
    return (
        f'<edge id="{relation.id}" source="{relation.subject.id}" target="{relation.object.id}" '
        f'label="{kind}" kind="{kind}" weight="{relation.weight!r}">{_values(relation, _EDGE)}</edge>\n'
    )


def _values(record: Any, columns: Sequence[Column[Any]]) -> str:
    values = "".join(
        f'<attvalue for="{column.name}" value="{escaped(as_text(column.read(record)))}"/>'
        for column in columns
    )
    return f"<attvalues>{values}</attvalues>"
