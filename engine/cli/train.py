"""``train``: teach the model from corrections and labelled files; it is adopted only if it got better."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from engine.cli.meter import duration, show_progress, show_training
from engine.cli.opening import open_library
from engine.teaching import TrainingOptions
from engine.training.network.plan import Plan

HELP = "teach the model from corrections and labelled files; it is adopted only if it got better"
_METHODS = ("full", "lora", "adalora", "prefix", "prompt", "adapter")
_VERDICTS = {
    "adopted": "Adopted: {candidate} is in use now. Go back with: models --roll-back",
    "not_better": "Not adopted: on the texts held back it is not better by more than chance explains.",
    "base_worse": "Not adopted: it got better at what was taught, but forgot too much of what it knew.",
    "too_little_evidence": "Not adopted: it looks better, but on too few texts to be sure. Label some more.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "choices of --set, their bounds and defaults:\n" + "\n".join(_choices())
    parser.add_argument(
        "--corpus", type=Path, action="append", default=[], metavar="FILE",
        help="a labelled file (CoNLL, JSON Lines, spaCy, brat, Label Studio, CSV) to learn from; repeatable",
    )  # fmt: skip
    parser.add_argument("--method", choices=_METHODS, default="full", help="what of the model learns")
    parser.add_argument("--steps", type=_count, default=0, metavar="N", help="optimiser steps")
    parser.add_argument("--rate", type=_rate, default=0.0, metavar="X", help="highest learning rate")
    parser.add_argument(
        "--set", type=_choice, action="append", default=[], metavar="NAME=NUMBER",
        help="another choice, see below; repeatable",
    )  # fmt: skip
    parser.add_argument("--vary", type=_count, default=0, metavar="N",
                        help="read each text N times more with other names in it")  # fmt: skip
    parser.add_argument("--search", type=_count, default=0, metavar="N",
                        help="first try N settings on a part of it, and take the best")  # fmt: skip
    parser.add_argument(
        "--search-minutes", type=float, default=0.0, metavar="X", help="for X minutes at most"
    )
    parser.add_argument("--adapt", action="store_true", help="first read the library's own text, unlabelled")
    parser.add_argument("--self-train", action="store_true", help="learn from the surest guesses on it, too")
    parser.add_argument("--tensorboard", action="store_true", help="write event files for TensorBoard")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be learnt from")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Train, and let an adopted model read every document again."""
    wanted = TrainingOptions(
        method=options.method,
        plan=_plan(options),
        n_versions=options.vary,
        adapts=options.adapt,
        self_trains=options.self_train,
        n_attempts=options.search,
        search_s=60 * options.search_minutes,
        to_tensorboard=options.tensorboard,
    )
    with open_library(options, is_read_only=options.dry_run) as library:
        learning = library.learning
        if options.dry_run:
            lessons = learning.lessons(corpora=options.corpus, options=wanted)
            return {"would_train": asdict(lessons)}
        with show_training() as on_progress:
            report = learning.train(corpora=options.corpus, options=wanted, on_progress=on_progress)
        if report.verdict.is_adopted:
            with show_progress() as on_index:
                library.index(on_progress=on_index)
    return asdict(report)


def render(answer: dict[str, Any]) -> str:
    """Say the same for people: a small table and the verdict in plain words."""
    if lessons := answer.get("would_train"):
        added = f" (new: {', '.join(lessons['new_labels'])})" if lessons["new_labels"] else ""
        return (
            f"{lessons['n_texts']} texts: {lessons['n_train']} to learn from, "
            f"{lessons['n_held_out']} held back to judge by\nlabels: {', '.join(lessons['labels'])}{added}\n"
            f"{lessons['base_model']}, {lessons['method']}, {lessons['n_steps']} steps"
        )
    verdict = answer["verdict"]
    lines = [
        f"{'F1':<22}{'before':>8}{'after':>8}",
        f"{'what was taught':<22}{verdict['taught_before']:>8.3f}{verdict['taught_after']:>8.3f}"
        f"   p = {verdict['p_value']:.3f}",
        f"{'base set':<22}{verdict['base_before']:>8.3f}{verdict['base_after']:>8.3f}",
    ]
    lines += [
        f"  {label:<20}{'':>8}{score['f1']:>8.3f}   precision {score['precision']:.3f}, "
        f"recall {score['recall']:.3f}, {score['support']} there"
        for label, score in sorted(answer["by_label"].items())
    ]
    lines.append(
        f"{answer['n_examples']} texts learnt from, {answer['n_held_out']} held back; "
        f"{answer['n_trainable']:,} numbers trained in {duration(answer['seconds'])}, "
        f"{answer['peak_memory_bytes'] / 1e6:.0f} MB at most"
    )
    lines.append(_VERDICTS[verdict["code"]].format(candidate=answer["candidate"]))
    return "\n".join(lines)


def _plan(options: argparse.Namespace) -> dict[str, float]:
    """Return the choices of a plan that were made; --steps and --rate are two of them."""
    short = {"max_steps": options.steps, "learning_rate": options.rate}
    return {name: value for name, value in short.items() if value} | dict(options.set)


def _choices() -> Iterator[str]:
    for item in fields(Plan):
        if bounds := item.metadata:
            span = f"{bounds['minimum']:g} to {bounds['maximum']:g}"
            yield f"  {item.name:<17} {span:<16} {item.default:<8g} {bounds['unit']}"


def _choice(text: str) -> tuple[str, float]:
    name, _, number = text.partition("=")
    return name.strip(), float(number)


def _count(text: str) -> int:
    if not 1 <= (number := int(text)) <= 1_000_000:
        raise argparse.ArgumentTypeError("from 1 to 1,000,000")
    return number


def _rate(text: str) -> float:
    if not 0 < (number := float(text)) <= 1:
        raise argparse.ArgumentTypeError("more than 0, at most 1")
    return number
