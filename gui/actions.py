"""The window's commands with their shortcuts; who triggers them need not know who obeys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

SCREENS = ("search", "entities", "graph", "folders", "settings")


class WindowActions:
    """Every ``QAction`` of the main window, added to it so that its shortcuts work.

    Attributes:
        screens: Screen name -> action that shows it.
    """

    def __init__(self, window: QWidget) -> None:
        self.screens = {
            name: _action(window, QKeySequence(f"Ctrl+{i}")) for i, name in enumerate(SCREENS, start=1)
        }
        self.screens["settings"].setShortcuts([QKeySequence("Ctrl+5"), QKeySequence("Ctrl+,")])
        self.focus_search = _action(window, QKeySequence("Ctrl+K"), QKeySequence("/"), QKeySequence("Ctrl+F"))
        self.back = _action(window, QKeySequence("Alt+Left"))
        self.forward = _action(window, QKeySequence("Alt+Right"))
        self.pause = _action(window, QKeySequence("Ctrl+Shift+P"))
        self.rescan = _action(window, QKeySequence("F5"))
        self.quit = _action(window, QKeySequence("Ctrl+Q"))

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        names = {
            "search": QCoreApplication.translate("WindowActions", "Search"),
            "entities": QCoreApplication.translate("WindowActions", "Entities"),
            "graph": QCoreApplication.translate("WindowActions", "Graph"),
            "folders": QCoreApplication.translate("WindowActions", "Folders"),
            "settings": QCoreApplication.translate("WindowActions", "Settings"),
        }
        for name, action in self.screens.items():
            action.setText(names[name])


def _action(window: QWidget, *keys: QKeySequence) -> QAction:
    action = QAction(window)
    action.setShortcuts(list(keys))
    window.addAction(action)
    return action
