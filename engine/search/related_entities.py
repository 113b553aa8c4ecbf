"""Entities that belong with one, each with why: not only who stands beside it, but who knows the same.

Three things count. Neighbours in common, the fewer neighbours these have the more (Adamic and Adar,
"Friends and neighbors on the web", 2003). Documents in common, against how many each is in. And typed
relations between the two. One of the same kind as the entity, in the same company, counts more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log, sqrt

from apsw import Connection

from engine.records import CO_MENTION, Reason
from engine.search.fuse import fuse
from engine.search.suggest import NAMES, as_ranking
from engine.searches import Leg
from engine.store import incidence
from engine.store.edges import edges_touching
from engine.store.incidence import Held
from engine.store.rows import as_json, fetch, fetch_ids
from engine.suggestions import SuggestedEntity

_WEIGHTS = {Leg.ENTITY: 1.0, Leg.TEXT: 1.0, Leg.NAME: 1.3}
_MOST_DOCUMENTS = 3_000
"""Of all neighbours whose own neighbours are looked at."""
_N_DOCUMENTS, _MOST_MENTIONS, _N_NEIGHBOURS = 200, 20_000, 60
_SAME_KIND = 1.5
_COMPANY = 2
"""Neighbours in common that make a company."""


def related_entities(
    db: Connection, entity_id: int, *, label: str, limit: int, rrf_k: int
) -> tuple[SuggestedEntity, ...]:
    """Return the entities that belong with one of kind ``label``, best first."""
    n_all = incidence.n_documents(db)
    document_ids = fetch_ids(
        db,
        "SELECT DISTINCT document_id FROM mention WHERE entity_id = ? ORDER BY document_id DESC LIMIT ?",
        (entity_id, _N_DOCUMENTS),
    )
    joined = _joined(db, entity_id, document_ids)
    shared = _shared_neighbours(db, entity_id, joined, n_all=n_all)
    documents = _shared_documents(db, document_ids)
    ids = {*shared, *documents, *joined} - {entity_id}
    about = {one.entity_id: one for one in incidence.held(db, ids, n_all=n_all)}
    n_own = max(incidence.held(db, [entity_id], n_all=n_all)[0].n_documents, 1)
    scores: dict[Leg, dict[int, float]] = {
        Leg.ENTITY: {
            id_: sum(1 / log(2 + one.n_documents) for one in held)
            * (_SAME_KIND if about[id_].label == label and len(held) >= _COMPANY else 1)
            for id_, held in shared.items()
            if id_ in about
        },
        Leg.TEXT: {
            id_: n / sqrt(n_own * max(about[id_].n_documents, 1))
            for id_, n in documents.items()
            if id_ in about
        },
        Leg.NAME: {
            id_: float(len(predicates)) for id_, predicates in joined.items() if predicates and id_ in about
        },
    }
    fused = fuse(
        {leg: as_ranking(scores[leg], weight=_WEIGHTS[leg], kind="entity") for leg in scores}, k=rrf_k
    )
    found = []
    for entry in fused[:limit]:
        one = about[entry.item[1]]
        reasons = _reasons(one, label, joined, shared, documents)
        found.append(
            SuggestedEntity(
                entity_id=one.entity_id, name=one.name, label=one.label, score=entry.score, reasons=reasons
            )
        )
    return tuple(found)


def _joined(db: Connection, entity_id: int, document_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the neighbours, each with the typed predicates that join the two, those said most first."""
    rows = fetch(
        db,
        """SELECT CASE WHEN subject_id = ?1 THEN object_id ELSE subject_id END AS other_id, predicate
           FROM json_each(?2) CROSS JOIN relation ON document_id = value
           WHERE (+subject_id = ?1 OR +object_id = ?1) AND subject_id <> object_id
           GROUP BY other_id, predicate ORDER BY count(*) DESC, predicate""",
        (entity_id, as_json(document_ids)),
    )
    found: dict[int, list[str]] = {}
    for other_id, predicate in rows:
        predicates = found.setdefault(other_id, [])
        if predicate != CO_MENTION:
            predicates.append(predicate)
    return found


def _shared_neighbours(
    db: Connection, entity_id: int, joined: Mapping[int, list[str]], *, n_all: int
) -> dict[int, list[Held]]:
    """Return who has neighbours in common with an entity, and which; hubs join nobody."""
    by_id: dict[int, Held] = {}
    left = _MOST_DOCUMENTS
    for one in incidence.held(db, joined, n_all=n_all)[:_N_NEIGHBOURS]:
        left -= one.n_documents
        if left < 0 or incidence.is_hub(n_all, one.n_documents):
            break
        by_id[one.entity_id] = one
    shared: dict[int, dict[int, Held]] = {}
    for edge in edges_touching(db, list(by_id)):
        ends = (edge.subject_id, edge.object_id)
        for neighbour, other in (ends, ends[::-1]):
            if neighbour in by_id and other not in (entity_id, neighbour):
                shared.setdefault(other, {})[neighbour] = by_id[neighbour]
    return {id_: list(held.values()) for id_, held in shared.items()}


def _shared_documents(db: Connection, document_ids: Sequence[int]) -> dict[int, int]:
    """Return in how many of some documents each entity is."""
    rows = fetch(
        db,
        """SELECT entity_id, count(DISTINCT document_id) FROM (
               SELECT entity_id, document_id FROM mention
               WHERE document_id IN (SELECT value FROM json_each(?)) AND entity_id IS NOT NULL LIMIT ?
           ) GROUP BY entity_id""",
        (as_json(document_ids), _MOST_MENTIONS),
    )
    return dict(rows)


def _reasons(
    one: Held,
    label: str,
    joined: Mapping[int, list[str]],
    shared: Mapping[int, list[Held]],
    documents: Mapping[int, int],
) -> tuple[Reason, ...]:
    reasons = []
    if joined.get(one.entity_id):
        reasons.append(Reason(code="related.predicate", params={"predicate": joined[one.entity_id][0]}))
    if held := shared.get(one.entity_id, []):
        names = [neighbour.name for neighbour in held[:NAMES]]
        is_company = one.label == label and len(held) >= _COMPANY
        code = "related.company" if is_company else "related.neighbours"
        reasons.append(Reason(code=code, params={"n": len(held), "names": names, "label": one.label}))
    if n := documents.get(one.entity_id, 0):
        reasons.append(Reason(code="related.documents", params={"n": n}))
    return tuple(reasons)
