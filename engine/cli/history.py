"""``history``: what was opened, searched, corrected and looked at; and how to erase it."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import datetime
from typing import Any

from engine.cli.opening import open_library

HELP = "show what you did with the library, or erase it (settings history.keep=false keeps none)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--erase",
        type=_what,
        metavar="all|ID",
        help="erase everything, or the line of this number, without a trace",
    )
    parser.add_argument(
        "--since", type=datetime.fromisoformat, metavar="TIME",
        help="with --erase all: only what was done since, 2026-01-31 or 2026-01-31T18:00",
    )  # fmt: skip
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="lines at most (%(default)s)")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Erase what is to be erased, and return what is left."""
    since_ms = None if options.since is None else int(options.since.timestamp() * 1000)
    n_erased = 0
    with open_library(options, is_read_only=options.erase is None) as library:
        if options.erase is not None:
            which = None if options.erase == "all" else options.erase
            n_erased = library.interests.erase(which, since_ms=since_ms)
        rows = library.interests.activity(limit=options.limit)
    return {"n_erased": n_erased, "activity": [asdict(row) for row in rows]}


def render(answer: dict[str, Any]) -> str:
    """Say the same for people, the latest first."""
    lines = [f"Erased: {answer['n_erased']}"] if answer["n_erased"] else []
    for row in answer["activity"]:
        at = datetime.fromtimestamp(row["at_ms"] / 1000).astimezone()
        lines.append(
            f"{row['activity_id']:>6}  {at:%Y-%m-%d %H:%M}  {row['kind'].replace('_', ' '):<9} {row['name']}"
        )
    return "\n".join(lines) or "Nothing is remembered."


def _what(text: str) -> str | int:
    return text if text == "all" else int(text)
