"""What can be asked of the knowledge graph: entities, their dossiers, neighbours, paths and communities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.annotate.keys import entity_key
from engine.attributes import AttributeCount, AttributeRow
from engine.errors import EntityUnknown
from engine.graph import communities, paths
from engine.graph.neighbourhood import drawn, neighbourhood
from engine.graph.snapshot import Snapshot, Snapshots
from engine.graph.transfer import GraphTransfer
from engine.models import ModelShelf
from engine.neighbours import (
    EVERYTHING,
    Community,
    CommunityLink,
    CommunityView,
    DocumentLinks,
    GraphFilter,
    GraphPath,
    GrowthPoint,
    Neighbourhood,
    Overview,
    RankedEntity,
    TimelinePoint,
)
from engine.records import EntityBrief, EntityRelation, EntityRow, EntityView
from engine.store import attributes, edges, graph, growth, links
from engine.store.connection import Store
from engine.store.edges import Edge

LABELS = ("PER", "ORG", "LOC", "MISC", "EVENT", "PRODUCT", "WORK", "DATE")
_N_NAMES = 3

Order = Literal["mentions", "centrality"]


class GraphQueries:
    """Reads one library's graph; may be used from any thread.

    Attributes:
        transfer: Exports and imports of it.
    """

    def __init__(self, store: Store, models: ModelShelf) -> None:
        self.transfer = GraphTransfer(store)
        self._store = store
        self._models = models
        self._snapshots = Snapshots(store)

    def entities(
        self, *, prefix: str = "", label: str | None = None, limit: int = 200, order: Order = "mentions"
    ) -> tuple[EntityRow, ...]:
        """List entities, most mentioned or most central first."""
        if order == "mentions":
            with self._store.read() as db:
                return graph.entity_rows(db, prefix=prefix, label=label, limit=limit)
        whole = self._snapshots.get(EVERYTHING)
        rank_of = dict(zip(whole.ids.tolist(), whole.ranks.tolist(), strict=True))
        with self._store.read() as db:
            ids = graph.entity_ids(db, prefix=prefix, label=label)
            best = sorted(ids, key=lambda entity_id: (-rank_of.get(entity_id, 0.0), entity_id))[:limit]
            rows = graph.entity_rows_of(db, best)
        return tuple(replace(row, centrality=round(rank_of.get(row.entity_id, 0.0), 6)) for row in rows)

    def entity(self, entity_id: int, *, n_mentions: int = 100) -> EntityView:
        """Return one entity's dossier.

        Raises:
            EntityUnknown: There is no such entity (any more).
        """
        with self._store.read() as db:
            view = graph.entity_view(db, entity_id, n_mentions=n_mentions)
            spans = [(r.evidence.document_id, r.evidence.start, r.evidence.end) for r in view.relations]
            dated = zip(view.relations, attributes.dates_in(db, spans), strict=True)
            return replace(
                view,
                relations=tuple(replace(relation, when=when) for relation, when in dated),
                attributes=attributes.of_entity(db, entity_id),
            )

    def attributes(self, document_id: int, *, kind: str | None = None) -> tuple[AttributeRow, ...]:
        """Return the values that a document states, in reading order."""
        with self._store.read() as db:
            return attributes.of_document(db, document_id, kind=kind)

    def attribute_values(self, kind: str, *, limit: int = 200) -> tuple[AttributeCount, ...]:
        """Return the values of a kind, those that most documents state first."""
        with self._store.read() as db:
            return attributes.values(db, kind, limit=limit)

    def entity_named(self, name: str, *, label: str | None = None) -> int:
        """Return the id of the most mentioned entity that goes by ``name``.

        Raises:
            EntityUnknown: Nobody goes by it; ``near`` lists names that begin alike.
        """
        with self._store.read() as db:
            for wanted in [label] if label else dict.fromkeys((*LABELS, *self._models.tagger_card.labels)):
                found = graph.find_by_key(db, entity_key(name, wanted), label=label)
                if found:
                    return found[0]
            near = [row.name for row in graph.entity_rows(db, prefix=name, label=label, limit=5)]
            raise EntityUnknown(name=name, near=near)

    def neighbourhood(
        self,
        entity_ids: Sequence[int],
        *,
        budget: int = 60,
        placed: Sequence[tuple[int, float, float]] = (),
        filter: GraphFilter = EVERYTHING,
    ) -> Neighbourhood:
        """Return the best neighbours of some entities, laid out."""
        with self._store.read() as db:
            return neighbourhood(
                _Reader(db, filter),
                entity_ids,
                budget=budget,
                placed={entity_id: (x, y) for entity_id, x, y in placed},
            )

    def evidence(
        self, entity_id: int, other_id: int, *, limit: int = 50, filter: GraphFilter = EVERYTHING
    ) -> tuple[EntityRelation, ...]:
        """Return every piece of evidence that joins two entities."""
        with self._store.read() as db:
            return graph.evidence_between(db, entity_id, other_id, limit=limit, filter=filter)

    def paths(
        self,
        entity_id: int,
        other_id: int,
        *,
        n_paths: int = 3,
        max_steps: int = 6,
        is_by_evidence: bool = False,
        filter: GraphFilter = EVERYTHING,
    ) -> tuple[GraphPath, ...]:
        """Return the best ways from one entity to another, each step with its best evidence.

        The shortest ones first, or with ``is_by_evidence`` those whose steps most documents support.
        """
        whole = self._snapshots.get(filter, asked_for=(entity_id, other_id))
        source, target = whole.row(entity_id), whole.row(other_id)
        if source is None or target is None or source == target:
            return ()
        prices = paths.costs(whole.evidence, is_by_evidence=is_by_evidence)
        found = paths.cheapest_paths(prices, source, target, n_paths=n_paths, max_steps=max_steps)
        with self._store.read() as db:
            shown = [self._path(db, whole, cost, rows, filter) for cost, rows in found]
        return tuple(path for path in shown if path is not None)

    def overview(self, *, limit: int = 60, filter: GraphFilter = EVERYTHING) -> Overview:
        """Return the communities of the graph, the ``limit`` largest, and what joins them."""
        whole = self._snapshots.get(filter)
        discs, bonds, n_all = communities.overview(whole, limit=limit)
        heads = [disc.members[:_N_NAMES] for disc in discs]
        with self._store.read() as db:
            about = graph.entity_briefs(db, whole.ids[np.concatenate(heads)].tolist() if heads else ())
        ids = [int(whole.ids[disc.members[0]]) for disc in discs]
        return Overview(
            communities=tuple(
                Community(
                    entity_id=entity_id, top=_ranked(whole, head, about), n_entities=len(disc.members),
                    x=disc.at[0], y=disc.at[1], radius=disc.radius,
                )
                for entity_id, disc, head in zip(ids, discs, heads, strict=True)
            ),
            links=tuple(
                CommunityLink(
                    source_id=ids[bond.a], target_id=ids[bond.b], n_pairs=bond.n_pairs,
                    weight=round(bond.weight, 6),
                )
                for bond in bonds
            ),
            n_communities=n_all,
            n_entities=len(whole.ids),
            n_pairs=whole.n_pairs,
        )  # fmt: skip

    def community(
        self, entity_id: int, *, budget: int = 60, limit: int = 200, filter: GraphFilter = EVERYTHING
    ) -> CommunityView:
        """Return the community of an entity: its most central members, the best of them laid out.

        Raises:
            EntityUnknown: The entity has no relation under the filter, or is not there (any more).
        """
        whole = self._snapshots.get(filter)
        row = whole.row(entity_id)
        if row is None:
            raise EntityUnknown(name=str(entity_id), near=[])
        members = communities.members_of(whole, row)
        best = whole.ids[members[: max(budget, limit)]].tolist()
        ranks = dict(zip(best, whole.ranks[members[: len(best)]].tolist(), strict=True))
        with self._store.read() as db:
            reader = _Reader(db, filter)
            about = reader.briefs(best)
            shown = drawn(reader, best[:budget], best[:1], ranks, n_all=whole.n_all)
        return CommunityView(
            n_entities=len(members), members=_ranked(whole, members[:limit], about), graph=shown
        )

    def growth(self) -> tuple[GrowthPoint, ...]:
        """Return how many documents, mentions, relations and new entities each month brought."""
        with self._store.read() as db:
            return growth.growth(db)

    def timeline(self, entity_id: int, *, limit: int = 500) -> tuple[TimelinePoint, ...]:
        """Return the documents that mention an entity, oldest first; of too many the latest."""
        with self._store.read() as db:
            return growth.timeline(db, entity_id, limit=limit)

    def links(self, document_id: int) -> DocumentLinks:
        """Return to whom a document refers, and who refers to it.

        Raises:
            FileNotInLibrary: There is no such document (any more).
        """
        with self._store.read() as db:
            return links.document_links(db, document_id)

    def _path(
        self, db: Connection, whole: Snapshot, cost: float, rows: Sequence[int], filter: GraphFilter
    ) -> GraphPath | None:
        """Return a path with its names and evidence, None where it does not hold any more."""
        ids = whole.ids[list(rows)].tolist()
        about = graph.entity_briefs(db, ids)
        pairs = list(pairwise(ids))
        steps = [graph.evidence_between(db, a, b, limit=1, filter=filter) for a, b in pairs]
        if len(about) < len(ids) or not all(steps):
            return None
        return GraphPath(
            nodes=tuple(about[entity_id] for entity_id in ids),
            steps=tuple(step[0] for step in steps),
            n_evidence=tuple(round(float(whole.evidence[a, b])) for a, b in pairwise(rows)),
            cost=round(cost, 6),
        )


class _Reader:
    """The edges of one state of the library, under one filter."""

    def __init__(self, db: Connection, filter: GraphFilter) -> None:
        self._db = db
        self._filter = filter

    def touching(self, entity_ids: Sequence[int]) -> list[Edge]:
        return edges.edges_touching(self._db, entity_ids, filter=self._filter)

    def within(self, entity_ids: Sequence[int]) -> list[Edge]:
        return edges.edges_within(self._db, entity_ids, filter=self._filter)

    def briefs(self, entity_ids: Sequence[int]) -> dict[int, EntityBrief]:
        return graph.entity_briefs(self._db, entity_ids)

    def n_mentions(self) -> int:
        return edges.n_mentions(self._db)


def _ranked(
    whole: Snapshot, rows: NDArray[np.int64], about: Mapping[int, EntityBrief]
) -> tuple[RankedEntity, ...]:
    """Return what is shown of some rows, of those that are still there."""
    found = ((row, about.get(int(whole.ids[row]))) for row in rows.tolist())
    return tuple(
        RankedEntity(
            entity_id=brief.entity_id, name=brief.name, label=brief.label, n_mentions=brief.n_mentions,
            centrality=round(float(whole.ranks[row]), 6), degree=int(whole.degrees[row]),
        )
        for row, brief in found
        if brief is not None
    )  # fmt: skip
