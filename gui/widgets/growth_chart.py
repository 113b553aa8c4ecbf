"""How knowledge grew, by the dates of the documents: a bar for each month, year, or more years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.neighbours import GrowthPoint
from gui.texts import AMOUNTS
from gui.widgets.theme import SMALL, S, current_theme, text_font, theme_source

MAX_BARS = 36
_HEIGHT = 104
_SPANS = (1, 5, 10, 25, 50, 100, 500, 1000)  # years in one bar


@dataclass(frozen=True, slots=True)
class Bar:
    """What the documents of one span of time brought; ``name`` says which: 2020-05, 2020 or 1990-1999."""

    name: str
    n_documents: int = 0
    n_relations: int = 0
    n_new_entities: int = 0

    def plus(self, point: GrowthPoint) -> Bar:
        """This and ``point`` together."""
        return Bar(
            self.name,
            self.n_documents + point.n_documents,
            self.n_relations + point.n_relations,
            self.n_new_entities + point.n_new_entities,
        )


def bars_of(points: Sequence[GrowthPoint]) -> tuple[Bar, ...]:
    """One bar for each span of time from the first to the last, at most ``MAX_BARS``, empty ones too.

    Months where all documents state one and they fit, else the fewest years that do.
    """
    dated = [point for point in points if point.month[:4].isdigit()]
    if not dated:
        return ()
    if all(len(point.month) >= 7 for point in dated):
        slots = [int(point.month[:4]) * 12 + int(point.month[5:7]) - 1 for point in dated]
        if max(slots) - min(slots) < MAX_BARS:
            return _filled(dated, slots, lambda slot: f"{slot // 12:04}-{slot % 12 + 1:02}")
    years = [int(point.month[:4]) for point in dated]
    span = next((span for span in _SPANS if max(years) // span - min(years) // span < MAX_BARS), _SPANS[-1])
    slots = [year // span for year in years]
    if span == 1:
        return _filled(dated, slots, str)
    return _filled(dated, slots, lambda slot: f"{slot * span}–{slot * span + span - 1}")


def _filled(
    points: Sequence[GrowthPoint], slots: Sequence[int], name: Callable[[int], str]
) -> tuple[Bar, ...]:
    bars = {slot: Bar(name(slot)) for slot in range(min(slots), max(slots) + 1)}
    for slot, point in zip(slots, points, strict=True):
        bars[slot] = bars[slot].plus(point)
    return tuple(bars.values())


class GrowthChart(QWidget):
    """Bars of new entities; the tooltip of each tells the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: tuple[Bar, ...] = ()
        self._hovered = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_source().changed.connect(self.update)

    def set_points(self, points: Sequence[GrowthPoint]) -> None:
        """Show what the engine counted."""
        self.bars = bars_of(points)
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.setAccessibleName(self.tr("New entities by the date of the documents"))
        self.setAccessibleDescription("; ".join(self.tip(bar) for bar in self.bars if bar.n_documents))

    def tip(self, bar: Bar) -> str:
        """All that a bar stands for."""
        #: What the documents of a time brought: {entities} is "12 entities"
        new = self.tr("new: {entities}").format(entities=AMOUNTS.entities(bar.n_new_entities))
        counts = (AMOUNTS.documents(bar.n_documents), AMOUNTS.relations(bar.n_relations))
        return " · ".join((bar.name, new, *counts))

    def sizeHint(self) -> QSize:
        return QSize(220, _HEIGHT)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.bars:
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = text_font(SMALL)
        foot = QFontMetrics(font).height() + 4
        floor = self.height() - foot
        most = max(*(bar.n_new_entities for bar in self.bars), 1)
        painter.setPen(Qt.PenStyle.NoPen)
        for i, bar in enumerate(self.bars):
            left, width = self._column(i)
            height = (floor - S) * bar.n_new_entities / most
            colour = QColor(theme.accent)
            colour.setAlphaF(1.0 if i == self._hovered else 0.62)
            painter.setBrush(colour)
            if bar.n_new_entities:
                painter.drawRoundedRect(QRectF(left, floor - max(height, 2.0), width, max(height, 2.0)), 2, 2)
        painter.fillRect(QRectF(0, floor, self.width(), 1), QColor(theme.border))
        painter.setFont(font)
        painter.setPen(QColor(theme.faint))
        box = QRectF(0, floor + 3, self.width(), foot)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, self.bars[0].name)
        if len(self.bars) > 1:
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, self.bars[-1].name)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        n_bars = len(self.bars)
        hovered = min(int(event.position().x() / max(self.width(), 1) * n_bars), n_bars - 1)
        if hovered != self._hovered:
            self._hovered = hovered
            place = event.globalPosition().toPoint() + QPointF(0, 8).toPoint()
            QToolTip.showText(place, self.tip(self.bars[hovered]) if n_bars else "", self)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()
        super().leaveEvent(event)

    def _column(self, i: int) -> tuple[float, float]:
        """Left and width of a bar, at most 24 wide."""
        step = self.width() / len(self.bars)
        width = min(max(step - 2.0, 1.0), 24.0)
        return i * step + (step - width) / 2, width
