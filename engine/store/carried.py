"""Reads the graph in the order and the words in which it is carried to other programs.

What was found in documents and what was imported are one graph here: entities meet by label and key,
relations by both ends and the predicate. Where both say something, the numbers of what was found count.

A part is read at a time, so that the size of a library does not matter; the caller keeps one transaction
open meanwhile, so that all parts are of one state.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Any, TypeVar

from apsw import Connection

from engine.carried import CarriedEntity, CarriedEvidence, CarriedRelation, Selection, carried_text
from engine.records import CO_MENTION
from engine.store import documents, imported
from engine.store.rows import as_json, count, fetch

_BATCH = 400
_DIGITS = 6

_Row = TypeVar("_Row")

_Ref = tuple[str, str]
"""Label and key, as they are carried."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """An entity to be written, with the rows that it comes from."""

    entity: CarriedEntity
    found_ids: tuple[int, ...] = ()
    imported_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Document:
    content_hash: str
    path: str
    title: str
    date: str


class CarriedGraph:
    """A selection of one library's graph, in order; each method may be called again.

    Attributes:
        total: Entities and relations there are at most, to tell how far a reader is.
    """

    def __init__(
        self, db: Connection, selection: Selection, *, check: Callable[[], None] = lambda: None
    ) -> None:
        """Let ``check`` be called in between, so that it may raise ``Cancelled``."""
        self._db = db
        self._check = check
        self._labels = frozenset(selection.labels)
        self._n_evidence = selection.n_evidence
        self._refs: frozenset[_Ref] | None = None
        if selection.entity_ids:
            self._refs = frozenset(map(_ref, self._ends(selection.entity_ids).values()))
        tables = ("entity", "relation", "imported_entity", "imported_relation")
        self.total = sum(count(db, f"SELECT count(*) FROM {table}") for table in tables)

    def entities(self) -> Iterator[CarriedEntity]:
        """Yield the entities by label and key."""
        return (origin.entity for origin in self._origins())

    def relations(self) -> Iterator[CarriedRelation]:
        """Yield the relations by subject, predicate and object, each once."""
        for batch in _batches(self._origins()):
            for _, relations in self._joined(batch, both_ways=False):
                yield from relations

    def neighbours(self) -> Iterator[tuple[CarriedEntity, tuple[CarriedRelation, ...]]]:
        """Yield each entity with all the relations that it is an end of."""
        for batch in _batches(self._origins()):
            yield from self._joined(batch, both_ways=True)

    def _origins(self) -> Iterator[_Origin]:
        rows = heapq.merge(self._found(), self._imported(), key=_origin_ref)
        for batch in _batches(_merged(list(alike)) for _, alike in groupby(rows, key=_origin_ref)):
            self._check()
            aliases = self._aliases([id_ for origin in batch for id_ in origin.found_ids])
            for origin in batch:
                entity = origin.entity
                names = [name for id_ in origin.found_ids for name in aliases.get(id_, ())]
                every = tuple(n for n in dict.fromkeys((*names, *entity.aliases)) if n != entity.name)
                yield replace(origin, entity=replace(entity, aliases=every)) if names else origin

    def _found(self) -> Iterator[_Origin]:
        """Yield what was found by label and key; a key that is not carried as it is stands elsewhere."""
        odd = sorted(self._found_rows(is_odd=True), key=_origin_ref)
        return heapq.merge(self._found_rows(is_odd=False), odd, key=_origin_ref)

    def _found_rows(self, *, is_odd: bool) -> Iterator[_Origin]:
        rows: Iterable[Any] = self._db.execute(
            "SELECT label, key, id, name, total_mentions, total_documents FROM entity ORDER BY label, key"
        )
        for label, key, id_, name, n_mentions, n_documents in rows:
            ref = carried_text(label), carried_text(key)
            if (ref != (label, key)) is is_odd and self._selects(ref):
                entity = CarriedEntity(
                    label=ref[0], key=ref[1], name=carried_text(name), n_mentions=int(n_mentions),
                    n_documents=n_documents,
                )  # fmt: skip
                yield _Origin(entity, found_ids=(id_,))

    def _imported(self) -> Iterator[_Origin]:
        for row_id, entity in imported.entity_rows(self._db):
            if self._selects(_ref(entity)):
                yield _Origin(entity, imported_ids=(row_id,))

    def _selects(self, ref: _Ref) -> bool:
        return (not self._labels or ref[0] in self._labels) and (self._refs is None or ref in self._refs)

    def _aliases(self, entity_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        rows = fetch(
            self._db,
            """SELECT entity_id, alias.name FROM alias JOIN entity ON entity.id = entity_id
               WHERE entity_id IN (SELECT value FROM json_each(?)) AND alias.name <> entity.name
               GROUP BY entity_id, alias.name ORDER BY entity_id, sum(n_mentions) DESC, alias.name""",
            (as_json(entity_ids),),
        )
        return {
            entity_id: tuple(dict.fromkeys(carried_text(name) for _, name in names))
            for entity_id, names in groupby(rows, key=lambda row: row[0])
        }

    def _joined(
        self, origins: Sequence[_Origin], *, both_ways: bool
    ) -> Iterator[tuple[CarriedEntity, tuple[CarriedRelation, ...]]]:
        """Yield each entity with the relations that it is the subject of, or ``both_ways`` an end of."""
        by_id: dict[str, dict[str, CarriedRelation]] = {origin.entity.id: {} for origin in origins}
        found_ids = [id_ for origin in origins for id_ in origin.found_ids]
        found = self._found_relations(found_ids, both_ways=both_ways)
        stated = imported.relations_of(self._db, [row for o in origins for row in o.imported_ids])
        for relation in (*found, *filter(self._has_both_ends, stated)):
            for end in (relation.subject, relation.object) if both_ways else (relation.subject,):
                if (of_it := by_id.get(end.id)) is not None:
                    before = of_it.get(relation.id)
                    of_it[relation.id] = relation if before is None else self._together(before, relation)
        for origin in origins:
            yield origin.entity, tuple(sorted(by_id[origin.entity.id].values(), key=_place))

    def _has_both_ends(self, relation: CarriedRelation) -> bool:
        return self._selects(_ref(relation.subject)) and self._selects(_ref(relation.object))

    def _together(self, first: CarriedRelation, second: CarriedRelation) -> CarriedRelation:
        evidence = {piece.id: piece for piece in (*second.evidence, *first.evidence)}
        dates = [d for d in (first.first_date, first.last_date, second.first_date, second.last_date) if d]
        return replace(
            first, first_date=min(dates, default=""), last_date=max(dates, default=""),
            evidence=tuple(sorted(evidence.values(), key=_best_first)[: self._n_evidence]),
        )  # fmt: skip

    def _found_relations(self, entity_ids: Sequence[int], *, both_ways: bool) -> Iterator[CarriedRelation]:
        rows = fetch(
            self._db,
            f"""WITH wanted AS MATERIALIZED (SELECT value AS id FROM json_each(?))
                SELECT subject_id, predicate, object_id, document_id, start, "end", score FROM (
                    SELECT relation.* FROM wanted CROSS JOIN relation ON subject_id = wanted.id
                    UNION SELECT relation.* FROM wanted CROSS JOIN relation ON object_id = wanted.id
                    WHERE ? OR predicate = '{CO_MENTION}'
                ) WHERE subject_id <> object_id""",
            (as_json(entity_ids), both_ways),
        )
        ends = self._ends({id_ for row in rows for id_ in (row[0], row[2])})
        wanted = set(entity_ids)
        by_relation: dict[tuple[int, str, int], list[tuple[Any, ...]]] = {}
        for subject, predicate, object_, *place in rows:
            if subject not in ends or object_ not in ends:
                continue
            pair = (subject, object_)
            if predicate == CO_MENTION:
                pair = min(pair, pair[::-1], key=lambda p: _ref(ends[p[0]]))
            if both_ways or pair[0] in wanted:
                by_relation.setdefault((pair[0], predicate, pair[1]), []).append(tuple(place))
        stated = self._documents({place[0] for places in by_relation.values() for place in places})
        for places in by_relation.values():
            places.sort(key=lambda place: (-place[3], stated[place[0]].content_hash, place[1], place[2]))
        quoted = self._quoted(
            [place for places in by_relation.values() for place in places[: self._n_evidence]], stated
        )
        for (subject, predicate, object_), places in by_relation.items():
            evidence = tuple(islice(quoted, min(len(places), self._n_evidence)))
            yield _relation(ends[subject], predicate, ends[object_], places, stated, evidence)

    def _quoted(
        self, places: Sequence[tuple[Any, ...]], stated: dict[int, _Document]
    ) -> Iterator[CarriedEvidence]:
        for several in _batches(places):
            self._check()
            spans = [(document_id, start, end) for document_id, start, end, _ in several]
            quotes = documents.passage_texts(self._db, spans)
            for place, quote, page in zip(several, quotes, self._pages(spans), strict=True):
                yield _evidence(place, stated[place[0]], quote, page)

    def _ends(self, entity_ids: Iterable[int]) -> dict[int, CarriedEntity]:
        """Return the selected ones of some entities: what a relation needs to know of its ends."""
        rows = fetch(
            self._db,
            "SELECT id, label, key, name FROM entity WHERE id IN (SELECT value FROM json_each(?))",
            (as_json(entity_ids),),
        )
        ends = {
            id_: CarriedEntity(label=carried_text(label), key=carried_text(key), name=carried_text(name))
            for id_, label, key, name in rows
        }
        return {id_: end for id_, end in ends.items() if self._selects(_ref(end))}

    def _documents(self, document_ids: Iterable[int]) -> dict[int, _Document]:
        rows = fetch(
            self._db,
            """SELECT document.id, document.content_hash, document.title, coalesce(date, ''),
                      coalesce(min(path), '')
               FROM document LEFT JOIN profile ON profile.document_id = document.id
               LEFT JOIN file ON file.document_id = document.id
               WHERE document.id IN (SELECT value FROM json_each(?)) GROUP BY document.id""",
            (as_json(document_ids),),
        )
        return {
            id_: _Document(
                content_hash,
                carried_text(path),
                carried_text(documents.shown_title(title, path)),
                date,
            )
            for id_, content_hash, title, date, path in rows
        }

    def _pages(self, spans: Sequence[tuple[Any, ...]]) -> list[int | None]:
        rows = fetch(
            self._db,
            """SELECT (SELECT page FROM passage WHERE document_id = span.value ->> 0
                       AND start <= span.value ->> 1 ORDER BY ordinal DESC LIMIT 1)
               FROM json_each(?) AS span ORDER BY span.key""",
            (json.dumps(spans),),
        )
        return [page for (page,) in rows]


def _ref(entity: CarriedEntity) -> _Ref:
    return entity.label, entity.key


def _origin_ref(origin: _Origin) -> _Ref:
    return _ref(origin.entity)


def _merged(alike: Sequence[_Origin]) -> _Origin:
    """Return one entity of the rows of one label and key; what was found stands first."""
    first = alike[0]
    if len(alike) == 1:
        return first
    names = dict.fromkeys(name for o in alike for name in (o.entity.name, *o.entity.aliases))
    aliases = tuple(name for name in names if name != first.entity.name)
    return _Origin(
        replace(first.entity, aliases=aliases),
        found_ids=tuple(id_ for origin in alike for id_ in origin.found_ids),
        imported_ids=tuple(id_ for origin in alike for id_ in origin.imported_ids),
    )


def _relation(
    subject: CarriedEntity,
    predicate: str,
    object_: CarriedEntity,
    places: Sequence[tuple[Any, ...]],
    stated: dict[int, _Document],
    evidence: tuple[CarriedEvidence, ...],
) -> CarriedRelation:
    best: dict[int, float] = {}
    for document_id, _, _, score in places:
        best.setdefault(document_id, score)  # they stand best first
    dates = [date for date in (stated[document_id].date for document_id in best) if date]
    return CarriedRelation(
        subject=subject, predicate=carried_text(predicate), object=object_,
        weight=round(sum(sorted(best.values())), _DIGITS), n_documents=len(best),
        first_date=min(dates, default=""), last_date=max(dates, default=""), evidence=evidence,
    )  # fmt: skip


def _evidence(place: tuple[Any, ...], document: _Document, quote: str, page: int | None) -> CarriedEvidence:
    _, start, end, score = place
    return CarriedEvidence(
        quote=carried_text(quote), document=document.content_hash, path=document.path, title=document.title,
        page=page, start=start, end=end, score=round(score, _DIGITS), date=document.date,
    )  # fmt: skip


def _place(relation: CarriedRelation) -> tuple[str, ...]:
    subject, object_ = relation.subject, relation.object
    return subject.label, subject.key, relation.predicate, object_.label, object_.key


def _best_first(piece: CarriedEvidence) -> tuple[Any, ...]:
    return -piece.score, piece.document, piece.start, piece.end, piece.quote


def _batches(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    rest = iter(rows)
    while batch := list(islice(rest, _BATCH)):
        yield batch
