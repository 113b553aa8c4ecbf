"""Qt list model over search hits; holds no query and asks nothing of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from engine.searches import Hit
from gui.roles import RECORD_ROLE
from gui.texts import AMOUNTS, page, why_found

Index = QModelIndex | QPersistentModelIndex


class HitModel(QAbstractListModel):
    """One row per hit, best first; ``RECORD_ROLE`` gives the row's ``Hit`` itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[Hit, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The rows."""
        return self._hits

    def set_hits(self, hits: Sequence[Hit]) -> None:
        """Show ``hits`` in place of the current rows."""
        self.beginResetModel()
        self._hits = tuple(hits)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        hit = self._hits[index.row()]
        if role == RECORD_ROLE:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((hit.path, *hit.alike, *why_found(hit.reasons)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            why = ". ".join(why_found(hit.reasons))
            more = AMOUNTS.more_alike(hit.n_alike) if hit.n_alike else ""
            return ". ".join(part for part in (hit.title, page(hit.page), hit.snippet, why, more) if part)
        return None
