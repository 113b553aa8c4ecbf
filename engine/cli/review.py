"""``review``: the mentions that are most worth a look, to be confirmed or corrected with ``correct``."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from engine.cli.opening import open_library
from engine.teaching import ReviewRow

HELP = "list the mentions that the model is least sure of"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="mentions at most (%(default)s)")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return the mentions, the most useful first."""
    with open_library(options) as library:
        return {"mentions": [_mention(row) for row in library.review(limit=options.limit)]}


def _mention(row: ReviewRow) -> dict[str, Any]:
    return asdict(row.evidence) | {"label": row.label, "score": row.score}


def render(answer: dict[str, Any]) -> str:
    """Say the same for people: the mention in its sentence, and how to name it to ``correct``."""
    if not answer["mentions"]:
        return "Nothing to review."
    return "\n".join(map(_lines, answer["mentions"]))


def _lines(mention: dict[str, Any]) -> str:
    sentence = f"{mention['before']}[{mention['text']}]{mention['after']}"
    place = f"{mention['path']} {mention['start']} {mention['end']}"
    return f"{mention['label']:<8} {mention['score']:.2f}  {' '.join(sentence.split())}\n{'':15}{place}"
