"""Keeps what stored documents say in step with the tagger, the gazetteer and the corrections.

The tagger runs once over a document; what it found is kept, and knowledge is made
of that again whenever a correction comes or goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from apsw import Connection

from engine import pipeline
from engine.models import ModelShelf
from engine.store import attributes, corrections, documents, graph_write, tagging
from engine.store.connection import Store
from engine.store.tagging import Tagging


def stamp(models: ModelShelf) -> str:
    """Name everything that knowledge depends on besides text and corrections."""
    return pipeline.knowledge_stamp(models.tagger_card, models.gazetteer)


def up_to_date_tagging(db: Connection, models: ModelShelf, document_id: int) -> Tagging | None:
    """Return what the tagger in use found in a document, None when it has not looked yet."""
    stored = tagging.get(db, document_id)
    return stored if stored is not None and _is_up_to_date(stored, models) else None


def tag(text: str, models: ModelShelf, *, cancelled: Callable[[], bool] = lambda: False) -> Tagging:
    """Run the tagger.

    Raises:
        Cancelled: ``cancelled`` turned true.
    """
    tagger = models.tagger  # another one may be adopted at any time: stamp and mentions must agree
    return Tagging(pipeline.tagging_stamp(tagger), tagger.tag(text, cancelled=cancelled))


def understand(store: Store, models: ModelShelf, document_id: int, text: str, found: Tagging) -> None:
    """Make and store the knowledge of one document.

    The work is done before the write begins, and again should its corrections have changed meanwhile.
    """
    while True:
        held = corrections.of_document(store.reader(), document_id)
        knowledge = pipeline.understand(text, found.mentions, gazetteer=models.gazetteer, corrections=held)
        with store.write() as db:
            if not documents.exists(db, document_id):
                return
            if corrections.of_document(db, document_id) == held:
                tagging.put(db, document_id, found)
                _replace(db, models, document_id, found, knowledge)
                return


def rebuild(db: Connection, models: ModelShelf, document_ids: Iterable[int]) -> None:
    """Make the knowledge of documents again, within the caller's transaction and without the tagger.

    One that no tagger has looked at waits for it; one whose tagger is not in use any
    more shows what that found, and waits.
    """
    for document_id in document_ids:
        found = tagging.get(db, document_id)
        if found is None:
            graph_write.let_wait(db, [document_id])
            continue
        knowledge = pipeline.understand(
            documents.text(db, document_id),
            found.mentions,
            gazetteer=models.gazetteer,
            corrections=corrections.of_document(db, document_id),
        )
        _replace(db, models, document_id, found, knowledge)


def _replace(
    db: Connection, models: ModelShelf, document_id: int, found: Tagging, knowledge: pipeline.Knowledge
) -> None:
    graph_write.replace_knowledge(
        db,
        document_id,
        mentions=knowledge.mentions,
        relations=knowledge.relations,
        stamp=stamp(models) if _is_up_to_date(found, models) else None,
    )
    attributes.replace(db, document_id, knowledge.attributes)


def _is_up_to_date(found: Tagging, models: ModelShelf) -> bool:
    return found.stamp == pipeline.tagging_stamp(models.tagger_card)
