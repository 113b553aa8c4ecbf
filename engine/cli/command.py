"""Parse the command line, run one sub-command, turn faults into sentences and exit statuses.

Exit status: 0 done, 1 a fault (code and sentence on stderr), 2 wrong usage, 130 cancelled.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from platformdirs import user_data_path

from engine.cli.sentences import sentence
from engine.errors import Cancelled, EngineError
from engine.offline import forbid_network

COMMANDS = (
    "index", "watch", "status", "text", "search", "related", "recommend", "history", "follow",
    "entities", "entity", "attributes", "graph", "path", "links", "curate", "correct", "review",
    "export", "import-graph",
    "corpus", "train", "evaluate", "models", "settings", "doctor", "bench", "demo",
)  # fmt: skip


class Command(Protocol):
    """A sub-command's module."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what the command takes."""

    def execute(self, options: argparse.Namespace) -> dict[str, Any]:
        """Do the work and return what ``--json`` prints."""

    def render(self, answer: dict[str, Any]) -> str:
        """Say the same for people."""


def default_library() -> Path:
    """Return where the user's library lives unless ``--library`` says otherwise."""
    return user_data_path("Satchel", appauthor=False) / "library.satchel"


def run(argv: Sequence[str]) -> int:
    """Run one sub-command and return the exit status."""
    forbid_network()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(argv)
    command = _module(options.command)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        answer = command.execute(options)
        if options.json:
            print(json.dumps(answer, ensure_ascii=False), flush=True)
        elif text := command.render(answer):
            print(text, flush=True)
    except (Cancelled, KeyboardInterrupt):
        print("Cancelled; what was done is kept.", file=sys.stderr)
        return 130
    except EngineError as error:
        print(f"{error.code}: {sentence(error.code, error.params)}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read has seen enough; what is left in the buffer must not be tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return int(answer.get("exit_status", 0))


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print one JSON object on stdout")
    common.add_argument(
        "--library", type=Path, default=default_library(), metavar="FILE", help="the library (%(default)s)"
    )
    common.add_argument(
        "--models",
        type=Path,
        default=None,
        metavar="FOLDER",
        help="models to use instead of the shipped ones",
    )
    parser = argparse.ArgumentParser(
        prog="satchel",
        description="An offline personal knowledge base. Without a command the window opens.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = _module(name)
        child = commands.add_parser(name, parents=[common], help=module.HELP, description=module.HELP)
        module.add_arguments(child)
    return parser


def _module(name: str) -> Command:
    module: Command = importlib.import_module(f"engine.cli.{name.replace('-', '_')}")
    return module
