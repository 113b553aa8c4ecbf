"""``import-graph FILE``: take in the graph of another program or library; list and remove such graphs."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.cli.meter import show_transfer
from engine.cli.opening import open_library

HELP = "take in a graph (GraphML or CSV) beside what was found; list or remove such graphs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("path", nargs="?", type=Path, metavar="FILE",
                        help="GraphML, entities as CSV, or a folder of two tables")  # fmt: skip
    parser.add_argument("relations", nargs="?", type=Path, metavar="RELATIONS", help="the relations as CSV")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="list the imported graphs")
    what.add_argument("--remove", type=int, metavar="ID", help="forget an imported graph")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return what was taken in, or the imported graphs."""
    with open_library(options, is_read_only=options.path is None and options.remove is None) as library:
        transfer = library.graph.transfer
        if options.remove is not None:
            transfer.remove_import(options.remove)
        elif options.path is not None:
            with show_transfer() as on_progress:
                return asdict(transfer.import_graph(options.path, options.relations, on_progress=on_progress))
        return {"imports": [asdict(row) for row in transfer.imports()]}


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    if "imports" not in answer:
        counts = f"{answer['n_entities']} entities and {answer['n_relations']} relations"
        return f"{counts} taken in from {answer['path']}"
    lines = []
    for row in answer["imports"]:
        day = datetime.fromtimestamp(row["imported_ms"] / 1000).strftime("%Y-%m-%d %H:%M")
        counts = f"{row['n_entities']} entities, {row['n_relations']} relations"
        lines.append(f"{row['graph_id']:>5}  {day}  {row['name']}  ({counts})")
    return "\n".join(lines) or "No graph was imported."
