"""Personalised PageRank over the two-sided graph of documents and the entities that they mention.

A walker who goes from a document to one of its entities, from there to a document of that, and
now and then back to where it set out, is found most often at what belongs with the beginning. Who is in
many documents passes little to each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

_DAMPING = 0.8
_ROUNDS = 30

Node = tuple[Literal["document", "entity"], int]


@dataclass(frozen=True, slots=True)
class Edge:
    """An entity stands in a document; ``weight`` is above 0."""

    entity_id: int
    document_id: int
    weight: float


def walk(edges: Sequence[Edge], start: Mapping[Node, float]) -> dict[int, float]:
    """Return how often the walker is at each document of the edges.

    Args:
        edges: Of the part of the graph that is looked at.
        start: Where it sets out, and how often there; what no edge has is left out.
    """
    import numpy as np
    from scipy.sparse import csr_array

    nodes: dict[Node, int] = {}
    for edge in edges:
        nodes.setdefault(("document", edge.document_id), len(nodes))
        nodes.setdefault(("entity", edge.entity_id), len(nodes))
    begin = np.zeros(len(nodes))
    for node, weight in start.items():
        if node in nodes:
            begin[nodes[node]] += weight
    if not begin.any():
        return {}
    begin /= begin.sum()
    one = [nodes["document", edge.document_id] for edge in edges]
    other = [nodes["entity", edge.entity_id] for edge in edges]
    values = np.array([edge.weight for edge in edges] * 2)
    matrix = csr_array((values, (one + other, other + one)), shape=(len(nodes), len(nodes)))
    share = 1 / np.asarray(matrix.sum(axis=0)).ravel()
    rank = begin
    for _ in range(_ROUNDS):
        rank = _DAMPING * (matrix @ (rank * share)) + (1 - _DAMPING) * begin
    return {id_: float(rank[at]) for (kind, id_), at in nodes.items() if kind == "document"}
