"""The Folders screen: what is watched, what was read, and what the user can do about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_bridge import FakeBridge, ledger, library_status
from PySide6.QtCore import QDateTime, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from engine.events import Activity, ChangeKind, IndexProgress, LibraryChanged
from engine.records import FileRow, FileStatus, Reason
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
from gui.roles import LedgerColumn
from gui.widgets.empty_state import EmptyState
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


def test_failed_files_can_be_read_again(panel: FoldersPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    panel.ledger.retry.click()
    assert bridge.asked_of(RetryFiles) == [RetryFiles(file_ids=())]
    panel.ledger.view.selectRow(0)
    panel.ledger.retry.click()
    assert bridge.asked_of(RetryFiles)[-1] == RetryFiles(file_ids=(1,))
    qtbot.keyClick(panel.ledger.view, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert bridge.asked_of(RetryFiles)[-1] == RetryFiles(file_ids=(1,))


def test_what_was_read_is_not_offered_to_be_read_again(panel: FoldersPanel, bridge: FakeBridge) -> None:
    view = panel.ledger.view
    view.selectRow(3)
    by_text = {action.text(): action for action in view.menu_for(view.selected_files()).actions()}
    assert not by_text["Read again"].isEnabled()
    assert not panel.ledger.detail.retry.isVisible()


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
    assert not panel.pause.isEnabled()
    panel.stages.hurry.click()
    assert bridge.asked_of(HurryIndexing) == [HurryIndexing()]
    assert any("plugged in" in label.text() for label in panel.stages.findChildren(QLabel))
    hold("pace.disk")
    assert not panel.stages.hurry.isVisible()
    bridge.progressed.emit(IndexProgress(activity=Activity.READING, stages={}, rate=0, left_s=None))
    assert panel.pause.isEnabled()
    assert not any("almost full" in label.text() for label in panel.stages.findChildren(QLabel))


def test_a_chosen_file_tells_its_whole_story(
    panel: FoldersPanel, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot
) -> None:
    soon = QDateTime.currentMSecsSinceEpoch() + 250_000
    failed = FileRow(
        file_id=7, path="/home/mei/Documents/年报 2025.docx", status=FileStatus.FAILED,
        reason=Reason(code="file.unreadable", params={"detail": "denied"}), size_bytes=2_500_000,
        modified_ns=1, updated_ms=1_700_000_000_000, tries=3, document_id=None, retry_at_ms=soon,
    )  # fmt: skip
    bridge.files = (failed, *bridge.files)
    panel.ledger.reload()
    detail = panel.ledger.detail
    assert not detail.isVisible()
    panel.ledger.view.selectRow(0)
    assert detail.isVisible()
    for part in (failed.path, "would not open", "2.5 MB", "3 tries", "14 Nov 2023", "tries again in 4 min"):
        assert part in detail.text
    assert panel.ledger.model.index(0, LedgerColumn.REASON).data().endswith("tries again in 4 min")
    detail.retry.click()
    assert bridge.asked_of(RetryFiles) == [RetryFiles(file_ids=(7,))]
    with qtbot.waitSignal(navigator.folder_wanted):
        detail.reveal.click()
    bridge.files = bridge.files[1:]  # it was read meanwhile, and the table is filled anew
    panel.ledger.reload()
    assert not detail.isVisible()


def test_an_empty_ledger_says_what_it_is_empty_of(panel: FoldersPanel, bridge: FakeBridge) -> None:
    bridge.files = ()
    panel.ledger.statuses.button(FileStatus.FAILED).click()
    assert panel.ledger.findChild(EmptyState).accessibleName() == "Nothing failed"
    panel.ledger.filter.show_text("nowhere")
    assert panel.ledger.findChild(EmptyState).accessibleName() == "No file here"
    bridge.is_holding = True
    panel.ledger.statuses.button(FileStatus.IGNORED).click()
    assert not panel.ledger.findChild(EmptyState).isVisible()  # nobody knows yet


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
