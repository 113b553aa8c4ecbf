"""Start the window: first what the user sees, then the engine behind it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from engine.requests import AddFolder
from gui.engine_bridge import EngineBridge
from gui.main_window import MainWindow
from gui.preferences import Preferences
from gui.single_instance import SingleInstance
from gui.widgets.icons import app_icon
from gui.widgets.language import speak
from gui.widgets.theme import apply_theme, wanted_theme

VERSION = "0.1.0"


def run(argv: Sequence[str]) -> int:
    """Show the window until it is closed; returns the exit status.

    ``--library FILE`` opens another library for this run, ``--folder PATH`` watches one more folder. A
    second start on the same library raises the window of the first and ends.
    """
    app = QApplication([sys.argv[0], *argv])
    app.setApplicationName("Satchel")
    app.setApplicationVersion(VERSION)
    app.setDesktopFileName("satchel")
    app.setWindowIcon(app_icon())
    preferences = Preferences()
    library_path = _path_after("--library", argv) or preferences.library_path
    instance = SingleInstance(library_path)
    if not instance.is_first:
        return 0
    speak(app, preferences.spoken_language)
    apply_theme(app, wanted_theme(preferences.theme))
    follow_system(app, preferences)
    bridge = EngineBridge(library_path)
    window = MainWindow(bridge, preferences)
    folder = _path_after("--folder", argv)
    if folder is not None:
        bridge.ask(window, AddFolder(path=str(folder)), lambda _none: None)
    instance.called.connect(window.come_to_front)
    window.show()
    QTimer.singleShot(0, bridge, bridge.start)  # once the window is painted
    status = app.exec()
    bridge.close()
    instance.close()
    return status


def follow_system(app: QApplication, preferences: Preferences) -> None:
    """Change the theme with the system's while the user has not chosen one."""

    def follow() -> None:
        if preferences.theme == "system":
            apply_theme(app, wanted_theme("system"))

    QGuiApplication.styleHints().colorSchemeChanged.connect(follow)


def _path_after(option: str, argv: Sequence[str]) -> Path | None:
    """The path given as ``--option PATH`` or ``--option=PATH``."""
    for argument, following in pairwise([*argv, ""]):
        given = following if argument == option else argument.removeprefix(f"{option}=")
        if given and given != argument:
            return Path(given).expanduser().resolve()
    return None
