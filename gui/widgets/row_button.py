"""One line of a list that is a button: a name, cut where there is no room, and a note at its right."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from gui.widgets.theme import BODY, SMALL, S, current_theme, text_font

_HEIGHT = 28


class RowButton(QPushButton):
    """``tone`` is the colour of the note; see the theme."""

    def __init__(self, name: str, note: str, parent: QWidget | None = None, *, tone: str = "muted") -> None:
        super().__init__(parent)
        self._name, self._note, self._tone = name, note, tone
        self.setProperty("kind", "row")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{name}, {note}" if note else name)

    @property
    def name(self) -> str:
        """What stands at its left."""
        return self._name

    def sizeHint(self) -> QSize:
        return QSize(80, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        painter = QPainter(self)
        inner = self.rect().adjusted(S, 0, -S, 0)
        small, font = text_font(SMALL), text_font(BODY)
        note_width = QFontMetrics(small).horizontalAdvance(self._note)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(small)
        painter.setPen(theme.colour(self._tone))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, self._note)
        room = inner.width() - (note_width + S if self._note else 0)
        line = QFontMetrics(font).elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(QColor(theme.accent if self.isChecked() else theme.text))
        painter.drawText(QRect(inner.left(), 0, room, self.height()), middle, line)
        painter.end()
