"""The options that say which relations of the graph count."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.graph.queries import LABELS
from engine.ingest.scan import to_text_path
from engine.neighbours import GraphFilter


def add_filter(parser: argparse.ArgumentParser) -> None:
    """Declare them."""
    group = parser.add_argument_group("which relations count")
    group.add_argument(
        "--labels",
        nargs="+",
        choices=LABELS,
        default=(),
        metavar="LABEL",
        help=f"of these: {', '.join(LABELS)}",
    )
    group.add_argument("--predicates", nargs="+", default=(), metavar="NAME", help="of these, as works_for")
    group.add_argument("--typed", action="store_true", help="no mere appearing together")
    group.add_argument("--since", default="", metavar="DATE", help="documents since then: 2020, 2020-05")
    group.add_argument("--until", default="", metavar="DATE", help="documents until then, included")
    group.add_argument("--folder", type=Path, metavar="FOLDER", help="documents in it")
    group.add_argument("--min-score", type=float, default=0.0, metavar="S", help="typed relations: 0 to 1")
    group.add_argument("--min-documents", type=int, default=1, metavar="N", help="said by so many documents")


def filter_of(options: argparse.Namespace) -> GraphFilter:
    """Return what they say."""
    return GraphFilter(
        labels=tuple(options.labels),
        predicates=tuple(options.predicates),
        is_typed_only=options.typed,
        since=options.since,
        until=options.until,
        folder=to_text_path(str(options.folder.resolve())) if options.folder else "",
        min_score=options.min_score,
        min_documents=options.min_documents,
    )
