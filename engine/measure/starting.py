"""How long the window and the engine take to be there, and what memory they then hold."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_ROUNDS = 3
# Each program prints seconds since its first line, and its resident memory.
_END = "import json, psutil; print(json.dumps([time.perf_counter() - t, psutil.Process().memory_info().rss]))"
_BARE = f"import time; t = time.perf_counter(); {_END}"
_WINDOW = f"""
import time; t = time.perf_counter()
import pathlib
from PySide6.QtWidgets import QApplication
from gui.engine_bridge import EngineBridge
from gui.main_window import MainWindow
from gui.preferences import Preferences
app = QApplication([])
window = MainWindow(EngineBridge(pathlib.Path("unused")), Preferences())
window.show()
app.processEvents()
{_END}
"""
_ENGINE = f"""
import time, tempfile, pathlib; t = time.perf_counter()
from engine.library import Library
with tempfile.TemporaryDirectory() as folder:
    with Library.open(pathlib.Path(folder) / "x.satchel") as library:
        library.search("warm")
        library.models.tagger
        {_END}
"""


def measure_start() -> dict[str, Any]:
    """Return median seconds and MiB of a bare Python, the window and the engine with both models."""
    rows = {name: _run(code) for name, code in (("python", _BARE), ("window", _WINDOW), ("engine", _ENGINE))}
    for name in ("window", "engine"):
        rows[name]["ratio_of_memory_to_python"] = round(
            rows[name]["memory_mib"] / rows["python"]["memory_mib"], 1
        )
    return rows


def _run(code: str) -> dict[str, float]:
    env = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    seconds, memory = [], []
    for _ in range(_ROUNDS):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
        )
        took, resident = json.loads(done.stdout.splitlines()[-1])
        seconds.append(took)
        memory.append(resident / 2**20)
    return {
        "seconds": round(statistics.median(seconds), 3),
        "memory_mib": round(statistics.median(memory), 1),
    }
