"""Dresses what was found as hits: place, passage, what is marked in it, and why it is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from apsw import Connection

from engine.records import Hit, Leg, Quote, Span
from engine.search.fuse import Fused, Item
from engine.search.snippet import cut_snippet, highlights, merged
from engine.store import documents, graph, likeness
from engine.store.documents import Place
from engine.store.likeness import Places
from engine.store.query_tree import Query
from engine.store.rows import as_json, fetch

_MOST_ALIKE = 20
"""Paths a hit names of the files that say the same."""


@dataclass(frozen=True, slots=True)
class _Passage:
    document_id: int
    start: int
    end: int
    page: int | None
    text: str
    mentions: Sequence[Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """How hits are to be shown.

    Attributes:
        query: What is marked.
        files: The file that each item is shown as.
        further: Other passages of a document to quote, best first.
        entity_ids: Whose mentions are marked too.
    """

    query: Query
    is_typing: bool
    files: Mapping[Item, int]
    further: Mapping[int, Sequence[int]] = field(default_factory=dict)
    entity_ids: Sequence[int] = ()


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
    hits: list[Hit] = []
    for entry in fused:
        path, document_id = files[dress.files[entry.item]]
        if entry.item[0] == "file":
            hits.append(_file_hit(entry, path, document_id))
            continue
        passage = passages[entry.item[1]]
        hit = _passage_hit(entry, passage, places[passage.document_id], path, dress)
        context = (_quote(quoted[id_], dress) for id_ in dress.further.get(passage.document_id, ()))
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
    mentions = graph.mention_spans(db, entity_ids, passage_ids) if entity_ids else {}
    return {
        passage_id: _Passage(document_id, start, end, page, text, mentions.get(passage_id, ()))
        for (passage_id, document_id, start, end, page), text in zip(rows, texts, strict=True)
    }


def _passage_hit(entry: Fused, passage: _Passage, place: Place, path: str, dress: Dress) -> Hit:
    quote = _quote(passage, dress)
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
        highlights=quote.highlights,
        snippet=quote.text,
        snippet_start=quote.start,
        n_copies=place.n_copies,
    )


def _quote(passage: _Passage, dress: Dress) -> Quote:
    mentions = [Span(span.start - passage.start, span.end - passage.start) for span in passage.mentions]
    marked = merged([*highlights(passage.text, dress.query, is_typing=dress.is_typing), *mentions])
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


def _file_hit(entry: Fused, path: str, document_id: int | None) -> Hit:
    return Hit(
        document_id=document_id, path=path, title=documents.shown_title(None, path), page=None,
        passage="", start=0, end=0, score=entry.score, why=_why(entry),
    )  # fmt: skip


def _why(entry: Fused) -> dict[str, int | None]:
    return {leg.value: entry.ranks.get(leg) for leg in Leg}
