"""The list of hits; arrows move in it, Enter or a double click opens.

Right and left unfold and fold the further places of a document, as a click on their line does.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from engine.searches import Hit
from gui.roles import IS_OPEN_ROLE, IS_PLACE_ROLE, RECORD_ROLE
from gui.widgets.hit_delegate import HitDelegate, fold_line
from gui.widgets.theme import Theme, theme_source

Index = QModelIndex | QPersistentModelIndex


class HitList(QListView):
    """Shows a model of hits.

    Attributes:
        chosen: The current hit is to be opened.
        unfold_wanted: Row of a hit, and whether its further places are to be on show.
    """

    chosen = Signal()
    unfold_wanted = Signal(int, bool)

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
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left) and self.currentIndex().isValid():
            self._unfold_current(is_open=event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self._fold_at(event.position().toPoint())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.unfold_wanted.emit(index.row(), not index.data(IS_OPEN_ROLE))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._fold_at(event.position().toPoint()) is None:
            super().mouseDoubleClickEvent(event)
        else:
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        is_fold = self._fold_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if is_fold else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def _fold_at(self, place: QPoint) -> QModelIndex | None:
        """The hit on whose line of further places ``place`` lies."""
        index = self.indexAt(place)
        if not index.isValid() or index.data(IS_PLACE_ROLE) or index.data(IS_OPEN_ROLE) is None:
            return None
        return index if fold_line(self.visualRect(index)).contains(place) else None

    def _unfold_current(self, *, is_open: bool) -> None:
        row = self.currentIndex().row()
        while self.model().index(row, 0).data(IS_PLACE_ROLE):
            row -= 1
        if not is_open:
            self.choose(row)
        self.unfold_wanted.emit(row, is_open)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.scrollTo(current)

    def _repaint(self, _theme: Theme) -> None:
        self.viewport().update()
