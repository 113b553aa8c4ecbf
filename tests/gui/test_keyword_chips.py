"""A document's keywords stand beside it as pills, and each searches for its word, by mouse and keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_bridge import FakeBridge, document_view
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.events import ChangeKind, LibraryChanged
from engine.requests import GetDocument
from gui.panels.document import DocumentPanel
from gui.preferences import Preferences
from gui.widgets.keyword_chips import KeywordChips
from gui.widgets.language import speak
from gui.widgets.navigator import Navigator
from gui.widgets.theme import DARK, LIGHT, Theme, apply_theme

LONG = "Research & Development of very long names that no side panel in the world has room for"


@pytest.fixture
def panel(bridge: FakeBridge, navigator: Navigator, preferences: Preferences, qtbot: QtBot) -> DocumentPanel:
    made = DocumentPanel(bridge, navigator, preferences=preferences)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def show(panel: DocumentPanel, bridge: FakeBridge, *keywords: str) -> KeywordChips:
    """Show a document that has these keywords."""
    view = replace(document_view(1), keywords=keywords)
    bridge.answers[GetDocument] = lambda _request: view
    panel.show_document(view.document_id)
    QApplication.processEvents()
    return panel.side.keywords


def test_each_keyword_is_shown_above_the_entities(panel: DocumentPanel, bridge: FakeBridge) -> None:
    chips = show(panel, bridge, "租赁合同", "Okafor", "R&D")

    assert chips.isVisible()
    assert [button.text() for button in chips.buttons] == ["租赁合同", "Okafor", "R&&D"]
    bottom, top = (
        widget.mapTo(panel, place)
        for widget, place in ((chips, chips.rect().bottomLeft()), (panel.side.list, QPoint(0, 0)))
    )
    assert bottom.y() < top.y()
    for button in chips.buttons:
        assert chips.rect().contains(button.geometry())


def test_a_document_without_any_has_no_heading_for_them(panel: DocumentPanel, bridge: FakeBridge) -> None:
    assert show(panel, bridge, "Okafor").isVisible()
    assert not show(panel, bridge).isVisible()
    assert panel.side.keywords.buttons == []


def test_a_click_searches_for_the_word(
    panel: DocumentPanel, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot
) -> None:
    chips = show(panel, bridge, "Okafor", "租赁")

    with qtbot.waitSignal(navigator.search_wanted) as wanted:
        qtbot.mouseClick(chips.buttons[1], Qt.MouseButton.LeftButton, pos=QPoint(8, 8))

    assert wanted.args == ["租赁"]


@pytest.mark.parametrize("is_said", [True, False])
def test_words_of_the_text_are_searched_as_a_phrase_and_only_stated_ones_one_by_one(
    panel: DocumentPanel, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot, is_said: bool
) -> None:
    start = document_view(1).text.index(" ") - 3
    phrase = document_view(1).text[start : start + 8].strip() if is_said else "green Energy"
    chips = show(panel, bridge, phrase)

    with qtbot.waitSignal(navigator.search_wanted) as wanted:
        chips.buttons[0].click()

    assert wanted.args == [f'"{phrase}"' if is_said else phrase]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_keyboard_reaches_and_presses_them(
    panel: DocumentPanel, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot, key: Qt.Key
) -> None:
    chips = show(panel, bridge, "Okafor", "租赁")
    chips.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chips.buttons[0], Qt.Key.Key_Tab)
    assert panel.focusWidget() is chips.buttons[1]

    with qtbot.waitSignal(navigator.search_wanted) as wanted:
        qtbot.keyClick(chips.buttons[1], key)

    assert wanted.args == ["租赁"]


def test_they_say_what_they_do_in_both_languages(
    app: QApplication, panel: DocumentPanel, bridge: FakeBridge
) -> None:
    chips = show(panel, bridge, "火箭")
    assert chips.buttons[0].accessibleName() == "Search for “火箭”"

    speak(app, "zh_CN")
    QApplication.processEvents()

    assert chips.buttons[0].accessibleName() == chips.buttons[0].toolTip() == "搜索“火箭”"


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_long_one_is_cut_to_fit_and_named_whole(
    app: QApplication, panel: DocumentPanel, bridge: FakeBridge, theme: Theme
) -> None:
    apply_theme(app, theme)
    chips = show(panel, bridge, LONG)

    assert chips.buttons[0].text().endswith("…")
    assert LONG in chips.buttons[0].accessibleName()
    assert chips.buttons[0].width() <= panel.side.width()


def test_a_low_window_keeps_room_for_the_entities(panel: DocumentPanel, bridge: FakeBridge) -> None:
    chips = show(panel, bridge, *(f"{LONG[:24]} {number}" for number in range(8)))
    assert all(button.isVisible() for button in chips.buttons)

    panel.resize(900, 400)
    QApplication.processEvents()
    shown = [button for button in chips.buttons if button.isVisible()]
    assert 0 < len(shown) < 8
    assert all(chips.rect().contains(button.geometry()) for button in shown)

    panel.resize(900, 800)
    QApplication.processEvents()
    assert all(button.isVisible() for button in chips.buttons)


def test_focus_stays_where_it_is_when_the_same_keywords_come_again(
    panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    chips = show(panel, bridge, "Okafor", "租赁")
    before = chips.buttons[0]

    changed = replace(document_view(1), keywords=("Okafor", "租赁"), title="another")
    bridge.answers[GetDocument] = lambda _request: changed
    bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.KNOWLEDGE})))
    assert panel.side.keywords.buttons[0] is before

    renewed = replace(document_view(1), keywords=("火箭",))
    bridge.answers[GetDocument] = lambda _request: renewed
    bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.TEXT})))
    qtbot.waitUntil(lambda: [button.text() for button in chips.buttons] == ["火箭"])
