"""The search box: a resting line edit whose arrows move in the list of hits."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gui.widgets.resting_edit import RestingEdit

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}


class SearchBox(RestingEdit):
    """``moved`` says how many hits further an arrow or page key meant."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search_big")
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.setPlaceholderText(
            self.tr("Search words, names or what you remember: contract type:pdf after:2024")
        )
        self.setAccessibleName(self.tr("Search"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
