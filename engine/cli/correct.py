"""``correct FILE START END LABEL``: say what is named at a span; undo, list and export what was said."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.cli.opening import open_library
from engine.graph.queries import LABELS
from engine.teaching import Correction
from engine.training.material.corpora.read import FORMS

HELP = "correct what is named at a span of a text; undo, list and export corrections"
_LATEST = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.set_defaults(refuse=parser.error)
    parser.add_argument("path", nargs="?", type=Path, metavar="FILE", help="a file of the library")
    parser.add_argument("start", nargs="?", type=int, metavar="START", help="offset into what `text` prints")
    parser.add_argument("end", nargs="?", type=int, metavar="END", help="offset after the last character")
    parser.add_argument(
        "label", nargs="?", metavar="LABEL", help=f"what it is: {', '.join(LABELS)} or your own"
    )
    parser.add_argument("--nothing", action="store_true", help="nothing is named there")
    parser.add_argument("--everywhere", action="store_true", help="the same wherever this name stands")
    other = parser.add_mutually_exclusive_group()
    other.add_argument(
        "--undo",
        nargs="?",
        type=int,
        const=_LATEST,
        metavar="ID",
        help="take back an act, the latest by default",
    )
    other.add_argument("--list", action="store_true", help="show all corrections")
    other.add_argument(
        "--export", type=Path, metavar="PATH", help="write the corrected sentences as a corpus"
    )
    parser.add_argument(
        "--as", dest="form", choices=FORMS, default="conll", help="format of --export (%(default)s)"
    )


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return the corrections that were made, undone or are there, or how many sentences were written."""
    if options.list:
        with open_library(options) as library:
            return _answer("there", library.corrections())
    if options.export is not None:
        with open_library(options) as library:
            n_texts = library.export_corrections(options.export, options.form)
        return {"done": "exported", "path": str(options.export), "n_texts": n_texts}
    if options.undo is not None:
        with open_library(options, is_read_only=False) as library:
            return _answer("undone", library.undo_correction(options.undo or None))
    return _correct(options)


def _correct(options: argparse.Namespace) -> dict[str, Any]:
    refuse: Callable[[str], None] = options.refuse
    if None in (options.path, options.start, options.end):
        refuse("FILE, START and END are needed, or one of --undo, --list, --export")
    if (options.label is None or not options.label.strip()) != options.nothing:
        refuse("either LABEL or --nothing is needed")
    with open_library(options, is_read_only=False) as library:
        span = (library.document_at(options.path).document_id, options.start, options.end)
        label = None if options.nothing else options.label.strip()
        if options.everywhere:
            return _answer("made", library.label_occurrences(*span, label))
        return _answer("made", (library.correct(*span, label),))


def _answer(done: str, corrections: tuple[Correction, ...]) -> dict[str, Any]:
    return {"done": done, "corrections": [asdict(correction) for correction in corrections]}


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    if answer["done"] == "exported":
        return f"{answer['n_texts']} sentences written to {answer['path']}"
    n_corrections = len(answer["corrections"])
    head = f"{n_corrections} correction{'s' if n_corrections != 1 else ''} {answer['done']}"
    return "\n".join([head, *map(_line, answer["corrections"])])


def _line(correction: dict[str, Any]) -> str:
    quote = " ".join(correction["quote"].split())
    place = f"{correction['path']} {correction['start']}-{correction['end']}"
    lost = "" if correction["document_id"] is not None else "  (its text is not there now)"
    return f"{correction['correction_id']:>5}  {correction['label'] or 'nothing':<8} “{quote}”  {place}{lost}"
