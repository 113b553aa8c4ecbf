"""What can be asked of the knowledge graph: entities, their dossiers, neighbours and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.annotate.keys import entity_key
from engine.attributes import AttributeCount, AttributeRow
from engine.errors import EntityUnknown
from engine.graph.neighbourhood import neighbourhood
from engine.graph.transfer import GraphTransfer
from engine.models import ModelShelf
from engine.neighbours import Neighbourhood
from engine.records import EntityRelation, EntityRow, EntityView
from engine.store import attributes, graph
from engine.store.connection import Store

LABELS = ("PER", "ORG", "LOC", "MISC", "EVENT", "PRODUCT", "WORK", "DATE")


class GraphQueries:
    """Reads one library's graph; may be used from any thread.

    Attributes:
        transfer: Exports and imports of it.
    """

    def __init__(self, store: Store, models: ModelShelf) -> None:
        self.transfer = GraphTransfer(store)
        self._store = store
        self._models = models

    def entities(
        self, *, prefix: str = "", label: str | None = None, limit: int = 200
    ) -> tuple[EntityRow, ...]:
        """List entities, most mentioned first."""
        with self._store.read() as db:
            return graph.entity_rows(db, prefix=prefix, label=label, limit=limit)

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
    ) -> Neighbourhood:
        """Return the best neighbours of some entities, laid out."""
        with self._store.read() as db:
            return neighbourhood(
                lambda ids: graph.adjacency(db, ids),
                entity_ids,
                budget=budget,
                briefs=lambda ids: graph.entity_briefs(db, ids),
                placed={entity_id: (x, y) for entity_id, x, y in placed},
            )

    def evidence(self, entity_id: int, other_id: int, *, limit: int = 50) -> tuple[EntityRelation, ...]:
        """Return every piece of evidence that joins two entities."""
        with self._store.read() as db:
            return graph.evidence_between(db, entity_id, other_id, limit=limit)
