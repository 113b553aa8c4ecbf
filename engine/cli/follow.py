"""``follow NAME``: follow an entity or a search; without a name, what is followed and what is new in it."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from engine.cli.opening import open_library
from engine.cli.related import suggestion_lines
from engine.graph.queries import LABELS
from engine.library import Library

HELP = "follow a person, organisation, place, thing or search; without a name, show what is new"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("name", nargs="*", metavar="NAME")
    parser.add_argument("--search", metavar="QUERY", help="follow this search instead")
    parser.add_argument("--label", choices=LABELS, help="which kind, where several share the name")
    parser.add_argument("--stop", type=int, metavar="ID", help="follow this one of the list no more")
    parser.add_argument("--seen", action="store_true", help="what is new now is not new next time")
    parser.add_argument(
        "--limit", type=int, default=10, metavar="N", help="news at most of each (%(default)s)"
    )


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Do what is asked, and return what is followed with its news."""
    name = " ".join(options.name)
    is_change = bool(name or options.search or options.seen or options.stop is not None)
    with open_library(options, is_read_only=not is_change) as library:
        if options.stop is not None:
            library.interests.unfollow(options.stop)
        if name:
            library.interests.follow(library.graph.entity_named(name, label=options.label))
        if options.search:
            library.interests.follow(query=options.search)
        answer = _followed(library, options.limit)
        if options.seen:
            library.interests.note_news_seen()
    return answer


def _followed(library: Library, limit: int) -> dict[str, Any]:
    news = {one.followed.followed_id: one for one in library.interests.news(limit=limit)}
    return {
        "followed": [
            asdict(row)
            | {
                "n_new": news[row.followed_id].n_documents if row.followed_id in news else 0,
                "news": [asdict(one) for one in news[row.followed_id].documents]
                if row.followed_id in news
                else [],
            }
            for row in library.interests.followed()
        ]
    }


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    lines = []
    for row in answer["followed"]:
        lines.append(
            f"{row['followed_id']:>4}  {row['name']}  [{row['label'] or 'search'}]  new: {row['n_new']}"
        )
        lines += [f"      {line}" for line in suggestion_lines(row["news"])]
    return "\n".join(lines) or "Nothing is followed."
