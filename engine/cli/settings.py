"""``settings``: show what can be set for a library, and set it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from engine.ingest.speech_model import SPEECH, need_speech_model
from engine.settings import allowed, change, load, path_beside, rows, save

HELP = "show and change a library's settings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "changes", nargs="*", type=_change, metavar="NAME=VALUE",
        help="what to change, models.profile=fast for example; nothing = show all",
    )  # fmt: skip


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Write the changes, all or none, and return every setting."""
    path = path_beside(options.library)
    settings = load(path)
    for name, value in options.changes:
        settings = change(settings, name, _folder(value) if name == SPEECH and value else value)
    if options.changes:
        save(settings, path)
    table = [
        {"name": name, "value": value, "default": item.default, "allowed": allowed(item)}
        for name, value, item in rows(settings)
    ]
    return {"file": str(path), "settings": table, "replaced": list(settings.replaced)}


def render(answer: dict[str, Any]) -> str:
    """Say the same for people: a table, changed ones marked."""
    lines = []
    for row in answer["settings"]:
        mark = "*" if row["value"] != row["default"] else " "
        shown = str(row["value"]).lower() if isinstance(row["value"], bool) else str(row["value"])
        lines.append(f"{mark} {row['name']:<30} {shown or '-':<14} {row['allowed']}")
    if answer["replaced"]:
        lines.append(
            f"Not usable in {answer['file']}, so the default counts: {', '.join(answer['replaced'])}"
        )
    return "\n".join(lines)


def _folder(value: str) -> str:
    """Return the whole path of a speech model's folder, which has been looked into."""
    folder = Path(value).expanduser().absolute()
    need_speech_model(folder)
    return str(folder)


def _change(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark:
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=VALUE")
    return name.strip(), value.strip()
