"""Choose one entity by the start of any of its names, as one types.

In: rows for a text (the owner asks the engine). Out: the row that was chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from engine.records import EntityRow
from gui.models.entity_list_model import EntityListModel
from gui.roles import RECORD_ROLE
from gui.widgets.entity_delegate import EntityDelegate
from gui.widgets.resting_edit import RestingEdit

N_OFFERED = 8
_POPUP_WIDTH = 400
_LIST_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class EntityBox(RestingEdit):
    """A box with a list that drops below it.

    Attributes:
        wanted: Rows for this text are wanted; the answer goes to ``offer``.
        picked: Another entity than before is chosen (its id), or none any more (None).
        entity_id: The chosen one.
    """

    wanted = Signal(str)
    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entity_id: int | None = None
        self.name = ""
        self.model = EntityListModel(self)
        self._completer = QCompleter(self.model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(Qt.ItemDataRole.DisplayRole)
        self._completer.setMaxVisibleItems(N_OFFERED)
        self._list = QListView()
        self._list.setProperty("role", "drop_list")
        self._completer.setPopup(self._list)
        self._list.setItemDelegate(EntityDelegate(self._list))
        self._list.setMinimumWidth(_POPUP_WIDTH)
        self._completer.setWidget(self)
        activated: Any = self._completer.activated  # typed without its overloads
        activated[QModelIndex].connect(self._take)
        self.rested.connect(self._look)
        self.submitted.connect(self._take_first)

    def offer(self, text: str, rows: Sequence[EntityRow]) -> None:
        """Show ``rows`` below the box, unless another text than theirs is in it by now."""
        if text != self.text().strip() or self.entity_id is not None:
            return
        self.model.set_rows(rows)
        if rows and self.hasFocus():
            self._completer.complete()
        else:
            self._list.hide()

    def set_entity(self, entity_id: int | None, name: str = "") -> None:
        """Choose an entity, or none, without telling."""
        self.entity_id, self.name = entity_id, name
        self.show_text(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While the list is open, Enter takes from it and Escape closes it."""
        key = event.key()
        if self._list.isVisible() and key in _LIST_KEYS:
            chosen = self._list.currentIndex()
            self._list.hide()
            if key != Qt.Key.Key_Escape:
                self._take(chosen if chosen.isValid() else self.model.index(0))
        else:
            super().keyPressEvent(event)

    def _look(self, text: str) -> None:
        text = text.strip()
        if self.entity_id is not None and text != self.name:
            self.entity_id = None
            self.picked.emit(None)
        if self.entity_id is None and text:
            self.wanted.emit(text)
        elif not text:
            self._list.hide()

    def _take(self, index: QModelIndex) -> None:
        row: EntityRow | None = index.data(RECORD_ROLE)
        if row is not None:
            self.set_entity(row.entity_id, row.name)
            self.picked.emit(row.entity_id)

    def _take_first(self) -> None:
        if self.entity_id is None:
            self._take(self.model.index(0))
