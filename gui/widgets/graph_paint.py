"""Paint a graph's nodes, edges and names from places that are already in pixels.

In: a ``GraphPicture``, all of it in logical pixels of the widget. Out: paint. Keeps
the outlines of names between frames, because making them is what costs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtSvg import QSvgGenerator

from gui.widgets.graph_labels import Box
from gui.widgets.icons import label_icon, tinted
from gui.widgets.theme import SMALL, Theme, text_font

NAME_WIDTH = 150
_ICON_FROM = 13.0  # radius from which a node has room for its icon
_FADED = 0.16
_HALO = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnNode:
    """One circle; ``opacity`` is below 1 while it appears."""

    entity_id: int
    name: str
    label: str
    x: float
    y: float
    radius: float
    is_seed: bool
    is_pinned: bool = False
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnEdge:
    """One line; ``strength`` 0 to 1 by weight; ``caption`` is its predicate, or empty."""

    source_id: int
    target_id: int
    strength: float
    is_typed: bool
    is_directed: bool
    caption: str = ""


@dataclass(slots=True, kw_only=True)
class GraphPicture:
    """All that one frame shows.

    Attributes:
        lit_ids: The nodes in the light: the hovered or selected one and its neighbours; None for all.
        strong_ids: The selected and the hovered node.
        lit_edges: Edges in the light, by their two ends; None for all.
        is_path: What is in the light is a path, whose lines are to be followed.
        names: Where each name that has room stands; ``bold_ids`` are written in bold.
        captions: Predicates, and where they stand.
    """

    nodes: Mapping[int, DrawnNode]
    edges: list[DrawnEdge]
    names: Mapping[int, Box]
    selected_id: int | None = None
    hovered_id: int | None = None
    selected_edge: tuple[int, int] | None = None
    lit_ids: frozenset[int] | None = None
    lit_edges: frozenset[tuple[int, int]] | None = None
    has_focus: bool = False
    is_path: bool = False
    bold_ids: frozenset[int] = frozenset()
    captions: list[tuple[Box, str]] = field(default_factory=list)

    def lights_node(self, entity_id: int) -> bool:
        """Whether a node is in the light."""
        return self.lit_ids is None or entity_id in self.lit_ids

    def lights_edge(self, edge: DrawnEdge) -> bool:
        """Whether an edge is in the light."""
        return self.lit_edges is None or (edge.source_id, edge.target_id) in self.lit_edges


class GraphPainter:
    """Paints pictures; one for each view, for its cache of names."""

    def __init__(self) -> None:
        self._pixmaps: dict[tuple[str, bool, str, float], QPixmap] = {}
        self._sizes: dict[tuple[str, bool], tuple[float, float]] = {}
        self.font = text_font(SMALL)
        self.bold = text_font(SMALL, bold=True)

    def forget(self) -> None:
        """Drop what depends on fonts."""
        self._pixmaps.clear()
        self._sizes.clear()
        self.font = text_font(SMALL)
        self.bold = text_font(SMALL, bold=True)

    def name_size(self, name: str, *, is_bold: bool) -> tuple[float, float]:
        """Width and height that a name takes, shortened where it is long."""
        key = (name, is_bold)
        if key not in self._sizes:
            metrics = QFontMetrics(self.face(is_bold))
            width = float(metrics.horizontalAdvance(self._shortened(name, is_bold)))
            self._sizes[key] = width, float(metrics.height())
        return self._sizes[key]

    def paint(self, painter: QPainter, picture: GraphPicture, theme: Theme) -> None:
        """Paint one frame, edges first."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        nodes = sorted(picture.nodes.values(), key=lambda node: node.radius)
        for is_lit in (False, True):  # what is in the light lies on top
            for edge in picture.edges:
                if picture.lights_edge(edge) is is_lit:
                    self._paint_edge(painter, edge, picture, theme)
            painted = [node for node in nodes if picture.lights_node(node.entity_id) is is_lit]
            for node in painted:
                self._paint_node(painter, node, picture, theme)
            for node in painted:
                if node.entity_id in picture.names:
                    self._paint_name(painter, node, picture.names[node.entity_id], picture, theme)
            painter.setOpacity(1.0)
        for box, caption in picture.captions:
            self._paint_caption(painter, box, caption, theme)

    def _paint_edge(self, painter: QPainter, edge: DrawnEdge, picture: GraphPicture, theme: Theme) -> None:
        source, target = picture.nodes[edge.source_id], picture.nodes[edge.target_id]
        key = (edge.source_id, edge.target_id)
        is_lit = picture.lights_edge(edge)
        is_strong = key == picture.selected_edge or (picture.lit_edges is not None and is_lit)
        opacity = (0.34 + 0.4 * edge.strength) if edge.is_typed else (0.26 + 0.42 * edge.strength)
        opacity = (0.95 if is_strong else opacity) if is_lit else _FADED * 0.8
        is_followed = key == picture.selected_edge or (picture.is_path and is_lit)
        colour = QColor(theme.accent if edge.is_typed or is_followed else theme.faint)
        colour.setAlphaF(opacity * min(source.opacity, target.opacity))
        width = 0.9 + 2.4 * edge.strength + (0.8 if is_followed else 0.0)
        line = free_line(source, target, end_gap=5.0 if edge.is_directed else 0.0)
        if line is None:
            return
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(line)
        if edge.is_directed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(_arrow(line, 4.6 + width))

    def _paint_node(self, painter: QPainter, node: DrawnNode, picture: GraphPicture, theme: Theme) -> None:
        is_lit = picture.lights_node(node.entity_id)
        painter.setOpacity(node.opacity * (1.0 if is_lit else 0.28))
        centre = QPointF(node.x, node.y)
        colours = theme.label_colours(node.label)
        is_selected = node.entity_id == picture.selected_id
        painter.setPen(Qt.PenStyle.NoPen)
        if is_selected or node.entity_id == picture.hovered_id:
            glow = QColor(theme.accent if is_selected else colours.ink)
            glow.setAlphaF(0.22)
            painter.setBrush(glow)
            painter.drawEllipse(centre, node.radius + 7, node.radius + 7)
        painter.setBrush(QColor(theme.surface))  # keeps edges from running up to the circle
        painter.drawEllipse(centre, node.radius + 2, node.radius + 2)
        painter.setBrush(QColor(colours.ink))
        painter.drawEllipse(centre, node.radius, node.radius)
        if node.is_seed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.ink), 1.6))
            painter.drawEllipse(centre, node.radius + 3.6, node.radius + 3.6)
        if is_selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            style = Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(theme.accent), 2.2 if picture.has_focus else 1.6, style))
            painter.drawEllipse(centre, node.radius + 7, node.radius + 7)
        if node.is_pinned:
            painter.setPen(QPen(QColor(theme.surface), 1.6))
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(QPointF(node.x + node.radius * 0.75, node.y - node.radius * 0.75), 4.4, 4.4)
        if node.radius >= _ICON_FROM:
            side = 2 * round(node.radius * 0.55)
            ratio = painter.device().devicePixelRatio()
            picture_of_label = tinted(label_icon(node.label), side, theme.surface, ratio)
            painter.drawPixmap(QPointF(node.x - side / 2, node.y - side / 2), picture_of_label)

    def _paint_name(
        self, painter: QPainter, node: DrawnNode, box: Box, picture: GraphPicture, theme: Theme
    ) -> None:
        is_lit = picture.lights_node(node.entity_id)
        painter.setOpacity(node.opacity * (1.0 if is_lit else 0.25))
        is_bold = node.entity_id in picture.bold_ids
        if isinstance(painter.device(), QSvgGenerator):  # stays text, to be edited and searched
            self._write(painter, QPointF(box[0], box[1]), node.name, is_bold=is_bold, theme=theme)
            return
        ratio = painter.device().devicePixelRatio()
        pixmap = self._written(node.name, is_bold=is_bold, theme=theme, ratio=ratio)
        painter.drawPixmap(QPointF(round(box[0]) - _HALO, round(box[1]) - _HALO), pixmap)

    def _paint_caption(self, painter: QPainter, box: Box, caption: str, theme: Theme) -> None:
        left, top, right, bottom = box
        area = QRectF(left, top, right - left, bottom - top)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setFont(self.font)
        painter.setPen(QColor(theme.accent))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, caption)

    def _written(self, name: str, *, is_bold: bool, theme: Theme, ratio: float) -> QPixmap:
        """A name with a halo in the background's colour, so that it reads across edges."""
        key = (name, is_bold, theme.name, ratio)
        if key not in self._pixmaps:
            font = self.face(is_bold)
            text = self._shortened(name, is_bold)
            metrics = QFontMetrics(font)
            width, height = metrics.horizontalAdvance(text) + 2 * _HALO, metrics.height() + 2 * _HALO
            pixmap = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._write(painter, QPointF(_HALO, _HALO), name, is_bold=is_bold, theme=theme)
            painter.end()
            self._pixmaps[key] = pixmap
        return self._pixmaps[key]

    def _write(self, painter: QPainter, corner: QPointF, name: str, *, is_bold: bool, theme: Theme) -> None:
        """Write a name and its halo with their top left at ``corner``."""
        font = self.face(is_bold)
        text = self._shortened(name, is_bold)
        base = corner + QPointF(0, QFontMetrics(font).ascent())
        outline = QPainterPath()
        outline.addText(base, font, text)
        pen = QPen(QColor(theme.surface), 4.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(outline, pen)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        painter.drawText(base, text)

    def _shortened(self, name: str, is_bold: bool) -> str:
        return QFontMetrics(self.face(is_bold)).elidedText(name, Qt.TextElideMode.ElideRight, NAME_WIDTH)

    def face(self, is_bold: bool) -> QFont:
        """The font of a name."""
        return self.bold if is_bold else self.font


def free_line(source: DrawnNode, target: DrawnNode, *, end_gap: float) -> QLineF | None:
    """The part of the line between two circles that lies outside them; None when they touch."""
    dx, dy = target.x - source.x, target.y - source.y
    length = math.hypot(dx, dy)
    start, end = source.radius + 2, target.radius + 2 + end_gap
    if length <= start + end:
        return None
    ux, uy = dx / length, dy / length
    return QLineF(source.x + ux * start, source.y + uy * start, target.x - ux * end, target.y - uy * end)


def _arrow(line: QLineF, size: float) -> QPolygonF:
    """A head whose tip lies a little beyond the line's end."""
    angle = math.atan2(line.dy(), line.dx())
    tip = QPointF(line.x2() + 4 * math.cos(angle), line.y2() + 4 * math.sin(angle))
    left, right = angle + math.pi - 0.42, angle + math.pi + 0.42
    return QPolygonF(
        [
            tip,
            QPointF(tip.x() + size * 1.5 * math.cos(left), tip.y() + size * 1.5 * math.sin(left)),
            QPointF(tip.x() + size * 1.5 * math.cos(right), tip.y() + size * 1.5 * math.sin(right)),
        ]
    )
