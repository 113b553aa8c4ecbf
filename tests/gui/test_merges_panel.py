"""Are these one? Decided by single keys, ahead of the engine, and undone."""

from __future__ import annotations

from itertools import count

import pytest
from fake_bridge import ENTITIES, FakeBridge
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from engine.annotate import same
from engine.curation import Decision, MergeProposal, ProposedEntity
from engine.records import EntityRef
from engine.requests import GetEntity, KeepApart, ListProposals, MergeEntities, UndoDecision
from gui.main_window import MainWindow, Place
from gui.merge_texts import REASONS
from gui.panels.entities import EntitiesPanel
from gui.panels.merges import MergesPanel
from gui.preferences import Preferences
from gui.widgets.language import speak
from gui.widgets.navigator import Navigator
from gui.widgets.quote import Quote

PAIRS = ((1, 2), (2, 5), (1, 10), (3, 6))


def proposal(one: int, other: int, reason: str = "initial") -> MergeProposal:
    def side(entity_id: int) -> ProposedEntity:
        row = next(row for row in ENTITIES if row.entity_id == entity_id)
        return ProposedEntity(entity_id=entity_id, name=row.name, label=row.label, n_mentions=row.n_mentions)

    return MergeProposal(one=side(one), other=side(other), reason=reason, score=0.65, likeness=None)


def decided(kind: str, entity_id: int | None, number: int) -> Decision:
    return Decision(
        decision_id=number, kind="same" if kind == "same" else "different", refs=(EntityRef("PER", "x"),),
        value=None, created_ms=0, entity_id=entity_id,
    )  # fmt: skip


@pytest.fixture
def panel(bridge: FakeBridge, navigator: Navigator, qtbot: QtBot) -> MergesPanel:
    numbers = count(1)
    bridge.answers |= {
        ListProposals: lambda _request: tuple(proposal(*pair) for pair in PAIRS),
        MergeEntities: lambda request: decided("same", request.entity_ids[1], next(numbers)),
        KeepApart: lambda request: decided("different", request.entity_id, next(numbers)),
        UndoDecision: lambda request: decided("same", 1, request.decision_id),
    }
    made = MergesPanel(bridge, navigator)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def names(panel: MergesPanel) -> tuple[str, str]:
    return panel.cards[0].name.text(), panel.cards[1].name.text()


def texts_in(panel: MergesPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel)]


def test_both_sides_show_reason_counts_and_a_quoted_mention(panel: MergesPanel) -> None:
    assert names(panel) == ("Ada Lovelace", "Charles Babbage")
    texts = texts_in(panel)
    assert "The initial and the surname fit" in texts
    assert "42 mentions · 9 documents" in texts
    assert "1 of 4" in texts
    assert all(card.findChildren(Quote) for card in panel.cards)


def test_the_next_pairs_are_there_before_they_are_wanted(panel: MergesPanel, bridge: FakeBridge) -> None:
    assert {request.entity_id for request in bridge.asked_of(GetEntity)} == {1, 2, 3, 5, 6, 10}


def test_keys_decide_and_an_entity_merged_away_is_known_by_its_new_id(
    panel: MergesPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    bridge.is_holding = True
    for key in (Qt.Key.Key_Y, Qt.Key.Key_Return, Qt.Key.Key_N, Qt.Key.Key_S):
        qtbot.keyClick(panel, key)
    assert panel.queue.front is None

    bridge.is_holding = False
    bridge.release()

    assert bridge.asked_of(MergeEntities) == [
        MergeEntities(entity_ids=(1, 2)),
        MergeEntities(entity_ids=(2, 5)),
    ]
    assert bridge.asked_of(KeepApart) == [KeepApart(entity_id=5, other_id=10)]
    assert "1 left for later. U takes back the last answer." in texts_in(panel)


def test_pairs_that_became_one_are_passed_by(panel: MergesPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    pairs = ((1, 2), (2, 1), (3, 6))
    bridge.answers[ListProposals] = lambda _request: tuple(proposal(*pair) for pair in pairs)
    fresh = MergesPanel(bridge, Navigator())
    qtbot.addWidget(fresh)
    fresh.show()

    qtbot.keyClick(fresh, Qt.Key.Key_Y)

    assert names(fresh) == ("北京大学出版社", "Acme Robotics")


def test_undo_returns_to_the_pair(panel: MergesPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    qtbot.keyClick(panel, Qt.Key.Key_Y)
    assert names(panel) == ("Charles Babbage", "张三")

    qtbot.keyClick(panel, Qt.Key.Key_U)

    assert bridge.asked_of(UndoDecision) == [UndoDecision(decision_id=1)]
    assert names(panel) == ("Ada Lovelace", "Charles Babbage")


def test_undo_of_an_act_on_its_way_is_undone_when_it_arrives(
    panel: MergesPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    bridge.is_holding = True
    qtbot.keyClick(panel, Qt.Key.Key_Y)
    qtbot.keyClick(panel, Qt.Key.Key_U)
    assert bridge.asked_of(UndoDecision) == []

    bridge.is_holding = False
    bridge.release()

    assert bridge.asked_of(UndoDecision) == [UndoDecision(decision_id=1)]


def test_after_an_undo_the_new_ids_count(panel: MergesPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    qtbot.keyClick(panel, Qt.Key.Key_Y)
    before = proposal(1, 2)
    other = ProposedEntity(entity_id=14, name=before.other.name, label="PER", n_mentions=38)
    fresh = MergeProposal(one=before.one, other=other, reason="initial", score=0.65, likeness=None)
    bridge.answers[ListProposals] = lambda _request: (fresh,)

    qtbot.keyClick(panel, Qt.Key.Key_U)
    qtbot.keyClick(panel, Qt.Key.Key_Y)

    assert bridge.asked_of(MergeEntities)[-1] == MergeEntities(entity_ids=(1, 14))


def test_the_empty_state_teaches_and_every_reason_has_words(
    app: QApplication, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot
) -> None:
    made = MergesPanel(bridge, navigator)
    qtbot.addWidget(made)
    made.show()
    assert "Nothing looks as if it were one" in texts_in(made)
    speak(app, "zh_CN")
    QApplication.processEvents()
    assert "没有看起来相同的实体" in texts_in(made)

    source = same.__file__
    with open(source, encoding="utf-8") as file:
        text = file.read()
    assert [code for code in REASONS if f'"{code}"' not in text] == []


def test_the_list_leads_to_it_with_a_count(
    bridge: FakeBridge, preferences: Preferences, qtbot: QtBot
) -> None:
    bridge.answers[ListProposals] = lambda _request: tuple(proposal(*pair) for pair in PAIRS)
    window = MainWindow(bridge, preferences)
    qtbot.addWidget(window)
    window.show()
    window.go(Place("entities"))
    entities: EntitiesPanel = window.panel("entities")
    assert entities.merges_button.text() == "Are these one? 4"

    entities.merges_button.click()

    assert window.place == Place("merges")
    window.navigator.correct_entity(1, "rename")
    assert window.place == Place("entity", 1)
    assert window.panel("entity").header.name_box.isVisible()
