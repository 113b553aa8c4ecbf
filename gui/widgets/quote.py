"""A quotation that can be clicked: a few lines of evidence with names set off, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from engine.records import Evidence, Span
from gui.texts import page
from gui.widgets.icons import format_icon, tinted
from gui.widgets.paths import breadcrumb
from gui.widgets.text_offsets import OffsetMap, excerpt, name_spans
from gui.widgets.theme import BODY, RADIUS, SMALL, M, S, current_theme, text_font, theme_source

_SIZE = 320  # code points quoted
_LEADING = 20
_BAR = 3


class Quote(QAbstractButton):
    """One piece of evidence; ``clicked`` means that its document is wanted at its span.

    Args:
        evidence: What is quoted.
        names: What to set off in it, whatever its case.
        has_source: Whether the line below names the document; without it, only the page if there is one.
    """

    def __init__(
        self,
        evidence: Evidence,
        names: Sequence[str],
        parent: QWidget | None = None,
        *,
        has_source: bool = True,
    ) -> None:
        super().__init__(parent)
        self.evidence = evidence
        self._has_source = has_source
        text = f"{evidence.before}{evidence.text}{evidence.after}".strip()
        self.line, self.marks = excerpt(text, name_spans(text, names), size=_SIZE)
        self._layout = QTextLayout()
        self._laid_out_for = -1
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setToolTip(evidence.path)
        self._name_it()
        theme_source().changed.connect(self._renew)

    def sizeHint(self) -> QSize:
        return QSize(360, self.heightForWidth(360))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self._lay_out(width - 2 * M - _BAR - self._side_room())
        foot = QFontMetrics(text_font(SMALL)).height() + 4 if self._has_source else 0
        return self._layout.lineCount() * _LEADING + foot + S + 4

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_it()
            self.update()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_hovered = self.underMouse()
        if is_hovered or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selection if self.isDown() else theme.hover))
            painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        self._lay_out(self.width() - 2 * M - _BAR - self._side_room())
        height = self._layout.lineCount() * _LEADING
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent if is_hovered else theme.border))
        painter.drawRoundedRect(QRectF(M - 4, S - 1, _BAR - 1, height - 2), 1, 1)
        painter.setPen(QColor(theme.muted))
        self._layout.draw(painter, QPointF(M + _BAR, S - 2))
        self._paint_foot(painter, S + height)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.update()

    def _paint_foot(self, painter: QPainter, y: int) -> None:
        """The source below the lines; without one, the page at the end of the first line."""
        theme = current_theme()
        font = text_font(SMALL)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(theme.accent if self.underMouse() else theme.faint))
        if not self._has_source:
            box = self.rect().adjusted(0, S - 2, -S, 0)
            box.setHeight(_LEADING)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._foot())
            return
        left = M + _BAR
        picture = tinted(format_icon(self.evidence.path), 14, theme.faint, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(left, y + (metrics.height() - 14) / 2 - 1), picture)
        left += 14 + 5
        text = metrics.elidedText(self._foot(), Qt.TextElideMode.ElideRight, self.width() - left - M)
        painter.drawText(QPointF(left, y + metrics.ascent() - 1), text)

    def _side_room(self) -> int:
        """What the page at the end of the first line takes from the width of the lines."""
        if self._has_source or self.evidence.page is None:
            return 0
        return QFontMetrics(text_font(SMALL)).horizontalAdvance(self._foot()) + M

    def _foot(self) -> str:
        parts = (self.evidence.title or breadcrumb(self.evidence.path), page(self.evidence.page))
        return " · ".join(part for part in (parts if self._has_source else parts[1:]) if part)

    def _lay_out(self, width: int) -> None:
        if width == self._laid_out_for:
            return
        self._laid_out_for = width
        font = text_font(BODY)
        self._layout = QTextLayout(self.line, font)
        self._layout.setFormats(_emphasis(self.line, self.marks, font))
        self._layout.setCacheEnabled(True)
        self._layout.beginLayout()
        number = 0
        while (row := self._layout.createLine()).isValid():
            row.setLineWidth(max(width, 60))
            row.setPosition(QPointF(0, number * _LEADING + (_LEADING - row.height()) / 2))
            number += 1
        self._layout.endLayout()

    def _renew(self) -> None:
        self._laid_out_for = -1
        self.updateGeometry()
        self.update()

    def _name_it(self) -> None:
        self.setAccessibleName(". ".join(part for part in (self.line, self._foot()) if part))


def _emphasis(line: str, marks: Sequence[Span], font: QFont) -> list[QTextLayout.FormatRange]:
    offsets = OffsetMap(line)
    look = QTextCharFormat()
    look.setForeground(QBrush(QColor(current_theme().text)))
    look.setFontWeight(QFont.Weight.DemiBold)
    look.setFontFamilies(font.families())
    ranges = []
    for span in marks:
        piece = QTextLayout.FormatRange()
        piece.start = offsets.to_units(span.start)
        piece.length = offsets.to_units(span.end) - piece.start
        piece.format = look
        ranges.append(piece)
    return ranges
