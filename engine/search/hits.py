"""Dresses what was found as hits: place, passage, what is marked in it, and why it is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from apsw import Connection

from engine.records import Span
from engine.search.fuse import Fused, Item
from engine.search.reasons import Grounds, reasons
from engine.search.snippet import cut_snippet, highlights, merged
from engine.searches import Hit, Leg, Quote
from engine.store import documents, likeness, mentions
from engine.store.documents import Place
from engine.store.likeness import Places
from engine.store.query_tree import Query
from engine.store.rows import as_json, fetch
from engine.store.terms import Term

_MOST_ALIKE = 20
"""Paths a hit names of the files that say the same."""


@dataclass(frozen=True, slots=True)
class _Passage:
    document_id: int
    start: int
    end: int
    page: int | None
    text: str
    mentioned: Sequence[Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """How hits are to be shown.

    Attributes:
        query: What is marked, with what else was meant by it.
        files: The file that each item is shown as.
        further: Other passages of a document to quote, best first.
        entity_ids: Whose mentions are marked too.
        grounds: Why it was found.
    """

    query: Query
    is_typing: bool
    files: Mapping[Item, int]
    further: Mapping[int, Sequence[int]] = field(default_factory=dict)
    entity_ids: Sequence[int] = ()
    grounds: Grounds = field(default_factory=Grounds)


def hits_of(db: Connection, fused: Sequence[Fused], dress: Dress) -> tuple[Hit, ...]:
    """Put what is shown around each item."""
    passage_ids = [entry.item[1] for entry in fused if entry.item[0] == "passage"]
    passages = _passages(db, passage_ids, dress.entity_ids)
    document_ids = {passage.document_id for passage in passages.values()}
    places = documents.places(db, document_ids)
    alike = likeness.places(db, document_ids, most=_MOST_ALIKE + 1)
    further = [id_ for document_id in document_ids for id_ in dress.further.get(document_id, ())]
    quoted = _passages(db, further, dress.entity_ids)
    files = {
        file_id: (path, document_id)
        for file_id, path, document_id in fetch(
            db,
            "SELECT id, path, document_id FROM file WHERE id IN (SELECT value FROM json_each(?))",
            (as_json(dress.files[entry.item] for entry in fused),),
        )
    }
    names = mentions.names_in(db, passage_ids, {*dress.entity_ids, *dress.grounds.entity_ids})
    hits: list[Hit] = []
    for entry in fused:
        path, document_id = files[dress.files[entry.item]]
        if entry.item[0] == "file":
            hits.append(_file_hit(entry, path, document_id, dress))
            continue
        passage = passages[entry.item[1]]
        hit = _passage_hit(
            entry, passage, places[passage.document_id], path, dress, names.get(entry.item[1], {})
        )
        context = (
            _quote(quoted[id_], _words(quoted[id_].text, dress))
            for id_ in dress.further.get(passage.document_id, ())
        )
        hits.append(replace(_with_alike(hit, alike[passage.document_id]), context=tuple(context)))
    return tuple(hits)


def _passages(db: Connection, passage_ids: Sequence[int], entity_ids: Sequence[int]) -> dict[int, _Passage]:
    rows = fetch(
        db,
        """SELECT id, document_id, start, "end", page FROM passage
           WHERE id IN (SELECT value FROM json_each(?))""",
        (as_json(passage_ids),),
    )
    texts = documents.passage_texts(db, [(row[1], row[2], row[3]) for row in rows])
    mentioned = mentions.mention_spans(db, entity_ids, passage_ids) if entity_ids else {}
    return {
        passage_id: _Passage(document_id, start, end, page, text, mentioned.get(passage_id, ()))
        for (passage_id, document_id, start, end, page), text in zip(rows, texts, strict=True)
    }


def _passage_hit(
    entry: Fused, passage: _Passage, place: Place, path: str, dress: Dress, names: Mapping[int, str]
) -> Hit:
    words = _words(passage.text, dress)
    quote = _quote(passage, words)
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
        reasons=reasons(entry, dress.grounds, text=passage.text, marked=words, names=names),
        highlights=quote.highlights,
        snippet=quote.text,
        snippet_start=quote.start,
        n_copies=place.n_copies,
    )


def _words(text: str, dress: Dress) -> tuple[Span, ...]:
    """Return what the query's words mark, and what else was meant by them."""
    readings = (reading for one in dress.grounds.meant if one.is_applied for reading in one.readings)
    read = tuple(Term(part) for reading in readings for part in reading)
    # What was typed comes last, as the last term may be unfinished.
    query = dress.query
    wanted = replace(query, terms=(*read, *query.terms), units=(*read, *query.units))
    return highlights(text, wanted, is_typing=dress.is_typing)


def _quote(passage: _Passage, words: Sequence[Span]) -> Quote:
    mentioned = [Span(span.start - passage.start, span.end - passage.start) for span in passage.mentioned]
    marked = merged([*words, *mentioned])
    snippet, offset = cut_snippet(passage.text, marked)
    return Quote(
        text=snippet,
        start=passage.start + offset,
        page=passage.page,
        highlights=tuple(Span(passage.start + span.start, passage.start + span.end) for span in marked),
    )


def _with_alike(hit: Hit, places: Places) -> Hit:
    others = [path for path in places.paths if path != hit.path]
    return replace(hit, n_alike=places.n_files - 1, alike=tuple(others[:_MOST_ALIKE]))


def _file_hit(entry: Fused, path: str, document_id: int | None, dress: Dress) -> Hit:
    return Hit(
        document_id=document_id, path=path, title=documents.shown_title(None, path), page=None,
        passage="", start=0, end=0, score=entry.score, why=_why(entry),
        reasons=reasons(entry, dress.grounds, text="", marked=(), names={}),
    )  # fmt: skip


def _why(entry: Fused) -> dict[str, int | None]:
    return {leg.value: entry.ranks.get(leg) for leg in Leg}
