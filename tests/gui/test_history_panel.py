"""History: what was done is listed, filtered, opened again, and erased for good."""

from __future__ import annotations

import pytest
from fake_bridge import FakeBridge
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from engine.requests import ChangeSetting, EraseActivity, ListActivity
from engine.suggestions import ActivityRow
from gui.main_window import MainWindow, Place
from gui.panels import history
from gui.panels.history import HistoryPanel
from gui.preferences import Preferences
from gui.widgets.language import speak
from gui.widgets.line_button import LineButton
from gui.widgets.navigator import Navigator

NOW = 1_700_000_000_000
ACTS = [
    ActivityRow(activity_id=5, kind="opened", at_ms=NOW, name="租赁合同", path="/x/合同.docx", document_id=2),
    ActivityRow(activity_id=4, kind="searched", at_ms=NOW - 1, name="engine"),
    ActivityRow(activity_id=3, kind="looked_at", at_ms=NOW - 2, name="Ada Lovelace", entity_id=7),
    ActivityRow(
        activity_id=2, kind="corrected", at_ms=NOW - 3, name="Notes", path="/x/notes.md", document_id=1
    ),
    ActivityRow(activity_id=1, kind="opened", at_ms=NOW - 4, name="Gone", path="/x/gone.md"),
]


@pytest.fixture
def acts(bridge: FakeBridge) -> list[ActivityRow]:
    """What the engine remembers; erasing takes away from it."""
    kept = list(ACTS)

    def erase(request: EraseActivity) -> int:
        gone = [
            row
            for row in kept
            if request.activity_id in (None, row.activity_id) and row.at_ms >= (request.since_ms or 0)
        ]
        kept[:] = [row for row in kept if row not in gone]
        return len(gone)

    bridge.answers[ListActivity] = lambda request: tuple(
        kept[request.offset : request.offset + request.limit]
    )
    bridge.answers[EraseActivity] = erase
    return kept


@pytest.fixture
def panel(qtbot: QtBot, bridge: FakeBridge, acts: list[ActivityRow], navigator: Navigator) -> HistoryPanel:
    made = HistoryPanel(bridge, navigator)
    qtbot.addWidget(made)
    made.resize(900, 800)
    made.show()
    return made


def lines(panel: HistoryPanel) -> list[LineButton]:
    return [line for line in panel.findChildren(LineButton) if line.isVisible()]


def names(panel: HistoryPanel) -> list[str]:
    return [line.text() for line in lines(panel)]


def test_what_was_done_is_listed_with_kind_and_time(app: QApplication, panel: HistoryPanel) -> None:
    assert names(panel) == [row.name for row in ACTS]
    assert "14 Nov 2023" in lines(panel)[0].accessibleName()
    assert lines(panel)[2].accessibleDescription() == "Looked at"
    assert lines(panel)[4].accessibleDescription().endswith("no longer in the library")
    speak(app, "zh_CN")
    QApplication.processEvents()
    assert lines(panel)[2].accessibleDescription() == "查看"


def test_it_is_filtered_by_kind_and_words(panel: HistoryPanel) -> None:
    panel.kinds.button("opened").click()
    assert names(panel) == ["租赁合同", "Gone"]
    panel.filter.show_text("合同")
    assert names(panel) == ["租赁合同"]


def test_each_line_leads_where_it_was(qtbot: QtBot, panel: HistoryPanel, navigator: Navigator) -> None:
    for place, signal, wanted in (
        (0, navigator.document_wanted, [2, None]),
        (1, navigator.search_wanted, ["engine"]),
        (2, navigator.entity_wanted, [7]),
        (3, navigator.document_wanted, [1, None]),
    ):
        with qtbot.waitSignal(signal) as told:
            qtbot.keyClick(lines(panel)[place], Qt.Key.Key_Return)
        assert told.args == wanted


def test_single_lines_are_erased_one_after_the_other(qtbot: QtBot, panel: HistoryPanel) -> None:
    erasers = [b for b in panel.findChildren(QPushButton) if b.accessibleName() == "Erase “engine” for good"]
    erasers[0].setFocus()
    qtbot.keyClick(erasers[0], Qt.Key.Key_Return)
    assert names(panel) == ["租赁合同", "Ada Lovelace", "Notes", "Gone"]
    eraser = panel.focusWidget()
    assert eraser.accessibleName() == "Erase “Ada Lovelace” for good"
    qtbot.keyClick(eraser, Qt.Key.Key_Return)
    assert names(panel) == ["租赁合同", "Notes", "Gone"]


def test_more_than_a_line_is_erased_only_after_a_question_that_says_it_is_for_good(
    qtbot: QtBot, panel: HistoryPanel, bridge: FakeBridge
) -> None:
    panel.ask_to_erase(NOW - 2)
    assert panel.question.isVisible()
    assert panel.focusWidget() is panel.keep_button
    qtbot.keyClick(panel.keep_button, Qt.Key.Key_Escape)
    assert not panel.question.isVisible()
    assert bridge.asked_of(EraseActivity) == []
    panel.ask_to_erase(NOW - 2)
    panel.confirm_button.click()
    assert bridge.asked_of(EraseActivity) == [EraseActivity(since_ms=NOW - 2)]
    assert names(panel) == ["Notes", "Gone"]
    panel.ask_to_erase(None)
    panel.confirm_button.click()
    assert names(panel) == []
    assert not panel.erase_button.isEnabled()


def test_the_menu_offers_how_much(panel: HistoryPanel) -> None:
    last = panel.erase_menu().actions()[-1]
    assert last.text() == "Everything…"
    last.trigger()
    assert panel.question.isVisible()


def test_all_pages_of_it_are_read(
    panel: HistoryPanel, bridge: FakeBridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "PAGE", 2)
    panel.hide()
    panel.show()
    assert names(panel) == [row.name for row in ACTS]
    assert [request.offset for request in bridge.asked_of(ListActivity)[1:]] == [0, 2, 4]


def test_settings_switch_it_and_lead_to_it(
    qtbot: QtBot, bridge: FakeBridge, acts: list[ActivityRow], preferences: Preferences
) -> None:
    window = MainWindow(bridge, preferences)
    qtbot.addWidget(window)
    window.show()
    window.go(Place("settings"))
    settings = window.panel("settings")
    settings.library.lines["history.keep"].control.click()
    assert bridge.asked_of(ChangeSetting) == [ChangeSetting(name="history.keep", value=False)]
    assert settings.library.lines["history.days"].control.text() == "180 days"
    qtbot.keyClick(settings.history_button, Qt.Key.Key_Return)
    assert window.place == Place("history")
    assert names(window.panel("history")) == [row.name for row in ACTS]
