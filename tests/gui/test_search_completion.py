"""What may come next is offered while one types, and never gets in the way of typing."""

from __future__ import annotations

import pytest
from fake_bridge import FakeBridge
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.requests import CompleteQuery
from engine.searches import Suggestion
from gui.panels.search import SearchPanel
from gui.preferences import Preferences
from gui.widgets.navigator import Navigator

_PEOPLE = ("Ada Lovelace", "钱学森")


def _complete(request: CompleteQuery) -> tuple[Suggestion, ...]:
    head = request.text[: request.cursor]
    start = max(head.rfind(" "), head.rfind(":")) + 1
    typed = head[start:]
    if head[:start].endswith("person:"):
        return tuple(
            Suggestion(start=start, end=len(head), text=f'"{name}"', shown=name, kind="person", count=3)
            for name in _PEOPLE
            if name.startswith(typed)
        )
    if typed and "person:".startswith(typed):
        return (
            Suggestion(
                start=start, end=len(head), text="person:", shown="person:", kind="field", field="person"
            ),
        )
    return ()


@pytest.fixture
def panel(qtbot: QtBot, bridge: FakeBridge, navigator: Navigator, preferences: Preferences) -> SearchPanel:
    bridge.answers[CompleteQuery] = _complete
    made = SearchPanel(bridge, navigator, preferences=preferences)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.focus_box()
    return made


def _type(qtbot: QtBot, panel: SearchPanel, text: str) -> None:
    qtbot.keyClicks(panel.box, text)
    qtbot.waitUntil(lambda: bool(panel.completion.suggestions), timeout=4000)


def test_tab_takes_the_first_and_a_field_goes_on_to_its_values(qtbot: QtBot, panel: SearchPanel) -> None:
    _type(qtbot, panel, "engine pe")
    qtbot.keyClick(panel.box, Qt.Key.Key_Tab)
    assert panel.box.text() == "engine person:"
    assert [one.shown for one in panel.completion.suggestions] == list(_PEOPLE)
    qtbot.keyClick(panel.box, Qt.Key.Key_Down)
    qtbot.keyClick(panel.box, Qt.Key.Key_Down)
    qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    assert panel.box.text() == 'engine person:"钱学森"'
    assert panel.completion.suggestions == ()
    assert panel.box.hasFocus()


def test_only_the_named_span_is_replaced_and_it_can_be_undone(qtbot: QtBot, panel: SearchPanel) -> None:
    panel.box.setText("𠮷野家 person: contract")
    panel.box.setCursorPosition(len("𠮷野家 person:") + 1)  # one more UTF-16 unit
    _type(qtbot, panel, "Ada")
    qtbot.keyClick(panel.box, Qt.Key.Key_Tab)
    assert panel.box.text() == '𠮷野家 person:"Ada Lovelace" contract'
    panel.box.undo()
    assert panel.box.text() == "𠮷野家 person:Ada contract"


def test_a_click_takes_a_suggestion_and_the_box_keeps_the_focus(qtbot: QtBot, panel: SearchPanel) -> None:
    _type(qtbot, panel, "person:")
    found = panel.completion
    place = found.visualItemRect(found.item(1)).center()
    qtbot.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.box.text() == 'person:"钱学森"'
    assert panel.box.hasFocus()


def test_escape_closes_the_list_first_and_empties_the_box_then(qtbot: QtBot, panel: SearchPanel) -> None:
    _type(qtbot, panel, "pe")
    qtbot.keyClick(panel.box, Qt.Key.Key_Escape)
    assert panel.completion.suggestions == ()
    assert panel.box.text() == "pe"
    qtbot.keyClick(panel.box, Qt.Key.Key_Escape)
    assert panel.box.text() == ""


def test_enter_without_a_choice_searches_as_ever(qtbot: QtBot, panel: SearchPanel) -> None:
    _type(qtbot, panel, "engine pe")
    qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    assert panel.box.text() == "engine pe"
    assert panel.completion.suggestions == ()


def test_nothing_is_asked_while_an_input_method_composes(
    qtbot: QtBot, panel: SearchPanel, bridge: FakeBridge
) -> None:
    QApplication.sendEvent(panel.box, QInputMethodEvent("pe", []))
    assert not panel.completion.isVisible()
    commit = QInputMethodEvent("", [])
    commit.setCommitString("pe")
    QApplication.sendEvent(panel.box, commit)
    qtbot.waitUntil(lambda: bool(panel.completion.suggestions), timeout=4000)
    assert [request.text for request in bridge.asked_of(CompleteQuery)] == ["pe"]


def test_a_late_answer_to_an_older_text_is_dropped(
    qtbot: QtBot, panel: SearchPanel, bridge: FakeBridge
) -> None:
    bridge.is_holding = True
    qtbot.keyClicks(panel.box, "pe")
    qtbot.waitUntil(lambda: bool(bridge.asked_of(CompleteQuery)), timeout=4000)
    qtbot.keyClicks(panel.box, " x")
    bridge.is_holding = False
    bridge.release()
    assert panel.completion.suggestions == ()
