"""Beside a graph: the list of its nodes, or what is known of the node or edge that is selected.

Fed by the graph panel with records; asks nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from engine.neighbours import GraphNode, GraphPath
from engine.records import EntityBrief, EntityRelation, EntityView, Span
from gui.models.node_model import NodeModel, NodeRole
from gui.relation_names import predicate_name
from gui.texts import AMOUNTS, number
from gui.widgets.column import empty_layout, show_layout
from gui.widgets.controls import FlowLayout, styled_button, styled_label
from gui.widgets.entity_link import EntityLink
from gui.widgets.label_chip import LabelChip
from gui.widgets.navigator import Navigator
from gui.widgets.quote import Quote
from gui.widgets.theme import BODY, RADIUS, SMALL, XS, L, M, S, current_theme, text_font, theme_source

Index = QModelIndex | QPersistentModelIndex
_ROW = 30


class NodeDelegate(QStyledItemDelegate):
    """Paints one node: the dot of its label, its name, its mentions."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(160, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        node: GraphNode = index.data(NodeRole.NODE)
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if is_selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(theme.selection if is_selected else theme.hover))
            painter.drawRoundedRect(area, RADIUS, RADIUS)
        painter.setBrush(QColor(theme.label_colours(node.label).ink))
        painter.drawEllipse(QPointF(area.left() + S + 4, area.center().y() + 0.5), 3.5, 3.5)
        painter.setFont(text_font(SMALL))
        painter.setPen(QColor(theme.faint))
        count = number(node.n_mentions)
        width = QFontMetrics(painter.font()).horizontalAdvance(count)
        box = area.adjusted(S + 16, 0, -S, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        painter.setFont(text_font(BODY))
        painter.setPen(QColor(theme.text))
        room = box.adjusted(0, 0, -width - S, 0)
        name = QFontMetrics(painter.font()).elidedText(node.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()


class GraphSide(QWidget):
    """The node list, and above it in its place the facts of what is selected.

    Attributes:
        node_wanted: Select this node (None: nothing).
        edge_wanted: Select the edge between these two.
        expand_wanted: More neighbours of this node.
        collapse_wanted: Put away what hangs on this node only.
        hide_wanted: Put this node away.
        pin_wanted: Let this node stay, or no longer.
    """

    node_wanted = Signal(object)
    edge_wanted = Signal(object)
    expand_wanted = Signal(int)
    collapse_wanted = Signal(int)
    hide_wanted = Signal(int)
    pin_wanted = Signal(int)

    def __init__(self, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._navigator = navigator
        self._last_heading = ""
        self.model = NodeModel(self)
        self.heading = styled_label("heading")
        self._hint = styled_label("faint", wraps=True)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(NodeDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.back_button = styled_button("quiet", "chevron-left")
        self.back_button.clicked.connect(lambda: self.node_wanted.emit(None))
        self.facts = QVBoxLayout()
        self._build()
        theme_source().changed.connect(self.list.viewport().update)
        self.retranslate()

    def set_nodes(self, nodes: Sequence[GraphNode]) -> None:
        """Show the nodes of the graph."""
        self.model.set_nodes(nodes)
        self.heading.setText(AMOUNTS.entities(len(nodes)))

    def show_list(self) -> None:
        """Show the list of nodes."""
        self._pages.setCurrentIndex(0)
        self.list.clearSelection()

    def show_node(
        self,
        node: GraphNode,
        view: EntityView | None,
        near: Sequence[tuple[str, str, GraphNode]],
        *,
        is_pinned: bool = False,
    ) -> None:
        """Show a node; ``view`` once it is known; ``near`` lists predicate, direction and neighbour."""
        self._begin()
        chip = LabelChip(node.label)
        self.facts.addWidget(chip)
        self.facts.addWidget(self._title(node.name))
        if view is not None:
            others = [alias for alias in view.aliases if alias != view.name]
            if others:
                self.facts.addWidget(_words(self.tr("Also {names}").format(names=", ".join(others[:6]))))
            count = f"{AMOUNTS.mentions(view.n_mentions)} · {AMOUNTS.documents(view.n_documents)}"
            self.facts.addWidget(_words(count, "faint"))
        self.facts.addSpacing(XS)
        self.facts.addLayout(self._buttons(node, is_pinned=is_pinned))
        self._add_near(node, near)
        if view is not None and view.mentions:
            self._add_section(self.tr("Mentioned in"))
            for evidence in view.mentions[:5]:
                self._add_quote(Quote(evidence, (view.name, *view.aliases)))
        self._end()

    def show_edge(
        self, source: GraphNode, target: GraphNode, relations: Sequence[EntityRelation] | None
    ) -> None:
        """Show what joins two nodes; None while it is not known yet."""
        self._begin()
        for node in (source, target):
            link = EntityLink(self._navigator, node.entity_id, node.name, node.label)
            link.clicked.connect(lambda _checked=False, n=node: self.node_wanted.emit(n.entity_id))
            self.facts.addWidget(link)
        if relations is None:
            self.facts.addWidget(_words(self.tr("Looking for the evidence …"), "faint"))
        elif not relations:
            self.facts.addWidget(_words(self.tr("No evidence is left for this."), "faint"))
        for relation in relations or ():
            verb = predicate_name(relation.predicate, relation.direction)
            if self._last_heading != verb:
                self._add_section(verb)
                self._last_heading = verb
            self._add_quote(Quote(relation.evidence, (source.name, target.name)))
        self._end()

    def show_path(self, path: GraphPath) -> None:
        """Show each step of a path with the best of its evidence."""
        self._begin()
        names = [node.name for node in path.nodes]
        for node, step, n_evidence in zip(path.nodes, path.steps, path.n_evidence, strict=False):
            self._add_path_node(node)
            self._add_section(predicate_name(step.predicate, step.direction))
            self._add_quote(Quote(step.evidence, (node.name, step.other)))
            if n_evidence > 1:
                more = styled_button("quiet")
                more.setText(self.tr("All %Ln piece(s) of evidence", "", n_evidence))
                pair = (node.entity_id, step.other_id)
                more.clicked.connect(lambda _checked=False, ends=pair: self.edge_wanted.emit(ends))
                self.facts.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
            self.facts.addSpacing(S)
        self._add_path_node(path.nodes[-1])
        self.setAccessibleDescription(" → ".join(names))
        self._end()

    def mark_row(self, entity_id: int | None) -> None:
        """Show in the list which node is selected."""
        row = -1 if entity_id is None else self.model.row_of(entity_id)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.heading.setText(AMOUNTS.entities(self.model.rowCount()))
        self._hint.setText(
            self.tr(
                "Click a name or a line to see what stands behind it. Double-click brings more neighbours."
            )
        )
        self.back_button.setText(self.tr("All in this graph"))
        self.list.setAccessibleName(self.tr("Entities in this graph"))
        self.model.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        whole_list = QWidget()
        column = QVBoxLayout(whole_list)
        column.setContentsMargins(M, L, S, S)
        column.setSpacing(XS)
        column.addWidget(self.heading)
        column.addWidget(self._hint)
        column.addSpacing(XS)
        column.addWidget(self.list, 1)
        details = QWidget()
        outer = QVBoxLayout(details)
        outer.setContentsMargins(S, M, 0, 0)
        outer.setSpacing(XS)
        outer.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("role", "page")
        self.facts = QVBoxLayout(inside)
        self.facts.setContentsMargins(XS, 0, M, M)
        self.facts.setSpacing(XS)
        area.setWidget(inside)
        outer.addWidget(area, 1)
        self._area = area
        self._pages = QStackedLayout(self)
        self._pages.addWidget(whole_list)
        self._pages.addWidget(details)

    def _begin(self) -> None:
        self._last_heading = ""
        empty_layout(self.facts)
        self._area.verticalScrollBar().setValue(0)

    def _end(self) -> None:
        self.facts.addStretch(1)
        show_layout(self.facts)
        self._pages.setCurrentIndex(1)

    def _title(self, name: str) -> QWidget:
        title = styled_label("title", wraps=True)
        title.setText(name)
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return title

    def _buttons(self, node: GraphNode, *, is_pinned: bool) -> FlowLayout:
        row = FlowLayout(gap=6)
        #: Keep a node of the graph where it is, whatever is filtered or begun again
        pin = self.tr("Unpin") if is_pinned else self.tr("Pin")
        for kind, picture, text, slot in (
            ("primary", "open", self.tr("Open"), lambda: self._navigator.open_entity(node.entity_id)),
            ("plain", "plus", self.tr("Expand"), lambda: self.expand_wanted.emit(node.entity_id)),
            #: Put away what hangs on a node of the graph
            ("plain", "minus", self.tr("Collapse"), lambda: self.collapse_wanted.emit(node.entity_id)),
            #: Put a node of the graph away
            ("plain", "eye-off", self.tr("Hide"), lambda: self.hide_wanted.emit(node.entity_id)),
            ("plain", "pin", pin, lambda: self.pin_wanted.emit(node.entity_id)),
        ):
            button: QPushButton = styled_button(kind, picture)
            button.setText(text)
            button.clicked.connect(slot)
            row.addWidget(button)
        return row

    def _add_near(self, node: GraphNode, near: Sequence[tuple[str, str, GraphNode]]) -> None:
        heading = ""
        for predicate, direction, other in near:
            verb = predicate_name(predicate, direction)
            if verb != heading:
                self._add_section(verb)
                heading = verb
            line = QHBoxLayout()
            line.setSpacing(0)
            link = EntityLink(self._navigator, other.entity_id, other.name, other.label, is_strong=False)
            link.clicked.connect(
                lambda _checked=False, o=other: self.edge_wanted.emit((node.entity_id, o.entity_id))
            )
            line.addWidget(link)
            line.addStretch(1)
            self.facts.addLayout(line)

    def _add_path_node(self, node: EntityBrief) -> None:
        link = EntityLink(self._navigator, node.entity_id, node.name, node.label)
        link.clicked.connect(lambda: self.node_wanted.emit(node.entity_id))
        self.facts.addWidget(link)

    def _add_section(self, text: str) -> None:
        self.facts.addSpacing(S)
        heading = styled_label("faint")
        heading.setText(text[:1].upper() + text[1:])
        self.facts.addWidget(heading)

    def _add_quote(self, quote: Quote) -> None:
        evidence = quote.evidence
        span = Span(evidence.start, evidence.end)
        quote.clicked.connect(lambda: self._navigator.open_document(evidence.document_id, span))
        self.facts.addWidget(quote)

    def _choose(self, index: QModelIndex) -> None:
        node: GraphNode | None = index.data(NodeRole.NODE)
        if node is not None:
            self.node_wanted.emit(node.entity_id)


def _words(text: str, role: str = "muted") -> QWidget:
    label = styled_label(role, wraps=True)
    label.setText(text)
    return label
