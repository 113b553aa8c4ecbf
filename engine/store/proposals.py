"""Entities that may be one, by links that are not sure enough to join them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log1p
from typing import Any

import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.annotate.same import SURE
from engine.curation import MergeProposal, ProposedEntity
from engine.store import vectors
from engine.store.rows import fetch, fetch_ids

_MOST_RANKED = 2000
_MOST_COMPARED = 3
"""So many times more pairs than are wanted have their contexts compared."""
_MOST_PASSAGES = 8
_LIKENESS_WEIGHT = 0.4


def ranked(db: Connection, *, limit: int) -> tuple[MergeProposal, ...]:
    """Return pairs of entities, the likeliest and most mentioned first; decided ones are left out."""
    rows = fetch(
        db,
        f"""SELECT reason, score, one.id, one.name, one.label, one.total_mentions,
                   other.id, other.name, other.label, other.total_mentions
            FROM form_link JOIN form AS a ON a.id = form_a JOIN form AS b ON b.id = form_b
            JOIN entity AS one ON one.id = a.entity_id JOIN entity AS other ON other.id = b.entity_id
            WHERE form_link.score < {SURE} AND a.entity_id <> b.entity_id AND NOT EXISTS (
                SELECT 1 FROM decision AS d WHERE kind = 'different'
                AND ((d.label = a.label AND d.key = a.key AND other_label = b.label AND other_key = b.key)
                  OR (d.label = b.label AND d.key = b.key AND other_label = a.label AND other_key = a.key)))
            ORDER BY form_link.score DESC LIMIT {_MOST_RANKED}""",
    )
    best: dict[frozenset[int], MergeProposal] = {}
    for reason, score, *sides in rows:
        one, other = _side(sides[:4]), _side(sides[4:])
        found = MergeProposal(one=one, other=other, reason=reason, score=score, likeness=None)
        best.setdefault(frozenset((one.entity_id, other.entity_id)), found)
    likely = sorted(best.values(), key=_order)[: _MOST_COMPARED * limit]
    return tuple(sorted(_with_likeness(db, likely), key=_order)[:limit])


def _with_likeness(db: Connection, proposals: Sequence[MergeProposal]) -> list[MergeProposal]:
    """Say of each pair how alike the passages are that mention the one and the other."""
    entity_ids = {side.entity_id for proposal in proposals for side in (proposal.one, proposal.other)}
    passages = {
        entity_id: fetch_ids(
            db,
            "SELECT DISTINCT passage_id FROM mention WHERE entity_id = ? ORDER BY passage_id LIMIT ?",
            (entity_id, _MOST_PASSAGES),
        )
        for entity_id in sorted(entity_ids)
    }
    stored = vectors.of_passages(db, sorted({id_ for ids in passages.values() for id_ in ids}))
    means = {
        entity_id: np.mean([stored[id_] for id_ in ids if id_ in stored], axis=0)
        for entity_id, ids in passages.items()
        if any(id_ in stored for id_ in ids)
    }
    return [
        replace(one, likeness=_cosine(means.get(one.one.entity_id), means.get(one.other.entity_id)))
        for one in proposals
    ]


def _cosine(one: NDArray[np.float32] | None, other: NDArray[np.float32] | None) -> float | None:
    if one is None or other is None:
        return None
    length = float(np.linalg.norm(one)) * float(np.linalg.norm(other))
    return round(float(one @ other) / length, 4) if length else None


def _order(proposal: MergeProposal) -> tuple[float, str, str]:
    n_mentions = min(proposal.one.n_mentions, proposal.other.n_mentions)
    worth = (proposal.score + _LIKENESS_WEIGHT * (proposal.likeness or 0.0)) * log1p(n_mentions)
    return -worth, proposal.one.name, proposal.other.name


def _side(row: Sequence[Any]) -> ProposedEntity:
    entity_id, name, label, n_mentions = row
    return ProposedEntity(entity_id=entity_id, name=name, label=label, n_mentions=n_mentions)
