"""A strip of dots in time: one for each document, as large as its mentions are many.

In: ``TimelinePoint``s, oldest first. A click or Enter says which document is wanted; the arrow keys
go from dot to dot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from PySide6.QtCore import QDate, QEvent, QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.neighbours import TimelinePoint
from gui.fact_texts import day
from gui.texts import AMOUNTS
from gui.widgets.theme import SMALL, M, S, current_theme, text_font, theme_source

_HEIGHT, _FLOOR, _CEILING = 96, 66, 14
_LEAST, _MOST = 3.5, 8.0  # radii
_COLUMN = 10  # pixels that share one stack
_TICK = 72  # least distance of two labels
_REACH = 10  # how near the pointer must be to a dot


@dataclass(frozen=True, slots=True)
class Dot:
    """Where the document of ``point`` is shown."""

    point: TimelinePoint
    x: float
    y: float
    radius: float


def day_number(date: str) -> int | None:
    """The Julian day in the middle of what an ISO 8601 date leaves open; None for no date."""
    year, _, rest = date[:10].partition("-")
    month, _, of_month = rest.partition("-")
    if not year.isdigit():
        return None
    found = QDate(int(year), int(month or 7), int(of_month or (15 if month else 1)))
    return found.toJulianDay() if found.isValid() else None


def place_dots(points: Sequence[TimelinePoint], width: float) -> list[Dot]:
    """Place dots by date; those of about one day stand in one stack, pressed together where it is high."""
    dated = [(number, point) for point in points if (number := day_number(point.date)) is not None]
    if not dated:
        return []
    first, last = min(number for number, _ in dated), max(number for number, _ in dated)
    room = max(width - 4 * M, 1.0)
    stacks: dict[int, list[tuple[float, TimelinePoint]]] = {}
    for number, point in dated:
        share = (number - first) / (last - first) if last > first else 0.5
        x = 2 * M + share * room
        stacks.setdefault(int(x // _COLUMN), []).append((x, point))
    dots = []
    for stack in stacks.values():
        x = sum(place for place, _ in stack) / len(stack)
        step = min(2 * _LEAST + 4, (_FLOOR - _CEILING - _LEAST) / max(len(stack) - 1, 1))
        for height, (_, point) in enumerate(stack):
            radius = min(_LEAST + (sqrt(point.n_mentions) - 1) * 0.8, _MOST)
            dots.append(Dot(point, x, _FLOOR - _LEAST - 4 - height * step, radius))
    return dots


class TimelineStrip(QWidget):
    """Hidden by its owner while there is nothing to compare.

    Attributes:
        document_wanted: The document of a dot.
    """

    document_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[TimelinePoint, ...] = ()
        self.dots: list[Dot] = []
        self._current = -1
        self._hovered = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_source().changed.connect(self.update)

    def show_points(self, points: Sequence[TimelinePoint]) -> None:
        """Show ``points`` in place of those before."""
        self._points = tuple(points)
        self._current = self._hovered = -1
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(400, _HEIGHT)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_it()
            self.update()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._dot_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            has_dot = hovered >= 0
            self.setCursor(Qt.CursorShape.PointingHandCursor if has_dot else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._dot_at(event.position())
        if found >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._current = found
            self.document_wanted.emit(self.dots[found].point.document_id)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._current < 0 and self.dots:
            self._go_to(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.dots) - 1
        steps = {
            Qt.Key.Key_Left: self._current - 1,
            Qt.Key.Key_Right: self._current + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and 0 <= self._current <= last:
            self.document_wanted.emit(self.dots[self._current].point.document_id)
        elif key in steps and last >= 0:
            self._go_to(min(max(steps[key], 0), last))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawLine(QPointF(M, _FLOOR + 0.5), QPointF(self.width() - M, _FLOOR + 0.5))
        self._paint_ticks(painter)
        hot = self._hovered if self._hovered >= 0 else (self._current if self.hasFocus() else -1)
        ink = QColor(theme.accent)
        for number, dot in enumerate(self.dots):
            ink.setAlphaF(1.0 if number == hot else 0.55)
            painter.setPen(QPen(QColor(theme.surface), 1))
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(dot.x, dot.y), dot.radius, dot.radius)
        if 0 <= hot < len(self.dots):
            self._paint_told(painter, self.dots[hot], self._told(hot))
        painter.end()

    def _paint_told(self, painter: QPainter, dot: Dot, text: str) -> None:
        """A ring around the dot, and beside it what it stands for."""
        theme = current_theme()
        painter.setPen(QPen(QColor(theme.text), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(dot.x, dot.y), dot.radius + 3, dot.radius + 3)
        font = text_font(SMALL)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(self.width() // 2, 120))
        box = QRectF(0, 0, metrics.horizontalAdvance(shown) + 2 * S, metrics.height() + 8)
        is_left = dot.x > self.width() / 2
        gap = dot.radius + S
        box.moveLeft(dot.x - gap - box.width() if is_left else dot.x + gap)
        box.moveTop(min(max(dot.y - box.height() / 2, 1), _FLOOR - box.height() - 1))
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(box, 6, 6)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

    def _paint_ticks(self, painter: QPainter) -> None:
        theme = current_theme()
        painter.setFont(text_font(SMALL))
        for x, text in self._ticks():
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(QPointF(x, _FLOOR), QPointF(x, _FLOOR + 5))
            painter.setPen(QColor(theme.faint))
            left = min(max(x - _TICK / 2, 0.0), self.width() - _TICK)
            box = QRectF(left, _FLOOR + 6, _TICK, _HEIGHT - _FLOOR - 8)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)

    def _ticks(self) -> list[tuple[float, str]]:
        """Years where there are several, else the first and the last day."""
        days = [number for point in self._points if (number := day_number(point.date)) is not None]
        if not days:
            return []
        first, last = min(days), max(days)
        room = max(self.width() - 4 * M, 1)
        begin, end = QDate.fromJulianDay(first), QDate.fromJulianDay(last)
        if first == last:
            return [(self.width() / 2, day(begin.toString(Qt.DateFormat.ISODate)))]
        n_years = end.year() - begin.year()
        if n_years < 2:
            return [
                (2 * M + share * room, day(date.toString(Qt.DateFormat.ISODate)))
                for share, date in ((0.0, begin), (1.0, end))
            ]
        step = max(1, ceil(n_years * _TICK / room))
        ticks = []
        for year in range(begin.year() + 1, end.year() + 1, step):
            share = (QDate(year, 1, 1).toJulianDay() - first) / (last - first)
            ticks.append((2 * M + share * room, QLocale().toString(QDate(year, 1, 1), "yyyy")))
        return ticks

    def _place(self) -> None:
        self.dots = place_dots(self._points, self.width())
        self._name_it()
        self.update()

    def _dot_at(self, place: QPointF) -> int:
        near = [
            ((dot.x - place.x()) ** 2 + (dot.y - place.y()) ** 2, number)
            for number, dot in enumerate(self.dots)
        ]
        distance, number = min(near, default=(float("inf"), -1))
        return number if distance <= _REACH**2 else -1

    def _go_to(self, number: int) -> None:
        self._current = number
        self._name_it()
        self.update()

    def _told(self, number: int) -> str:
        if number < 0:
            return ""
        point = self.dots[number].point
        return " · ".join((point.title, day(point.date), AMOUNTS.mentions(point.n_mentions)))

    def _name_it(self) -> None:
        name = self.tr("Documents in time")
        has_current = 0 <= self._current < len(self.dots)
        self.setAccessibleName(f"{name}: {self._told(self._current)}" if has_current else name)
