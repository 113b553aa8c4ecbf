"""The window tells the engine what was opened, looked at and searched; never what is only being typed."""

from __future__ import annotations

from fake_bridge import ENTITIES, FakeBridge
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.records import Span
from engine.requests import NoteLookedAt, NoteOpened, NoteSearched, Search
from gui.main_window import MainWindow
from gui.preferences import Preferences


def test_documents_and_entities_are_noted_when_they_are_gone_to(
    qtbot: QtBot, bridge: FakeBridge, preferences: Preferences
) -> None:
    window = MainWindow(bridge, preferences)
    qtbot.addWidget(window)
    window.navigator.open_document(1, Span(0, 3))
    window.navigator.open_entity(ENTITIES[0].entity_id)
    window.navigator.back()
    assert [request.document_id for request in bridge.asked_of(NoteOpened)] == [1]
    assert [request.entity_id for request in bridge.asked_of(NoteLookedAt)] == [ENTITIES[0].entity_id]


def test_a_search_is_noted_once_it_is_meant(
    qtbot: QtBot, bridge: FakeBridge, preferences: Preferences
) -> None:
    window = MainWindow(bridge, preferences)
    qtbot.addWidget(window)
    panel = window.panel("search")
    panel.show_query("engine")
    assert bridge.asked_of(Search)
    assert bridge.asked_of(NoteSearched) == []
    qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    assert [request.query for request in bridge.asked_of(NoteSearched)] == ["engine"]
    assert len(bridge.asked_of(NoteOpened)) == 1
