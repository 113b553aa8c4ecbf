"""What is selected in a graph, told beside it: a node's facts, an edge's evidence, a path's steps.

Asks ``GetEntity`` and ``GetEvidence``; fills the side of the graph.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from engine.errors import EngineError
from engine.neighbours import GraphFilter, GraphNode, GraphPath
from engine.records import CO_MENTION, EntityRelation, EntityView
from engine.requests import GetEntity, GetEvidence
from gui.engine_bridge import EngineBridge
from gui.panels.graph_side import GraphSide
from gui.widgets.entity_menu import add_entity_actions
from gui.widgets.graph_scene import EdgeKey
from gui.widgets.graph_view import GraphView
from gui.widgets.icons import icon
from gui.widgets.navigator import Navigator

_N_MENTIONS = 5


class GraphChoice(QObject):
    """Stands between a graph view and its side.

    Attributes:
        path: The path that is in the light; shown while nothing is selected.
    """

    def __init__(
        self,
        bridge: EngineBridge,
        navigator: Navigator,
        view: GraphView,
        side: GraphSide,
        *,
        filter_in_force: Callable[[], GraphFilter],
    ) -> None:
        super().__init__(view)
        self.path: GraphPath | None = None
        self._bridge, self._navigator = bridge, navigator
        self._view, self._side = view, side
        self._filter = filter_in_force
        view.node_chosen.connect(self.show_node)
        view.edge_chosen.connect(self.show_edge)
        view.menu_wanted.connect(self._pop_menu)
        side.node_wanted.connect(self._choose_node)
        side.edge_wanted.connect(view.choose_edge)
        side.expand_wanted.connect(view.expand_wanted)
        side.collapse_wanted.connect(view.collapse_wanted)
        side.hide_wanted.connect(view.hide_node)
        side.pin_wanted.connect(view.pin_node)

    def show(self) -> None:
        """Tell anew what is selected, with what is known by now."""
        if self._view.selected_edge is not None:
            self.show_edge(self._view.selected_edge)
        else:
            self.show_node(self._view.selected_id)

    def show_path(self, path: GraphPath | None) -> None:
        """Hold a path in the light and tell its steps; None for none."""
        self.path = path
        self._view.light_path(tuple(node.entity_id for node in path.nodes) if path else ())
        self.show()

    def show_node(self, entity_id: int | None) -> None:
        """Tell what is known of a node; of none, the path or the list."""
        if entity_id is None:
            if self.path is not None:
                self._side.show_path(self.path)
            else:
                self._side.show_list()
            return
        node = self._view.scene.nodes[entity_id]
        near = self._near(entity_id)
        is_pinned = entity_id in self._view.scene.pinned_ids
        self._side.mark_row(entity_id)
        self._side.show_node(node, None, near, is_pinned=is_pinned)

        def take(view: EntityView) -> None:
            if self._view.selected_id == entity_id:
                is_pinned = entity_id in self._view.scene.pinned_ids
                self._side.show_node(node, view, near, is_pinned=is_pinned)

        self._bridge.ask(self, GetEntity(entity_id=entity_id, n_mentions=_N_MENTIONS), take, _let_be)

    def show_edge(self, key: EdgeKey) -> None:
        """List the evidence of an edge."""
        nodes = self._view.scene.nodes
        source, target = nodes[key[0]], nodes[key[1]]
        self._side.show_edge(source, target, None)

        def take(relations: tuple[EntityRelation, ...]) -> None:
            if self._view.selected_edge == key:
                self._side.show_edge(source, target, relations)

        request = GetEvidence(entity_id=key[0], other_id=key[1], filter=self._filter())
        self._bridge.ask(self, request, take, lambda _error: take(()))

    def _choose_node(self, entity_id: int | None) -> None:
        is_list_wanted = entity_id is None and self._view.selected_id is None
        if is_list_wanted and self._view.selected_edge is None:
            self._side.show_list()  # from the path to all that is shown
        else:
            self._view.choose_node(entity_id)

    def _near(self, entity_id: int) -> list[tuple[str, str, GraphNode]]:
        """The shown neighbours: predicate, direction seen from the node, neighbour; typed ones first."""
        scene = self._view.scene
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
        view = self._view
        menu = QMenu(view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("plus"), self.tr("Expand"), lambda: view.expand_wanted.emit(entity_id))
        menu.addAction(icon("minus"), self.tr("Collapse"), lambda: view.collapse_wanted.emit(entity_id))
        menu.addAction(icon("eye-off"), self.tr("Hide"), lambda: view.hide_node(entity_id))
        #: Keep a node of the graph where it is, whatever is filtered or begun again
        pin = self.tr("Unpin") if entity_id in view.scene.pinned_ids else self.tr("Pin")
        menu.addAction(icon("pin"), pin, lambda: view.pin_node(entity_id))
        menu.addSeparator()
        add_entity_actions(menu, self._navigator, entity_id, view.scene.nodes[entity_id].name)
        menu.popup(place)


def _let_be(_error: EngineError) -> None:
    """The node's facts from the graph itself are shown already."""
