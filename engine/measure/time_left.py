"""How true the time left is: a recorded run, the end that was foretold beside the real one."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.events import IndexProgress
from engine.library import Library

_MOMENTS = (0.10, 0.25, 0.50, 0.75)
_FIRST, _MOST_OF_IT, _LAST = 0.10, 0.90, 0.98
"""Nothing is promised before the first; after the last only a second or two is left."""


def measure_time_left(folder: Path, *, models_root: Path | None = None) -> dict[str, Any]:
    """Index ``folder`` into a new library; return how far off the foretold end was, as parts of the whole.

    An error is (foretold end - real end) / real end, both counted from the beginning; ``worst_of_left`` is
    against what was really left then, until nine tenths. ``cpu_s`` is what the engine's process was given
    of the processor in each quarter of the run: where others take it away, nobody can foretell the end.
    """
    moments: list[tuple[float, float | None]] = []
    shares: list[tuple[float, float]] = []
    with (
        tempfile.TemporaryDirectory() as scratch,
        Library.open(Path(scratch) / "bench.satchel", models_root=models_root) as library,
    ):
        library.add_folder(folder)
        started, spent = time.perf_counter(), _processor_s()

        def note(progress: IndexProgress) -> None:
            now = time.perf_counter() - started
            moments.append((now, progress.left_s))
            shares.append((now, _processor_s() - spent))

        library.index(on_progress=note)
        seconds = time.perf_counter() - started
        n_files = sum(library.status().files.values())
    return {
        "files": n_files,
        "seconds": round(seconds, 1),
        **errors(moments, seconds=seconds),
        "cpu_s": [
            round(_spent_by(shares, seconds * (n + 1) / 4) - _spent_by(shares, seconds * n / 4), 1)
            for n in range(4)
        ],
        "curve": [(round(at, 2), None if left is None else round(left, 2)) for at, left in moments],
    }


def errors(moments: Sequence[tuple[float, float | None]], *, seconds: float) -> dict[str, Any]:
    """Compare each ``(at, left)`` of a run that took ``seconds`` with what was really left then."""
    told = [(at, left) for at, left in moments if left is not None and left > 0]
    answer: dict[str, Any] = {"at": {}, "worst": None, "worst_of_left": None}
    for moment in _MOMENTS:
        known = [(at, left) for at, left in told if at <= moment * seconds]
        if known and known[-1][0] > (moment - 0.05) * seconds:
            answer["at"][f"{moment:.0%}"] = round(_error(*known[-1], seconds), 3)
        else:
            answer["at"][f"{moment:.0%}"] = None
    after = [(at, left) for at, left in told if _FIRST * seconds <= at <= _LAST * seconds]
    if after:
        answer["worst"] = round(_worst([_error(*row, seconds) for row in after]), 3)
        left = [(at + left - seconds) / (seconds - at) for at, left in after if at <= _MOST_OF_IT * seconds]
        answer["worst_of_left"] = round(_worst(left or [0.0]), 3)
    return answer


def _error(at: float, left: float, seconds: float) -> float:
    return (at + left - seconds) / seconds


def _worst(errors: list[float]) -> float:
    return max(max(errors), min(errors), key=abs)


def _processor_s() -> float:
    times = os.times()
    return times.user + times.system


def _spent_by(shares: list[tuple[float, float]], at: float) -> float:
    return max((spent for when, spent in shares if when <= at), default=0.0)
