"""kill -9 at any moment loses nothing: the library ends up the same as one built in one go."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from library_dump import library_dump
from real_files import ROOT, write_files

from engine.library import Library

N_KILLS = 8


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_again_and_again_it_equals_an_uninterrupted_one(tmp_path: Path, tiny_models: Path) -> None:
    folder = tmp_path / "files"
    write_files(folder, n_notes=60)
    whole, killed = tmp_path / "whole.satchel", tmp_path / "killed.satchel"
    started = time.monotonic()
    index(folder, whole, tiny_models).wait()
    took_s = time.monotonic() - started

    chance = random.Random(7)
    for _ in range(N_KILLS):
        process = index(folder, killed, tiny_models)
        try:
            process.wait(chance.uniform(0.1, 1.0) * took_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    assert index(folder, killed, tiny_models).wait() == 0
    assert library_dump(killed) == library_dump(whole)
    with Library.open(killed, models_root=tiny_models) as library:
        library.index()
        assert library.counts.n_read == 0


def index(folder: Path, library: Path, models: Path) -> subprocess.Popen[bytes]:
    words = ["index", str(folder), "--library", str(library), "--models", str(models)]
    return subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
