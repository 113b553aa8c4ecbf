"""One query through all legs: parse, filter, retrieve, fuse, and dress the best as hits."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from apsw import Connection

from engine.search.alternatives import exact_first, find_meant
from engine.search.facets import facets_of
from engine.search.fold import fold
from engine.search.fuse import Fused, Item, Ranking, fuse
from engine.search.hits import Dress, hits_of
from engine.search.legs import Encoder, entity_leg, items_of, name_leg, text_leg, vector_leg
from engine.search.lexer import filters_in, without_begun_field
from engine.search.naming import entities_asked_for, entities_named, unknown_names
from engine.search.query import parse
from engine.search.reasons import Grounds
from engine.searches import Leg, Notice, SearchResult, Sort
from engine.settings import Searching
from engine.store import documents
from engine.store.filters import scope_of
from engine.store.fulltext import Match
from engine.store.meant import Meant, corrected
from engine.store.mentions import first_mentions
from engine.store.query_tree import Named, Query
from engine.store.scope import Ids, Scope, files_of, ordered, sorted_ids

_MOST_QUOTED = 3
_SPARE = 4
"""So many times the hits are listed, as copies and versions will be folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How hits are to be seen.

    Attributes:
        offset: How many to leave out before the first.
        sort: The order; only what some leg brought is put in order.
        has_facets: Count what would narrow the search down.
        has_context: Quote further passages of each document.
    """

    offset: int = 0
    sort: Sort = "relevance"
    has_facets: bool = False
    has_context: bool = False


BY_RELEVANCE = View()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What legs brought, best first, and why.

    ``named`` are files found by name, ``scope`` what all had to be in.
    """

    fused: list[Fused]
    scope: Scope | None
    named: Mapping[Item, int] = field(default_factory=dict)
    document_of: Mapping[int, int] = field(default_factory=dict)
    grounds: Grounds = field(default_factory=Grounds)


def search(
    db: Connection,
    query: str,
    *,
    limit: int,
    encoder: Encoder | None,
    entity_keys: Callable[[str], Sequence[str]],
    settings: Searching,
    is_typing: bool = False,
    view: View = BY_RELEVANCE,
) -> SearchResult:
    """Return the passages, and files found by name, that answer ``query`` best.

    Args:
        db: A read connection, best within ``Store.read`` so that all legs see one state.
        query: What the user typed, see ``engine.search.query``.
        limit: Hits at most.
        encoder: None while it is not loaded; then meaning does not count.
        entity_keys: Gives the normalised names that a query may hold.
        settings: Depth of the legs, constant of the fusion.
        is_typing: Take the last word for the beginning of one.
        view: Their order, where to begin, and what else is wanted.
    """
    started = time.perf_counter()
    parsed = parse(without_begun_field(query) if is_typing else query)
    scope, notices = scope_for(db, parsed, typed=len(query) if is_typing else None)
    entity_ids = entities_asked_for(db, parsed.filters)
    n_wanted = view.offset + limit
    depth = max(settings.leg_depth, n_wanted)
    if limit <= 0 or not (parsed.terms or parsed.filters):
        found = _Found(fused=[], scope=scope)
    elif parsed.terms:
        found = _ranked(
            db, parsed, scope, entity_keys=entity_keys, encoder=encoder, k=settings.rrf_k, depth=depth,
            is_typing=is_typing,
        )  # fmt: skip
    else:
        found = _listed(db, scope, view.sort, n_wanted, entity_ids=entity_ids)
    found = _in_order(db, found, view.sort)
    kept = fold(db, found.fused, limit=n_wanted)[view.offset :]
    dress = Dress(
        query=parsed,
        is_typing=is_typing,
        files=_files(db, found, kept),
        further=_further(found, kept) if view.has_context else {},
        entity_ids=entity_ids,
        grounds=found.grounds,
    )
    hits = hits_of(db, kept, dress)
    facets = facets_of(db, _all_files(db, found, parsed), query=query) if view.has_facets else ()
    return SearchResult(
        query=query,
        took_ms=1000 * (time.perf_counter() - started),
        hits=hits,
        substituted=tuple(one.record for one in found.grounds.meant),
        notices=notices,
        facets=facets,
        filters=filters_in(unicodedata.normalize("NFC", query)),
    )


def scope_for(
    db: Connection, query: Query, *, typed: int | None = None
) -> tuple[Scope | None, tuple[Notice, ...]]:
    """Return the files that fulfil a query's filters, None where it has none, and what is to be said of them.

    Args:
        db: A read connection.
        query: What is asked for.
        typed: How long the query is, while it is being typed: what ends there is not held against it.
    """
    notices = tuple(notice for notice in query.notices if notice.end != typed)
    if not query.filters:
        return None, notices
    find = partial(scope_of, db, entity_ids=partial(entities_named, db))
    scope = find(query.filters)
    last = query.filters[-1]
    if not len(scope.file_ids) and isinstance(last, Named) and last.end == typed:
        scope = find(query.filters[:-1])
    if len(scope.file_ids):
        return scope, tuple(notice for notice in notices if notice.code != "query.type")
    return scope, (*notices, *unknown_names(db, query.filters))


def _ranked(
    db: Connection,
    query: Query,
    scope: Scope | None,
    *,
    entity_keys: Callable[[str], Sequence[str]],
    encoder: Encoder | None,
    k: int,
    depth: int,
    is_typing: bool,
) -> _Found:
    """Let every leg rank, each within ``scope``, and fuse what they bring."""
    meant: tuple[Meant, ...] = ()
    if query.is_plain:
        meant = find_meant(db, query.terms, is_typing=is_typing and query.is_open)
    texts = [query.text, *(text for one in meant if one.is_applied for text in one.record.meant)]
    keys = list(dict.fromkeys(key for text in texts for key in entity_keys(text)))
    rankings: dict[Leg, Ranking] = {}
    nearness: Mapping[Item, float] = {}
    rankings[Leg.TEXT], matches = text_leg(
        db, query, depth=depth, is_typing=is_typing, meant=meant, scope=scope
    )
    rankings[Leg.ENTITY], entity_ids = entity_leg(db, keys, depth=depth, scope=scope)
    if encoder is not None:
        asked = corrected(query.text, meant)
        rankings[Leg.VECTOR], nearness = vector_leg(db, asked, depth=depth, encoder=encoder, scope=scope)
    fused = fuse(rankings, k=k)
    document_of = _documents_of(db, fused)
    best: dict[int, Item] = {}
    for entry in fused:
        best.setdefault(document_of[entry.item[1]], entry.item)
    rankings[Leg.NAME], named = name_leg(
        db, query, depth=depth, is_typing=is_typing, best=best, meant=meant, scope=scope
    )
    exact = {item for item, match in matches.items() if match <= Match.ALL} | named.files.keys() - named.meant
    only_meant = named.meant | {item for item, match in matches.items() if match is Match.MEANT}
    fused = exact_first(fuse(rankings, k=k), exact=exact, meant=only_meant)
    return _Found(
        fused=fused,
        named=named.files,
        document_of=_documents_of(db, fused),
        scope=scope,
        grounds=Grounds(nearness=nearness, entity_ids=frozenset(entity_ids), meant=meant),
    )


def _listed(
    db: Connection, scope: Scope | None, sort: Sort, n_wanted: int, *, entity_ids: Sequence[int]
) -> _Found:
    """Return the first files in scope, as they are asked to be sorted, a document once."""
    file_ids: dict[int, int] = {}
    if scope is not None:
        for file_id, document_id in ordered(db, scope.file_ids, sort=sort, limit=_SPARE * n_wanted):
            file_ids.setdefault(-file_id if document_id is None else document_id, file_id)
    mentioning = first_mentions(db, entity_ids, list(file_ids)) if entity_ids else {}
    best: dict[int, Item] = {id_: ("passage", passage_id) for id_, passage_id in mentioning.items()}
    named = items_of(db, list(file_ids.values()), best=best)
    fused = [Fused(item) for item in named]
    return _Found(fused=fused, named=named, document_of=_documents_of(db, fused), scope=scope)


def _documents_of(db: Connection, fused: Sequence[Fused]) -> dict[int, int]:
    """Return the document of each passage."""
    return documents.owners(db, [entry.item[1] for entry in fused if entry.item[0] == "passage"])


def _files(db: Connection, found: _Found, entries: Sequence[Fused]) -> dict[Item, int]:
    """Return the file that each item is shown as: found by name, else the first in scope by path."""
    others = [entry.item for entry in entries if entry.item not in found.named]
    documents = {item: found.document_of[item[1]] for item in others}
    files = files_of(db, sorted_ids(list(documents.values())), found.scope)
    return {**found.named, **{item: files[document_id][0] for item, document_id in documents.items()}}


def _all_files(db: Connection, found: _Found, query: Query) -> Ids:
    """Return the files in scope of all that was found: all in scope where only filters were asked."""
    if found.scope and not query.terms:
        return found.scope.file_ids
    documents = [found.document_of[entry.item[1]] for entry in found.fused if entry.item[0] == "passage"]
    files = files_of(db, sorted_ids(documents), found.scope)
    alone = [entry.item[1] for entry in found.fused if entry.item[0] == "file"]
    return sorted_ids([*alone, *(file_id for ids in files.values() for file_id in ids)])


def _in_order(db: Connection, found: _Found, sort: Sort) -> _Found:
    if sort == "relevance" or len(found.fused) < 2:
        return found
    files = _files(db, found, found.fused)
    order = ordered(db, sorted_ids(list(files.values())), sort=sort)
    rank = {file_id: at for at, (file_id, _) in enumerate(order)}
    return replace(found, fused=sorted(found.fused, key=lambda entry: rank[files[entry.item]]))


def _further(found: _Found, kept: Sequence[Fused]) -> dict[int, list[int]]:
    """Return passages that the text leg found in the documents that are shown, but for those shown."""
    shown = {entry.item[1] for entry in kept if entry.item[0] == "passage"}
    further: dict[int, list[int]] = {found.document_of[passage_id]: [] for passage_id in shown}
    by_words = (entry for entry in found.fused if Leg.TEXT in entry.ranks and entry.item[1] not in shown)
    for entry in by_words:
        passages = further.get(found.document_of[entry.item[1]])
        if passages is not None and len(passages) < _MOST_QUOTED:
            passages.append(entry.item[1])
    return further
