"""A button that is one thing of a list: an icon, a title with a word at its end, and lines below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.widgets.icons import tinted
from gui.widgets.theme import BODY, RADIUS, SMALL, M, S, current_theme, text_font, theme_source

_ICON = 16
_GAP = 3


@dataclass(frozen=True, slots=True)
class Below:
    """A line below the title: at most ``most`` rows of it are shown; ``tone`` is a colour of the theme."""

    text: str
    tone: str = "muted"
    most: int = 1


class LineButton(QAbstractButton):
    """Says ``clicked`` on a click, Enter or Space.

    Args:
        icon_name: Empty for none.
        title: One line, given way at its end.
        below: Lines under it, in this order; the empty ones are left out.
        tail: A word at the end of the title's line.
        is_card: Whether it has a frame of its own.
        is_strong: Whether its title is a heading, as that of a card is.
        is_faded: Whether it leads nowhere but here.
    """

    def __init__(
        self,
        icon_name: str,
        title: str,
        below: Sequence[Below] = (),
        *,
        tail: str = "",
        is_card: bool = False,
        is_strong: bool = False,
        is_faded: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._tail = icon_name, tail
        self._below = tuple(line for line in below if line.text)
        self._is_card, self._is_faded = is_card, is_faded
        self._is_strong = is_card or is_strong
        self._inset = M if is_card else S
        self.setText(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(", ".join(part for part in (title, tail) if part))
        self.setAccessibleDescription(". ".join(line.text for line in self._below))
        self.setToolTip("\n".join((title, *(line.text for line in self._below))))
        theme_source().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.heightForWidth(max(self.width(), 80)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        small = QFontMetrics(text_font(SMALL)).height()
        rows = [
            len(wrapped(line.text, text_font(SMALL), self._room(width), line.most)) for line in self._below
        ]
        height = QFontMetrics(self._title_font()).height() + sum(_GAP + n * small for n in rows)
        return height + 2 * (self._inset if self._is_card else 5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        left, y = self._inset, self._inset if self._is_card else 5
        metrics = QFontMetrics(self._title_font())
        if self._icon_name:
            tone = theme.faint if self._is_faded else theme.accent if self._is_card else theme.muted
            picture = tinted(self._icon_name, _ICON, tone, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left, y + (metrics.height() - _ICON) / 2), picture)
            left += _ICON + S
        right = self.width() - self._inset
        painter.setFont(text_font(SMALL))
        painter.setPen(QColor(theme.faint))
        if self._tail:
            box = QRect(left, y, right - left, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._tail)
            right -= QFontMetrics(text_font(SMALL)).horizontalAdvance(self._tail) + S
        painter.setFont(self._title_font())
        painter.setPen(QColor(theme.faint if self._is_faded else theme.text))
        title = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, max(right - left, 0))
        painter.drawText(QRect(left, y, right - left, metrics.height()), Qt.AlignmentFlag.AlignVCenter, title)
        self._paint_below(painter, left, y + metrics.height())
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        theme = current_theme()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        is_under = self.underMouse()
        fill = theme.selection if self.isDown() else theme.raised if self._is_card and is_under else ""
        fill = fill or (theme.surface if self._is_card else theme.hover if is_under else "")
        line = theme.accent if self.hasFocus() or (self._is_card and is_under) else ""
        line = line or (theme.border if self._is_card else "")
        painter.setPen(QPen(QColor(line), 1) if line else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, RADIUS, RADIUS)

    def _paint_below(self, painter: QPainter, left: int, y: int) -> None:
        font = text_font(SMALL)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        for line in self._below:
            painter.setPen(current_theme().colour(line.tone))
            y += _GAP
            for row in wrapped(line.text, font, self._room(self.width()), line.most):
                painter.drawText(QPointF(left, y + metrics.ascent()), row)
                y += metrics.height()

    def _room(self, width: int) -> int:
        return max(width - 2 * self._inset - (_ICON + S if self._icon_name else 0), 40)

    def _title_font(self) -> QFont:
        return text_font(BODY, bold=self._is_strong)


def wrapped(text: str, font: QFont, width: int, most: int) -> list[str]:
    """Break ``text`` into at most ``most`` rows of ``width`` pixels; the last one is cut short."""
    metrics = QFontMetrics(font)
    if most == 1 or metrics.horizontalAdvance(text) <= width:
        return [metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)]
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    units = text.encode("utf-16-le")
    rows: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, length = line.textStart(), line.textLength()
        if len(rows) + 1 == most:
            rest = units[2 * start :].decode("utf-16-le")
            rows.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
            break
        rows.append(units[2 * start : 2 * (start + length)].decode("utf-16-le").rstrip())
    layout.endLayout()
    return rows
