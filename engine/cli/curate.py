"""``curate``: decide what entities are: merge, part, rename, retype, reject; undo and list decisions."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from engine.cli.opening import open_library
from engine.curation import Decision
from engine.library import Library
from engine.records import EntityRef

HELP = "decide what entities are: merge, part, rename, retype, reject; see what may be one"
_LATEST = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--label", help="which kind, where several share a name")
    parser.add_argument("--limit", type=int, default=30, metavar="N", help="proposals at most (%(default)s)")
    act = parser.add_mutually_exclusive_group()
    act.add_argument("--merge", nargs="+", metavar="NAME", help="these are one")
    act.add_argument("--apart", nargs=2, metavar="NAME", help="these two are not one")
    act.add_argument("--names", metavar="NAME", help="show the names that an entity is drawn together from")
    act.add_argument("--split", nargs="+", metavar="NAME", help="of the first, these names are another thing")
    act.add_argument("--rename", nargs=2, metavar=("NAME", "NEW"), help="what it is called")
    act.add_argument("--retype", nargs=2, metavar=("NAME", "LABEL"), help="what kind of thing it is")
    act.add_argument("--reject", metavar="NAME", help="it is no thing at all")
    act.add_argument(
        "--undo", nargs="?", type=int, const=_LATEST, metavar="ID", help="take back an act, or the latest"
    )
    act.add_argument("--list", action="store_true", help="show all decisions")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return the decision that was made or undone, or what was asked for; by default what may be one."""
    acts: dict[str, Callable[[Library], Decision]] = {
        "merge": lambda library: library.curator.merge([_find(library, n, options) for n in options.merge]),
        "apart": lambda library: library.curator.keep_apart(
            *[_find(library, name, options) for name in options.apart]
        ),
        "split": lambda library: _split(library, options),
        "rename": lambda library: library.curator.rename(
            _find(library, options.rename[0], options), options.rename[1]
        ),
        "retype": lambda library: library.curator.retype(
            _find(library, options.retype[0], options), options.retype[1]
        ),
        "reject": lambda library: library.curator.reject(_find(library, options.reject, options)),
    }
    for name, act in acts.items():
        if getattr(options, name):
            with open_library(options, is_read_only=False) as library:
                return {"done": "made", "decisions": [asdict(act(library))]}
    if options.undo is not None:
        with open_library(options, is_read_only=False) as library:
            return {"done": "undone", "decisions": [asdict(library.curator.undo(options.undo or None))]}
    with open_library(options) as library:
        if options.list:
            return {"done": "there", "decisions": [asdict(made) for made in library.curator.decisions()]}
        if options.names:
            forms = library.curator.forms(_find(library, options.names, options))
            return {"names": [asdict(form) for form in forms]}
        return {"proposals": [asdict(one) for one in library.curator.proposals(limit=options.limit)]}


def _find(library: Library, name: str, options: argparse.Namespace) -> int:
    return library.graph.entity_named(name, label=options.label)


def _split(library: Library, options: argparse.Namespace) -> Decision:
    entity_id = _find(library, options.split[0], options)
    leaving = set(options.split[1:])
    forms = library.curator.forms(entity_id)
    refs = [EntityRef(form.label, form.key) for form in forms if leaving & {form.name, form.key}]
    return library.curator.split(entity_id, refs)


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    if "names" in answer:
        return "\n".join(
            f"{row['n_mentions']:>6}  {row['label']:<6} {row['name']}" for row in answer["names"]
        )
    if "proposals" in answer:
        return "\n".join(map(_proposal, answer["proposals"])) or "Nothing looks as if it were one."
    n = len(answer["decisions"])
    return "\n".join(
        [f"{n} decision{'s' if n != 1 else ''} {answer['done']}", *map(_line, answer["decisions"])]
    )


def _proposal(row: dict[str, Any]) -> str:
    one, other = row["one"], row["other"]
    sides = f"{one['name']} [{one['label']}]  =?  {other['name']} [{other['label']}]"
    return f"{row['score']:.2f}  {sides}  ({row['reason']})"


def _line(decision: dict[str, Any]) -> str:
    names = ", ".join(f"{ref['key']} [{ref['label']}]" for ref in decision["refs"])
    value = f" -> {decision['value']}" if decision["value"] else ""
    return f"{decision['decision_id']:>5}  {decision['kind']:<9} {names}{value}"
