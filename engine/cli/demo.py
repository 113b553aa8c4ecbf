"""``demo``: the main job on the bundled sample library, in the terminal, start to end."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from engine.cli import entity, graph, search
from engine.cli.meter import show_progress
from engine.cli.opening import open_library
from engine.models import RESOURCES

HELP = "show the main job on the sample library: index, search, an entity, its neighbourhood"
_QUERIES = ("who wrote the first program", "钱学森在加州理工学院")
_PEOPLE = ("Ada Lovelace", "钱学森")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--folder", type=Path, action="append", help="this folder instead of the sample")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Index into a library that is thrown away (or, for ``--folder``, into the user's), then look around."""
    if options.folder:
        return _tour(options, options.folder)
    with tempfile.TemporaryDirectory() as folder:
        options.library = Path(folder) / "sample.satchel"
        return _tour(options, [RESOURCES / "sample"])


def _tour(options: argparse.Namespace, folders: list[Path]) -> dict[str, Any]:
    with open_library(options, is_read_only=False) as library:
        for folder in folders:
            library.add_folder(folder)
        with show_progress() as on_progress:
            library.index(on_progress=on_progress)
        status = library.status()
        people = list(_PEOPLE)
        if folders != [RESOURCES / "sample"]:
            people = [row.name for row in library.graph.entities(label="PER", limit=1)]
    common = {**vars(options), "limit": 3, "label": None, "budget": 12}
    return {
        "files": dict(status.files),
        "entities": status.entities,
        "relations": status.relations,
        "searches": [search.execute(argparse.Namespace(**common, query=[query])) for query in _QUERIES],
        "dossiers": [entity.execute(argparse.Namespace(**common, name=[name])) for name in people],
        "neighbourhoods": [graph.execute(argparse.Namespace(**common, name=[name])) for name in people[:1]],
    }


def render(answer: dict[str, Any]) -> str:
    """Show each part under the command that would give it."""
    lines = [
        f"Indexed {sum(answer['files'].values())} files: "
        f"{answer['entities']} entities, {answer['relations']} relations."
    ]
    for found in answer["searches"]:
        lines += ["", f"$ search {found['query']}", search.render(found)]
    for dossier in answer["dossiers"]:
        brief = dossier | {"relations": dossier["relations"][:5]}
        lines += ["", f"$ entity {dossier['name']}", entity.render(brief)]
    for dossier, found in zip(answer["dossiers"], answer["neighbourhoods"], strict=False):
        lines += ["", f"$ graph {dossier['name']}", graph.render(found)]
    return "\n".join(lines)
