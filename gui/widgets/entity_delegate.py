"""Paints one entity of a list: its label's icon in its colour, its name, how often it is mentioned."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from engine.records import EntityRow
from gui.roles import RECORD_ROLE
from gui.texts import AMOUNTS, label_name
from gui.widgets.icons import label_icon, tinted
from gui.widgets.theme import RADIUS, SMALL, L, M, current_theme, text_font

ROW_HEIGHT = 56
_DISC = 34
_ICON = 18


class EntityDelegate(QStyledItemDelegate):
    """Every row is ``ROW_HEIGHT`` tall."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: EntityRow = index.data(RECORD_ROLE)
        theme = current_theme()
        area: QRect = option.rect.adjusted(0, 1, 0, -1)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(theme.selection if is_chosen else theme.hover))
            painter.drawRoundedRect(area, RADIUS, RADIUS)
        if is_chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        inner = area.adjusted(M, 0, -L, 0)
        _paint_disc(painter, inner, row.label)
        right = _paint_counts(painter, inner, row)
        _paint_name(painter, QRect(inner.left() + _DISC + M, inner.top(), 0, inner.height()), right, row)
        painter.restore()


def _paint_disc(painter: QPainter, inner: QRect, label: str) -> None:
    colours = current_theme().label_colours(label)
    disc = QRectF(inner.left(), inner.center().y() - _DISC / 2 + 0.5, _DISC, _DISC)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.wash))
    painter.drawEllipse(disc)
    corner = disc.center() - QPointF(_ICON / 2, _ICON / 2)
    painter.drawPixmap(
        corner, tinted(label_icon(label), _ICON, colours.ink, painter.device().devicePixelRatio())
    )


def _paint_counts(painter: QPainter, inner: QRect, row: EntityRow) -> int:
    """Write the counts at the right end; returns where the room to their left ends."""
    text = f"{AMOUNTS.mentions(row.n_mentions)} · {AMOUNTS.documents(row.n_documents)}"
    font = text_font(SMALL)
    width = QFontMetrics(font).horizontalAdvance(text)
    painter.setFont(font)
    painter.setPen(QColor(current_theme().muted))
    box = QRect(inner.right() - width, inner.top(), width + 1, inner.height())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
    return inner.right() - width - L


def _paint_name(painter: QPainter, box: QRect, right: int, row: EntityRow) -> None:
    theme = current_theme()
    name_font, label_font = text_font(14, bold=True), text_font(SMALL)
    name_metrics, label_metrics = QFontMetrics(name_font), QFontMetrics(label_font)
    top = box.center().y() - (name_metrics.height() + label_metrics.height()) // 2
    width = max(right - box.left(), 0)
    painter.setFont(name_font)
    painter.setPen(QColor(theme.text))
    name = name_metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, width)
    painter.drawText(
        QRect(box.left(), top, width, name_metrics.height()), Qt.AlignmentFlag.AlignVCenter, name
    )
    painter.setFont(label_font)
    painter.setPen(QColor(theme.label_colours(row.label).ink))
    below = QRect(box.left(), top + name_metrics.height(), width, label_metrics.height())
    painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, label_name(row.label))
