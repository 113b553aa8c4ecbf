"""``watch FOLDER...``: index and stay in step with the folders until interrupted.

It is there to stay, so it minds battery, heat and other programs; ``--now`` puts
that off until all is done, or for some minutes.
"""

from __future__ import annotations

import argparse
import math
import sys
import threading
from pathlib import Path
from typing import Any

from engine.cli.meter import show_progress
from engine.cli.opening import open_library
from engine.errors import EngineError
from engine.events import EngineFailed, Event, IndexProgress

HELP = "index, then stay in step with the folders until interrupted"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "folders", nargs="*", type=Path, metavar="FOLDER", help="folders to add to the watched ones"
    )
    parser.add_argument(
        "--now",
        nargs="?",
        type=_minutes,
        const=math.inf,
        metavar="MINUTES",
        help="first at full speed, whatever battery, heat and other programs say: for so long, or until done",
    )


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Watch until Ctrl+C; a fault of the engine ends it too."""
    ended = threading.Event()
    failures: list[EngineFailed] = []
    with open_library(options, is_read_only=False) as library, show_progress() as on_progress:

        def on_event(event: Event) -> None:
            if isinstance(event, IndexProgress):
                on_progress(event)
            elif isinstance(event, EngineFailed):
                failures.append(event)
                ended.set()

        for folder in options.folders:
            library.add_folder(folder)
        library.start(on_event)
        if options.now is not None:
            library.hurry(None if options.now == math.inf else 60 * options.now)
        folders = library.status().folders
        print(f"Watching {len(folders)} folder(s); Ctrl+C stops.", file=sys.stderr, flush=True)
        ended.wait()
    raise _Failed(failures[0])


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes < math.inf:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of minutes")
    return minutes


class _Failed(EngineError):
    def __init__(self, event: EngineFailed) -> None:
        super().__init__(**event.params)
        self.code = event.code  # type: ignore[misc]


def render(answer: dict[str, Any]) -> str:
    """Watching has nothing to say at its end."""
    return str(answer or "")
