"""A line edit that says its text once typing rests, never while an input method composes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.widgets.icons import add_leading_icon

REST_MS = 120


class RestingEdit(QLineEdit):
    """For boxes that search or filter as one types.

    Attributes:
        rested: The text, once it has rested for ``REST_MS``; at once when it was emptied or Enter was
            pressed. Never the same text twice in a row.
        submitted: Enter was pressed on a text that was told already.
    """

    rested = Signal(str)
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)
        add_leading_icon(self, "search")
        self._is_composing = False
        self._told = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._tell)
        self.textChanged.connect(self._on_text)

    @property
    def is_composing(self) -> bool:
        """Whether an input method holds text that is not yet decided."""
        return self._is_composing

    def show_text(self, text: str) -> None:
        """Put ``text`` in the box and tell it at once."""
        self.setText(text)
        self._tell()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        if self._is_composing:
            self._rest.stop()
        super().inputMethodEvent(event)
        if not self._is_composing and self.text() != self._told:
            self._rest.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self._is_composing:
                self._enter()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        if self.text() == self._told:
            self.submitted.emit()
        else:
            self._tell()

    def _on_text(self) -> None:
        if self._is_composing:
            return
        if self.text():
            self._rest.start()
        else:
            self._tell()

    def _tell(self) -> None:
        self._rest.stop()
        if self._is_composing or self.text() == self._told:
            return
        self._told = self.text()
        self.rested.emit(self._told)
