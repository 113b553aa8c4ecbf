"""What a place shows when there is nothing to show: a line icon, a sentence, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.widgets.controls import styled_button, styled_label
from gui.widgets.icons import set_picture
from gui.widgets.theme import XL, L, S


class EmptyState(QWidget):
    """Centred in the room it gets; the caller sets the texts, anew after a change of language."""

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel()
        set_picture(picture, icon_name, "faint", size=48)
        self._heading = styled_label("heading", wraps=True)
        self._sentence = styled_label("muted", wraps=True)
        self._sentence.setMaximumWidth(440)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(S)
        column = QVBoxLayout(self)
        column.setContentsMargins(XL, XL, XL, XL)
        column.setSpacing(S)
        column.addStretch(2)
        for label in (picture, self._heading, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(picture)
        column.addSpacing(S)
        column.addWidget(self._heading)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._sentence, 1)
        row.addStretch()
        column.addLayout(row)
        column.addSpacing(L - S)
        centred = QHBoxLayout()
        centred.addStretch()
        centred.addLayout(self._buttons)
        centred.addStretch()
        column.addLayout(centred)
        column.addStretch(3)

    def set_texts(self, heading: str, sentence: str = "") -> None:
        """Say what is missing and what to do about it."""
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self.setAccessibleName(heading)

    def add_button(self, kind: str, icon_name: str = "") -> QPushButton:
        """A button below the sentence; the caller gives it a text and connects it."""
        button = styled_button(kind, icon_name)
        self._buttons.addWidget(button)
        return button
