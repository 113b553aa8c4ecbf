"""The text stage by format, beside ``recollindex`` on the same files, both on one core.

What counts for us is all that the reading lane does: list, sniff, hash, read in the sandbox, clean,
split, sign, store with full text. What counts for it is a whole run, less a run over nothing. It does no OCR.
The start of our first reader is told apart (``start_s``); it starts its helpers anew in each run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from engine.errors import InputError
from engine.indexer import Counts, ReadingLane
from engine.ingest.formats import sniff, supported_formats
from engine.progress import ProgressMeter
from engine.settings import Indexing
from engine.store import ledger
from engine.store.connection import Store

_RECOLL = "recollindex"
_RECOLL_CONF = "topdirs = {folder}\nnoaspell = 1\nskippedNames =\nskippedPaths =\n"
_WARM_UP = "warm up.txt"
_LONGEST_S = 1800


def measure_reading(folder: Path, *, rounds: int = 1) -> list[dict[str, Any]]:
    """Return one row a format, and one of all: files, MB, seconds, and how recollindex compares.

    ``cpu_s`` is what the processor was busy with it, whoever else used the computer; ratios are ours to
    theirs. Of several ``rounds`` the best counts.
    """
    with tempfile.TemporaryDirectory() as scratch, _one_core():
        groups = _by_format(folder, Path(scratch))
        rows = [_measure(name, files, Path(scratch), rounds) for name, files in sorted(groups.items())]
    return [*rows, _sum(rows)] if rows else []


HEADING = (
    f"reading    {'format':<10} {'files':>5} {'MB':>8} {'s':>8} {'cpu s':>8}  recollindex: s, cpu s, ratios"
)


def describe_row(row: dict[str, Any]) -> str:
    """Say a row for people."""
    line = (
        f"reading    {row['format']:<10} {row['files']:>5} {row['mb']:>8.2f} "
        f"{row['seconds']:>8.2f} {row['cpu_s']:>8.2f}"
    )
    if "recoll" not in row:
        return line
    theirs = row["recoll"]
    missing = f"  without {theirs['missing']}" if theirs.get("missing") else ""
    return (
        f"{line} {theirs['seconds']:>9.2f} {theirs['cpu_s']:>7.2f} {row['ratio']:>6} "
        f"{row['cpu_ratio']:>6}{missing}"
    )


def _by_format(folder: Path, scratch: Path) -> dict[str, Path]:
    """Copy the files that can be read into a folder a format."""
    groups: dict[str, Path] = {}
    for number, path in enumerate(sorted(path for path in folder.rglob("*") if path.is_file())):
        try:
            name = sniff(path)
        except InputError:
            continue
        if name in supported_formats() and path.stat().st_size:
            groups[name] = scratch / "formats" / name
            groups[name].mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, groups[name] / f"{number} {path.name.lstrip('.')}")
    return groups


def _measure(name: str, files: Path, scratch: Path, rounds: int) -> dict[str, Any]:
    sizes = [path.stat().st_size for path in files.iterdir()]
    row: dict[str, Any] = {"format": name, "files": len(sizes), "mb": round(sum(sizes) / 1e6, 2)}
    ours = [_read_ours(files, scratch / f"{name} {n}") for n in range(rounds)]
    row |= min(ours, key=lambda one: one["cpu_s"])
    if shutil.which(_RECOLL):
        runs = [_run_recoll(files, scratch / f"{name} {n} recoll") for n in range(rounds)]
        row["recoll"] = min(runs, key=lambda one: one["cpu_s"])
        row["ratio"] = _ratio(row["seconds"], row["recoll"]["seconds"])
        row["cpu_ratio"] = _ratio(row["cpu_s"], row["recoll"]["cpu_s"])
    return row


def _read_ours(files: Path, scratch: Path) -> dict[str, Any]:
    """Let the reading lane of a new library, with one reader, read a folder to the end."""
    first = scratch / "first"
    first.mkdir(parents=True)
    (first / _WARM_UP).write_text("One file, so that a reader has been started.", "utf-8")
    store = Store.open(scratch / "bench.satchel")
    lane = ReadingLane(
        store,
        Indexing(n_readers=1),
        counts=Counts(),
        meter=ProgressMeter(),
        report=lambda activity, path: None,
        changed=lambda kind: None,
    )
    try:
        start = _take_in(store, lane, first)
        took = _take_in(store, lane, files)
        with store.read() as db:
            statuses = {name: n for name, n in ledger.file_counts(db).items() if n}
    finally:
        lane.close()
        store.close()
    statuses["indexed"] -= 1
    return {**took, "start_s": start["seconds"], "statuses": statuses}


def _take_in(store: Store, lane: ReadingLane, folder: Path) -> dict[str, float]:
    started, busy = time.perf_counter(), _busy_s()
    with store.write() as db:
        ledger.add_folder(db, str(folder))
    lane.note_folder(str(folder))
    while lane.step():
        pass
    return {"seconds": round(time.perf_counter() - started, 3), "cpu_s": round(_busy_s() - busy, 3)}


def _run_recoll(files: Path, scratch: Path) -> dict[str, Any]:
    nothing = scratch / "nothing"
    nothing.mkdir(parents=True)
    idle = _recoll_once(nothing, scratch / "idle")
    row = _recoll_once(files, scratch / "run")
    missing = scratch / "run" / "missing"
    return {
        "seconds": round(max(0.001, row["seconds"] - idle["seconds"]), 3),
        "cpu_s": round(max(0.001, row["cpu_s"] - idle["cpu_s"]), 3),
        "missing": missing.read_text("utf-8", "replace").split("\n")[0] if missing.exists() else "",
    }


def _recoll_once(folder: Path, settings: Path) -> dict[str, float]:
    settings.mkdir()
    (settings / "recoll.conf").write_text(_RECOLL_CONF.format(folder=folder), "utf-8")
    started, busy = time.perf_counter(), _busy_s()
    subprocess.run(
        [_RECOLL, "-c", str(settings)],
        # Its helpers are written for the system's Python, not for one that stands before it.
        env={**os.environ, "PATH": f"{os.defpath}:{os.environ.get('PATH', '')}"},
        capture_output=True,
        check=False,
        timeout=_LONGEST_S,
    )
    return {"seconds": time.perf_counter() - started, "cpu_s": _busy_s() - busy}


def _busy_s() -> float:
    """Processor seconds of this process and all that it started, ended ones too."""
    times = os.times()
    total = times.user + times.system + times.children_user + times.children_system
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            spent = child.cpu_times()
            total += spent.user + spent.system
    return total


@contextmanager
def _one_core() -> Iterator[None]:
    """Keep to one core, what is started from here too, where the system allows it."""
    process = psutil.Process()
    if not hasattr(process, "cpu_affinity"):
        yield
        return
    before = process.cpu_affinity()
    process.cpu_affinity(before[-1:])
    try:
        yield
    finally:
        process.cpu_affinity(before)


def _ratio(ours: float, theirs: float) -> float:
    return round(ours / theirs, 2)


def _sum(rows: list[dict[str, Any]]) -> dict[str, Any]:
    total: dict[str, Any] = {"format": "all"}
    for name in ("files", "mb", "seconds", "cpu_s"):
        total[name] = round(sum(row[name] for row in rows), 3)
    if all("recoll" in row for row in rows):
        theirs = {name: round(sum(row["recoll"][name] for row in rows), 3) for name in ("seconds", "cpu_s")}
        total |= {
            "recoll": theirs,
            "ratio": _ratio(total["seconds"], theirs["seconds"]),
            "cpu_ratio": _ratio(total["cpu_s"], theirs["cpu_s"]),
        }
    return total
