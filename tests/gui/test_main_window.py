"""The window as a whole: screens, the way back, both languages and themes, faults, a light start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fake_bridge import FakeBridge, library_status
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from engine.errors import InternalError, StoreLocked
from engine.events import Activity, EngineFailed, IndexProgress
from engine.records import Reason
from engine.requests import HurryIndexing, PauseIndexing, Rescan, ResumeIndexing
from gui.main_window import MainWindow, Place
from gui.preferences import Preferences
from gui.widgets.language import speak
from gui.widgets.theme import DARK, LIGHT, apply_theme, current_theme

ROOT = Path(__file__).resolve().parents[2]
OWN_SCREENS = ("search", "entities", "folders", "settings")


@pytest.fixture
def window(qtbot: QtBot, bridge: FakeBridge, preferences: Preferences) -> MainWindow:
    made = MainWindow(bridge, preferences)
    qtbot.addWidget(made)
    made.show()
    return made


def _progress(activity: Activity) -> IndexProgress:
    return IndexProgress(activity=activity, stages=library_status().stages, rate=42.0, left_s=130.0)


def test_keys_reach_every_screen_and_the_search_box(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    for i, name in ((2, "entities"), (4, "folders"), (5, "settings"), (1, "search")):
        qtbot.keyClick(window, getattr(Qt.Key, f"Key_{i}"), Qt.KeyboardModifier.ControlModifier)
        assert window.place == Place(name)
    qtbot.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.place.screen == "search"
    assert window.panel("search").box.hasFocus()


def test_back_and_forward_retrace_the_way(window: MainWindow) -> None:
    window.go(Place("folders"))
    window.go(Place("settings"))
    window.navigator.back()
    assert window.place == Place("folders")
    window.navigator.back()
    assert window.place == Place("search")
    assert not window.actions_.back.isEnabled()
    window.navigator.forward()
    assert window.place == Place("folders")
    window.go(Place("entities"))  # a new way: what lay ahead is forgotten
    assert not window.actions_.forward.isEnabled()


def test_navigator_brings_a_query_to_the_search_screen(window: MainWindow) -> None:
    window.go(Place("settings"))
    window.navigator.search("合同")
    assert window.place == Place("search", "合同")
    assert window.panel("search").model.rowCount() > 0


def _texts(window: MainWindow) -> list[str]:
    """Every text, placeholder and accessible name on the window's own screens."""
    found = []
    for button in window.findChildren(QAbstractButton):
        found += [button.text(), button.accessibleName(), button.toolTip()]
    for box in window.findChildren(QLineEdit):
        found += [box.placeholderText(), box.accessibleName()]
    return [text for text in found if text.strip()]


def test_language_switches_at_once_and_back(
    window: MainWindow, app: QApplication, bridge: FakeBridge
) -> None:
    for name in OWN_SCREENS:
        window.go(Place(name))
    bridge.progressed.emit(_progress(Activity.READING))
    before = _texts(window)
    window.panel("settings").languages.button("zh_CN").click()
    app.processEvents()
    assert window.windowTitle() == "书囊"
    assert "正在读取文件" in window.status_line.text
    assert window.panel("search").box.placeholderText().startswith("搜索")
    speak(app, "en")
    app.processEvents()
    assert _texts(window) == before
    assert window.windowTitle() == "Satchel"


def test_theme_switches_at_once_and_is_remembered(
    window: MainWindow, app: QApplication, preferences: Preferences
) -> None:
    window.go(Place("settings"))
    window.panel("settings").themes.button("dark").click()
    assert current_theme() is DARK
    assert preferences.theme == "dark"
    picture = window.grab().toImage()
    assert picture.pixelColor(100, 3).name() == DARK.background
    apply_theme(app, LIGHT)
    picture = window.grab().toImage()
    assert picture.pixelColor(100, 3).name() == LIGHT.background


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_text_can_be_read_on_every_ground(theme: object) -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        high, low = sorted((luminance(one), luminance(other)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    grounds = [getattr(theme, name) for name in ("background", "surface", "raised", "hover", "selection")]
    for name in ("text", "muted", "accent"):
        for ground in grounds:
            assert contrast(getattr(theme, name), ground) >= 4.5, (name, ground)
    for colours in theme.labels.values():  # type: ignore[attr-defined]
        assert contrast(colours.ink, colours.wash) >= 4.5, colours


def test_a_fault_is_told_in_the_window_with_its_details_to_copy(
    window: MainWindow, bridge: FakeBridge, app: QApplication
) -> None:
    assert not window.message_bar.isVisible()
    bridge.faulted.emit(InternalError(traceback="Traceback: it broke"))
    assert window.message_bar.isVisible()
    assert "bug" in window.message_bar.text
    window.message_bar.copy_details()
    assert "it broke" in app.clipboard().text()
    window.message_bar.clear()
    assert not window.message_bar.isVisible()


def test_an_engine_that_cannot_start_says_why(window: MainWindow, bridge: FakeBridge) -> None:
    bridge.failed.emit(EngineFailed(code=StoreLocked.code, params={"path": "/x"}))
    assert "Another Satchel" in window.message_bar.text
    assert "stopped" in window.status_line.text


def test_status_line_tells_pace_and_pauses(window: MainWindow, bridge: FakeBridge, qtbot: QtBot) -> None:
    bridge.progressed.emit(_progress(Activity.READING))
    assert window.status_line.text == "Reading files · 8,461 of 8,675 · 42 a second · about 2 min left"
    window.status_line.pause_button.click()
    assert bridge.asked_of(PauseIndexing)
    bridge.progressed.emit(_progress(Activity.PAUSED))
    window.status_line.pause_button.click()
    assert bridge.asked_of(ResumeIndexing)
    bridge.progressed.emit(_progress(Activity.IDLE))
    assert window.status_line.text == "Up to date · 8,190 documents"
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert bridge.asked_of(Rescan)


def test_every_button_has_a_name_for_those_who_cannot_see_it(window: MainWindow) -> None:
    for name in OWN_SCREENS:
        window.go(Place(name))
    for button in window.findChildren(QAbstractButton):
        if button.isVisibleTo(window) and button.parent().metaObject().className() != "QLineEdit":
            has_name = button.text().strip() or button.accessibleName().strip()
            is_qts_own = button.metaObject().className() in ("QLineEditIconButton", "QTableCornerButton")
            assert has_name or is_qts_own, (button, button.property("icon_name"))


def test_window_starts_without_anything_heavy() -> None:
    code = """
import sys, os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
import gui.application
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from gui.engine_bridge import EngineBridge
from gui.main_window import MainWindow
from gui.preferences import Preferences
from gui.widgets.theme import LIGHT, apply_theme
app = QApplication([])
apply_theme(app, LIGHT)
window = MainWindow(EngineBridge(Path("x")), Preferences(QSettings("none.ini", QSettings.Format.IniFormat)))
window.show()
app.processEvents()
heavy = {"torch", "transformers", "onnxruntime", "numpy", "apsw", "sqlite3", "scipy", "networkx"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


def _held(code: str, activity: Activity = Activity.PAUSED) -> IndexProgress:
    stages = library_status().stages
    params = {"limit_percent": 30, "free_bytes": 2_000_000, "limit_bytes": 5_000_000_000}
    restraint = Reason(code=code, params=params)
    return IndexProgress(activity=activity, stages=stages, rate=0, left_s=None, restraint=restraint)


def test_a_pause_by_the_engine_says_why_and_can_be_overridden(window: MainWindow, bridge: FakeBridge) -> None:
    bridge.progressed.emit(_held("pace.battery_low"))
    assert window.status_line.text == (
        "Paused · The battery is below 30 %. Reading goes on when the computer is plugged in."
    )
    assert not window.status_line.pause_button.isVisible()
    window.status_line.hurry_button.click()
    window.actions_.pause.trigger()
    assert len(bridge.asked_of(HurryIndexing)) == 2
    assert not bridge.asked_of(ResumeIndexing)


def test_a_full_disk_is_told_and_cannot_be_overridden(window: MainWindow, bridge: FakeBridge) -> None:
    bridge.progressed.emit(_held("pace.disk"))
    assert "almost full (2.0 MB left)" in window.status_line.text
    assert not window.status_line.pause_button.isVisible()
    assert not window.status_line.hurry_button.isVisible()


def test_slower_work_says_why(window: MainWindow, bridge: FakeBridge) -> None:
    bridge.progressed.emit(_held("pace.battery_slow", Activity.READING))
    assert window.status_line.text == "Reading files · 8,461 of 8,675 · Slower while on battery"
    window.status_line.hurry_button.click()
    assert bridge.asked_of(HurryIndexing) == [HurryIndexing()]
    window.status_line.pause_button.click()
    assert bridge.asked_of(PauseIndexing)
