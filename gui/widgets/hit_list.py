"""The list of hits; arrows move in it, Enter or a double click opens."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from engine.searches import Hit
from gui.roles import RECORD_ROLE
from gui.widgets.hit_delegate import HitDelegate
from gui.widgets.theme import Theme, theme_source

Index = QModelIndex | QPersistentModelIndex


class HitList(QListView):
    """Shows a model of hits; ``chosen`` says that the current hit is to be opened."""

    chosen = Signal()

    def __init__(self, model: QAbstractListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(HitDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
        self.doubleClicked.connect(self.chosen)
        theme_source().changed.connect(self._repaint)
        self.retranslate()

    def current_hit(self) -> Hit | None:
        """The hit that is chosen."""
        hit: Hit | None = self.currentIndex().data(RECORD_ROLE)
        return hit

    def choose(self, row: int) -> None:
        """Make ``row`` the current one."""
        index = self.model().index(row, 0)
        if index.isValid():
            self.setCurrentIndex(index)

    def move_by(self, step: int) -> None:
        """Choose the hit ``step`` rows further, as far as there are any."""
        n_rows = self.model().rowCount()
        if n_rows:
            self.choose(min(max(self.currentIndex().row() + step, 0), n_rows - 1))

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.setAccessibleName(self.tr("Hits"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.viewport().update()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.scrollTo(current)

    def _repaint(self, _theme: Theme) -> None:
        self.viewport().update()
