"""The list of entities: filtered by name and label, opened with a click or Enter."""

from __future__ import annotations

import pytest
from fake_bridge import FakeBridge
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.events import ChangeKind, LibraryChanged
from engine.requests import ListEntities
from gui.panels.entities import EntitiesPanel
from gui.widgets.navigator import Navigator


@pytest.fixture
def panel(qtbot: QtBot, bridge: FakeBridge, navigator: Navigator) -> EntitiesPanel:
    made = EntitiesPanel(bridge, navigator)
    qtbot.addWidget(made)
    made.show()
    return made


def test_name_and_label_narrow_the_list(panel: EntitiesPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    panel.labels.button("PER").click()
    assert {row.label for row in panel.model.rows} == {"PER"}
    panel.filter.setText("张")
    qtbot.keyClick(panel.filter, Qt.Key.Key_Return)
    assert [row.name for row in panel.model.rows] == ["张三", "张伟"]
    assert bridge.asked_of(ListEntities)[-1].label == "PER"


def test_enter_opens_the_best_match(panel: EntitiesPanel, navigator: Navigator, qtbot: QtBot) -> None:
    panel.filter.show_text("Acme")
    with qtbot.waitSignal(navigator.entity_wanted) as opened:
        qtbot.keyClick(panel.filter, Qt.Key.Key_Return)
    assert opened.args == [6]


def test_list_follows_what_the_engine_finds(panel: EntitiesPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    n_before = len(bridge.asked_of(ListEntities))
    bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.KNOWLEDGE})))
    qtbot.waitUntil(lambda: len(bridge.asked_of(ListEntities)) == n_before + 1, timeout=5000)
