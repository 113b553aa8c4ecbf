"""How strongly edges join: co-mentions by how much they exceed chance, typed relations more than those.

A co-mention's strength grows with the pointwise mutual information of the pair,

    d * ln(1 + n_ab * N / (n_a * n_b)) / ln(1 + N),   d = n_ab / (n_ab + 1) * m / (m + 1),  m = min(n_a, n_b),

n_ab being the sentences that hold both, n_a and n_b the mentions of each, N all mentions. ``ln(1 + x)``
instead of ``max(0, ln x)`` keeps it positive and smooth; d discounts rare pairs, of which mutual
information thinks too much (Pantel and Lin 2002, "Discovering word senses from text", eq. 2). It is
below 1, so a hub that stands beside everything comes after a pair that belongs together.

A typed relation has 1 + ln(1 + the sum of its scores).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.records import CO_MENTION
from engine.store.edges import Edge


def strengths(edges: Sequence[Edge], *, n_all: int) -> NDArray[np.float64]:
    """Return the strength of each edge, above 0; ``n_all`` is the number of mentions in the library."""
    if not edges:
        return np.zeros(0)
    _, predicates, _, totals, _, n_subjects, n_objects = zip(*edges, strict=True)
    total = np.maximum(np.array(totals, dtype=np.float64), 0)
    first, second = (np.maximum(np.array(n, dtype=np.float64), 1) for n in (n_subjects, n_objects))
    rarer = np.minimum(first, second)
    discount = total / (total + 1) * rarer / (rarer + 1)
    most = max(n_all, 1)
    lift = np.minimum(total * most / (first * second), most)
    co_mention = discount * np.log1p(lift) / np.log1p(most)
    is_typed = np.array([predicate != CO_MENTION for predicate in predicates])
    return np.where(is_typed, 1 + np.log1p(total), co_mention)
