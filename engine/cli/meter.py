"""Progress of indexing or training on the terminal: one line on stderr, redrawn where that is possible."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from engine.cli.sentences import sentence
from engine.events import Activity, IndexProgress, TrainingProgress, TransferProgress

_PLAIN_EVERY_S = 10.0
_AT_REST = frozenset((Activity.IDLE, Activity.PAUSED))
"""What is told at once, even where lines are not redrawn."""
_WORDS = {
    Activity.SCANNING: "looking for files",
    Activity.READING: "reading",
    Activity.OCR: "reading pictures",
    Activity.LISTENING: "writing recordings down",
    Activity.EMBEDDING: "embedding",
    Activity.TAGGING: "understanding",
    Activity.PAUSED: "paused",
    Activity.IDLE: "done",
}
_PHASES = {
    "preparing": "reading what was taught",
    "adapting": "reading the library",
    "guessing": "guessing at the library",
    "searching": "trying settings",
    "training": "training",
    "writing": "writing the candidate",
    "judging": "judging it",
}


@contextmanager
def show_progress() -> Iterator[Callable[[IndexProgress], None]]:
    """Give a function that shows an event; the line is ended when the block is left."""
    with _one_line() as show:
        yield lambda progress: show(_line(progress), progress.activity in _AT_REST)


@contextmanager
def show_training() -> Iterator[Callable[[TrainingProgress], None]]:
    """The same for a training run."""
    with _one_line() as show:
        yield lambda progress: show(_training_line(progress), False)


@contextmanager
def show_transfer() -> Iterator[Callable[[TransferProgress], None]]:
    """The same for an export or import."""
    with _one_line() as show:
        yield lambda progress: show(f"{progress.done} of about {progress.total or '?'}", False)


@contextmanager
def _one_line() -> Iterator[Callable[[str, bool], None]]:
    is_terminal = sys.stderr.isatty()
    shown_at, was_at_rest = 0.0, False

    def show(text: str, is_at_rest: bool) -> None:
        nonlocal shown_at, was_at_rest
        is_news = is_at_rest and not was_at_rest
        if not is_terminal and not is_news and time.monotonic() - shown_at < _PLAIN_EVERY_S:
            return
        shown_at, was_at_rest = time.monotonic(), is_at_rest
        if is_terminal:
            text = text[: shutil.get_terminal_size().columns - 1]
            sys.stderr.write(f"\r\x1b[K{text}")
        else:
            sys.stderr.write(text + "\n")
        sys.stderr.flush()

    try:
        yield show
    finally:
        if is_terminal:
            sys.stderr.write("\r\x1b[K")


def _training_line(progress: TrainingProgress) -> str:
    count = f"  {progress.step}/{progress.n_steps} steps" if progress.n_steps else ""
    loss = "" if progress.loss is None else f"  loss {progress.loss:.3f}"
    left = "" if not progress.left_s else f"  about {duration(progress.left_s)} left"
    return f"{_PHASES.get(progress.phase, progress.phase)}{count}{loss}{left}"


def _line(progress: IndexProgress) -> str:
    counts = "  ".join(f"{name} {part.done}/{part.total}" for name, part in progress.stages.items())
    left = "" if not progress.left_s else f"  about {duration(progress.left_s)} left"
    rate = f"  {progress.rate:.1f}/s" if progress.rate else ""
    held = progress.restraint
    why = f" ({sentence(held.code, held.params).rstrip('.')})" if held else ""
    return f"{_WORDS[progress.activity]}{why}  {counts}{rate}{left}"


def duration(seconds: float) -> str:
    """Say a time span in its two largest units."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def say(text: str) -> None:
    """Tell on stderr what a long command is about to do."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
