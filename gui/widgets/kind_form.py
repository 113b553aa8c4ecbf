"""Choose what kind of thing an entity is: one of the known kinds, or one in the user's own words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from gui.texts import LABELS, label_name
from gui.widgets.controls import FlowLayout, styled_button
from gui.widgets.theme import S


class KindForm(QWidget):
    """A pill for each kind, and a box for another.

    Attributes:
        chosen: The label that the user wants.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {label: styled_button("chip") for label in LABELS}
        self.box = QLineEdit()
        self.box.setMaximumWidth(320)
        self.box.returnPressed.connect(self._submit)
        flow = FlowLayout(gap=6)
        for label, button in self.buttons.items():
            button.setAutoDefault(True)
            button.clicked.connect(lambda _checked=False, picked=label: self.chosen.emit(picked))
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addLayout(flow)
        column.addWidget(self.box)
        self.retranslate()

    def show_label(self, label: str) -> None:
        """Mark the kind that is in force."""
        for key, button in self.buttons.items():
            button.setChecked(key == label)
        self.box.setText("" if label in self.buttons else label)
        self.setFocusProxy(self.buttons.get(label, self.box))

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        for label, button in self.buttons.items():
            button.setText(label_name(label))
        self.box.setPlaceholderText(self.tr("Another kind, in your words"))
        self.box.setAccessibleName(self.tr("Another kind, in your words"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _submit(self) -> None:
        if label := self.box.text().strip():
            self.chosen.emit(label)
