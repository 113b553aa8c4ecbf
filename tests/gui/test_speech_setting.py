"""The speech model is a folder that people choose, see by its name and can take away again."""

from __future__ import annotations

import pytest
from fake_bridge import FakeBridge
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from engine.errors import EngineError, SpeechModelMissing
from engine.records import Reason
from engine.requests import ChangeSetting
from gui import texts
from gui.panels.settings import SettingsPanel
from gui.preferences import Preferences
from gui.widgets.language import speak
from gui.widgets.navigator import Navigator
from gui.widgets.setting_row import SettingLine


@pytest.fixture
def line(qtbot: QtBot, bridge: FakeBridge, navigator: Navigator, preferences: Preferences) -> SettingLine:
    panel = SettingsPanel(bridge, navigator, preferences=preferences)
    qtbot.addWidget(panel)
    panel.resize(900, 2000)
    panel.show()
    return panel.library.lines["models.speech"]


def choose(line: SettingLine, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: folder)
    assert isinstance(line.control, QPushButton)
    line.control.click()


def test_a_chosen_folder_is_told_and_shown_by_its_name(
    line: SettingLine, bridge: FakeBridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(line.control, QPushButton)
    assert line.control.text() == "Choose a folder…"
    choose(line, monkeypatch, "")
    assert bridge.asked_of(ChangeSetting) == []
    choose(line, monkeypatch, "/models/whisper")
    assert bridge.settings.models.speech == "/models/whisper"
    assert (line.control.text(), line.control.toolTip()) == ("whisper", "/models/whisper")
    assert line.reset.toolTip() == "Back to the default: none"
    line.reset.click()
    assert bridge.settings.models.speech == ""
    assert line.control.text() == "Choose a folder…"


def test_a_folder_without_a_model_is_refused_in_both_languages(
    line: SettingLine, bridge: FakeBridge, app: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[EngineError] = []

    def refuse(_request: ChangeSetting) -> None:
        raise SpeechModelMissing(path="/tmp/空", file="config.json")

    bridge.answers[ChangeSetting] = refuse
    bridge.faulted.connect(told.append)
    choose(line, monkeypatch, "/tmp/空")
    assert isinstance(line.control, QPushButton)
    assert line.control.text() == "Choose a folder…"
    reason = Reason(code=told[0].code, params=told[0].params)
    assert "“config.json” is not in /tmp/空." in texts.reason_sentence(reason)
    speak(app, "zh_CN")
    app.processEvents()
    assert "/tmp/空" in texts.reason_sentence(reason)
    assert "Choose" not in texts.reason_sentence(reason) + line.control.text()


def test_a_recording_that_waits_does_not_speak_of_pictures(app: QApplication) -> None:
    waits = Reason(code="partial.speech_waiting", params={"n_waiting": 3, "n_pages": 5})
    assert texts.reason_sentence(waits) == ("Recording still waits to be written down: 3 of 5 half minutes.")
    speak(app, "zh_CN")
    app.processEvents()
    assert "3" in texts.reason_sentence(waits)
    assert "图" not in texts.reason_sentence(waits)
