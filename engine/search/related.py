"""Documents that belong with one, each with why.

Legs rank documents: by rare entities that both mention, by meaning, by telling words, by folder. A new
reason is one more leg, and one more line in ``_reasons``. They are fused like the legs of a
search, versions are folded into one, and the best are chosen so that they differ. Nothing here grows with
the length of a document or of the library, but for the scan of vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log1p

import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.language.keywords import keywords
from engine.records import Reason
from engine.search.closeness import Closeness
from engine.search.diverse import likeness_of, mean, means, samples
from engine.search.fuse import fuse
from engine.search.suggest import NAMES, as_ranking, suggest
from engine.searches import Leg
from engine.store import documents, fulltext, incidence, likeness, vectors
from engine.store.graph_write import alias_key
from engine.store.incidence import Held
from engine.suggestions import SuggestedDocument

_WEIGHTS = {Leg.ENTITY: 1.2, Leg.VECTOR: 1.0, Leg.TEXT: 0.8, Leg.NAME: 0.3}
_N_ENTITIES, _N_SAMPLES, _N_PARTS, _N_NEAREST = 40, 16, 2, 60
_READ_CHARS = 5_000
_COMMON_WORD = 300
"""Passages; words that are in so many tell nothing."""
_FEW = 5
_USUAL_CHARS = 10_000
_DAY_NS = 86_400_000_000_000
_CANDIDATES = 4
"""Times as many as are wanted: what diversity may choose from."""


@dataclass(slots=True)
class _Found:
    """What each leg found of the documents around one."""

    shared: dict[int, list[Held]] = field(default_factory=dict)
    by_entity: dict[int, float] = field(default_factory=dict)
    by_meaning: dict[int, float] = field(default_factory=dict)
    words: dict[int, list[str]] = field(default_factory=dict)
    by_words: dict[int, float] = field(default_factory=dict)
    by_folder: dict[int, float] = field(default_factory=dict)
    folder: str = ""


def related_documents(
    db: Connection, document_id: int, *, limit: int, rrf_k: int
) -> tuple[SuggestedDocument, ...]:
    """Return the documents that belong with one, best first; its own versions come as one, before all.

    Args:
        db: A read connection, best within ``Store.read``.
        document_id: One that is there.
        limit: At most so many.
        rrf_k: Constant of the fusion.
    """
    n_all = incidence.n_documents(db)
    own = incidence.entities_in(db, document_id, n_all=n_all, limit=_N_ENTITIES)
    found = _Found()
    _by_entities(db, own, found)
    _by_meaning(db, document_id, found)
    _by_words(db, document_id, own, found, n_all=n_all)
    _by_folder(db, document_id, found)
    scores = {
        Leg.ENTITY: found.by_entity,
        Leg.VECTOR: found.by_meaning,
        Leg.TEXT: found.by_words,
        Leg.NAME: found.by_folder,
    }
    fused = fuse({leg: as_ranking(scores[leg], weight=_WEIGHTS[leg]) for leg in scores}, k=rrf_k)
    versions = likeness.versions(db, document_id)
    hidden = {document_id, *versions}
    ranked = {entry.item[1]: entry.score for entry in fused if entry.item[1] not in hidden}
    best = dict(list(ranked.items())[: _CANDIDATES * limit])
    suggested = suggest(
        db,
        best,
        reasons={id_: _reasons(id_, found) for id_ in best},
        compare=lambda ids: _compare(db, ids, found),
        limit=limit,
    )
    version = (Reason(code="related.version"),)
    first = suggest(db, dict.fromkeys(versions, 1.0), reasons=dict.fromkeys(versions, version), limit=1)
    return (*first, *suggested)[:limit]


def _by_entities(db: Connection, own: Sequence[Held], found: _Found) -> None:
    by_id = {entity.entity_id: entity for entity in own}
    rows = incidence.documents_with(db, own)
    for entity_id, document_id, n in rows:
        entity = by_id[entity_id]
        found.shared.setdefault(document_id, []).append(entity)
        found.by_entity[document_id] = found.by_entity.get(document_id, 0.0) + entity.weight * log1p(n)
    best = sorted(found.by_entity, key=lambda id_: -found.by_entity[id_])[: 4 * _N_NEAREST]
    # A long document mentions everybody.
    lengths = incidence.lengths(db, best)
    found.by_entity = {
        id_: found.by_entity[id_] / (1 + log1p(lengths.get(id_, 0) / _USUAL_CHARS)) for id_ in best
    }


def _by_meaning(db: Connection, document_id: int, found: _Found) -> None:
    """Look for passages near each part of the document: as a whole it may be about several things."""
    parts = samples(db, [document_id], most=_N_SAMPLES).get(document_id, [])
    if not parts:
        return
    n_own = documents.n_passages(db, document_id)
    closeness = Closeness(db, but=document_id)
    near: dict[int, float] = {}
    for part in np.array_split(np.stack(parts), min(_N_PARTS, len(parts))):
        meaning = mean(list(part))
        least = closeness.least(meaning)
        for passage_id, similarity in vectors.nearest(
            db, meaning, limit=_N_NEAREST + min(n_own, 4 * _N_NEAREST)
        ):
            if similarity >= least:
                near[passage_id] = max(near.get(passage_id, 0.0), similarity)
    for passage_id, other_id in incidence.of_passages(db, near).items():
        found.by_meaning[other_id] = max(found.by_meaning.get(other_id, 0.0), near[passage_id])


def _by_words(db: Connection, document_id: int, own: Sequence[Held], found: _Found, *, n_all: int) -> None:
    (text,) = documents.passage_texts(db, [(document_id, 0, _READ_CHARS)])
    names = {alias_key(entity.name) for entity in own}
    for word in keywords(text):
        if alias_key(word) in names:
            continue
        passage_ids = fulltext.passages_with(db, word, limit=_COMMON_WORD)
        document_ids = set(incidence.of_passages(db, passage_ids).values())
        if len(passage_ids) == _COMMON_WORD or incidence.is_hub(n_all, len(document_ids)):
            continue
        for other_id in document_ids:
            found.words.setdefault(other_id, []).append(word)
            weight = incidence.rarity(n_all, len(document_ids))
            found.by_words[other_id] = found.by_words.get(other_id, 0.0) + weight
    few = incidence.rarity(n_all, _FEW)
    for other_id in [id_ for id_, words in found.words.items() if len(words) < 2]:  # chance, unless rare
        if found.by_words[other_id] < few:
            del found.by_words[other_id], found.words[other_id]


def _by_folder(db: Connection, document_id: int, found: _Found) -> None:
    for folder in incidence.folders_of(db, [document_id]).get(document_id, [])[:1]:
        beside = incidence.beside(db, folder)
        own_ns = beside.pop(document_id, 0)
        found.folder = folder
        found.by_folder = {
            id_: 1 / (1 + abs(modified_ns - own_ns) / _DAY_NS) for id_, modified_ns in beside.items()
        }


def _reasons(document_id: int, found: _Found) -> tuple[Reason, ...]:
    reasons = shared_names(found.shared.get(document_id, ()))
    if document_id in found.by_meaning:
        similarity = round(found.by_meaning[document_id], 3)
        reasons.append(Reason(code="related.meaning", params={"similarity": similarity}))
    if document_id in found.words:
        reasons.append(Reason(code="related.words", params={"words": found.words[document_id][:NAMES]}))
    if document_id in found.by_folder:
        reasons.append(Reason(code="related.folder", params={"folder": found.folder}))
    return tuple(reasons)


def shared_names(shared: Sequence[Held]) -> list[Reason]:
    """Return a reason for each kind of entity in common, the most telling first."""
    kinds: dict[str, list[Held]] = {}
    for entity in sorted(shared, key=lambda one: -one.weight):
        kinds.setdefault(entity.label, []).append(entity)
    return [
        Reason(
            code="related.names",
            params={"label": label, "n": len(held), "names": [entity.name for entity in held[:NAMES]]},
        )
        for label, held in kinds.items()
    ]


def _compare(db: Connection, ids: Sequence[int], found: _Found) -> NDArray[np.float64]:
    """Return how like candidates are: in meaning, or by having the same entities in common."""
    known = means(db, ids)
    matrix = likeness_of([known.get(id_) for id_ in ids])
    held = [{entity.entity_id for entity in found.shared.get(id_, ())} for id_ in ids]
    for at, one in enumerate(held):
        for to, other in enumerate(held):
            if one and other:
                matrix[at, to] = max(matrix[at, to], len(one & other) / len(one | other))
    return matrix
