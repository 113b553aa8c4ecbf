"""``search QUERY``: passages by words, meaning, entities and names, fused, with reasons.

What a query may say is in ``engine.search.query``. ``--save`` keeps it, ``--saved`` lists what is kept.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from engine.cli.opening import open_library
from engine.cli.sentences import sentence
from engine.errors import SearchUnknown
from engine.library import Library
from engine.records import Span
from engine.search.search import View
from engine.searches import Hit, Sort

HELP = "find passages by words, by meaning and by who or what they mention"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "query", nargs="*", metavar="QUERY",
        help="words and filters, such as: person:\"Ada Lovelace\" type:pdf before:2024 indemnity",
    )  # fmt: skip
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="hits at most (%(default)s)")
    parser.add_argument("--offset", type=int, default=0, metavar="N", help="leave out the first N hits")
    parser.add_argument(
        "--sort", choices=get_args(Sort), default="relevance", help="order of hits (%(default)s)"
    )
    parser.add_argument("--facets", action="store_true", help="count what would narrow the search down")
    parser.add_argument("--context", action="store_true", help="quote further places of each document")
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--save", metavar="NAME", help="keep the query under a name")
    kept.add_argument(
        "--saved", nargs="?", const="", metavar="NAME", help="search again for what was kept; list it all"
    )
    kept.add_argument("--rename", nargs=2, metavar=("NAME", "NEW"), help="call a kept query otherwise")
    kept.add_argument("--remove", metavar="NAME", help="forget a kept query")
    parser.set_defaults(refuse=parser.error)


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return the hits in the order asked for, or the saved searches."""
    query = " ".join(options.query)
    changes = (options.save, options.saved, options.rename, options.remove)
    if not query and (options.save is not None or not any(change is not None for change in changes)):
        options.refuse("a QUERY is needed")
    is_change = any(change is not None for change in (options.save, options.rename, options.remove))
    with open_library(options, is_read_only=not (is_change or options.saved)) as library:
        if options.rename:
            library.searches.rename(*options.rename)
        elif options.remove is not None:
            library.searches.remove(options.remove)
        elif options.saved != "":
            return _search(library, query, options)
        return {"saved": [asdict(row) for row in library.searches.saved()]}


def _search(library: Library, query: str, options: argparse.Namespace) -> dict[str, Any]:
    if options.save is not None:
        library.searches.save(options.save, query)
    if options.saved:
        kept = {row.name: row.query for row in library.searches.saved()}
        if options.saved not in kept:
            raise SearchUnknown(name=options.saved)
        query = f"{kept[options.saved]} {query}".strip()
        library.searches.note_seen(options.saved)
    view = View(
        offset=options.offset, sort=options.sort, has_facets=options.facets, has_context=options.context
    )
    result = library.search(query, limit=options.limit, view=view)
    return {
        "query": result.query,
        "took_ms": round(result.took_ms, 2),
        "notices": [asdict(notice) for notice in result.notices],
        "substituted": [asdict(part) for part in result.substituted],
        "hits": [_hit(hit) for hit in result.hits],
        "facets": {facet.name: [asdict(value) for value in facet.values] for facet in result.facets},
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
        "reasons": [asdict(reason) for reason in hit.reasons],
        "highlights": _pairs(hit.highlights),
        "snippet": hit.snippet,
        "snippet_start": hit.snippet_start,
        "n_copies": hit.n_copies,
        "n_alike": hit.n_alike,
        "alike": list(hit.alike),
        "context": [
            {"text": q.text, "start": q.start, "page": q.page, "highlights": _pairs(q.highlights)}
            for q in hit.context
        ],
    }


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def render(answer: dict[str, Any]) -> str:
    """Say the same for people: title, place, snippet, reasons."""
    if "saved" in answer:
        return _saved(answer["saved"])
    told = [sentence(notice["code"], notice["params"]) for notice in answer["notices"]]
    told += map(_told, answer["substituted"])
    if not answer["hits"]:
        return "\n".join([*told, "Nothing found. Try fewer or other words."])
    blocks = [_block(number, hit) for number, hit in enumerate(answer["hits"], start=1)]
    facets = [_facet(name, values) for name, values in answer["facets"].items()]
    parts = ["\n".join(told), *blocks, "\n".join(facets)]
    parts.append(f"{len(blocks)} hits in {answer['took_ms']:.0f} ms")
    return "\n\n".join(filter(None, parts))


def _saved(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return "No search is saved. Save one: search QUERY --save NAME"
    return "\n".join(
        f"{row['name']}: {row['query']}" + (f"   [{row['n_new']} new]" if row["n_new"] else "")
        for row in rows
    )


def _facet(name: str, values: Iterable[Mapping[str, Any]]) -> str:
    return f"{name}: " + ", ".join(f"{value['text']} ({value['n_files']})" for value in values)


def _told(part: Mapping[str, Any]) -> str:
    """Say what was searched for beside or instead of what was typed."""
    way = "instead" if part["is_instead"] else "beside"
    return sentence(f"searched.{way if part['is_applied'] else 'proposed'}", part)


def _block(number: int, hit: Mapping[str, Any]) -> str:
    page = f", page {hit['page']}" if hit["page"] else ""
    why = "; ".join(sentence(reason["code"], reason["params"]) for reason in hit["reasons"])
    path = os.path.relpath(hit["path"])
    place = path if not path.startswith("..") else hit["path"]
    body = _line(hit["snippet"], hit["snippet_start"], hit["highlights"])
    quotes = (_line(q["text"], q["start"], q["highlights"]) for q in hit["context"])
    context = "".join(f"\n    … {quote}" for quote in quotes)
    more = f"\n    and {hit['n_alike']} more like it: {', '.join(hit['alike'])}" if hit["n_alike"] else ""
    reasons = f"   [{why}]" if why else ""
    return f"{number:>2}. {hit['title']}\n    {Path(place)}{page}{reasons}\n    {body}{context}{more}"


def _line(snippet: str, offset: int, highlights: Iterable[tuple[int, int]]) -> str:
    return " ".join(_marked(snippet, offset, highlights).split())


def _marked(snippet: str, offset: int, highlights: Iterable[tuple[int, int]]) -> str:
    before, after = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
    parts, at = [], 0
    for start, end in highlights:
        here, there = max(start - offset, at), min(end - offset, len(snippet))
        if here < there:
            parts += [snippet[at:here], before, snippet[here:there], after]
            at = there
    return "".join([*parts, snippet[at:]])
