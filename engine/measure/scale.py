"""A big folder: how soon its names are found, what a re-scan and a rename cost, beside bare floors.

The files are small and lie in nested folders, their names English and Chinese. Many of them hold the same
bytes, so that all can be read and understood in a few minutes: every figure is of a library wholly in step.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.events import Activity, Event, IndexProgress
from engine.library import Library
from engine.measure.corpus import sample_sentences
from engine.models import RESOURCES

_FILES_A_FOLDER = 100
_COPIES = 50
_SENTENCES_A_FILE = 2
_N_SOUGHT = 20
_POLL_S = 0.1
_LONGEST_S = 1800.0
_WORDS = ("report", "minutes", "invoice", "letter", "draft", "notes", "budget")
_WORDS_ZH = ("年度报告", "会议纪要", "发票", "信件", "草稿", "笔记", "预算")
Say = Callable[[str], None]


def measure_scale(n_files: int, *, say: Say, models_root: Path | None = None) -> dict[str, Any]:
    """Return seconds and their ratios to floors taken in the same run; a tenth of the files is renamed."""
    n_renamed = max(1, n_files // 10)
    with tempfile.TemporaryDirectory() as scratch:
        root, library_path = Path(scratch) / "files", Path(scratch) / "scale.satchel"
        say(f"writing {n_files} files")
        pool = sample_sentences(RESOURCES / "sample")
        unique = make_files(root, n_files - n_renamed, mark="qa", pool=pool)
        unique += make_files(root / "first name", n_renamed, mark="qb", pool=pool)
        walk_s = _timed(lambda: _walk(root))
        insert_s = _timed(lambda: _insert(root, Path(scratch) / "floor.db"))
        say("adding the folder")
        with Library.open(library_path, models_root=models_root) as library:
            adding = _add(library, root, sought=_some(unique), n_files=n_files)
        with Library.open(library_path, models_root=models_root) as library:
            say(f"all names were in after {adding['all_names_s']} s; reading all files")
            read_s = _timed(library.index)
            say(f"{read_s:.0f} s; scanning again, renaming")
            rescan_s = _timed(library.index)
            walk_s = min(walk_s, _timed(lambda: _walk(root)))
            renamed = _rename(library, root / "first name", root / "second name")
        with Library.open(library_path, models_root=models_root) as library:
            watched = _rename_watched(library, root / "second name", root / "third name", n_files=n_renamed)
    return {
        "files": n_files,
        "renamed_files": n_renamed,
        "floor": {"walk_s": round(walk_s, 3), "insert_s": round(insert_s, 3)},
        **adding,
        "names_ratio": round(adding["all_names_s"] / (walk_s + insert_s), 2),
        "read_s": round(read_s, 2),
        "rescan_s": round(rescan_s, 2),
        "rescan_ratio": round(rescan_s / walk_s, 2),
        "rename": renamed,
        "rename_watched": watched,
    }


def describe(row: dict[str, Any]) -> list[str]:
    """Say the figures for people."""
    floor, meanwhile = row["floor"], row["search_meanwhile_ms"]
    lines = [
        f"scale      {row['files']} files; bare walk {floor['walk_s']} s, bare insert {floor['insert_s']} s",
        f"scale      names: first found after {row['first_found_s']} s, all in after {row['all_names_s']} s "
        f"({row['names_ratio']} of walk and insert); searches meanwhile p50 {meanwhile['p50']} ms, "
        f"worst {meanwhile['worst']} ms",
        f"scale      reading and understanding all: {row['read_s']} s",
        f"scale      re-scan without a change: {row['rescan_s']} s ({row['rescan_ratio']} of the walk)",
    ]
    for name, told in (("rename", "then re-scanned"), ("rename_watched", "while watched")):
        part = row[name]
        lines.append(
            f"scale      folder of {row['renamed_files']} renamed, {told}: {part['seconds']} s; "
            + ", ".join(f"{part[f'n_{work}']} {work}" for work in ("moved", "read", "embedded", "tagged"))
        )
    return lines


def make_files(root: Path, n_files: int, *, mark: str, pool: Sequence[str]) -> list[str]:
    """Write small files, 100 a folder, ten folders a folder; return for each a word that only its name has.

    Each text, of sentences out of ``pool``, stands in up to 50 of them.
    """
    chance = random.Random(mark)
    texts = [" ".join(chance.choices(pool, k=_SENTENCES_A_FILE)) for _ in range(-(-n_files // _COPIES))]
    unique: list[str] = []
    for number in range(n_files):
        folder = root.joinpath(*(_folder_name(int(digit)) for digit in str(number // _FILES_A_FOLDER)))
        if number % _FILES_A_FOLDER == 0:
            folder.mkdir(parents=True, exist_ok=True)
        unique.append(f"{mark}{number:06}")
        word = (_WORDS if number % 2 else _WORDS_ZH)[number % len(_WORDS)]
        (folder / f"{word} {unique[-1]}.txt").write_text(texts[number % len(texts)], "utf-8")
    return unique


def _folder_name(digit: int) -> str:
    return f"{(_WORDS if digit % 2 else _WORDS_ZH)[digit % len(_WORDS)]} {digit}"


def _some(unique: list[str]) -> list[str]:
    """Return the first and the last word and some between."""
    between = random.Random(0).sample(unique, min(_N_SOUGHT, len(unique)))
    return list(dict.fromkeys([unique[0], *between, unique[-1]]))


def _add(library: Library, root: Path, *, sought: list[str], n_files: int) -> dict[str, Any]:
    """Add the folder while indexing runs, and search for names until all are in."""
    background = library.start(lambda _: None, watches=False)
    started = time.perf_counter()
    library.add_folder(root)
    first_s, took_ms, missing = 0.0, [], set(sought)
    while missing and time.perf_counter() - started < _LONGEST_S:
        for name in sorted(missing):
            before = time.perf_counter()
            hits = library.search(name, waits_for_encoder=False).hits
            took_ms.append(1000 * (time.perf_counter() - before))
            if any(hit.why.get("name") for hit in hits):
                missing.discard(name)
                first_s = first_s or time.perf_counter() - started
        time.sleep(_POLL_S)
    while sum(library.status().files.values()) < n_files and time.perf_counter() - started < _LONGEST_S:
        time.sleep(_POLL_S)
    all_s = time.perf_counter() - started
    background.close()
    return {
        "first_found_s": round(first_s, 2),
        "all_names_s": round(all_s, 2),
        "search_meanwhile_ms": {"p50": round(statistics.median(took_ms), 1), "worst": round(max(took_ms), 1)},
    }


def _rename(library: Library, old: Path, new: Path) -> dict[str, Any]:
    """Rename a folder while nobody watches, and bring the library in step."""
    before = asdict(library.counts)
    old.rename(new)
    seconds = _timed(library.index)
    return {"seconds": round(seconds, 2), **_work(library, before)}


def _rename_watched(library: Library, old: Path, new: Path, *, n_files: int) -> dict[str, Any]:
    """Rename a folder that is watched; ends when every file is known by its new path."""
    at_rest = threading.Event()

    def on_event(event: Event) -> None:
        if isinstance(event, IndexProgress) and event.activity is Activity.IDLE:
            at_rest.set()

    library.start(on_event)
    at_rest.wait(_LONGEST_S)
    before = asdict(library.counts)
    started = time.perf_counter()
    old.rename(new)
    while library.counts.n_moved - before["n_moved"] < n_files and time.perf_counter() - started < _LONGEST_S:
        time.sleep(_POLL_S)
    return {"seconds": round(time.perf_counter() - started, 2), **_work(library, before)}


def _work(library: Library, before: dict[str, int]) -> dict[str, int]:
    """Return what was done since: a rename reads, embeds and tags nothing."""
    return {name: count - before[name] for name, count in asdict(library.counts).items()}


def _walk(root: Path) -> int:
    """The floor of a scan: list every folder and ask for every file's size and times."""
    n_files, waiting = 0, [str(root)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    entry.stat()
                    n_files += 1
    return n_files


def _insert(root: Path, path: Path) -> None:
    """The floor of taking names in: bare rows and bare full text of the same paths, in one transaction."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE file (id INTEGER PRIMARY KEY, path TEXT UNIQUE, size INTEGER, time INTEGER)")
        db.execute("CREATE VIRTUAL TABLE name_index USING fts5 (name, content = '')")
        paths = [Path(folder, name) for folder, _, names in os.walk(root) for name in names]
        with db:
            db.executemany("INSERT INTO file VALUES (?, ?, 1, 1)", enumerate(map(str, paths)))
            db.executemany(
                "INSERT INTO name_index (rowid, name) VALUES (?, ?)", enumerate(path.name for path in paths)
            )


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started
