"""``path FROM TO``: how two entities are connected, each step with its evidence."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from engine.cli.filtering import add_filter, filter_of
from engine.cli.opening import open_library

HELP = "show how two people, organisations, places or things are connected"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("first", metavar="FROM")
    parser.add_argument("last", metavar="TO")
    parser.add_argument(
        "--alternatives", type=int, default=3, metavar="N", help="paths at most (%(default)s)"
    )
    parser.add_argument("--max-steps", type=int, default=6, metavar="N", help="steps at most (%(default)s)")
    parser.add_argument(
        "--by-evidence", action="store_true", help="rather many documents for each step than few steps"
    )
    add_filter(parser)


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return the paths, best first."""
    with open_library(options) as library:
        found = library.graph.paths(
            library.graph.entity_named(options.first),
            library.graph.entity_named(options.last),
            n_paths=max(options.alternatives, 1),
            max_steps=options.max_steps,
            is_by_evidence=options.by_evidence,
            filter=filter_of(options),
        )
    return {"paths": [asdict(path) for path in found]}


_ARROWS = {"out": "->", "in": "<-", "both": "--"}


def render(answer: dict[str, Any]) -> str:
    """Say the same for people: a line a path, below it the evidence of each step."""
    lines: list[str] = []
    for path in answer["paths"]:
        lines.append(" – ".join(node["name"] for node in path["nodes"]))
        for node, step, n_evidence in zip(path["nodes"], path["steps"], path["n_evidence"], strict=False):
            quote = " ".join(step["evidence"]["text"].split())
            arrow = _ARROWS[step["direction"]]
            lines.append(
                f"  {node['name']} {arrow} {step['predicate']} {arrow} {step['other']}  "
                f"({n_evidence} pieces of evidence)"
            )
            lines.append(f"       “{quote}”  {step['evidence']['path']}")
    return "\n".join(lines) or "Nothing connects them."
