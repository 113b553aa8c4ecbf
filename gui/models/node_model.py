"""Qt list model over the nodes that a graph shows: the same graph for keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from engine.neighbours import GraphNode
from gui.texts import node_words

Index = QModelIndex | QPersistentModelIndex


class NodeRole(IntEnum):
    """What a row tells beside its display text."""

    NODE = Qt.ItemDataRole.UserRole


class NodeModel(QAbstractListModel):
    """One row per node, most important first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: tuple[GraphNode, ...] = ()

    def set_nodes(self, nodes: Sequence[GraphNode]) -> None:
        """Show ``nodes`` in place of the current rows."""
        if tuple(nodes) != self._nodes:
            self.beginResetModel()
            self._nodes = tuple(nodes)
            self.endResetModel()

    def row_of(self, entity_id: int) -> int:
        """The row of a node, or -1."""
        return next((row for row, node in enumerate(self._nodes) if node.entity_id == entity_id), -1)

    def retranslate(self) -> None:
        """Tell the views that label names changed."""
        if self._nodes:
            self.dataChanged.emit(self.index(0), self.index(len(self._nodes) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._nodes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self._nodes[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return node.name
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return node_words(node)
            case NodeRole.NODE:
                return node
        return None
