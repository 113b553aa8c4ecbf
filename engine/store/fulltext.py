"""Finds passages and names by words; every passage that holds a CJK string exactly is found.

Candidates come in tiers, each by bm25: those that hold the whole query as one
phrase, then those with every term, then those with what else may be meant by the
terms, then those with some. Terms are joined so that nothing a user types is FTS5
syntax.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import IntEnum
from functools import cache, partial
from itertools import islice, product
from typing import NamedTuple

from apsw import Connection

from engine.store import documents
from engine.store.meant import Meant
from engine.store.query_tree import AllOf, AnyOf, Near, Node, Query
from engine.store.rows import as_json, count, fetch, fetch_ids
from engine.store.scope import Scope, within
from engine.store.terms import (
    Term,
    fold,
    forms,
    has_cjk,
    index_text,
    loose_phrase,
    phrase,
    pieces,
    tokens,
)

__all__ = [
    "Found",
    "Match",
    "expression",
    "index_text",
    "match_expression",
    "name_expression",
    "search_names",
    "search_text",
]

_MAX_VERIFIED = 100
_COMMON = 10_000
"""What so many passages match does not tell them apart."""
_ENOUGH = 30
"""With so many passages that have all that is asked for, those with some of it are not looked for."""
_MIN_PREFIX = 2
_MAX_WILD = 64
"""Words that one wild term is taken for at most."""
_MAX_NEAR = 64
_NOTHING = '"\ue000"'
"""A word that no text has."""


class Match(IntEnum):
    """How well a passage fits the words of a query."""

    EXACT = 0
    ALL = 1
    MEANT = 2
    SOME = 3


class Found(NamedTuple):
    """How well a passage fits: its tier, and its bm25 as a share of the best one's."""

    match: Match
    share: float


def match_expression(db: Connection, query: Query, *, is_typing: bool = False) -> str:
    """Return the FTS5 expression of everything that may answer ``query``; empty when it holds no word.

    ``is_typing`` takes the last word for the beginning of one.
    """
    return _some(db, query, is_typing=_goes_on(query, is_typing=is_typing))


def search_text(
    db: Connection,
    query: Query,
    *,
    limit: int,
    is_typing: bool = False,
    meant: Sequence[Meant] = (),
    scope: Scope | None = None,
) -> dict[int, Found]:
    """Return passage ids, best first, each with how well it fits; only those in ``scope``.

    All of them when ``limit`` allows: whatever contains the query is among them,
    if the query has CJK characters or is a quoted phrase. ``meant`` is of a plain query only.
    """
    if not query.terms:
        return {}
    goes_on = _goes_on(query, is_typing=is_typing)
    meant = [one for one in meant if one.is_applied]
    match = cache(partial(_match, db, limit=limit, scope=scope))  # tiers may ask for the same
    found = _shares(Match.EXACT, _exact(db, query, match, is_typing=goes_on))
    tiers = {_all(db, query, is_typing=goes_on): Match.ALL}
    if meant:
        tiers.setdefault(_all(db, query, is_typing=goes_on, meant=meant), Match.MEANT)
    for wanted, tier in tiers.items():
        if len(found) < limit:
            for passage_id, fit in _shares(tier, match(wanted)).items():
                found.setdefault(passage_id, fit)
    if len(found) < min(limit, _ENOUGH):
        some = match(_some(db, query, is_typing=goes_on, meant=meant))
        for passage_id, fit in _shares(Match.SOME, some).items():
            found.setdefault(passage_id, fit)
    return dict(islice(found.items(), limit))


def search_names(
    db: Connection,
    query: Query,
    *,
    limit: int,
    is_typing: bool = False,
    meant: Sequence[Meant] = (),
    scope: Scope | None = None,
) -> dict[int, Match]:
    """Return files, best first, whose name has every term or what may be meant by it; those in ``scope``."""
    if not query.terms:
        return {}
    goes_on = _goes_on(query, is_typing=is_typing)
    meant = [one for one in meant if one.is_applied]
    condition = f"AND {within('rowid', '?3')}" if scope else ""
    found: dict[int, Match] = {}
    for tier, kept in ((Match.ALL, []), *([(Match.MEANT, meant)] if meant else [])):
        wanted = _all(db, query, is_typing=goes_on, meant=kept)
        ids = fetch_ids(
            db,
            f"SELECT rowid FROM name_index WHERE name_index MATCH ?1 {condition} ORDER BY rank LIMIT ?2",
            (wanted, limit, *([scope.files] if scope else [])),
        )
        for file_id in ids:
            found.setdefault(file_id, tier)
    return dict(islice(found.items(), limit))


def count_since(db: Connection, query: Query, *, document_id: int, scope: Scope | None) -> int:
    """Return how many documents with a greater id have a passage with all that ``query`` asks for."""
    return len(
        set(
            fetch_ids(
                db,
                f"""SELECT passage.document_id FROM passage_index
                    CROSS JOIN passage ON passage.id = passage_index.rowid
                    WHERE passage_index MATCH ?1
                      AND passage_index.rowid >= (SELECT min(id) FROM passage WHERE document_id > ?2)
                      {f"AND {within('passage.document_id', '?3')}" if scope else ""}""",
                (_all(db, query, is_typing=False), document_id, *([scope.documents] if scope else [])),
            )
        )
    )


def expression(db: Connection, node: Node, *, is_typing: bool = False) -> str:
    """Return the FTS5 expression of a node about text; ``is_typing`` counts for a single term only."""
    match node:
        case Term():
            return _term(db, node, is_typing=is_typing)
        case Near():
            return _near(node)
        case AllOf(parts):
            return " AND ".join(f"({expression(db, part)})" for part in parts)
        case AnyOf(parts):
            return " OR ".join(f"({expression(db, part)})" for part in parts)
        case _:
            raise TypeError(f"no text: {node}")


def name_expression(name: str) -> str:
    """Return the FTS5 expression of names that have the words of ``name`` in a row; the last may go on."""
    return phrase(name, is_prefix=not has_cjk(name[-1:]))


def _shares(tier: Match, scores: Mapping[int, float]) -> dict[int, Found]:
    best = max(scores.values(), default=0.0) or 1.0
    return {passage_id: Found(tier, score / best) for passage_id, score in scores.items()}


def _match(db: Connection, wanted: str, *, limit: int, scope: Scope | None) -> dict[int, float]:
    """Return passages, best first, with their bm25: larger is better.

    Of more than 10,000 that match the newest are ranked: to work out bm25 is what takes the time (a word in
    800,000 passages took 930 ms, so 31), and a word that is everywhere tells little.
    """
    # Full text is the outer loop, in order of rowid: bm25() is worked out for what is in scope only.
    joined = "CROSS JOIN passage ON passage.id = passage_index.rowid" if scope else ""
    condition = f"AND {within('passage.document_id', '?3')}" if scope else ""
    rows = fetch(
        db,
        f"""SELECT id, fit FROM (
                SELECT passage_index.rowid AS id, -bm25(passage_index) AS fit FROM passage_index {joined}
                WHERE passage_index MATCH ?1 {condition}
                ORDER BY passage_index.rowid DESC LIMIT {_COMMON}
            ) ORDER BY fit DESC, id LIMIT ?2""",
        (wanted, limit, *([scope.documents] if scope else [])),
    )
    return dict(rows)


def _telling(db: Connection, parts: Collection[str]) -> Collection[str]:
    """Leave out expressions that too many passages match to tell them apart, unless all are such."""
    rare = [part for part in parts if not _is_common(db, part)]
    return rare or parts


def _is_common(db: Connection, wanted: str) -> bool:
    n = count(
        db,
        "SELECT count(*) FROM (SELECT 1 FROM passage_index WHERE passage_index MATCH ? LIMIT ?)",
        (wanted, _COMMON),
    )
    return n == _COMMON


def _exact(
    db: Connection, query: Query, match: Callable[[str], dict[int, float]], *, is_typing: bool
) -> dict[int, float]:
    """Return passages that hold the query as it stands; for CJK and quotes, cut out of longer words too.

    The index knows no punctuation and no parts of words, so what may be is looked at.
    """
    if not query.is_plain:
        return {}
    strict = phrase(query.text, is_prefix=is_typing)
    found = match(strict)
    if len(tokens(query.text)) == 1:
        return found
    candidates = dict(islice(found.items(), _MAX_VERIFIED))
    loose = loose_phrase(query.text)
    if loose != strict and (has_cjk(query.text) or query.terms[0].is_quoted):
        candidates.update(islice(match(loose).items(), _MAX_VERIFIED))
    rows = fetch(
        db,
        'SELECT id, document_id, start, "end" FROM passage WHERE id IN (SELECT value FROM json_each(?))',
        (as_json(candidates),),
    )
    spans = {row[0]: (row[1], row[2], row[3]) for row in rows}
    texts = documents.passage_texts(db, [spans[passage_id] for passage_id in candidates])
    wanted = _comparable(query.text)
    return {
        id_: candidates[id_]
        for id_, text in zip(candidates, texts, strict=True)
        if wanted in _comparable(text)
    }


def _comparable(text: str) -> str:
    return " ".join(fold(text).split())


def _goes_on(query: Query, *, is_typing: bool) -> bool:
    """Whether the last word is still being typed, and long enough to look up what begins so."""
    if not (is_typing and query.is_open):
        return False
    last = tokens(query.text)[-1]
    return not query.terms[-1].is_wild and not has_cjk(last) and len(last) >= _MIN_PREFIX


def _all(db: Connection, query: Query, *, is_typing: bool, meant: Sequence[Meant] = ()) -> str:
    """Join what every unit asks for by AND; terms with a meaning of their own may have that instead."""

    def asked(units: Iterable[Node]) -> list[str]:
        return [expression(db, unit, is_typing=is_typing and unit is query.units[-1]) for unit in units]

    with_meaning = {term for one in meant for term in one.terms}
    parts = asked(unit for unit in query.units if unit not in with_meaning)
    parts += [f"({_and(asked(one.terms))}) OR {one.expression}" for one in meant]
    return _and(parts)


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else " AND ".join(f"({part})" for part in parts)


def _some(db: Connection, query: Query, *, is_typing: bool, meant: Sequence[Meant] = ()) -> str:
    """Join everything that any part of the query may match by OR."""
    parts: dict[str, None] = {}
    for unit in query.units:
        parts.setdefault(expression(db, unit, is_typing=is_typing and unit is query.units[-1]))
        if isinstance(unit, Term) and not unit.is_word and not unit.is_wild:
            parts.setdefault(loose_phrase(unit.text))
            parts.update(dict.fromkeys(phrase(piece) for piece in pieces(unit)))
    if query.is_plain and has_cjk(query.text):
        parts.setdefault(loose_phrase(query.text))
    parts.update(dict.fromkeys(one.expression for one in meant))
    if len(query.units) == 1 and len(parts) > 1:  # the whole was asked for already
        del parts[next(iter(parts))]
    telling = _telling(db, parts)
    return " OR ".join(telling) if query.is_plain else " OR ".join(f"({part})" for part in telling)


def _term(db: Connection, term: Term, *, is_typing: bool) -> str:
    """Return what one term stands for: the one place where a word becomes an expression."""
    if term.is_wild:
        return _wild(db, term)
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


def _wild(db: Connection, term: Term) -> str:
    """Return the words that a wild term fits: all that begin so, else those of the index."""
    begin = term.text[: min(at for at in map(term.text.find, "*?") if at >= 0)]
    if term.text == f"{begin}*":
        return phrase(begin, is_prefix=True)
    db.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.passage_word USING fts5vocab(main, passage_index, row)"
    )
    begin = fold(begin)
    words = fetch(
        db,
        "SELECT term FROM temp.passage_word WHERE term >= ? AND term < ? AND term GLOB ? LIMIT ?",
        (begin, begin + "\U0010ffff", fold(term.text), _MAX_WILD),
    )
    return " OR ".join(phrase(word) for (word,) in words) or _NOTHING


def _near(node: Near) -> str:
    """Return a NEAR group for each combination of the forms of its terms: FTS5 has no OR within one."""
    choices = [_near_forms(term) for term in node.terms]
    return " OR ".join(
        f"NEAR({' '.join(chosen)}, {node.distance})" for chosen in islice(product(*choices), _MAX_NEAR)
    )


def _near_forms(term: Term) -> Sequence[str]:
    if term.is_wild:
        return [phrase(term.text.rstrip("*"), is_prefix=True)]
    return [phrase(form) for form in forms(term.text)] if term.is_word else [phrase(term.text)]
