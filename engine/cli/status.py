"""``status``: what the library holds and how far its stages are."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from engine.cli.opening import open_library
from engine.cli.sentences import sentence

HELP = "what the library holds and how far it is"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing besides the common options."""
    parser.set_defaults()


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return the counts."""
    with open_library(options) as library:
        return asdict(library.status())


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    lines = [f"{answer['path']}  ({answer['size_bytes'] / 1e6:.1f} MB)"]
    lines += [
        f"  watched: {row['path']}{'' if row['is_online'] else '  (offline)'}" for row in answer["folders"]
    ]
    lines.append("files: " + ", ".join(f"{n} {status}" for status, n in answer["files"].items() if n))
    lines.append(
        ", ".join(
            f"{answer[what]} {what}"
            for what in ("documents", "passages", "mentions", "entities", "relations")
        )
    )
    if held := answer["restraint"]:
        lines.append(f"in the background: {sentence(held['code'], held['params'])}")
    lines += [f"  {name:<10} {part['done']}/{part['total']}" for name, part in answer["stages"].items()]
    return "\n".join(lines)
