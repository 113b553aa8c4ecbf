"""``evaluate CORPUS``: how well a tagger finds what is labelled in a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from engine.cli.opening import open_library

HELP = "measure the model, or another one, on a labelled file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("corpus", type=Path, metavar="CORPUS", help="a labelled file in any known format")
    parser.add_argument("--model", default=None, metavar="NAME", help="instead of the one in use")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return precision, recall and F1 of each label and of all, and the speed."""
    with open_library(options) as library:
        figures = library.learning.evaluate(options.corpus, name=options.model)
        name = options.model or library.models.tagger_card.name
    return {"corpus": str(options.corpus), "model": name, **figures.to_json()}


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    lines = [f"{answer['model']}: {'':<12}{'precision':>10}{'recall':>8}{'F1':>8}{'there':>8}"]
    rows = {name: row for name, row in answer.items() if isinstance(row, dict)}
    for name, row in sorted(rows.items(), key=lambda item: (item[0] == "overall", item[0])):
        lines.append(
            f"  {name:<{len(answer['model']) + 12}}{row['precision']:>10.3f}{row['recall']:>8.3f}"
            f"{row['f1']:>8.3f}{row['support']:>8}"
        )
    return "\n".join([*lines, f"{answer['words_per_s']:,} words/s"])
