"""A heading that folds away what stands below it, and remembers so."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.texts import number
from gui.widgets.controls import styled_button, styled_label
from gui.widgets.icons import set_icon
from gui.widgets.theme import S


class Section(QWidget):
    """One button as heading, and ``body`` below it.

    Attributes:
        toggled: The user opened (True) or closed it.
        body: The column to be filled.
    """

    toggled = Signal(bool)

    def __init__(self, *, is_open: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading: QPushButton = styled_button("section")
        self.heading.setAutoDefault(True)  # Enter presses it, as Space does
        self.heading.clicked.connect(self._turn)
        self._count = styled_label("faint")
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._holder = QWidget()
        self.body = QVBoxLayout(self._holder)
        self.body.setContentsMargins(0, 0, 0, S)
        self.body.setSpacing(0)
        over = QHBoxLayout(self.heading)
        over.setContentsMargins(0, 0, S, 0)
        over.addStretch(1)
        over.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.heading)
        column.addWidget(self._holder)
        self._show(is_open)

    @property
    def is_open(self) -> bool:
        """Whether what is below can be seen."""
        return not self._holder.isHidden()

    def set_title(self, title: str) -> None:
        """Name the section."""
        self.heading.setText(title)
        self._name_it()

    def set_count(self, count: int | None) -> None:
        """Say how much stands below; None for nothing to count."""
        self._count.setText("" if count is None else number(count))
        self._name_it()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_it()
        super().changeEvent(event)

    def _turn(self) -> None:
        self._show(not self.is_open)
        self.toggled.emit(self.is_open)

    def _show(self, is_open: bool) -> None:
        self._holder.setVisible(is_open)
        set_icon(self.heading, "chevron-down" if is_open else "chevron-right", "faint", size=14)
        self._name_it()

    def _name_it(self) -> None:
        state = self.tr("open") if self.is_open else self.tr("closed")
        parts = (self.heading.text(), self._count.text(), state)
        self.heading.setAccessibleName(", ".join(part for part in parts if part))
