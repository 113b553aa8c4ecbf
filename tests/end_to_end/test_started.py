"""Satchel is started as people start it, and stays up until it is closed."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from real_files import ROOT

TRIES, TRY_S = 600, 0.1


@pytest.mark.skipif(
    sys.platform != "linux", reason="the places of settings and data are set by XDG variables"
)
@pytest.mark.parametrize("words", [[], ["--folder", "files"], ["--library", "other.satchel"]])
def test_the_window_opens_its_library(folder: Path, tmp_path: Path, words: list[str]) -> None:
    assert folder.name == "files"
    places = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR")}
    for place in places.values():
        Path(place).mkdir(mode=0o700)
    library = tmp_path / "XDG_DATA_HOME" / "Satchel" / "library.satchel"
    if "--library" in words:
        library = tmp_path / "other.satchel"
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *words],
        cwd=tmp_path, env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        for _ in range(TRIES):
            if library.exists():
                break
            with suppress(subprocess.TimeoutExpired):
                process.wait(TRY_S)
                break
        is_up = process.poll() is None
    finally:
        process.kill()
        _, said = process.communicate()
    assert is_up, said
    assert library.exists()
    assert "Traceback" not in said
