"""``search QUERY``: passages by words, meaning, entities and names, fused, with reasons."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from engine.cli.opening import open_library
from engine.records import Hit

HELP = "find passages by words, by meaning and by who or what they mention"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("query", nargs="+", metavar="QUERY")
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="hits at most (%(default)s)")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return the hits, best first."""
    with open_library(options) as library:
        result = library.search(" ".join(options.query), limit=options.limit)
    return {
        "query": result.query,
        "took_ms": round(result.took_ms, 2),
        "hits": [_hit(hit) for hit in result.hits],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "document_id": hit.document_id,
        "path": hit.path,
        "title": hit.title,
        "page": hit.page,
        "passage": hit.passage,
        "start": hit.start,
        "end": hit.end,
        "score": hit.score,
        "why": dict(hit.why),
        "highlights": [[span.start, span.end] for span in hit.highlights],
        "snippet": hit.snippet,
        "snippet_start": hit.snippet_start,
        "n_copies": hit.n_copies,
        "n_alike": hit.n_alike,
        "alike": list(hit.alike),
    }


_WORDS = {"text": "words", "vector": "meaning", "entity": "who and what", "name": "file name"}


def render(answer: dict[str, Any]) -> str:
    """Say the same for people: title, place, snippet, reasons."""
    if not answer["hits"]:
        return "Nothing found. Try fewer or other words."
    blocks = [_block(number, hit) for number, hit in enumerate(answer["hits"], start=1)]
    return "\n\n".join([*blocks, f"{len(blocks)} hits in {answer['took_ms']:.0f} ms"])


def _block(number: int, hit: Mapping[str, Any]) -> str:
    page = f", page {hit['page']}" if hit["page"] else ""
    why = ", ".join(_WORDS[leg] for leg, rank in hit["why"].items() if rank)
    snippet = _marked(hit["snippet"], hit["snippet_start"], hit["highlights"])
    path = os.path.relpath(hit["path"])
    place = path if not path.startswith("..") else hit["path"]
    body = " ".join(snippet.split())
    more = f"\n    and {hit['n_alike']} more like it: {', '.join(hit['alike'])}" if hit["n_alike"] else ""
    return f"{number:>2}. {hit['title']}\n    {Path(place)}{page}   [{why}]\n    {body}{more}"


def _marked(snippet: str, offset: int, highlights: Iterable[tuple[int, int]]) -> str:
    before, after = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
    parts, at = [], 0
    for start, end in highlights:
        here, there = max(start - offset, at), min(end - offset, len(snippet))
        if here < there:
            parts += [snippet[at:here], before, snippet[here:there], after]
            at = there
    return "".join([*parts, snippet[at:]])
