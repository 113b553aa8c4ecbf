"""Documents worth opening next, each with why.

From what the user did lately and follows, a random walk sets out over documents and their entities
(personalised PageRank on the two-sided graph around them), and what was opened and searched
makes a few directions of meaning. The newest files are the third leg. Without activity the walk sets
out from the entities that most is said of.
"""

from __future__ import annotations

from collections.abc import Mapping

from apsw import Connection

from engine.search.because import because
from engine.search.closeness import Closeness
from engine.search.diverse import Vectors, likeness_of, mean, means, samples
from engine.search.fuse import fuse
from engine.search.legs import Encoder
from engine.search.profile import main_directions
from engine.search.suggest import as_ranking, suggest
from engine.search.walk import Edge, Node, walk
from engine.search.wanted import DAY_MS, NEW_DAYS, Direction, Key, Surroundings, Wanted, fade
from engine.searches import Leg
from engine.store import incidence, likeness, vectors
from engine.store.incidence import Held
from engine.suggestions import SuggestedDocument

_WEIGHTS = {Leg.ENTITY: 1.2, Leg.VECTOR: 1.0, Leg.NAME: 0.6}
_N_ENTITIES, _MOST_ENTITIES, _N_CENTRAL = 25, 300, 30
_N_NEAREST, _N_LATEST = 200, 300
_ELSEWHERE = 0.5
"""What is new where the user does not work counts so much."""
_CANDIDATES = 4
"""Times as many as are wanted: what diversity may choose from."""


def recommend(
    db: Connection, wanted: Wanted, *, encoder: Encoder | None, now_ms: int, limit: int, rrf_k: int
) -> tuple[SuggestedDocument, ...]:
    """Return documents that were not opened lately and fit the interests best, no two much alike.

    Args:
        db: A read connection, best within ``Store.read``.
        wanted: May be empty.
        encoder: None while it is not loaded; then queries do not count.
        now_ms: The time.
        limit: At most so many.
        rrf_k: Constant of the fusion.
    """
    around = _surroundings(db, wanted, encoder, now_ms)
    scores = {
        Leg.ENTITY: walk(around.edges, _start(wanted, around)),
        Leg.VECTOR: _near(db, around),
        Leg.NAME: _newness(around, now_ms),
    }
    fused = fuse({leg: as_ranking(scores[leg], weight=_WEIGHTS[leg]) for leg in scores}, k=rrf_k)
    ranked = _unseen(db, {entry.item[1]: entry.score for entry in fused}, wanted)
    best = dict(list(ranked.items())[: _CANDIDATES * limit])
    parts = samples(db, best)
    own = {id_: mean(own_parts) for id_, own_parts in parts.items()}
    return suggest(
        db,
        best,
        reasons=because(db, best, wanted, around, parts, now_ms=now_ms),
        compare=lambda ids: likeness_of([own.get(id_) for id_ in ids]),
        limit=limit,
    )


def _surroundings(db: Connection, wanted: Wanted, encoder: Encoder | None, now_ms: int) -> Surroundings:
    n_all = incidence.n_documents(db)
    is_cold = not (wanted.documents or wanted.entities or wanted.queries)
    held = (
        {one.entity_id: one for one in incidence.most_mentioned(db, n_all=n_all, limit=_N_CENTRAL)}
        if is_cold
        else _entities(db, wanted, n_all=n_all)
    )
    new: dict[int, tuple[str, int]] = {}
    for id_, folder, modified_ns in incidence.latest(db, before_ns=now_ms * 1_000_000, limit=_N_LATEST):
        new.setdefault(id_, (folder, modified_ns))
    return Surroundings(
        edges=[
            Edge(entity_id, document_id, n * incidence.rarity(n_all, held[entity_id].n_documents))
            for entity_id, document_id, n in incidence.documents_with(db, list(held.values()))
        ],
        held=held,
        opened=_directions(db, means(db, wanted.documents), wanted.documents),
        queries=_directions(db, _query_vectors(db, list(wanted.queries), encoder), wanted.queries),
        folders=frozenset(
            folder for own in incidence.folders_of(db, wanted.documents).values() for folder in own
        ),
        new=new,
        is_cold=is_cold,
    )


def _entities(db: Connection, wanted: Wanted, *, n_all: int) -> dict[int, Held]:
    """Return the entities wanted, then the rarest of those in the documents wanted."""
    around: dict[int, Held] = {}
    for document_id in wanted.documents:
        for entity in incidence.entities_in(db, document_id, n_all=n_all, limit=_N_ENTITIES):
            around.setdefault(entity.entity_id, entity)
    told = {one.entity_id: one for one in incidence.held(db, wanted.entities, n_all=n_all)}
    rarest = sorted(around.values(), key=lambda one: (one.n_documents, one.entity_id))[:_MOST_ENTITIES]
    return told | {one.entity_id: one for one in rarest if one.entity_id not in told}


def _query_vectors(db: Connection, queries: list[str], encoder: Encoder | None) -> dict[str, Vectors]:
    if not queries or encoder is None or vectors.model_of(db) != encoder.id:
        return {}
    return dict(zip(queries, encoder.encode(queries), strict=True))


def _directions(
    db: Connection, found: Mapping[Key, Vectors], weights: Mapping[Key, float]
) -> dict[Key, Direction]:
    if not found:
        return {}
    closeness = Closeness(db)
    return {key: Direction(vector, weights[key], closeness.least(vector)) for key, vector in found.items()}


def _start(wanted: Wanted, around: Surroundings) -> dict[Node, float]:
    if around.is_cold:
        return {("entity", id_): 1.0 for id_ in around.held}
    start: dict[Node, float] = {("document", id_): weight for id_, weight in wanted.documents.items()}
    return start | {("entity", id_): weight for id_, weight in wanted.entities.items()}


def _near(db: Connection, around: Surroundings) -> dict[int, float]:
    """Rate documents by their passage that is nearest to a direction of the user's interests."""
    near: dict[int, float] = {}
    for direction in main_directions([*around.opened.values(), *around.queries.values()]):
        for passage_id, similarity in vectors.nearest(db, direction.vector, limit=_N_NEAREST):
            if similarity >= direction.least:
                near[passage_id] = max(near.get(passage_id, 0.0), similarity)
    best: dict[int, float] = {}
    for passage_id, document_id in incidence.of_passages(db, near).items():
        best[document_id] = max(best.get(document_id, 0.0), near[passage_id])
    return best


def _newness(around: Surroundings, now_ms: int) -> dict[int, float]:
    """Rate the newest, where the user works first; old ones count where there is nothing else to go by."""
    return {
        id_: fade(now_ms - modified_ns / 1e6) * (1.0 if folder in around.folders else _ELSEWHERE)
        for id_, (folder, modified_ns) in around.new.items()
        if around.is_cold or now_ms - modified_ns / 1e6 < NEW_DAYS * DAY_MS
    }


def _unseen(db: Connection, ranked: Mapping[int, float], wanted: Wanted) -> dict[int, float]:
    """Leave out what was opened, its versions, and what cannot be opened."""
    known = wanted.seen | set(wanted.documents)
    groups = likeness.members(db, {*ranked, *known})
    known_groups = {groups[id_] for id_ in known if id_ in groups}
    visible = incidence.shown(db, ranked)
    return {
        id_: score
        for id_, score in ranked.items()
        if id_ in visible and id_ not in known and groups.get(id_) not in known_groups
    }
