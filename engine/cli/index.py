"""``index FOLDER...``: watch these folders and bring the library wholly in step, then stop.

Whoever types this waits for it, so it goes at full speed whatever battery, heat and
other programs say; ``--gently`` makes it mind them. A disk that is almost full ends
it either way.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from engine.cli.meter import show_progress
from engine.cli.opening import open_library

HELP = "read folders into the library, then stop"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "folders", nargs="*", type=Path, metavar="FOLDER", help="folders to add to the watched ones"
    )
    parser.add_argument(
        "--gently",
        action="store_true",
        help="mind battery, heat and other programs, as in the background; without it: full speed",
    )


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Index, and return what was done and how the files stand."""
    started = time.monotonic()
    with open_library(options, is_read_only=False) as library:
        for folder in options.folders:
            library.add_folder(folder)
        with show_progress() as on_progress:
            library.index(on_progress=on_progress, is_gentle=options.gently)
        counts, status = library.counts, library.status()
    return {
        "library": str(options.library),
        "files": dict(status.files),
        "read": counts.n_read,
        "embedded": counts.n_embedded,
        "tagged": counts.n_tagged,
        "moved": counts.n_moved,
        "removed": counts.n_removed,
        "took_s": round(time.monotonic() - started, 2),
    }


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    files = ", ".join(f"{number} {status}" for status, number in sorted(answer["files"].items()) if number)
    return (
        f"{files or 'no files'}\n"
        f"read {answer['read']} documents, embedded {answer['embedded']} passages, "
        f"understood {answer['tagged']} documents in {answer['took_s']} s"
    )
