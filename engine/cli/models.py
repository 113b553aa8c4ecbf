"""``models``: which models there are, which is in use, and the way to another."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.cli.meter import say, show_progress
from engine.cli.opening import open_library
from engine.errors import StoreMissing
from engine.models import ModelShelf
from engine.settings import Models
from engine.teaching import ModelRow

HELP = "list the models with licence, languages and figures; use another, bring one, or go back"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--use", metavar="NAME", help="let this tagger read every document")
    choice.add_argument("--roll-back", action="store_true", help="go back to the tagger in use before")
    choice.add_argument("--measure", action="store_true", help="measure every tagger on this computer")
    choice.add_argument(
        "--import",
        dest="bring",
        type=Path,
        metavar="FOLDER",
        help="make a model of this library from a Hugging Face folder (safetensors or ONNX)",
    )
    choice.add_argument("--make-best", action="store_true", help="make the exact form of the usual tagger")
    parser.add_argument("--name", help="with --import: what to call the model")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Do what was asked, then list the models."""
    if options.use or options.roll_back:
        return _change(options)
    if options.bring or options.make_best:
        return _add(options)
    try:
        with open_library(options) as library:
            rows, fault = library.learning.models(), library.models.fault
            measured = library.learning.measure() if options.measure else {}
    except StoreMissing:
        if options.measure:
            raise
        shelf = ModelShelf(Models(), models_root=options.models)
        rows, fault, measured = shelf.rows(), shelf.fault, {}
    if fault is not None:
        say(f"The model chosen for this library cannot be used ({fault.code}); the shipped one serves.")
    return {"models": [_row(row, measured) for row in rows], "fault": fault and asdict(fault)}


def _change(options: argparse.Namespace) -> dict[str, Any]:
    with open_library(options, is_read_only=False) as library:
        if options.use:
            library.learning.use(options.use)
        else:
            library.learning.roll_back()
        with show_progress() as on_progress:
            library.index(on_progress=on_progress)
        return {"in_use": library.models.tagger_card.name, "models": _rows(library.learning.models())}


def _add(options: argparse.Namespace) -> dict[str, Any]:
    from engine.own_models import bring_model, make_best

    with open_library(options, is_read_only=False) as library:
        if options.bring:
            card = bring_model(library.models, options.bring, name=options.name)
        else:
            card = make_best(library.models)
        say(f"{card.name} is there. Use a tagger with: models --use {card.name}")
        return {"added": card.name, "models": _rows(library.learning.models())}


def _rows(rows: Sequence[ModelRow]) -> list[dict[str, Any]]:
    return [_row(row, {}) for row in rows]


def _row(row: ModelRow, measured: Mapping[str, Any]) -> dict[str, Any]:
    f1, speed = figures(row.metrics)
    here = {"measured_here": measured[row.name]} if row.name in measured else {}
    return {**asdict(row), "f1": f1, "words_per_s": speed, **here}


def figures(metrics: Mapping[str, Any]) -> tuple[dict[str, float], dict[str, float]]:
    """Return F1 and words a second of each set that a card has figures of, as the model runs (int8)."""
    f1: dict[str, float] = {}
    speed: dict[str, float] = {}
    for name, stored in metrics.items():
        row = stored.get("int8", stored) if isinstance(stored, Mapping) else {}
        if isinstance(overall := row.get("overall"), Mapping) and "f1" in overall:
            f1[name] = overall["f1"]
        if "words_per_s" in row:
            speed[name] = row["words_per_s"]
    return f1, speed


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    return "\n".join(line for row in answer["models"] for line in _lines(row))


def _lines(row: Mapping[str, Any]) -> list[str]:
    mark = "*" if row["is_in_use"] else " "
    origin = "shipped" if row["is_shipped"] else "made here"
    lines = [
        f"{mark} {row['name']:<12} {row['kind']:<8} {', '.join(row['languages'])}  {origin}  "
        f"{row['size_bytes'] / 1e6:.1f} MB  {row['licence']}  ({row['id']})"
    ]
    if row["labels"]:
        lines.append(f"      finds {', '.join(row['labels'])}")
    for name in dict.fromkeys((*row["f1"], *row["words_per_s"])):
        score = f"F1 {row['f1'][name]:.3f}" if name in row["f1"] else ""
        speed = f"{row['words_per_s'][name]:,} words/s" if name in row["words_per_s"] else ""
        lines.append(f"      {name:<24} {score}  {speed}".rstrip())
    if here := row.get("measured_here"):
        lines.append(
            f"      {'measured here, base set':<24} F1 {here['overall']['f1']:.3f}  "
            f"{here['words_per_s']:,} words/s  {here['peak_memory_bytes'] / 1e6:.0f} MB at most"
        )
    return lines
