"""Fixtures of the window's tests: a fake bridge, own preferences, both languages, no Qt warning."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from fake_bridge import FakeBridge
from PySide6.QtCore import QLocale, QMessageLogContext, QSettings, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from gui.preferences import Preferences
from gui.widgets.language import speak
from gui.widgets.navigator import Navigator
from gui.widgets.theme import LIGHT, apply_theme, current_theme


@pytest.fixture(autouse=True)
def no_qt_warning() -> Iterator[None]:
    """Fail the test when Qt has something to complain about."""
    complaints: list[str] = []

    def take(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        is_complaint = kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if is_complaint and not text.startswith("This plugin does not support "):  # offscreen, of windows
            complaints.append(text)

    before = qInstallMessageHandler(take)
    yield
    qInstallMessageHandler(before)
    assert complaints == []


def _reset(app: QApplication) -> None:
    if QLocale().name() != "en_US" or not app.property("is_dressed"):
        speak(app, "en")
    if current_theme() is not LIGHT or not app.property("is_dressed"):
        apply_theme(app, LIGHT)
    app.setProperty("is_dressed", True)


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application in English and the light theme, whatever a test does."""
    _reset(qapp)
    yield qapp
    _reset(qapp)


@pytest.fixture
def bridge(app: QApplication) -> FakeBridge:
    """A bridge onto a library in the middle of its work."""
    return FakeBridge()


@pytest.fixture
def empty_bridge(app: QApplication) -> FakeBridge:
    """A bridge onto a library that watches nothing yet."""
    return FakeBridge(has_folders=False)


@pytest.fixture
def navigator(app: QApplication) -> Navigator:
    return Navigator()


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    """Preferences in a file of this test's own."""
    return Preferences(QSettings(str(tmp_path / "preferences.ini"), QSettings.Format.IniFormat))
