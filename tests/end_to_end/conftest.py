"""Real files, and a way to run Satchel on them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from real_files import ROOT, write_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "files"
    write_files(target)
    return target


@pytest.fixture
def library_path(tmp_path: Path) -> Path:
    return tmp_path / "test.satchel"


@pytest.fixture
def satchel(tiny_models: Path, library_path: Path) -> Callable[..., dict[str, Any]]:
    """Return a function that runs one sub-command in a process of its own and gives its JSON."""

    def run(*words: str, status: int = 0) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), *words, "--json", "--library", str(library_path),
             "--models", str(tiny_models)],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        return dict(json.loads(done.stdout)) if done.stdout else {"stderr": done.stderr}

    return run
