"""Keeps what stored documents say in step with the tagger, the gazetteer and the corrections.

The tagger runs once over a document; what it found is kept, and knowledge is made
of that again whenever a correction comes or goes. So is what the relater saw; sentences in which a
correction changed the names it has to read again, and their document waits for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from apsw import Connection

from engine import pipeline
from engine.annotate.questions import questions
from engine.judgements import Judgements, Question
from engine.models import ModelShelf
from engine.store import attributes, corrections, documents, graph_write, judged, tagging
from engine.store.connection import Store
from engine.store.tagging import Tagging

if TYPE_CHECKING:
    from engine.annotate.relater import Relater


def stamp(models: ModelShelf) -> str:
    """Name everything that knowledge depends on besides text and corrections."""
    return pipeline.knowledge_stamp(models.tagger_card, models.gazetteer, models.relater_card)


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


def understand(
    store: Store,
    models: ModelShelf,
    document_id: int,
    text: str,
    found: Tagging,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Make and store the knowledge of one document.

    The work is done before the write begins, and again should its corrections have changed meanwhile.

    Raises:
        Cancelled: ``cancelled`` turned true while the relater ran.
    """
    relater = models.relater  # as with the tagger: stamp and judgements must agree
    while True:
        held = corrections.of_document(store.reader(), document_id)
        knowledge = pipeline.understand(text, found.mentions, gazetteer=models.gazetteer, corrections=held)
        asked: tuple[Question, ...] = ()
        known: Judgements = {}
        if relater is not None:
            asked = questions(text, knowledge.mentions, relater.predicates)
            known = judged.get(store.reader(), document_id, stamp=pipeline.judgement_stamp(relater))
            new = relater.judge(text, [one for one in asked if one.key not in known], cancelled=cancelled)
            known = {**known, **new}
            knowledge = pipeline.with_judgements(knowledge, asked, known)
        with store.write() as db:
            if not documents.exists(db, document_id):
                return
            if corrections.of_document(db, document_id) == held:
                tagging.put(db, document_id, found)
                if relater is not None:
                    judged.put(db, document_id, known, stamp=pipeline.judgement_stamp(relater))
                is_whole = _is_up_to_date(found, models) and _is_in_use(relater, models)
                _replace(db, models, document_id, knowledge, is_whole=is_whole)
                return


def rebuild(db: Connection, models: ModelShelf, document_ids: Iterable[int]) -> None:
    """Make the knowledge of documents again, within the caller's transaction and without a model.

    One that no tagger has looked at waits for it; one whose tagger is not in use any
    more, or that the relater has to look at again, shows what is known, and waits.
    """
    card = models.relater_card
    for document_id in document_ids:
        found = tagging.get(db, document_id)
        if found is None:
            graph_write.let_wait(db, [document_id])
            continue
        text = documents.text(db, document_id)
        knowledge = pipeline.understand(
            text,
            found.mentions,
            gazetteer=models.gazetteer,
            corrections=corrections.of_document(db, document_id),
        )
        is_whole = _is_up_to_date(found, models)
        if card is not None:
            asked = questions(text, knowledge.mentions, card.labels)
            known = judged.get(db, document_id, stamp=pipeline.judgement_stamp(card))
            is_whole = is_whole and all(one.key in known for one in asked)
            knowledge = pipeline.with_judgements(knowledge, asked, known)
        _replace(db, models, document_id, knowledge, is_whole=is_whole)


def _replace(
    db: Connection,
    models: ModelShelf,
    document_id: int,
    knowledge: pipeline.Knowledge,
    *,
    is_whole: bool,
) -> None:
    graph_write.replace_knowledge(
        db,
        document_id,
        mentions=knowledge.mentions,
        relations=knowledge.relations,
        stamp=stamp(models) if is_whole else None,
    )
    attributes.replace(db, document_id, knowledge.attributes)


def _is_up_to_date(found: Tagging, models: ModelShelf) -> bool:
    return found.stamp == pipeline.tagging_stamp(models.tagger_card)


def _is_in_use(relater: Relater | None, models: ModelShelf) -> bool:
    card = models.relater_card
    return (relater and relater.id) == (card and card.id)
