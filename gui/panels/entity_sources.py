"""The documents about an entity in the order of their dates: a strip of dots, and a line for each.

Fed by the entity panel with records; asks nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from engine.neighbours import TimelinePoint
from gui.fact_texts import day
from gui.texts import AMOUNTS
from gui.widgets.column import empty_layout, show_layout
from gui.widgets.controls import framed, styled_button
from gui.widgets.icons import format_icon, tinted
from gui.widgets.navigator import Navigator
from gui.widgets.theme import BODY, RADIUS, SMALL, M, S, current_theme, text_font, theme_source
from gui.widgets.timeline import TimelineStrip

FIRST_SOURCES = 5
_MORE = 50
_ROW, _DATE = 28, 92


class SourceCard(QWidget):
    """One card: the strip where there are several documents, and the lines."""

    def __init__(self, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._navigator = navigator
        self._points: tuple[TimelinePoint, ...] = ()
        self._n_shown = FIRST_SOURCES
        self.strip = TimelineStrip()
        self.strip.document_wanted.connect(navigator.open_document)
        self.more_button = styled_button("quiet", "chevron-down")
        self.more_button.clicked.connect(self._show_more)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        card = framed("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(S, S, S, S)
        inside.setSpacing(S)
        inside.addWidget(self.strip)
        inside.addLayout(self._rows)
        inside.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def show_points(self, points: tuple[TimelinePoint, ...], *, is_new: bool) -> None:
        """Show the documents of an entity; as many lines as before unless it is a new one."""
        if is_new:
            self._n_shown = FIRST_SOURCES
        if points == self._points and not is_new:
            return
        self._points = points
        self.strip.show_points(points)
        self.strip.setVisible(len(points) > 1)
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        empty_layout(self._rows)
        for point in self._points[: self._n_shown]:
            row = SourceRow(point)
            row.clicked.connect(lambda _=False, which=point.document_id: self._navigator.open_document(which))
            self._rows.addWidget(row)
        show_layout(self._rows)
        n_left = len(self._points) - self._n_shown
        self.more_button.setVisible(n_left > 0)
        self.more_button.setText(self.tr("Show more (%Ln left)", "", n_left))

    def _show_more(self) -> None:
        self._n_shown += _MORE
        self._fill()


class SourceRow(QAbstractButton):
    """Date, title and mentions of one document; the caller connects ``clicked``."""

    def __init__(self, point: TimelinePoint, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._point = point
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(point.path)
        mentions = AMOUNTS.mentions(point.n_mentions)
        self.setAccessibleName(", ".join(part for part in (day(point.date), point.title, mentions) if part))
        theme_source().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(300, _ROW)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, point = current_theme(), self._point
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selection if self.isDown() else theme.hover))
            painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        box = self.rect().adjusted(S, 0, -S, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(text_font(SMALL))
        painter.setPen(QColor(theme.muted))
        painter.drawText(box, middle, day(point.date))
        mentions = AMOUNTS.mentions(point.n_mentions)
        painter.setPen(QColor(theme.faint))
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, mentions)
        room = box.adjusted(_DATE, 0, -QFontMetrics(painter.font()).horizontalAdvance(mentions) - M, 0)
        picture = tinted(format_icon(point.path), 14, theme.faint, self.devicePixelRatioF())
        painter.drawPixmap(room.left(), (self.height() - 14) // 2, picture)
        room.adjust(14 + S, 0, 0, 0)
        painter.setFont(text_font(BODY))
        painter.setPen(QColor(theme.accent if self.underMouse() else theme.text))
        title = QFontMetrics(painter.font()).elidedText(
            point.title, Qt.TextElideMode.ElideRight, max(room.width(), 0)
        )
        painter.drawText(room, middle, title)
        painter.end()
