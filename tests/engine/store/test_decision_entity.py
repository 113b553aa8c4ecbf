"""A decision tells which entity it left, made or undone, so that a window can follow it."""

from __future__ import annotations

import pytest
from store_makers import make_document

from engine.annotate.keys import entity_key
from engine.curating import Curator
from engine.records import EntityRef, Mention, ResolvedMention
from engine.store import decisions, graph
from engine.store.connection import Store

NAMES = ("Ada Lovelace", "Charles Babbage")


@pytest.fixture
def curator(store: Store) -> Curator:
    mentions = [
        ResolvedMention(
            mention=Mention(start=place, end=place + 1, label="PER", score=0.9, source="test"),
            key=entity_key(name, "PER"),
            name=name,
        )
        for place, name in enumerate((*NAMES, NAMES[1]))
    ]
    with store.write() as db:
        document_id = make_document(db, ["x" * 30])
        graph.replace_knowledge(db, document_id, mentions=mentions, relations=[], stamp="s")
    return Curator(store, on_change=lambda: None)


def id_of(store: Store, name: str) -> int | None:
    return decisions.entity_of(store.reader(), EntityRef("PER", entity_key(name, "PER")))


def test_the_survivor_of_a_merge_is_told_and_who_is_there_after_its_undo(
    store: Store, curator: Curator
) -> None:
    ada, charles = (id_of(store, name) or 0 for name in NAMES)

    made = curator.merge([ada, charles])

    assert made.entity_id == id_of(store, NAMES[0]) == id_of(store, NAMES[1])
    assert made.entity_id in (ada, charles)
    assert curator.undo(made.decision_id).entity_id == id_of(store, NAMES[0])
    assert id_of(store, NAMES[0]) != id_of(store, NAMES[1])


def test_nothing_is_left_of_what_is_rejected_until_it_is_undone(store: Store, curator: Curator) -> None:
    made = curator.reject(id_of(store, NAMES[0]) or 0)

    assert made.entity_id is None
    undone = curator.undo()
    assert undone.entity_id is not None
    assert undone.entity_id == id_of(store, NAMES[0])
