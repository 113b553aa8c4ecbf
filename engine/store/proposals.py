"""Entities that may be one, by links that are not sure enough to join them."""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p
from typing import Any

from apsw import Connection

from engine.annotate.same import SURE
from engine.curation import MergeProposal, ProposedEntity
from engine.store.rows import fetch

_MOST_RANKED = 2000


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
    return tuple(sorted(best.values(), key=_order)[:limit])


def _order(proposal: MergeProposal) -> tuple[float, str, str]:
    n_mentions = min(proposal.one.n_mentions, proposal.other.n_mentions)
    return -proposal.score * log1p(n_mentions), proposal.one.name, proposal.other.name


def _side(row: Sequence[Any]) -> ProposedEntity:
    entity_id, name, label, n_mentions = row
    return ProposedEntity(entity_id=entity_id, name=name, label=label, n_mentions=n_mentions)
