"""One query through all legs: parse, retrieve, fuse, and dress the best as hits."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from apsw import Connection

from engine.records import Hit, Leg, SearchResult, Span
from engine.search.fold import fold
from engine.search.fuse import Fused, Item, Ranking, fuse
from engine.search.legs import Encoder, entity_leg, name_leg, text_leg, vector_leg
from engine.search.snippet import cut_snippet, highlights
from engine.settings import Searching
from engine.store import documents, likeness
from engine.store.documents import Place
from engine.store.likeness import Places
from engine.store.rows import as_json, fetch
from engine.store.terms import Query, parse

_MOST_ALIKE = 20
"""Paths a hit names of the files that say the same."""


@dataclass(frozen=True, slots=True)
class _Passage:
    document_id: int
    start: int
    end: int
    page: int | None
    text: str


def search(
    db: Connection,
    query: str,
    *,
    limit: int,
    encoder: Encoder | None,
    entity_keys: Callable[[str], Sequence[str]],
    settings: Searching,
    is_typing: bool = False,
) -> SearchResult:
    """Return the passages, and files found by name, that answer ``query`` best.

    Args:
        db: A read connection, best within ``Store.read`` so that all legs see one state.
        query: What the user typed; quotes keep words together.
        limit: Hits at most.
        encoder: None while it is not loaded; then meaning does not count.
        entity_keys: Gives the normalised names that a query may hold.
        settings: Depth of the legs, constant of the fusion.
        is_typing: Take the last word for the beginning of one.
    """
    started = time.perf_counter()
    parsed = parse(query)
    hits: tuple[Hit, ...] = ()
    if parsed.terms and limit > 0:
        depth = max(settings.leg_depth, limit)
        rankings: dict[Leg, Ranking] = {
            Leg.TEXT: text_leg(db, query, depth=depth, is_typing=is_typing),
            Leg.ENTITY: entity_leg(db, entity_keys(query), depth=depth),
        }
        if encoder is not None:
            rankings[Leg.VECTOR] = vector_leg(db, parsed.text, depth=depth, encoder=encoder)
        best = _best_passages(db, fuse(rankings, k=settings.rrf_k))
        rankings[Leg.NAME], named = name_leg(db, query, depth=depth, is_typing=is_typing, best=best)
        fused = fold(db, fuse(rankings, k=settings.rrf_k), limit=limit)
        hits = _hits(db, fused, named=named, query=parsed, is_typing=is_typing)
    return SearchResult(query=query, took_ms=1000 * (time.perf_counter() - started), hits=hits)


def _best_passages(db: Connection, fused: Sequence[Fused]) -> dict[int, Item]:
    """Return the best passage of each document."""
    rows = fetch(
        db,
        "SELECT id, document_id FROM passage WHERE id IN (SELECT value FROM json_each(?))",
        (as_json(entry.item[1] for entry in fused),),
    )
    document_of: dict[int, int] = dict(rows)
    best: dict[int, Item] = {}
    for entry in fused:
        best.setdefault(document_of[entry.item[1]], entry.item)
    return best


def _hits(
    db: Connection, fused: Sequence[Fused], *, named: Mapping[Item, int], query: Query, is_typing: bool
) -> tuple[Hit, ...]:
    """Put what is shown around each item; the path is that of the file whose name was found."""
    passages = _passages(db, [entry.item[1] for entry in fused if entry.item[0] == "passage"])
    document_ids = {passage.document_id for passage in passages.values()}
    places = documents.places(db, document_ids)
    alike = likeness.places(db, document_ids, most=_MOST_ALIKE + 1)
    files = {
        file_id: (path, document_id)
        for file_id, path, document_id in fetch(
            db,
            "SELECT id, path, document_id FROM file WHERE id IN (SELECT value FROM json_each(?))",
            (as_json(named[entry.item] for entry in fused if entry.item in named),),
        )
    }
    hits: list[Hit] = []
    for entry in fused:
        path, document_id = files[named[entry.item]] if entry.item in named else ("", None)
        if entry.item[0] == "file":
            hits.append(_file_hit(entry, path, document_id))
        else:
            passage = passages[entry.item[1]]
            place = places[passage.document_id]
            hit = _passage_hit(entry, passage, place, path or place.path, query, is_typing=is_typing)
            hits.append(_with_alike(hit, alike[passage.document_id]))
    return tuple(hits)


def _passages(db: Connection, passage_ids: Sequence[int]) -> dict[int, _Passage]:
    rows = fetch(
        db,
        """SELECT id, document_id, start, "end", page FROM passage
           WHERE id IN (SELECT value FROM json_each(?))""",
        (as_json(passage_ids),),
    )
    texts = documents.passage_texts(db, [(row[1], row[2], row[3]) for row in rows])
    return {
        passage_id: _Passage(document_id, start, end, page, text)
        for (passage_id, document_id, start, end, page), text in zip(rows, texts, strict=True)
    }


def _passage_hit(
    entry: Fused, passage: _Passage, place: Place, path: str, query: Query, *, is_typing: bool
) -> Hit:
    marked = highlights(passage.text, query, is_typing=is_typing)
    snippet, offset = cut_snippet(passage.text, marked)
    return Hit(
        document_id=passage.document_id,
        path=path,
        title=documents.shown_title(place.title, path),
        page=passage.page,
        passage=passage.text,
        start=passage.start,
        end=passage.end,
        score=entry.score,
        why=_why(entry),
        highlights=tuple(Span(passage.start + span.start, passage.start + span.end) for span in marked),
        snippet=snippet,
        snippet_start=passage.start + offset,
        n_copies=place.n_copies,
    )


def _with_alike(hit: Hit, places: Places) -> Hit:
    others = [path for path in places.paths if path != hit.path]
    return replace(hit, n_alike=places.n_files - 1, alike=tuple(others[:_MOST_ALIKE]))


def _file_hit(entry: Fused, path: str, document_id: int | None) -> Hit:
    return Hit(
        document_id=document_id, path=path, title=documents.shown_title(None, path), page=None,
        passage="", start=0, end=0, score=entry.score, why=_why(entry),
    )  # fmt: skip


def _why(entry: Fused) -> dict[str, int | None]:
    return {leg.value: entry.ranks.get(leg) for leg in Leg}
