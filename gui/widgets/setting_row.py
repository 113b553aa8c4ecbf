"""One setting as a line: what it is, its value to change, and a way back to the default."""

from __future__ import annotations

from math import ceil
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from engine.settings import SettingRow, Value
from gui.setting_texts import SettingText, in_words
from gui.widgets.controls import styled_button, styled_label
from gui.widgets.theme import M, S

_CONTROL_WIDTH = 148
_SWITCH_WIDTH = 18


class SettingLine(QWidget):
    """Tells what people choose, in the engine's units; shows what the engine then says.

    Attributes:
        changed: The new value, None for the default.
    """

    changed = Signal(object)

    def __init__(self, row: SettingRow, text: SettingText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row, self._text_of = row, text
        self._title = styled_label("body", wraps=True)
        self._line = styled_label("faint", wraps=True)
        self._pending = styled_label("pending", wraps=True)
        self._refusal = styled_label("pending", wraps=True)
        self._refused_for = ""
        self.control = _control_for(row, text)
        self.reset = styled_button("icon", "undo")
        self.reset.clicked.connect(lambda: self.changed.emit(None))
        self._connect()
        texts = QVBoxLayout()
        texts.setSpacing(1)
        for label in (self._title, self._line, self._pending, self._refusal):
            texts.addWidget(label)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(S)
        inside.addLayout(texts, 1)
        inside.addSpacing(M)
        inside.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(self.control, 0, Qt.AlignmentFlag.AlignVCenter)
        self.retranslate()

    @property
    def notes(self) -> str:
        """What is said of the value, below the line."""
        notes = (label for label in (self._pending, self._refusal) if not label.isHidden())
        return "\n".join(label.text() for label in notes)

    def show_refusal(self, code: str) -> bool:
        """Say why the engine would not take the last value; False where the setting has no words for it."""
        self._refused_for = code if code in self._text_of.refusals else ""
        self._refusal.setText(in_words(self._text_of.refusals.get(code, "")))
        self._refusal.setVisible(bool(self._refused_for))
        return bool(self._refused_for)

    def show_row(self, row: SettingRow) -> None:
        """Show the value as the engine has it."""
        self._row = row
        self.control.blockSignals(True)
        if isinstance(self.control, QDoubleSpinBox):
            self.control.setValue(float(row.value) / self._text_of.scale)
        elif isinstance(self.control, QCheckBox):
            self.control.setChecked(bool(row.value))
        elif isinstance(self.control, QPushButton):
            shown = Path(str(row.value)).name or in_words(self._text_of.at_empty)
            room = _CONTROL_WIDTH - 2 * M
            self.control.setText(
                self.control.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideMiddle, room)
            )
            self.control.setToolTip(str(row.value))
        else:
            self.control.setCurrentIndex(self.control.findData(row.value))
        self.control.blockSignals(False)
        self.reset.setVisible(row.value != row.default)
        self._pending.setVisible(row.is_pending)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        text = self._text_of
        title, line = in_words(text.title), in_words(text.line)
        self._title.setText(title)
        self._line.setText(line)
        self._pending.setText(self.tr("Takes effect at the next start of Satchel."))
        self.control.setAccessibleName(title)
        self.control.setAccessibleDescription(line)
        if isinstance(self.control, QDoubleSpinBox):
            self.control.setSuffix(f" {in_words(text.unit)}" if text.unit else "")
            self.control.setSpecialValueText(in_words(text.at_minimum))
            least, most = map(self.control.textFromValue, (self.control.minimum(), self.control.maximum()))
            bounds = self.tr("From {least} to {most}").format(least=least, most=most)
            self.control.setToolTip(f"{bounds}{self.control.suffix()}")
        elif isinstance(self.control, QComboBox):
            for i in range(self.control.count()):
                choice = str(self.control.itemData(i))
                self.control.setItemText(i, in_words(text.choices.get(choice, choice)))
        self.show_refusal(self._refused_for)
        hint = self.tr("Back to the default: {value}").format(value=self._default_in_words())
        self.reset.setToolTip(hint)
        self.reset.setAccessibleName(f"{title}: {hint}")
        self.show_row(self._row)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _connect(self) -> None:
        if isinstance(self.control, QDoubleSpinBox):
            self.control.valueChanged.connect(self._tell_number)
        elif isinstance(self.control, QCheckBox):
            self.control.toggled.connect(self.changed.emit)
        elif isinstance(self.control, QPushButton):
            self.control.clicked.connect(self._choose_folder)
        else:
            self.control.currentIndexChanged.connect(self._tell_choice)

    def _tell_number(self, shown: float) -> None:
        value = shown * self._text_of.scale
        self.changed.emit(value if isinstance(self._row.default, float) else round(value))

    def _tell_choice(self) -> None:
        assert isinstance(self.control, QComboBox)
        self.changed.emit(self.control.currentData())

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, in_words(self._text_of.title), str(self._row.value))
        if folder:
            self.changed.emit(str(Path(folder)))

    def _default_in_words(self) -> str:
        default: Value = self._row.default
        if isinstance(self.control, QDoubleSpinBox):
            shown = self.control.textFromValue(float(default) / self._text_of.scale)
            return f"{shown}{self.control.suffix()}"
        if isinstance(self.control, QCheckBox):
            return self.tr("on") if default else self.tr("off")
        if isinstance(self.control, QPushButton):
            return self.tr("none")
        return in_words(self._text_of.choices.get(str(default), str(default)))


class _Number(QDoubleSpinBox):
    """Takes whole numbers in the unit shown, and fractions where the value in force has one.

    The wheel scrolls the page unless the box was clicked; typing counts when it is done.
    """

    def __init__(self, row: SettingRow, text: SettingText) -> None:
        super().__init__()
        assert row.minimum is not None
        assert row.maximum is not None
        value = float(row.value) / text.scale
        least = min(ceil(row.minimum / text.scale), value)
        self.setDecimals(0 if value == int(value) else 2)
        self.setRange(least, row.maximum / text.scale)
        self.setSingleStep(text.step)
        self.setKeyboardTracking(False)
        self.setCorrectionMode(QDoubleSpinBox.CorrectionMode.CorrectToNearestValue)
        self.setGroupSeparatorShown(True)
        self.lineEdit().setTextMargins(9, 0, 0, 0)
        self.setFixedWidth(_CONTROL_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Choice(QComboBox):
    """The wheel scrolls the page unless the box was clicked."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _control_for(row: SettingRow, text: SettingText) -> QDoubleSpinBox | QCheckBox | QComboBox | QPushButton:
    if isinstance(row.default, bool):
        switch = QCheckBox()
        switch.setFixedWidth(_SWITCH_WIDTH)  # or the room for a text beside it would push it from the edge
        return switch
    if row.minimum is not None:
        return _Number(row, text)
    if text.at_empty:
        button = styled_button("plain")
        button.setFixedWidth(_CONTROL_WIDTH)
        return button
    box = _Choice()
    box.setItemDelegate(QStyledItemDelegate(box))  # its own one knows nothing of the style sheet
    box.setFixedWidth(_CONTROL_WIDTH)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for choice in row.choices:
        box.addItem("", choice)
    return box
