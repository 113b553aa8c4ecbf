"""Why a document is recommended: what the user did or follows that leads to it, in codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from apsw import Connection

from engine.records import Reason
from engine.search.diverse import Vectors
from engine.search.suggest import NAMES
from engine.search.wanted import DAY_MS, NEW_DAYS, Direction, Key, Surroundings, Wanted
from engine.store import documents

_MOST_REASONS = 3


def because(
    db: Connection,
    suggested: Mapping[int, float],
    wanted: Wanted,
    around: Surroundings,
    parts: Mapping[int, Sequence[Vectors]],
    *,
    now_ms: int,
) -> dict[int, tuple[Reason, ...]]:
    """Return the reasons of each document, the most telling first.

    Args:
        db: A read connection.
        suggested: The documents.
        wanted: What the user did and follows.
        around: What was found around that.
        parts: Vectors of passages of each document.
        now_ms: The time.
    """
    mentioned: dict[int, list[int]] = {}
    for edge in around.edges:
        mentioned.setdefault(edge.document_id, []).append(edge.entity_id)
    places = documents.places(db, wanted.documents)
    titles = {id_: documents.shown_title(place.title, place.path) for id_, place in places.items()}
    found = {}
    for id_ in suggested:
        ids = sorted(mentioned.get(id_, ()), key=lambda e: (around.held[e].n_documents, e))
        reasons = [
            *_names("because.followed", [e for e in ids if e in wanted.followed], around),
            *_opened(ids, parts.get(id_, ()), mentioned, titles, around),
            *_names("because.looked_at", [e for e in ids if e in wanted.looked_at], around),
            *_searched(parts.get(id_, ()), around),
            *_new(id_, around, now_ms),
            *(_names("because.central", ids[::-1], around) if around.is_cold else ()),
        ]
        found[id_] = tuple(reasons[:_MOST_REASONS])
    return found


def _names(code: str, entity_ids: list[int], around: Surroundings) -> list[Reason]:
    names = [around.held[entity_id].name for entity_id in entity_ids]
    return [Reason(code=code, params={"n": len(names), "names": names[:NAMES]})] if names else []


def _opened(
    entity_ids: list[int],
    parts: Sequence[Vectors],
    mentioned: Mapping[int, list[int]],
    titles: Mapping[int, str],
    around: Surroundings,
) -> list[Reason]:
    """Name the opened document that a document has most in common with: by its entities, else in meaning."""
    shared = {
        opened_id: [e for e in entity_ids if e in set(mentioned.get(opened_id, ()))] for opened_id in titles
    }
    nearest = max(titles, key=lambda o: (sum(around.held[e].weight for e in shared[o]), -o), default=None)
    if nearest is not None and shared[nearest]:
        names = [around.held[e].name for e in shared[nearest]]
        params = {"title": titles[nearest], "document_id": nearest, "n": len(names), "names": names[:NAMES]}
        return [Reason(code="because.opened", params=params)]
    close, similarity = _nearest(parts, {o: around.opened[o] for o in titles if o in around.opened})
    return [
        Reason(
            code="because.close",
            params={"title": titles[o], "document_id": o, "similarity": round(similarity, 3)},
        )
        for o in close
    ]


def _searched(parts: Sequence[Vectors], around: Surroundings) -> list[Reason]:
    close, _ = _nearest(parts, around.queries)
    return [Reason(code="because.searched", params={"query": query}) for query in close]


def _nearest(parts: Sequence[Vectors], known: Mapping[Key, Direction]) -> tuple[list[Key], float]:
    """Return which of some directions a document has a passage nearest to, if any is close, and how near."""
    near = {
        key: similarity
        for key, one in known.items()
        if (similarity := max((float(one.vector @ part) for part in parts), default=0.0)) >= one.least
    }
    best = sorted(near, key=lambda key: -near[key])[:1]
    return best, max(near.values(), default=0.0)


def _new(document_id: int, around: Surroundings, now_ms: int) -> list[Reason]:
    if document_id not in around.new:
        return []
    folder, modified_ns = around.new[document_id]
    modified_ms = modified_ns // 1_000_000
    is_new = now_ms - modified_ms < NEW_DAYS * DAY_MS
    if is_new and folder in around.folders:
        return [Reason(code="because.new_in_folder", params={"folder": folder, "modified_ms": modified_ms})]
    if is_new or around.is_cold:
        return [
            Reason(code="because.new" if is_new else "because.latest", params={"modified_ms": modified_ms})
        ]
    return []
