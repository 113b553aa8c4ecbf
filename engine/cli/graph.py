"""``graph NAME``: the best neighbours of one entity and what joins them."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from engine.cli.opening import open_library
from engine.graph.queries import LABELS

HELP = "show the neighbourhood of one entity"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("name", nargs="+", metavar="NAME")
    parser.add_argument("--label", choices=LABELS, help="which kind, where several share the name")
    parser.add_argument("--budget", type=int, default=30, metavar="N", help="nodes at most (%(default)s)")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return nodes and edges."""
    with open_library(options) as library:
        entity_id = library.graph.entity_named(" ".join(options.name), label=options.label)
        found = library.graph.neighbourhood([entity_id], budget=options.budget)
    return asdict(found)


def render(answer: dict[str, Any]) -> str:
    """Say the same for people: one line an edge, strongest first."""
    names = {node["entity_id"]: node["name"] for node in answer["nodes"]}
    edges = sorted(answer["edges"], key=lambda edge: -edge["weight"])
    lines = [f"{len(names)} entities, {len(edges)} links"]
    lines += [
        f"  {names[edge['source_id']]} -- {', '.join(edge['predicates'])} -- {names[edge['target_id']]}"
        for edge in edges
    ]
    return "\n".join(lines)
