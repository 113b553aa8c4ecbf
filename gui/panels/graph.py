"""The Graph screen: some entities with their best neighbours, and the evidence behind every line.

In: entity ids. Asks ``GetNeighbourhood`` for what is shown, ``GetEntity`` and
``GetEvidence`` for what is selected. What is on the screen keeps its place.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from engine.errors import Cancelled, EngineError, RequestError
from engine.events import ChangeKind
from engine.neighbours import GraphNode, Neighbourhood
from engine.records import EntityRelation, EntityView
from engine.requests import GetEntity, GetEvidence, GetNeighbourhood
from gui.engine_bridge import EngineBridge
from gui.panels.graph_side import GraphSide
from gui.panels.refresher import Refresher
from gui.texts import error_sentence
from gui.widgets.controls import ElidedLabel, framed, styled_button
from gui.widgets.empty_state import EmptyState
from gui.widgets.entity_menu import add_entity_actions
from gui.widgets.graph_legend import GraphLegend
from gui.widgets.graph_scene import CO_MENTION, MAX_NODES, EdgeKey
from gui.widgets.graph_view import GraphView
from gui.widgets.icons import icon
from gui.widgets.navigator import Navigator
from gui.widgets.theme import XL, L, M, S

BUDGET = 60
STEP = 20
_N_MENTIONS = 5
_REFRESH_MS = 5000
_NARROW = 720


class GraphPanel(QWidget):
    """Toolbar, graph and side panel."""

    def __init__(self, bridge: EngineBridge, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._navigator = navigator
        self._seed_ids: tuple[int, ...] = ()
        self._expanded_ids: tuple[int, ...] = ()
        self._shown_ids: tuple[int, ...] = ()
        self._error: EngineError | None = None
        self._is_loaded = False
        self._is_full = False
        self.view = GraphView()
        self.setFocusProxy(self.view)
        self.side = GraphSide(navigator)
        self.legend = GraphLegend()
        self._build()
        self._connect()
        Refresher(bridge, self, {ChangeKind.KNOWLEDGE}, self._reread, pause_ms=_REFRESH_MS)
        self.retranslate()
        self._show_state()

    def show_entities(self, entity_ids: tuple[int, ...]) -> None:
        """Show these entities and their best neighbours in place of what is shown."""
        seeds = tuple(entity_ids)
        self._seed_ids = self._expanded_ids = seeds
        self._error = None
        self._is_full = False
        if not entity_ids:
            self._is_loaded = False
            self._show_state()
            return
        self._bridge.ask(
            self,
            GetNeighbourhood(entity_ids=self._seed_ids, budget=BUDGET),
            lambda found: self._take(found, seeds),
            self._fail,
        )

    def expand(self, entity_id: int) -> None:
        """Bring more neighbours of a node in; what is shown stays where it is."""
        seeds = self._seed_ids
        if entity_id not in self._expanded_ids:
            self._expanded_ids = (*self._expanded_ids, entity_id)
        n_shown = len(self.view.scene.nodes)
        if n_shown >= MAX_NODES:
            self._is_full = True
            self._show_title()
            return
        self._bridge.ask(
            self,
            GetNeighbourhood(
                entity_ids=self._expanded_ids,
                budget=min(max(BUDGET, n_shown + STEP), MAX_NODES),
                placed=self.view.placed(),
            ),
            lambda found: self._add(found, entity_id, seeds),
            self._fail,
        )

    def reset(self) -> None:
        """Begin again with the entities that were asked for."""
        self.show_entities(self._seed_ids)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        for button, name in (
            (self.zoom_in_button, self.tr("Zoom in (+)")),
            (self.zoom_out_button, self.tr("Zoom out (-)")),
            (self.fit_button, self.tr("Show all of it (F)")),
            (self.reset_button, self.tr("Begin again")),
        ):
            button.setToolTip(name)
            button.setAccessibleName(name)
        self.view.setAccessibleName(
            self.tr("Graph. Arrow keys go from node to node, Enter opens, E expands, H hides, F shows all.")
        )
        self._show_title()
        self._show_hidden()
        self._show_choice()
        self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setVisible(self.width() >= _NARROW)

    def _build(self) -> None:
        self._title = ElidedLabel("title", Qt.TextElideMode.ElideRight)
        self.hidden_button = styled_button("quiet", "eye-off")
        self.zoom_in_button = styled_button("icon", "plus", size=18)
        self.zoom_out_button = styled_button("icon", "minus", size=18)
        self.fit_button = styled_button("icon", "fit", size=18)
        self.reset_button = styled_button("icon", "refresh", size=18)
        head = QHBoxLayout()
        head.setContentsMargins(XL, L, L, 0)
        head.setSpacing(S)
        head.addWidget(self._title, 1)
        head.addWidget(self.hidden_button)
        for button in (self.zoom_out_button, self.zoom_in_button, self.fit_button, self.reset_button):
            head.addWidget(button)
        chips = QHBoxLayout()
        chips.setContentsMargins(XL, S, L, M)
        chips.addWidget(self.legend, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.view)
        splitter.addWidget(self.side)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([820, 336])
        self.side.setMinimumWidth(230)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(chips)
        whole.addWidget(framed("line"))
        whole.addWidget(splitter, 1)
        self.empty = EmptyState("graph")
        self.entities_button: QPushButton = self.empty.add_button("primary", "people")
        self._states = QStackedLayout(self)
        self._states.addWidget(self.empty)
        self._states.addWidget(page)

    def _connect(self) -> None:
        self.entities_button.clicked.connect(lambda: self._navigator.open_screen("entities"))
        self.zoom_in_button.clicked.connect(lambda: self.view.zoom_by(1.25))
        self.zoom_out_button.clicked.connect(lambda: self.view.zoom_by(0.8))
        self.fit_button.clicked.connect(self._fit)
        self.reset_button.clicked.connect(self.reset)
        self.hidden_button.clicked.connect(self.view.show_hidden)
        self.legend.muted.connect(self.view.mute_label)
        self.view.shown_changed.connect(self._show_nodes)
        self.view.node_chosen.connect(self._show_node)
        self.view.edge_chosen.connect(self._show_edge)
        self.view.expand_wanted.connect(self.expand)
        self.view.open_wanted.connect(self._navigator.open_entity)
        self.view.menu_wanted.connect(self._pop_menu)
        self.side.node_wanted.connect(self.view.choose_node)
        self.side.edge_wanted.connect(self.view.choose_edge)
        self.side.expand_wanted.connect(self.expand)
        self.side.hide_wanted.connect(self.view.hide_node)

    def _fit(self) -> None:
        self.view.fit()

    def _take(self, found: Neighbourhood, wanted: tuple[int, ...]) -> None:
        if wanted == self._seed_ids:
            self._is_loaded = True
            self._shown_ids = wanted
            self._states.setCurrentIndex(1)
            self.side.show_list()
            self.view.show_neighbourhood(found)
            self._show_state()

    def _add(self, found: Neighbourhood, around: int | None, seeds: tuple[int, ...]) -> None:
        if self._is_loaded and seeds == self._seed_ids == self._shown_ids:
            self.view.add_neighbourhood(found, around)
            self._is_full = len(self.view.scene.nodes) >= MAX_NODES
            self._show_title()
            if around is not None and self.view.selected_id == around:
                self._show_node(around)

    def _fail(self, error: EngineError) -> None:
        is_passing = (
            self._is_loaded and self._shown_ids == self._seed_ids and not isinstance(error, RequestError)
        )
        if not isinstance(error, Cancelled) and not is_passing:
            self._error = error
            self._is_loaded = False
            self._show_state()

    def _reread(self) -> None:
        """Take in what the library has learnt; on an empty screen try again."""
        seeds = self._seed_ids
        if self._is_loaded and self._shown_ids == seeds:
            self._bridge.ask(
                self,
                GetNeighbourhood(
                    entity_ids=self._expanded_ids,
                    budget=min(max(BUDGET, len(self.view.scene.nodes)), MAX_NODES),
                    placed=self.view.placed(),
                ),
                lambda found: self._add(found, None, seeds),
                self._fail,
            )
        elif self._seed_ids:
            self.show_entities(self._seed_ids)

    def _show_state(self) -> None:
        self._states.setCurrentIndex(1 if self._is_loaded else 0)
        self.entities_button.setText(self.tr("Choose an entity"))
        if self._error is not None:
            self.empty.set_texts(self.tr("This graph cannot be shown"), error_sentence(self._error))
        else:
            self.empty.set_texts(
                self.tr("See how things hang together"),
                self.tr(
                    "Pick an entity in the list or in a document, and its neighbours gather around it here."
                ),
            )

    def _show_nodes(self) -> None:
        scene = self.view.scene
        self.side.set_nodes(scene.shown_nodes())
        self.legend.set_counts(scene.label_counts(), scene.muted_labels)
        self._show_title()
        self._show_hidden()

    def _show_title(self) -> None:
        scene = self.view.scene
        names = [scene.nodes[entity_id].name for entity_id in self._seed_ids if entity_id in scene.nodes]
        n_others = max(len(scene.nodes) - len(names), 0)
        if self._is_full:
            #: The graph holds as many nodes as can be read; %Ln is that number
            title = self.tr(
                "The %Ln nearest are shown. Hide some or begin again to see others.", "", len(scene.nodes)
            )
        elif names and n_others:
            title = self.tr("{name} and %Ln other(s)", "", n_others).format(name=", ".join(names[:2]))
        else:
            title = ", ".join(names[:3])
        self._title.setText(title)

    def _show_hidden(self) -> None:
        n_hidden = len(self.view.scene.hidden_ids)
        self.hidden_button.setVisible(n_hidden > 0)
        self.hidden_button.setText(self.tr("Show %Ln hidden", "", n_hidden))

    def _show_choice(self) -> None:
        if self.view.selected_id is not None:
            self._show_node(self.view.selected_id)
        elif self.view.selected_edge is not None:
            self._show_edge(self.view.selected_edge)

    def _show_node(self, entity_id: int | None) -> None:
        if entity_id is None:
            self.side.show_list()
            return
        node = self.view.scene.nodes[entity_id]
        near = self._near(entity_id)
        self.side.mark_row(entity_id)
        self.side.show_node(node, None, near)

        def take(view: EntityView) -> None:
            if self.view.selected_id == entity_id:
                self.side.show_node(node, view, near)

        self._bridge.ask(self, GetEntity(entity_id=entity_id, n_mentions=_N_MENTIONS), take, _let_be)

    def _show_edge(self, key: EdgeKey) -> None:
        nodes = self.view.scene.nodes
        source, target = nodes[key[0]], nodes[key[1]]
        self.side.show_edge(source, target, None)

        def take(relations: tuple[EntityRelation, ...]) -> None:
            if self.view.selected_edge == key:
                self.side.show_edge(source, target, relations)

        request = GetEvidence(entity_id=key[0], other_id=key[1])
        self._bridge.ask(self, request, take, lambda _error: take(()))

    def _near(self, entity_id: int) -> list[tuple[str, str, GraphNode]]:
        """The shown neighbours: predicate, direction seen from the node, neighbour; typed ones first."""
        scene = self.view.scene
        near: list[tuple[str, str, GraphNode]] = []
        weights: dict[int, float] = {}
        for (source_id, target_id), edge in scene.edges.items():
            if entity_id not in (source_id, target_id):
                continue
            other_id = target_id if entity_id == source_id else source_id
            if scene.is_shown(other_id):
                predicate = edge.predicates[0] if edge.predicates else CO_MENTION
                direction = "out" if entity_id == source_id else "in"
                near.append((predicate, direction, scene.nodes[other_id]))
                weights[other_id] = edge.weight
        return sorted(
            near, key=lambda item: (item[0] == CO_MENTION, item[0], item[1], -weights[item[2].entity_id])
        )

    def _pop_menu(self, entity_id: int, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("plus"), self.tr("Expand"), lambda: self.expand(entity_id))
        menu.addAction(icon("eye-off"), self.tr("Hide"), lambda: self.view.hide_node(entity_id))
        menu.addSeparator()
        add_entity_actions(menu, self._navigator, entity_id, self.view.scene.nodes[entity_id].name)
        menu.popup(place)


def _let_be(_error: EngineError) -> None:
    """The node's facts from the graph itself are shown already."""
