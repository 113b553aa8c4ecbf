"""Satchel: without a sub-command the window, with one the terminal.

Imports neither Qt nor a model library before it knows which is wanted.
"""

from __future__ import annotations

import multiprocessing
import os
import sys


def main(argv: list[str]) -> int:
    """Run Satchel; the result is the process's exit status."""
    # On busy cores the threads of NumPy's products wait for each other: fifty times slower, measured.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if argv and not argv[0].startswith(("--folder", "--library")):
        from engine.cli import run

        return run(argv)
    if not _has_display():
        from engine.cli import run

        print("No display was found: showing the same job in the terminal.", file=sys.stderr)  # noqa: T201
        return run(["demo", *argv])
    from gui.application import run as run_window

    return run_window(argv)


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    wanted = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in wanted)


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main(sys.argv[1:]))
