"""The name of an entity with the dot of its label; a click goes there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from gui.texts import label_name
from gui.widgets.entity_menu import add_entity_actions
from gui.widgets.navigator import Navigator
from gui.widgets.theme import BODY, LARGE, current_theme, text_font, theme_source

_DOT = 9


class EntityLink(QAbstractButton):
    """One line; the caller connects ``clicked``. A right click offers what any entity offers."""

    def __init__(
        self,
        navigator: Navigator,
        entity_id: int,
        name: str,
        label: str,
        parent: QWidget | None = None,
        *,
        is_strong: bool = True,
    ) -> None:
        super().__init__(parent)
        self._is_strong = is_strong
        self._navigator = navigator
        self.entity_id = entity_id
        self._label = label
        self.setText(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._name_it()
        theme_source().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        return QSize(metrics.horizontalAdvance(self.text()) + _DOT + 16, metrics.height() + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.label_colours(self._label).ink))
        radius = _DOT / 2 if self._is_strong else _DOT / 2 - 1
        painter.drawEllipse(QPointF(4 + _DOT / 2, self.height() / 2), radius, radius)
        font = self._font()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(QColor(theme.accent if self.underMouse() else theme.text))
        box = self.rect().adjusted(_DOT + 12, 0, 0, 0)
        name = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_entity_actions(menu, self._navigator, self.entity_id, self.text())
        menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_it()
        super().changeEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def _font(self) -> QFont:
        return text_font(LARGE - 1, bold=True) if self._is_strong else text_font(BODY)

    def _name_it(self) -> None:
        self.setAccessibleName(f"{self.text()}, {label_name(self._label)}")
