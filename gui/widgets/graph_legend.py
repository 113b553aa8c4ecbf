"""The labels of a graph with their colours and counts: a legend, and a filter when clicked."""

from __future__ import annotations

from collections.abc import Mapping, Set

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.texts import label_group, number
from gui.widgets.controls import FlowLayout
from gui.widgets.theme import SMALL, current_theme, text_font, theme_source

_HEIGHT = 26


class _LegendChip(QAbstractButton):
    """One label; checked while its nodes are shown."""

    def __init__(self, label: str, count: int) -> None:
        super().__init__()
        self.label = label
        self._count = count
        self.setCheckable(True)
        self.setChecked(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme_source().changed.connect(self.update)
        self.retranslate()

    def set_count(self, count: int) -> None:
        self._count = count
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(label_group(self.label))
        self.setAccessibleName(f"{self.text()}, {self._amount}" if self._amount else self.text())
        self.setToolTip(self.tr("Show or leave out: {label}").format(label=self.text()))
        self.updateGeometry()
        self.update()

    @property
    def _amount(self) -> str:
        return number(self._count) if self._count else ""

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(text_font(SMALL))
        width = metrics.horizontalAdvance(f"{self.text()} {self._amount}".strip())
        return QSize(width + 36, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        colours = theme.label_colours(self.label)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        is_on = self.isChecked()
        edge = QColor(theme.accent if self.hasFocus() else (colours.wash if is_on else theme.border))
        painter.setPen(QPen(edge, 1))
        painter.setBrush(QColor(colours.wash if is_on else theme.background))
        painter.drawRoundedRect(box, _HEIGHT / 2, _HEIGHT / 2)
        painter.setPen(QPen(QColor(colours.ink if is_on else theme.faint), 1.5))
        painter.setBrush(QColor(colours.ink) if is_on else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(13, self.height() / 2), 4, 4)
        font = text_font(SMALL)
        font.setStrikeOut(not is_on)
        painter.setFont(font)
        painter.setPen(QColor(colours.ink if is_on else theme.faint))
        text_box = self.rect().adjusted(23, 0, -10, 0)
        painter.drawText(text_box, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(text_font(SMALL))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(text_box, right, self._amount)
        painter.end()


class GraphLegend(QWidget):
    """A row of labels, most nodes first.

    Attributes:
        muted: A label was clicked: it, and whether its nodes are to be left out.
    """

    muted = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: dict[str, _LegendChip] = {}
        self._flow = FlowLayout(self, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_counts(self, counts: Mapping[str, int], muted: Set[str]) -> None:
        """Show how many nodes each label has; chips stay in place while the labels stay the same."""
        if set(counts) != set(self.chips):
            self._flow.clear()
            self.chips.clear()
            for label, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
                chip = _LegendChip(label, count)
                chip.toggled.connect(lambda is_on, name=label: self.muted.emit(name, not is_on))
                self.chips[label] = chip
                self._flow.addWidget(chip)
        for label, chip in self.chips.items():
            chip.set_count(counts[label])
            chip.blockSignals(True)
            chip.setChecked(label not in muted)
            chip.blockSignals(False)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            for chip in self.chips.values():
                chip.retranslate()
        super().changeEvent(event)
