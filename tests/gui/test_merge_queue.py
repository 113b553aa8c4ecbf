"""However fast one answers and undoes, the library ends with the answers that stand, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_bridge import FakeBridge
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from store_makers import make_document

from engine.annotate.keys import entity_key
from engine.curating import Curator
from engine.records import Mention, ResolvedMention
from engine.requests import KeepApart, ListProposals, MergeEntities, UndoDecision
from engine.store import graph
from engine.store.connection import Store
from gui.panels.merge_queue import MergeQueue

NAMES = (
    ("PER", "William Harris"), ("PER", "W. Harris"), ("PER", "Wilma Harris"), ("PER", "Katherine Johnson"),
    ("PER", "Kathrine Johnson"), ("LOC", "Cambridge"), ("ORG", "Cambridge"), ("MISC", "Cambridge"),
    ("PER", "Ada"), ("PRODUCT", "Ada"),
)  # fmt: skip
ACTS = st.sampled_from(("merge", "apart", "later", "undo", "undo", "release"))


@pytest.fixture
def curator(tmp_path: Path) -> Iterator[Curator]:
    store = Store.open(tmp_path / "library.satchel")
    mentions = [
        ResolvedMention(
            mention=Mention(start=place, end=place + 1, label=label, score=0.9, source="test"),
            key=entity_key(name, label),
            name=name,
        )
        for place, (label, name) in enumerate(NAMES)
    ]
    with store.write() as db:
        document_id = make_document(db, ["x" * 30])
        graph.replace_knowledge(db, document_id, mentions=mentions, relations=[], stamp="s")
    yield Curator(store, on_change=lambda: None)
    store.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=16))
def test_the_library_holds_the_answers_that_stand(
    bridge: FakeBridge, curator: Curator, acts: list[str]
) -> None:
    bridge.answers |= {
        ListProposals: lambda request: curator.proposals(limit=request.limit),
        MergeEntities: lambda request: curator.merge(request.entity_ids),
        KeepApart: lambda request: curator.keep_apart(request.entity_id, request.other_id),
        UndoDecision: lambda request: curator.undo(request.decision_id),
    }
    for _ in curator.decisions():
        curator.undo()
    failed: list[object] = []
    owner = QObject()
    queue = MergeQueue(bridge, owner)
    queue.failed.connect(failed.append)
    queue.read()
    assert queue.front is not None

    bridge.is_holding = True
    for act in acts:
        if act == "release":
            bridge.release()
        elif act == "undo":
            queue.undo()
        else:
            queue.answer(act)
    while bridge.held:
        bridge.release()
    bridge.is_holding = False

    standing = [step.decision for step in queue.steps if step.decision is not None]
    assert failed == []
    assert [made.decision_id for made in curator.decisions()] == sorted(made.decision_id for made in standing)
