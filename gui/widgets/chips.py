"""A row of pills of which exactly one is chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from gui.widgets.controls import FlowLayout, styled_button


class Chips(QWidget):
    """Choose among a few keys; ``chosen`` tells the key that the user picked."""

    chosen = Signal(str)

    def __init__(self, keys: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        flow = FlowLayout(gap=6)
        for key in keys:
            button = styled_button("chip")
            button.clicked.connect(lambda _checked=False, picked=key: self.chosen.emit(picked))
            self._group.addButton(button)
            self._buttons[key] = button
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(flow)
        self.choose(keys[0])

    @property
    def current(self) -> str:
        """The chosen key."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Choose ``key`` without telling."""
        self._buttons[key].setChecked(True)

    def button(self, key: str) -> QPushButton:
        """The pill of ``key``."""
        return self._buttons[key]

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Name the pills."""
        for key, text in texts.items():
            self._buttons[key].setText(text)
            self._buttons[key].setAccessibleName(text)
