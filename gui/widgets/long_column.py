"""A column that begins short and grows on demand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.widgets.column import empty_layout, order_tabs, show_layout
from gui.widgets.controls import styled_button

STEP = 100
Maker = Callable[[], QWidget]


class LongColumn(QWidget):
    """Makes its widgets only when they are shown: ``first`` of them, then ``STEP`` more at a time."""

    def __init__(self, first: int, *, gap: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first, self._n_shown = first, first
        self._makers: tuple[Maker, ...] = ()
        self.more_button = styled_button("quiet", "chevron-down")
        self.more_button.setAutoDefault(True)
        self.more_button.clicked.connect(self._show_more)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(gap)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._rows)
        column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._name_more()

    def show_rows(self, makers: Sequence[Maker]) -> None:
        """Show what ``makers`` make in place of what was there."""
        self._makers, self._n_shown = tuple(makers), self._first
        empty_layout(self._rows)
        self._add(0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_more()
        super().changeEvent(event)

    def _show_more(self) -> None:
        shown = self._n_shown
        self._n_shown += STEP
        self._add(shown)
        item = self._rows.itemAt(shown)
        widget = item.widget() if item is not None else None
        if widget is not None and self.more_button.hasFocus():
            widget.setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self, start: int) -> None:
        for make in self._makers[start : self._n_shown]:
            self._rows.addWidget(make())
        show_layout(self._rows)
        order_tabs(self)
        self._name_more()

    def _name_more(self) -> None:
        n_left = len(self._makers) - self._n_shown
        self.more_button.setVisible(n_left > 0)
        self.more_button.setText(self.tr("Show more (%Ln left)", "", max(n_left, 0)))
