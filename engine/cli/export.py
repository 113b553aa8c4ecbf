"""``export FORM PATH``: the graph as a file, or a folder, of another program."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.carried import FOLDER_FORMS, FORMS, Selection
from engine.cli.meter import show_transfer
from engine.cli.opening import open_library
from engine.graph.queries import LABELS

HELP = "write the graph for Gephi, Neo4j, Obsidian, RDF stores, spreadsheets and others"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("form", choices=FORMS, metavar="FORM", help="one of: " + ", ".join(FORMS))
    folders = ", ".join(FOLDER_FORMS)
    parser.add_argument("path", type=Path, metavar="PATH", help=f"the file to write; for {folders}, a folder")
    parser.add_argument("--label", choices=LABELS, action="append", default=[], help="this kind; repeatable")
    parser.add_argument("--around", metavar="NAME", help="only one entity and its best neighbours")
    parser.add_argument("--budget", type=int, default=60, metavar="N",
                        help="entities at most with --around (%(default)s)")  # fmt: skip
    parser.add_argument("--evidence", type=int, default=5, metavar="N",
                        help="quotes at most for each relation (%(default)s)")  # fmt: skip


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return what was written."""
    with open_library(options) as library, show_transfer() as on_progress:
        entity_ids: tuple[int, ...] = ()
        if options.around:
            found = library.graph.neighbourhood(
                [library.graph.entity_named(options.around)], budget=options.budget
            )
            entity_ids = tuple(node.entity_id for node in found.nodes)
        selection = Selection(
            labels=tuple(options.label), entity_ids=entity_ids, n_evidence=max(options.evidence, 0)
        )
        done = library.graph.transfer.export(
            options.path, options.form, selection=selection, on_progress=on_progress
        )
    return asdict(done)


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    lines = [
        f"{answer['n_entities']} entities and {answer['n_relations']} relations written to {answer['path']}"
    ]
    if answer["kept"]:
        lines.append(f"left as they are, because they were changed since: {', '.join(answer['kept'])}")
    return "\n".join(lines)
