"""Beside the graph from afar: its communities as a list, how it grew, and what was imported.

Fed with an ``Overview``; asks ``GetGrowth`` and, through ``GraphImports``, the imported graphs.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from engine.neighbours import Community, GraphNode, GrowthPoint, Overview
from engine.requests import GetGrowth
from gui.engine_bridge import EngineBridge
from gui.models.node_model import NodeRole
from gui.panels.graph_imports import GraphImports
from gui.panels.graph_side import NodeDelegate
from gui.texts import AMOUNTS
from gui.widgets.controls import framed, styled_label
from gui.widgets.growth_chart import GrowthChart
from gui.widgets.theme import XS, L, M, S


class OverviewSide(QWidget):
    """The same communities as the bubbles, for keyboard and screen reader, and two summaries.

    ``opened`` tells the community that is to be opened, by its most central entity.
    """

    opened = Signal(int)

    def __init__(self, bridge: EngineBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._overview: Overview | None = None
        self.heading = styled_label("heading")
        self._hint = styled_label("faint", wraps=True)
        self.model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setItemDelegate(NodeDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(self._open)
        self.list.activated.connect(self._open)
        self._growth_heading = styled_label("strong")
        self.growth = GrowthChart()
        self.imports = GraphImports(bridge)
        self._build()
        self.retranslate()

    def show_overview(self, overview: Overview) -> None:
        """Show the communities, largest first, and ask for the rest."""
        self._overview = overview
        self.model.clear()
        for community in overview.communities:
            item = QStandardItem(community.name)
            item.setData(_as_node(community), NodeRole.NODE)
            item.setToolTip(f"{community.name} · {AMOUNTS.entities(community.n_entities)}")
            item.setData(item.toolTip(), Qt.ItemDataRole.AccessibleTextRole)
            self.model.appendRow(item)
        self.retranslate()
        self._bridge.ask(self, GetGrowth(), self._take_growth)
        self.imports.read()

    def mark(self, entity_id: int | None) -> None:
        """Show in the list which community is selected."""
        rows = self.model.rowCount()
        ids = [self.model.item(row).data(NodeRole.NODE).entity_id for row in range(rows)]
        row = ids.index(entity_id) if entity_id in ids else None
        if row is None:
            self.list.clearSelection()
        else:
            self.list.setCurrentIndex(self.model.index(row, 0))

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        n_all = self._overview.n_communities if self._overview else 0
        self.heading.setText(self.tr("%Ln communit(ies)", "", n_all))
        counts: tuple[str, ...] = ()
        if self._overview is not None:
            pairs = self.tr("%Ln pair(s)", "", self._overview.n_pairs)
            counts = (AMOUNTS.entities(self._overview.n_entities), pairs)
        hint = self.tr(
            "Groups that have more to do with each other than with the rest. Click one to open it."
        )
        self._hint.setText("\n".join((hint, " · ".join(counts))))
        self.list.setAccessibleName(self.tr("Communities"))
        self._growth_heading.setText(self.tr("New entities by the date of the documents"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(M, L, M, M)
        column.setSpacing(XS)
        column.addWidget(self.heading)
        column.addWidget(self._hint)
        column.addSpacing(XS)
        column.addWidget(self.list, 1)
        column.addSpacing(S)
        column.addWidget(self._growth_heading)
        column.addWidget(self.growth)
        column.addSpacing(S)
        column.addWidget(framed("line"))
        column.addWidget(self.imports)

    def _take_growth(self, points: tuple[GrowthPoint, ...]) -> None:
        self.growth.set_points(points)
        is_dated = len(self.growth.bars) > 1  # one bar tells nothing
        self.growth.setVisible(is_dated)
        self._growth_heading.setVisible(is_dated)

    def _open(self, index: QModelIndex) -> None:
        node: GraphNode | None = index.data(NodeRole.NODE)
        if node is not None:
            self.opened.emit(node.entity_id)


def _as_node(community: Community) -> GraphNode:
    """A community as a row is painted: under the label of its most central entity."""
    return GraphNode(
        entity_id=community.entity_id,
        name=community.name,
        label=community.top[0].label,
        rank=0.0,
        n_mentions=community.n_entities,
        x=community.x,
        y=community.y,
    )
