"""``entities``: who and what the library knows, most mentioned or most central first."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from engine.cli.opening import open_library
from engine.graph.queries import LABELS

HELP = "list who and what the library knows"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("prefix", nargs="?", default="", metavar="PREFIX", help="only names that begin so")
    parser.add_argument("--label", choices=LABELS, help="only this kind")
    parser.add_argument(
        "--order",
        choices=("mentions", "centrality"),
        default="mentions",
        help="what comes first (%(default)s)",
    )
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="lines at most (%(default)s)")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return the list."""
    with open_library(options) as library:
        rows = library.graph.entities(
            prefix=options.prefix, label=options.label, limit=options.limit, order=options.order
        )
    return {"entities": [asdict(row) for row in rows]}


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    lines = [
        f"{row['n_mentions']:>6}  {row['label']:<8} {row['name']}  "
        f"({row['n_documents']} documents{_centrality(row)})"
        for row in answer["entities"]
    ]
    return "\n".join(lines) or "Nobody and nothing yet."


def _centrality(row: dict[str, Any]) -> str:
    return "" if row["centrality"] is None else f", centrality {row['centrality']:.2f}"
