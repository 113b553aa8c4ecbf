"""``related FILE``: what belongs with a document or, with ``--entity``, with an entity; and why."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.cli.opening import open_library
from engine.cli.sentences import sentence
from engine.graph.queries import LABELS

HELP = "show what belongs with a file, or with a person, organisation, place or thing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("path", nargs="?", type=Path, metavar="FILE")
    what.add_argument("--entity", metavar="NAME", help="what belongs with this one instead")
    parser.add_argument("--label", choices=LABELS, help="which kind, where several share the name")
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="lines at most (%(default)s)")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return what is related, best first."""
    with open_library(options) as library:
        if options.entity is not None:
            entity_id = library.graph.entity_named(options.entity, label=options.label)
            entities = library.interests.related_entities(entity_id, limit=options.limit)
            return {"entities": [asdict(one) for one in entities]}
        document_id = library.document_at(options.path).document_id
        found = library.interests.related(document_id, limit=options.limit)
    return {"documents": [asdict(one) for one in found]}


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    return "\n".join(suggestion_lines(answer.get("documents", answer.get("entities", ())))) or "Nothing yet."


def suggestion_lines(rows: list[dict[str, Any]]) -> list[str]:
    """Return the lines of suggested documents or entities: what, where and why."""
    lines = []
    for row in rows:
        lines.append(
            f"{row['name']}  [{row['label']}]" if "name" in row else f"{row['title']}  {row['path']}"
        )
        lines += [f"    {sentence(reason['code'], reason['params'])}" for reason in row["reasons"]]
        if row.get("n_alike"):
            lines.append(f"    also: {', '.join(row['alike'])}")
    return lines
