"""``attributes``: the dates, amounts, addresses and numbers that a file states, or that the library holds."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.attributes import KINDS
from engine.cli.opening import open_library

HELP = "list the dates, amounts, addresses and numbers that a file states, or all of one kind"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "path", type=Path, nargs="?", metavar="PATH", help="the file; else --kind in all files"
    )
    parser.add_argument("--kind", choices=KINDS, help="only this kind")
    parser.add_argument("--limit", type=int, default=200, metavar="N", help="values at most (%(default)s)")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return the values with their places, or how many documents state each."""
    with open_library(options) as library:
        if options.path is None:
            kinds = [options.kind] if options.kind else KINDS
            counts = [c for kind in kinds for c in library.graph.attribute_values(kind, limit=options.limit)]
            return {"values": [asdict(count) for count in counts]}
        document = library.document_at(options.path)
        rows = library.graph.attributes(document.document_id, kind=options.kind)
    return {"attributes": [asdict(row) for row in rows[: options.limit]]}


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    lines = [
        f"{row['kind']:<9} {row['value']}  ({row['n_documents']} documents)"
        for row in answer.get("values", ())
    ]
    for row in answer.get("attributes", ()):
        owner = f"  {row['entity']}{': ' + row['role'] if row['role'] else ''}" if row["entity"] else ""
        quote = " ".join(row["evidence"]["text"].split())
        lines.append(f"{row['kind']:<9} {row['value']}{owner}  “{quote}”")
    return "\n".join(lines) or "No dates, amounts, addresses or numbers."
