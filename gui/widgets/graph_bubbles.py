"""The graph from afar: each community a bubble that can be chosen and opened.

In: an ``Overview``. Out: signals. Keys: arrows go from bubble to bubble, Enter opens, F fits, + and -
zoom, Escape lets go.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from engine.neighbours import Community, Overview
from gui.texts import AMOUNTS, number
from gui.widgets.graph_camera import Camera
from gui.widgets.graph_keys import ARROWS, ENTER, ZOOMS
from gui.widgets.graph_labels import Box, NameTag, place_names
from gui.widgets.theme import SMALL, Theme, current_theme, text_font, theme_source

NOTHING = Overview(communities=(), links=(), n_communities=0, n_entities=0, n_pairs=0)
_MIN_SCALE, _MAX_FIT = 3.0, 160.0  # pixels to a unit; a bubble of one entity has a radius of 0.25
_SIDE_ROOM, _TOP_ROOM = 84.0, 28.0  # for the names beside small bubbles
_MAX_LINKS = 120
_NAMES_FROM = 36.0  # radius from which a bubble has room for several names
_NAME_FROM = 18.0  # and for a shortened one
_NAME_WIDTH = 110


class GraphBubbles(QWidget):
    """Shows an ``Overview``.

    Attributes:
        chosen: A community was selected (the id of its most central entity), or none is any more (None).
        opened: A community is to be opened.
    """

    chosen = Signal(object)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.overview = NOTHING
        self.camera = Camera(min_scale=_MIN_SCALE)
        self.selected_id: int | None = None
        self._by_id: dict[int, Community] = {}
        self._hovered_id: int | None = None
        self._pressed_at: QPointF | None = None
        self._last_point = QPointF()
        self._is_moving = False
        self._is_fitted = True
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        theme_source().changed.connect(self.update)

    def show_overview(self, overview: Overview) -> None:
        """Show this, all of it in sight unless the user moved about."""
        self.overview = overview
        self._by_id = {community.entity_id: community for community in overview.communities}
        self._hovered_id = None
        if self.selected_id not in self._by_id:
            self.choose(None)
        if self._is_fitted:
            self.fit()
        self.update()

    def point_of(self, entity_id: int) -> QPointF:
        """Where the middle of a bubble is seen, in this widget."""
        community = self._by_id[entity_id]
        return QPointF(*self.camera.to_pixels(community.x, community.y))

    def choose(self, entity_id: int | None) -> None:
        """Select a community, or none."""
        if entity_id != self.selected_id:
            self.selected_id = entity_id
            self.setAccessibleDescription(self._tip(entity_id))
            self.chosen.emit(entity_id)
            self.update()

    def fit(self) -> None:
        """Bring all of it into sight."""
        self._is_fitted = True
        found = self.overview.communities
        if not found:
            return
        left, right = min(c.x - c.radius for c in found), max(c.x + c.radius for c in found)
        top, bottom = min(c.y - c.radius for c in found), max(c.y + c.radius for c in found)
        wide = max(self.width() - 2 * _SIDE_ROOM, 40.0) / max(right - left, 0.01)
        high = max(self.height() - 2 * _TOP_ROOM, 40.0) / max(bottom - top, 0.01)
        self.camera.x, self.camera.y = (left + right) / 2, (top + bottom) / 2
        self.camera.scale = min(max(min(wide, high), _MIN_SCALE), _MAX_FIT)
        self.update()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a point of the widget, its middle if none is given."""
        at = at or QPointF(self.width() / 2, self.height() / 2)
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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_links(painter, theme)
        for community in self.overview.communities:
            self._paint_bubble(painter, community, theme)
        self._paint_single_names(painter, theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.camera.width, self.camera.height = float(self.width()), float(self.height())
        if self._is_fitted:
            self.fit()
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = self._last_point = event.position()
            self._is_moving = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._pressed_at is None:
            self._hover(point)
            return
        if (point - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            self._is_moving = True
        if self._is_moving:
            self._is_fitted = False
            self.camera.pan(point.x() - self._last_point.x(), point.y() - self._last_point.y())
            self._last_point = point
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed_at is None:
            return
        self._pressed_at = None
        if self._is_moving:
            return
        entity_id = self._at(event.position())
        self.choose(entity_id)
        if entity_id is not None:
            self.opened.emit(entity_id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.pixelDelta().y()
        self.zoom_by(1.0015**turn, event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered_id = None
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS:
            self._step(*ARROWS[key])
        elif key in ENTER and self.selected_id is not None:
            self.opened.emit(self.selected_id)
        elif key == Qt.Key.Key_F:
            self.fit()
        elif key in ZOOMS:
            self.zoom_by(ZOOMS[key])
        elif key == Qt.Key.Key_Escape and self.selected_id is not None:
            self.choose(None)
        else:
            super().keyPressEvent(event)

    def _step(self, dx: float, dy: float) -> None:
        """Select the next bubble that way; the largest one when none is selected."""
        here = self._by_id.get(self.selected_id) if self.selected_id is not None else None
        if here is None:
            if self.overview.communities:
                self.choose(self.overview.communities[0].entity_id)
            return
        best, best_cost = None, math.inf
        for other in self.overview.communities:
            off_x, off_y = other.x - here.x, other.y - here.y
            along, across = off_x * dx + off_y * dy, abs(off_x * dy - off_y * dx)
            if along > 0 and across <= along * 1.8 and along + 2 * across < best_cost:
                best, best_cost = other.entity_id, along + 2 * across
        if best is not None:
            self.choose(best)

    def _at(self, point: QPointF) -> int | None:
        x, y = self.camera.to_place(point.x(), point.y())
        found = (c.entity_id for c in self.overview.communities if math.hypot(c.x - x, c.y - y) <= c.radius)
        return next(found, None)

    def _hover(self, point: QPointF) -> None:
        entity_id = self._at(point)
        is_over = entity_id is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)
        if entity_id != self._hovered_id:
            self._hovered_id = entity_id
            self.setToolTip(self._tip(entity_id))
            self.update()

    def _tip(self, entity_id: int | None) -> str:
        community = self._by_id.get(entity_id) if entity_id is not None else None
        return f"{community.name} · {AMOUNTS.entities(community.n_entities)}" if community else ""

    def _paint_links(self, painter: QPainter, theme: Theme) -> None:
        links = self.overview.links[:_MAX_LINKS]
        most = max((link.weight for link in links), default=1.0) or 1.0
        focus = self._hovered_id if self._hovered_id is not None else self.selected_id
        for link in reversed(links):
            is_lit = focus in (link.source_id, link.target_id)
            share = math.sqrt(max(link.weight, 0.0) / most)
            colour = QColor(theme.accent if is_lit else theme.faint)
            colour.setAlphaF(0.75 if is_lit else (0.08 if focus is not None else 0.14 + 0.26 * share))
            painter.setPen(QPen(colour, 0.8 + 4.0 * share))
            painter.drawLine(self.point_of(link.source_id), self.point_of(link.target_id))

    def _paint_bubble(self, painter: QPainter, community: Community, theme: Theme) -> None:
        centre = self.point_of(community.entity_id)
        radius = community.radius * self.camera.scale
        colours = theme.label_colours(community.top[0].label if community.top else "MISC")
        is_selected = community.entity_id == self.selected_id
        is_strong = is_selected or community.entity_id == self._hovered_id
        edge = QColor(theme.accent if is_selected else colours.ink)
        edge.setAlphaF(1.0 if is_strong else 0.45)
        painter.setBrush(QColor(theme.surface))  # keeps links from showing through
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(centre, radius, radius)
        painter.setBrush(QColor(colours.wash))
        painter.setPen(QPen(edge, 2.4 if is_selected and self.hasFocus() else (1.8 if is_strong else 1.0)))
        painter.drawEllipse(centre, radius, radius)
        if radius >= _NAMES_FROM:
            self._paint_names(painter, community, centre, radius, theme)

    def _paint_names(
        self, painter: QPainter, community: Community, centre: QPointF, radius: float, theme: Theme
    ) -> None:
        """As many of the top names as the bubble has room for, and below them how many it holds."""
        bold, plain = text_font(SMALL, bold=True), text_font(SMALL)
        height = QFontMetrics(bold).height()
        n_lines = min(len(community.top), max(int(radius * 1.3 / height) - 1, 1))
        top = centre.y() - height * (n_lines + 1) / 2
        lines = [(entity.name, bold if i == 0 else plain) for i, entity in enumerate(community.top[:n_lines])]
        lines.append((number(community.n_entities), plain))
        for i, (text, font) in enumerate(lines):
            off = abs(top + height * (i + 0.5) - centre.y())
            width = 2 * math.sqrt(max(radius * radius - off * off, 0.0)) - 8
            painter.setFont(font)
            painter.setPen(QColor(theme.muted if i == n_lines else theme.text))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(int(width), 0))
            box = QRectF(centre.x() - width / 2, top + height * i, width, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

    def _paint_single_names(self, painter: QPainter, theme: Theme) -> None:
        """The first name of each small bubble: in it where it fits, else beside it, else shortened."""
        font = text_font(SMALL)
        metrics = QFontMetrics(font)
        tags, texts = [], {}
        inner: dict[int, Box] = {}
        for community in self.overview.communities:
            entity_id, centre = community.entity_id, self.point_of(community.entity_id)
            radius, height = community.radius * self.camera.scale, float(metrics.height())
            text = metrics.elidedText(community.top[0].name, Qt.TextElideMode.ElideRight, _NAME_WIDTH)
            width = float(metrics.horizontalAdvance(text))
            texts[entity_id] = text
            has_names = radius >= _NAMES_FROM
            if not has_names and radius >= _NAME_FROM:
                half = radius - 4
                inner[entity_id] = (
                    centre.x() - half,
                    centre.y() - height / 2,
                    centre.x() + half,
                    centre.y() + height / 2,
                )
            is_outside = not has_names and width > 2 * radius - 8
            is_wanted = is_outside and entity_id in (self.selected_id, self._hovered_id)
            tags.append(
                NameTag(
                    entity_id=entity_id, x=centre.x(), y=centre.y(), radius=radius,
                    width=width if is_outside else 0.0, height=height, is_wanted=is_wanted,
                )
            )  # fmt: skip
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        for entity_id, (left, top, right, bottom) in {**inner, **place_names(tags)}.items():
            shown = metrics.elidedText(texts[entity_id], Qt.TextElideMode.ElideRight, round(right - left) + 1)
            box = QRectF(left, top, right - left + 1, bottom - top)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
