"""Frozen records of the graph that cross borders: neighbourhoods, paths, communities, growth, links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.records import EntityBrief, EntityRelation


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphFilter:
    """Which relations count. Nothing set means all of them.

    Attributes:
        labels: Both ends have one of these; the entities that are asked for may have any.
        predicates: One of these.
        is_typed_only: No mere co-mentions.
        since: Only documents of this date or later: ``2020``, ``2020-05`` or ``2020-05-17``.
        until: Only documents of this date or earlier; ``2020`` includes all of that year.
        folder: Only documents with a file under this path.
        min_score: A typed relation scores at least this, 0 to 1.
        min_documents: At least so many documents say it of the two.
    """

    labels: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    is_typed_only: bool = False
    since: str = ""
    until: str = ""
    folder: str = ""
    min_score: float = 0.0
    min_documents: int = 1


EVERYTHING = GraphFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphNode:
    """One entity of a neighbourhood.

    ``rank`` is its personalised PageRank; ``betweenness`` the share of shortest paths within what is
    shown that lead through it, 0 to 1; ``x`` and ``y`` its place, where a well-laid pair of neighbours
    is about 1 apart.
    """

    entity_id: int
    name: str
    label: str
    rank: float
    n_mentions: int
    x: float
    y: float
    betweenness: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphEdge:
    """Relations between two nodes; ``predicates`` strongest first, ``co_mention`` last.

    ``weight`` is their strength (see ``engine.graph.strength``), ``n_sentences`` how many sentences
    hold both, ``n_evidence`` how many pieces of evidence there are, one a document and predicate.
    """

    source_id: int
    target_id: int
    predicates: tuple[str, ...]
    weight: float
    n_sentences: int = 0
    n_evidence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """The best neighbours of some entities (the seeds) under a node budget, seeds included."""

    seed_ids: tuple[int, ...]
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphPath:
    """A way from one entity to another that visits none twice.

    Attributes:
        nodes: From the first to the last.
        steps: What joins each node with the next, seen from the former: the best evidence.
        n_evidence: For each step how many pieces of evidence there are, one a document and predicate.
        cost: Sum over the steps; see ``engine.graph.paths``.
    """

    nodes: tuple[EntityBrief, ...]
    steps: tuple[EntityRelation, ...]
    n_evidence: tuple[int, ...]
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedEntity:
    """An entity of a community; ``centrality`` is its PageRank in the graph, 1 on average."""

    entity_id: int
    name: str
    label: str
    n_mentions: int
    centrality: float
    degree: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Entities that have more to do with each other than with the rest.

    Attributes:
        entity_id: Its most central entity, by which it is asked for.
        top: Its most central entities, that one first; they give it its name.
        x: Place of its disc, and so ``y``; discs do not overlap.
        radius: Of the disc, whose area grows with ``n_entities``.
    """

    entity_id: int
    top: tuple[RankedEntity, ...]
    n_entities: int
    x: float
    y: float
    radius: float

    @property
    def name(self) -> str:
        """The names of its top entities."""
        return " · ".join(entity.name for entity in self.top)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityLink:
    """What joins two communities, given by their ``entity_id``: pairs of entities and their strength."""

    source_id: int
    target_id: int
    n_pairs: int
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The whole graph as communities, largest first.

    Attributes:
        communities: The largest ones.
        links: Between those, strongest first.
        n_communities: How many there are in all.
        n_entities: Entities with a relation.
        n_pairs: Pairs of entities that are joined.
    """

    communities: tuple[Community, ...]
    links: tuple[CommunityLink, ...]
    n_communities: int
    n_entities: int
    n_pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityView:
    """One community opened: its best members as a list and, laid out, as a graph."""

    n_entities: int
    members: tuple[RankedEntity, ...]
    graph: Neighbourhood


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthPoint:
    """What documents of one month (``2020-05``, or ``2020`` where they state no more) brought.

    ``n_new_entities`` are those that no document of an earlier date mentions.
    """

    month: str
    n_documents: int
    n_mentions: int
    n_relations: int
    n_new_entities: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePoint:
    """One document that mentions an entity; ``date`` is ISO 8601, as far as it is known."""

    document_id: int
    path: str
    title: str
    date: str
    n_mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLink:
    """One place where a document refers to another.

    Attributes:
        kind: ``page`` a link to a file, ``mail`` an answer to a letter, ``doi`` and ``url`` a citation by
            those, ``title`` one by its title.
        document_id: The other document; None where there is none (any more).
        path: Its file, or what the link says where there is no document.
        title: Its title, or its file's name.
        target: What the document says, as it says it.
        start: Span in the referring document's text, and so ``end``; empty where its text does not show it.
        text: What stands there.
    """

    kind: Literal["page", "mail", "doi", "url", "title"]
    document_id: int | None
    path: str
    title: str
    target: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLinks:
    """Whom a document refers to, in reading order, and who refers to it."""

    out: tuple[DocumentLink, ...]
    into: tuple[DocumentLink, ...]
