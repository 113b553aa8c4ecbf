"""A graph to look at and move about in: one widget, painted by hand.

In: ``Neighbourhood`` records. Out: signals that say what the user wants. Keys: arrows go from node
to node, Enter opens, E expands, C collapses, H hides, P pins, F fits, + and - zoom, Escape lets go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from engine.neighbours import Neighbourhood
from gui.texts import AMOUNTS, node_words
from gui.widgets.graph_camera import Camera
from gui.widgets.graph_keys import ARROWS, ENTER, ZOOMS
from gui.widgets.graph_motion import GraphMotion
from gui.widgets.graph_paint import GraphPainter
from gui.widgets.graph_picture import edge_at, make_picture, node_at, sees
from gui.widgets.graph_scene import EdgeKey, GraphScene
from gui.widgets.theme import current_theme, theme_source


class GraphView(QWidget):
    """Shows a ``GraphScene``.

    Args:
        is_preview: A small picture: a click on a node opens it, nothing can be moved.

    Attributes:
        node_chosen: A node was selected (its id), or nothing is any more (None).
        edge_chosen: An edge was selected, by its two ends.
        expand_wanted: More neighbours of this node are wanted.
        collapse_wanted: What hangs on this node only is to be put away.
        open_wanted: The dossier of this node is wanted.
        menu_wanted: A menu is asked for: a node's id, and where (global).
        background_clicked: The preview was clicked beside its nodes.
        shown_changed: Other nodes than before are shown.
        motion: How new nodes come in and the camera travels.
    """

    node_chosen = Signal(object)
    edge_chosen = Signal(object)
    expand_wanted = Signal(int)
    collapse_wanted = Signal(int)
    open_wanted = Signal(int)
    menu_wanted = Signal(int, object)
    background_clicked = Signal()
    shown_changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, is_preview: bool = False) -> None:
        super().__init__(parent)
        self.scene = GraphScene()
        self.camera = Camera()
        self.selected_id: int | None = None
        self.selected_edge: EdgeKey | None = None
        self._is_preview = is_preview
        self._hovered_id: int | None = None
        self._hovered_edge: EdgeKey | None = None
        self._pressed_at: QPointF | None = None
        self._last_point = QPointF()
        self._dragged_id: int | None = None
        self._is_moving = False
        self._is_fitted = True
        self._painter = GraphPainter()
        self.motion = GraphMotion(self.scene, self.camera, self)
        self.motion.moved.connect(self.update)
        self._wishes: Mapping[Qt.Key, Callable[[int], None]] = {
            Qt.Key.Key_E: self.expand_wanted.emit,
            Qt.Key.Key_C: self.collapse_wanted.emit,
            Qt.Key.Key_H: self.hide_node,
            Qt.Key.Key_Delete: self.hide_node,
            Qt.Key.Key_P: self.pin_node,
        }
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_preview else Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        theme_source().changed.connect(self._renew)

    def show_neighbourhood(self, neighbourhood: Neighbourhood) -> None:
        """Show this and nothing else, all of it in sight."""
        self.motion.finish()
        self.scene.replace(neighbourhood)
        self.choose_nothing()
        self._hovered_id = self._hovered_edge = None
        self.fit(at_once=True)
        self.shown_changed.emit()

    def revise_neighbourhood(self, neighbourhood: Neighbourhood) -> None:
        """Show this, what was there before in its place; the camera stays while it sees anything."""
        self.motion.finish()
        self.scene.revise(neighbourhood)
        self._hovered_id = self._hovered_edge = None
        self._drop_unseen()
        if not any(self._sees((node.entity_id,)) for node in self.scene.shown_nodes()):
            self.fit()

    def add_neighbourhood(self, neighbourhood: Neighbourhood, around: int | None = None) -> tuple[int, ...]:
        """Add what is new; it comes out of node ``around``, and nothing that is shown moves.

        Returns:
            The ids of the new nodes.
        """
        self.motion.finish()
        added = self.scene.merge(neighbourhood)
        if added:
            self.motion.bring_in(added, self.scene.places.get(around) if around is not None else None)
            if not self._sees(added):
                self.motion.travel_to(self.camera.fitting(self.scene.bounds(), is_small=self._is_preview))
            self.motion.run(at_once=not self.isVisible())
        self.shown_changed.emit()
        self.update()
        return added

    def placed(self) -> tuple[tuple[int, float, float], ...]:
        """Every node with where it is, or where it is on its way to."""
        places = {**self.scene.places, **self.motion.ends()}
        return tuple((entity_id, x, y) for entity_id, (x, y) in places.items())

    def node_point(self, entity_id: int) -> QPointF:
        """Where the middle of a node is seen, in this widget."""
        return QPointF(*self.camera.to_pixels(*self.scene.places[entity_id]))

    def choose_node(self, entity_id: int | None) -> None:
        """Select a node, or nothing; a node out of sight is brought into it."""
        self.selected_id = entity_id
        self.selected_edge = None
        if entity_id is not None and not self._sees((entity_id,)):
            x, y = self.scene.places[entity_id]
            self.motion.travel_to(replace(self.camera, x=x, y=y))
            self._is_fitted = False
            self.motion.run(at_once=not self.isVisible())
        self._describe()
        self.node_chosen.emit(entity_id)
        self.update()

    def choose_edge(self, key: EdgeKey) -> None:
        """Select an edge by its two ends, whichever way round."""
        if key not in self.scene.edges:
            key = (key[1], key[0])
        if key in self.scene.edges:
            self.selected_id = None
            self.selected_edge = key
            self._describe()
            self.edge_chosen.emit(key)
            self.update()

    def choose_nothing(self) -> None:
        """Let go of what is selected."""
        if self.selected_id is not None or self.selected_edge is not None:
            self.choose_node(None)

    def hide_node(self, entity_id: int) -> None:
        """Put a node away until ``show_hidden``."""
        self.hide_nodes({entity_id})

    def hide_nodes(self, entity_ids: Set[int], *, is_hidden: bool = True) -> None:
        """Put nodes away until ``show_hidden``, or bring these back."""
        (self.scene.hidden_ids.update if is_hidden else self.scene.hidden_ids.difference_update)(entity_ids)
        self._drop_unseen()

    def pin_node(self, entity_id: int) -> None:
        """Let a node stay whatever is filtered or begun again, or no longer."""
        self.scene.pinned_ids ^= {entity_id}
        if entity_id == self.selected_id:
            self.choose_node(entity_id)  # to be told anew
        self.update()

    def light_path(self, entity_ids: tuple[int, ...]) -> None:
        """Hold a path in the light until something is selected; () for none."""
        self.scene.path = entity_ids
        self.choose_nothing()
        self.update()

    def show_hidden(self) -> None:
        """Bring the hidden nodes back."""
        self.scene.hidden_ids.clear()
        self._drop_unseen()

    def mute_label(self, label: str, is_muted: bool) -> None:
        """Filter the nodes of a label out, or in again."""
        (self.scene.muted_labels.add if is_muted else self.scene.muted_labels.discard)(label)
        self._drop_unseen()

    def fit(self, *, at_once: bool = False) -> None:
        """Bring all of it into sight."""
        self._is_fitted = True
        self.motion.travel_to(self.camera.fitting(self.scene.bounds(), is_small=self._is_preview))
        self.motion.run(at_once=at_once or not self.isVisible())

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a point of the widget, its middle if none is given."""
        at = at or QPointF(self.rect().center())
        self.motion.leave_camera()
        self._is_fitted = False
        self.camera.zoom(factor, at.x(), at.y())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_onto(painter)
        painter.end()

    def paint_onto(self, painter: QPainter) -> None:
        """Paint what is shown, of this widget's size, onto any device."""
        theme = current_theme()
        painter.fillRect(self.rect(), QColor(theme.surface))
        picture = make_picture(
            self.scene,
            self.camera,
            self._painter,
            arriving=self.motion.arriving(),
            selected_id=self.selected_id,
            selected_edge=self.selected_edge,
            hovered_id=None if self._is_moving else self._hovered_id,
            hovered_edge=self._hovered_edge,
            is_preview=self._is_preview,
        )
        picture.has_focus = self.hasFocus()
        self._painter.paint(painter, picture, theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.camera.width, self.camera.height = float(self.width()), float(self.height())
        if self._is_fitted:
            self.fit(at_once=True)
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed_at = self._last_point = event.position()
        self._dragged_id = None if self._is_preview else self._node_at(event.position())
        self._is_moving = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._pressed_at is None:
            self._hover(point)
            return
        far = (point - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if self._is_preview or not (self._is_moving or far):
            return
        self._is_moving = True
        if self._dragged_id is not None:
            self.motion.leave_node(self._dragged_id)
            self.scene.places[self._dragged_id] = self.camera.to_place(point.x(), point.y())
        else:
            self.motion.leave_camera()
            self.camera.pan(point.x() - self._last_point.x(), point.y() - self._last_point.y())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._is_fitted = False
        self._last_point = point
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed_at is None:
            return
        was_moving, self._is_moving, self._pressed_at = self._is_moving, False, None
        self._hover(event.position())
        if not was_moving:
            self._click(event.position())
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        entity_id = self._node_at(event.position())
        if entity_id is None or self._is_preview or event.button() != Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)
            return
        self.expand_wanted.emit(entity_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        entity_id = self.selected_id
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            entity_id = self._node_at(QPointF(event.pos()))
        elif entity_id is not None:
            place = self.mapToGlobal(self.node_point(entity_id).toPoint())
        if entity_id is not None:
            self.menu_wanted.emit(entity_id, place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._is_preview:
            event.ignore()
            return
        turn = event.angleDelta().y() or event.pixelDelta().y()
        self.zoom_by(1.0015**turn, event.position())
        self._hover(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered_id = self._hovered_edge = None
        self.update()
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
            and not self._is_preview
        ):
            self.zoom_by(1.0 + event.value(), event.position())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        chosen = self.selected_id
        if key in ARROWS:
            self._step(*ARROWS[key])
        elif key in ENTER and chosen is not None:
            self.open_wanted.emit(chosen)
        elif chosen is not None and key in self._wishes and not event.modifiers():
            self._wishes[key](chosen)
        elif key == Qt.Key.Key_F:
            self.fit()
        elif key in ZOOMS:
            self.zoom_by(ZOOMS[key])
        elif key == Qt.Key.Key_Escape and (chosen is not None or self.selected_edge is not None):
            self.choose_nothing()
        else:
            super().keyPressEvent(event)

    def _click(self, point: QPointF) -> None:
        entity_id = self._node_at(point)
        if self._is_preview:
            if entity_id is None:
                self.background_clicked.emit()
            else:
                self.open_wanted.emit(entity_id)
            return
        key = edge_at(self.scene, self.camera, point) if entity_id is None else None
        if key is not None:
            self.choose_edge(key)
        elif entity_id is not None or self.selected_id is not None or self.selected_edge is not None:
            self.choose_node(entity_id)

    def _step(self, dx: float, dy: float) -> None:
        """Select the next node that way; the most important one when none is selected."""
        nodes = self.scene.shown_nodes()
        if self.selected_id is not None and self.scene.is_shown(self.selected_id):
            following = self.scene.towards(self.selected_id, dx, dy)
        else:
            following = nodes[0].entity_id if nodes else None
        if following is not None:
            self.choose_node(following)

    def _hover(self, point: QPointF) -> None:
        entity_id = self._node_at(point)
        key = None
        if entity_id is None and not self._is_preview:
            key = edge_at(self.scene, self.camera, point)
        is_over = entity_id is not None or key is not None or self._is_preview
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)
        if (entity_id, key) != (self._hovered_id, self._hovered_edge):
            self._hovered_id, self._hovered_edge = entity_id, key
            self.setToolTip("" if entity_id is None else node_words(self.scene.nodes[entity_id]))
            if entity_id is None:
                QToolTip.hideText()
            self.update()

    def _node_at(self, point: QPointF) -> int | None:
        return node_at(self.scene, self.camera, point, is_preview=self._is_preview)

    def _sees(self, entity_ids: Sequence[int]) -> bool:
        return sees(self.scene, self.camera, entity_ids, is_preview=self._is_preview)

    def _drop_unseen(self) -> None:
        """Let go of a selection that is no longer shown."""
        node_id, key = self.selected_id, self.selected_edge
        is_lost = node_id is not None and not self.scene.is_shown(node_id)
        if is_lost or (key is not None and not self.scene.is_edge_shown(key)):
            self.choose_nothing()
        self.shown_changed.emit()
        self.update()

    def _describe(self) -> None:
        """Tell a screen reader what is selected."""
        if self.selected_id is not None:
            node = self.scene.nodes[self.selected_id]
            near = AMOUNTS.relations(len(self.scene.near(self.selected_id)))
            pinned = [self.tr("pinned")] if node.entity_id in self.scene.pinned_ids else []
            self.setAccessibleDescription(" · ".join((node_words(node), near, *pinned)))
        else:
            self.setAccessibleDescription("")

    def _renew(self) -> None:
        self._painter.forget()
        self.update()
