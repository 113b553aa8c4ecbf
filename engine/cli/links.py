"""``links PATH``: to which documents a file refers, and which refer to it."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.cli.opening import open_library

HELP = "show which documents a file refers to, and which refer to it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("path", type=Path, metavar="PATH")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return the links in both directions."""
    with open_library(options) as library:
        document = library.document_at(options.path)
        return asdict(library.graph.links(document.document_id))


def render(answer: dict[str, Any]) -> str:
    """Say the same for people: one line a link."""
    lines = [f"refers to {len(answer['out'])}, is referred to by {len(answer['into'])}"]
    for arrow, links in (("->", answer["out"]), ("<-", answer["into"])):
        for link in links:
            missing = "" if link["document_id"] is not None else "  (not in the library)"
            quote = " ".join(link["text"].split())
            lines.append(f"  {arrow} {link['kind']:<5} {link['title']}  {link['path']}{missing}")
            lines += [f"       “{quote}”"] if quote else []
    return "\n".join(lines)
