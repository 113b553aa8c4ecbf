"""``recommend``: documents that may be worth opening, and why."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from engine.cli.opening import open_library
from engine.cli.related import suggestion_lines

HELP = "recommend documents, by what was opened, searched, corrected and is followed"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--limit", type=int, default=12, metavar="N", help="documents at most (%(default)s)")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return the documents, best first."""
    with open_library(options) as library:
        return {"documents": [asdict(one) for one in library.interests.recommended(limit=options.limit)]}


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    return "\n".join(suggestion_lines(answer["documents"])) or "Nothing yet."
