"""The real window over the real engine process: add a folder, type, open, read; then Chinese, then dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.client import EngineClient
from engine.events import Activity
from engine.records import Span
from engine.requests import AddFolder
from gui.engine_bridge import EngineBridge
from gui.main_window import MainWindow, Place
from gui.preferences import Preferences
from gui.widgets.language import speak
from gui.widgets.theme import DARK, LIGHT, apply_theme, current_theme

WAIT_MS = 60_000


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, tiny_models: Path, library_path: Path
) -> Iterator[MainWindow]:
    speak(qapp, "en")
    apply_theme(qapp, LIGHT)
    bridge = EngineBridge(library_path, open_client=lambda path: EngineClient(path, models_root=tiny_models))
    settings = QSettings(str(tmp_path / "preferences.ini"), QSettings.Format.IniFormat)
    made = MainWindow(bridge, Preferences(settings))
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(bridge.ready, timeout=WAIT_MS):
        bridge.start()
    yield made
    bridge.close()
    speak(qapp, "en")
    apply_theme(qapp, LIGHT)


def test_from_an_empty_library_to_the_highlight_in_both_languages_and_themes(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, folder: Path
) -> None:
    bridge = window._bridge
    search = window.panel("search")
    qtbot.waitUntil(lambda: search.visible_state() == "begin", timeout=WAIT_MS)

    window.go(Place("folders"))
    window.panel("folders").add_folder(str(folder))
    qtbot.waitUntil(
        lambda: (
            bridge.last_progress is not None
            and bridge.last_progress.activity is Activity.IDLE
            and bridge.last_progress.stages["knowledge"].done == 10
        ),
        timeout=WAIT_MS,
    )

    window.go(Place("search"))
    search.box.setText("API配置")
    qtbot.waitUntil(lambda: search.model.rowCount() > 0, timeout=WAIT_MS)
    hit = search.list.current_hit()
    assert Path(hit.path).name == "钱学森.txt"

    qtbot.keyClick(search.box, Qt.Key.Key_Return)
    document = window.panel("document")
    qtbot.waitUntil(
        lambda: window.place.screen == "document" and bool(document.text.toPlainText()), timeout=WAIT_MS
    )
    span = window.place.span
    assert isinstance(span, Span)
    assert (folder / "资料" / "钱学森.txt").read_text("gb18030")[span.start : span.end] == "API配置"
    qtbot.waitUntil(lambda: bool(document.text.span_rects(span)), timeout=WAIT_MS)
    (rect,) = document.text.span_rects(span)
    colour = document.text.viewport().grab(rect.toRect()).toImage().pixelColor(1, 1)
    assert colour != document.text.palette().base().color()

    speak(qapp, "zh_CN")
    qtbot.waitUntil(lambda: window.windowTitle() == "书囊", timeout=WAIT_MS)
    apply_theme(qapp, DARK)
    assert current_theme() is DARK
    window.go(Place("entities"))
    qtbot.waitUntil(lambda: window.panel("entities").model.rowCount() > 0, timeout=WAIT_MS)


def test_a_fault_of_the_engine_is_a_sentence_in_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window._bridge.ask(window, AddFolder(path=str(tmp_path / "gone")), lambda _none: None)
    qtbot.waitUntil(window.message_bar.isVisible, timeout=WAIT_MS)
