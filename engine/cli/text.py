"""``text PATH``: the cleaned text that every offset refers to."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.cli.opening import open_library

HELP = "print the cleaned text of a file, as the library holds it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("path", type=Path, metavar="PATH")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return text, pages and mentions of one document."""
    with open_library(options) as library:
        return asdict(library.document_at(options.path))


def render(answer: dict[str, Any]) -> str:
    """Print the text alone."""
    return str(answer["text"])
