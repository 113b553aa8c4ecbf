"""Two CSV files (RFC 4180, UTF-8): ``entities.csv`` and ``relations.csv``; a list is a JSON array."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from engine.carried import Tick
from engine.graph.export.columns import ENTITY_COLUMNS, RELATION_COLUMNS, Column, as_text
from engine.store.carried import CarriedGraph

ENTITIES, RELATIONS = "entities.csv", "relations.csv"


def write(graph: CarriedGraph, folder: Path, tick: Tick) -> None:
    """Write both files into ``folder``."""
    _write(folder / ENTITIES, ENTITY_COLUMNS, graph.entities(), tick)
    _write(folder / RELATIONS, RELATION_COLUMNS, graph.relations(), tick)


def _write(path: Path, columns: Sequence[Column[Any]], records: Iterable[Any], tick: Tick) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(column.name for column in columns)
        for record in records:
            rows.writerow(as_text(column.read(record)) for column in columns)
            tick(record)
