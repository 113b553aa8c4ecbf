"""The Folders screen: what is watched, what was read, and what the user can do about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_bridge import FakeBridge, ledger, library_status
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from engine.events import Activity, ChangeKind, IndexProgress, LibraryChanged
from engine.records import FileStatus, Reason
from engine.requests import (
    AddFolder,
    GetStatus,
    HurryIndexing,
    ListFiles,
    PauseIndexing,
    RemoveFolder,
    RetryFiles,
)
from gui.models.ledger_model import PAGE
from gui.panels.folders import FoldersPanel
from gui.widgets.navigator import Navigator


@pytest.fixture
def panel(qtbot: QtBot, bridge: FakeBridge, navigator: Navigator) -> FoldersPanel:
    made = FoldersPanel(bridge, navigator)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def test_a_folder_is_removed_only_after_a_second_yes(panel: FoldersPanel, bridge: FakeBridge) -> None:
    card = panel.cards["/home/mei/Documents"]
    card.remove.click()
    assert bridge.asked_of(RemoveFolder) == []
    card.confirm.click()
    assert bridge.asked_of(RemoveFolder) == [RemoveFolder(path="/home/mei/Documents")]


def test_a_dropped_folder_is_watched_and_a_dropped_file_is_not(
    panel: FoldersPanel, bridge: FakeBridge, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("a")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl.fromLocalFile(str(file))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    panel.dropEvent(drop)
    assert bridge.asked_of(AddFolder) == [AddFolder(path=str(tmp_path))]


def test_ledger_loads_more_when_scrolled_down(panel: FoldersPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    assert [request.offset for request in bridge.asked_of(ListFiles)] == [0]
    panel.ledger.view.scrollToBottom()
    qtbot.waitUntil(lambda: panel.ledger.model.rowCount() == 2 * PAGE)


def test_ledger_filters_by_status_and_path(panel: FoldersPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    panel.ledger.statuses.button(FileStatus.FAILED).click()
    assert {row.status for row in panel.ledger.model.rows} == {FileStatus.FAILED}
    panel.ledger.filter.show_text("会议")
    request = bridge.asked_of(ListFiles)[-1]
    assert (request.status, request.contains) == (FileStatus.FAILED, "会议")


def test_an_answer_to_an_older_filter_is_dropped(panel: FoldersPanel, bridge: FakeBridge) -> None:
    bridge.is_holding = True
    panel.ledger.statuses.button(FileStatus.WAITING).click()
    panel.ledger.statuses.button(FileStatus.IGNORED).click()
    bridge.is_holding = False
    bridge.release(newest_first=True)
    assert {row.status for row in panel.ledger.model.rows} == {FileStatus.IGNORED}


def test_failed_files_can_be_read_again(panel: FoldersPanel, bridge: FakeBridge) -> None:
    panel.ledger.retry.click()
    assert bridge.asked_of(RetryFiles) == [RetryFiles(file_ids=())]
    panel.ledger.view.selectRow(3)
    panel.ledger.retry.click()
    assert bridge.asked_of(RetryFiles)[-1] == RetryFiles(file_ids=(4,))


def test_a_row_can_be_opened_and_its_reason_copied(
    panel: FoldersPanel, navigator: Navigator, qtbot: QtBot, app: QApplication
) -> None:
    view = panel.ledger.view
    with qtbot.waitSignal(navigator.document_wanted):
        view.activated.emit(panel.ledger.model.index(1, 0))
    view.selectRow(0)
    menu = view.menu_for(view.selected_files())
    by_text = {action.text(): action for action in menu.actions()}
    assert not by_text["Open"].isEnabled()
    by_text["Copy reason"].trigger()
    assert "password" in app.clipboard().text()


def test_progress_moves_the_bars_and_the_button(panel: FoldersPanel, bridge: FakeBridge) -> None:
    panel.pause.click()
    assert bridge.asked_of(PauseIndexing)
    stages = library_status().stages
    bridge.progressed.emit(IndexProgress(activity=Activity.PAUSED, stages=stages, rate=0, left_s=None))
    assert panel.pause.text() == "Resume"


def test_work_held_up_by_the_engine_says_why_and_can_be_hurried(
    panel: FoldersPanel, bridge: FakeBridge
) -> None:
    def hold(code: str) -> None:
        stages = library_status().stages
        restraint = Reason(code=code)
        bridge.progressed.emit(
            IndexProgress(activity=Activity.PAUSED, stages=stages, rate=0, left_s=None, restraint=restraint)
        )

    hold("pace.battery_pause")
    assert panel.pause.text() == "Read now"
    panel.pause.click()
    assert bridge.asked_of(HurryIndexing)
    assert any("plugged in" in label.text() for label in panel.stages.findChildren(QLabel))
    hold("pace.disk")
    assert not panel.pause.isEnabled()


def test_refresh_keeps_the_place_in_the_ledger(panel: FoldersPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    panel.ledger.view.verticalScrollBar().setValue(900)
    before = len(bridge.asked_of(ListFiles))
    bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.FILES})))
    qtbot.waitUntil(lambda: len(bridge.asked_of(ListFiles)) > before, timeout=5000)
    assert panel.ledger.view.verticalScrollBar().value() == 900


def test_what_changed_while_hidden_is_read_when_shown(
    qtbot: QtBot, empty_bridge: FakeBridge, navigator: Navigator
) -> None:
    panel = FoldersPanel(empty_bridge, navigator)
    qtbot.addWidget(panel)
    assert panel.ledger.model.rowCount() == 0
    empty_bridge.files = ledger()
    empty_bridge.answers[GetStatus] = lambda _request: library_status(has_folders=True)
    empty_bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.FILES, ChangeKind.FOLDERS})))
    assert panel.ledger.model.rowCount() == 0
    panel.show()
    qtbot.waitUntil(lambda: panel.ledger.model.rowCount() > 0)
