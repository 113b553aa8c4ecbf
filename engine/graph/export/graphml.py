"""GraphML, as networkx, yEd and Cytoscape read it: http://graphml.graphdrawing.org/specification.html.

All edges are directed, since networkx takes no mixed graph; a ``co_mention`` is meant both ways. A list is
a JSON array: GraphML has no type for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from engine.carried import Tick
from engine.graph.export.columns import ENTITY_COLUMNS, RELATION_COLUMNS, Column, as_text
from engine.graph.export.markup import escaped
from engine.store.carried import CarriedGraph

_TYPES = {"string": "string", "integer": "long", "double": "double", "list": "string"}
_NODE = tuple(column for column in ENTITY_COLUMNS if column.name != "id")
_EDGE = tuple(column for column in RELATION_COLUMNS if column.name not in {"id", "source", "target"})


def write(graph: CarriedGraph, out: IO[str], tick: Tick) -> None:
    """Write ``graph`` to ``out``."""
    out.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    )
    _declare(out, "node", _NODE)
    _declare(out, "edge", _EDGE)
    out.write('<graph id="satchel" edgedefault="directed">\n')
    for entity in graph.entities():
        out.write(f'<node id="{entity.id}">{_data("node", entity, _NODE)}</node>\n')
        tick(entity)
    for relation in graph.relations():
        ends = f'source="{relation.subject.id}" target="{relation.object.id}"'
        out.write(f'<edge id="{relation.id}" {ends}>{_data("edge", relation, _EDGE)}</edge>\n')
        tick(relation)
    out.write("</graph>\n</graphml>\n")


def _declare(out: IO[str], of: str, columns: Sequence[Column[Any]]) -> None:
    for column in columns:
        out.write(
            f'<key id="{of}.{column.name}" for="{of}" attr.name="{column.name}" '
            f'attr.type="{_TYPES[column.kind]}"/>\n'
        )


def _data(of: str, record: Any, columns: Sequence[Column[Any]]) -> str:
    return "".join(
        f'<data key="{of}.{column.name}">{escaped(as_text(column.read(record)))}</data>' for column in columns
    )
