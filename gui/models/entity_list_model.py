"""Qt list model over entities; asks nothing of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from engine.records import EntityRow
from gui.roles import RECORD_ROLE
from gui.texts import AMOUNTS, label_name

Index = QModelIndex | QPersistentModelIndex


class EntityListModel(QAbstractListModel):
    """One row per entity; ``RECORD_ROLE`` gives the row's ``EntityRow`` itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[EntityRow, ...] = ()

    @property
    def rows(self) -> tuple[EntityRow, ...]:
        """The entities on show."""
        return self._rows

    def set_rows(self, rows: Sequence[EntityRow]) -> None:
        """Show ``rows`` in place of the current ones."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        row = self._rows[index.row()]
        if role == RECORD_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((row.name, label_name(row.label), AMOUNTS.mentions(row.n_mentions)))
        return None
