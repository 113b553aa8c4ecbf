"""Finds passages and names by words; every passage that holds a CJK string exactly is found.

Candidates come in tiers, each by bm25: those that hold the whole query as one
phrase, then those with every term, then those with some. Terms are joined so
that nothing a user types is FTS5 syntax.
"""

from __future__ import annotations

from enum import IntEnum

from apsw import Connection

from engine.store import documents
from engine.store.rows import as_json, fetch, fetch_ids
from engine.store.terms import (
    Query,
    Term,
    fold,
    forms,
    has_cjk,
    index_text,
    loose_phrase,
    parse,
    phrase,
    pieces,
    tokens,
)

__all__ = ["Match", "index_text", "match_expression", "search_names", "search_text"]

_MAX_VERIFIED = 100
_MIN_PREFIX = 2


class Match(IntEnum):
    """How well a passage fits the words of a query."""

    EXACT = 0
    ALL = 1
    SOME = 2


def match_expression(query: str, *, is_typing: bool = False) -> str:
    """Return the FTS5 expression of everything that may answer ``query``; empty when it holds no word.

    ``is_typing`` takes the last word for the beginning of one.
    """
    parsed = parse(query)
    return _some(parsed, is_typing=_goes_on(parsed, query, is_typing=is_typing))


def search_text(db: Connection, query: str, *, limit: int, is_typing: bool = False) -> dict[int, Match]:
    """Return passage ids, best first, each with how well it fits.

    All of them when ``limit`` allows: whatever contains the query is among them,
    if the query has CJK characters or is a quoted phrase.
    """
    parsed = parse(query)
    if not parsed.terms:
        return {}
    goes_on = _goes_on(parsed, query, is_typing=is_typing)
    found = dict.fromkeys(_exact(db, parsed, limit, is_typing=goes_on), Match.EXACT)
    for tier, expression in (
        (Match.ALL, _all(parsed, is_typing=goes_on)),
        (Match.SOME, _some(parsed, is_typing=goes_on)),
    ):
        if len(found) < limit:
            for passage_id in _match(db, expression, limit):
                found.setdefault(passage_id, tier)
    return dict(list(found.items())[:limit])


def search_names(db: Connection, query: str, *, limit: int, is_typing: bool = False) -> list[int]:
    """Return the ids of files whose name has every term of the query, best first."""
    parsed = parse(query)
    if not parsed.terms:
        return []
    expression = _all(parsed, is_typing=_goes_on(parsed, query, is_typing=is_typing))
    return fetch_ids(
        db, "SELECT rowid FROM name_index WHERE name_index MATCH ? ORDER BY rank LIMIT ?", (expression, limit)
    )


def _match(db: Connection, expression: str, limit: int) -> list[int]:
    return fetch_ids(
        db,
        "SELECT rowid FROM passage_index WHERE passage_index MATCH ? ORDER BY rank LIMIT ?",
        (expression, limit),
    )


def _exact(db: Connection, query: Query, limit: int, *, is_typing: bool) -> list[int]:
    """Return passages that hold the query as it stands; for CJK and quotes, cut out of longer words too.

    The index knows no punctuation and no parts of words, so what may be is looked at.
    """
    strict = phrase(query.text, is_prefix=is_typing)
    found = _match(db, strict, limit)
    if len(tokens(query.text)) == 1:
        return found
    candidates = dict.fromkeys(found[:_MAX_VERIFIED])
    loose = loose_phrase(query.text)
    if loose != strict and (has_cjk(query.text) or query.terms[0].is_quoted):
        candidates.update(dict.fromkeys(_match(db, loose, min(limit, _MAX_VERIFIED))))
    rows = fetch(
        db,
        'SELECT id, document_id, start, "end" FROM passage WHERE id IN (SELECT value FROM json_each(?))',
        (as_json(candidates),),
    )
    spans = {row[0]: (row[1], row[2], row[3]) for row in rows}
    texts = documents.passage_texts(db, [spans[passage_id] for passage_id in candidates])
    wanted = _comparable(query.text)
    return [id_ for id_, text in zip(candidates, texts, strict=True) if wanted in _comparable(text)]


def _comparable(text: str) -> str:
    return " ".join(fold(text).split())


def _goes_on(query: Query, typed: str, *, is_typing: bool) -> bool:
    """Whether the last word is still being typed, and long enough to look up what begins so."""
    if not (is_typing and query.terms and not typed[-1].isspace()):
        return False
    last = tokens(query.text)[-1]
    return not query.terms[-1].is_quoted and not has_cjk(last) and len(last) >= _MIN_PREFIX


def _all(query: Query, *, is_typing: bool) -> str:
    """Join what every term asks for by AND."""
    return " AND ".join(
        f"({_term(term, is_typing=is_typing and term is query.terms[-1])})" for term in query.terms
    )


def _some(query: Query, *, is_typing: bool) -> str:
    """Join everything that any part of the query may match by OR."""
    parts: dict[str, None] = {}
    for term in query.terms:
        parts.setdefault(_term(term, is_typing=is_typing and term is query.terms[-1]))
        if not term.is_word:
            parts.setdefault(loose_phrase(term.text))
            parts.update(dict.fromkeys(phrase(piece) for piece in pieces(term)))
    if has_cjk(query.text):
        parts.setdefault(loose_phrase(query.text))
    return " OR ".join(parts)


def _term(term: Term, *, is_typing: bool) -> str:
    if is_typing:
        return phrase(term.text, is_prefix=True)
    if not term.is_word:
        return phrase(term.text)
    return " OR ".join(phrase(form) for form in forms(term.text))


def passages_with(db: Connection, words: str, *, limit: int) -> list[int]:
    """Return passages that hold these words one after the other, unranked: quick where a word is common."""
    return fetch_ids(
        db, "SELECT rowid FROM passage_index WHERE passage_index MATCH ? LIMIT ?", (phrase(words), limit)
    )
