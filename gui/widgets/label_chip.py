"""A small pill that says what kind of thing an entity is, in its label's colours."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.texts import label_name
from gui.widgets.icons import label_icon, tinted
from gui.widgets.theme import SMALL, S, current_theme, text_font, theme_source

_ICON = 14


class LabelChip(QWidget):
    """Icon and name of one label."""

    def __init__(self, label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme_source().changed.connect(self.update)
        self.set_label(label)

    def set_label(self, label: str) -> None:
        """Show another label."""
        self._label = label
        self.setAccessibleName(label_name(label))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(text_font(SMALL, bold=True))
        return QSize(metrics.horizontalAdvance(label_name(self._label)) + _ICON + 5 + 2 * S + 2, 24)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.set_label(self._label)
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = current_theme().label_colours(self._label)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.wash))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        picture = tinted(label_icon(self._label), _ICON, colours.ink, self.devicePixelRatioF())
        painter.drawPixmap(S, (self.height() - _ICON) // 2, picture)
        painter.setFont(text_font(SMALL, bold=True))
        painter.setPen(QColor(colours.ink))
        box = self.rect().adjusted(S + _ICON + 5, 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, label_name(self._label))
        painter.end()
