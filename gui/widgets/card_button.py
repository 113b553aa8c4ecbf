"""A card that is one big button: an icon, a heading and a line below it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gui.widgets.controls import styled_label
from gui.widgets.icons import set_picture
from gui.widgets.theme import XS, L, M


class CardButton(QPushButton):
    """As tall as its texts need at the width it gets."""

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(True)  # Enter presses it, as Space does
        picture = QLabel()
        set_picture(picture, icon_name, "accent", size=22)
        self._heading = styled_label("strong", wraps=True)
        self._line = styled_label("muted", wraps=True)
        texts = QVBoxLayout()
        texts.setSpacing(XS)
        texts.addWidget(self._heading)
        texts.addWidget(self._line)
        texts.addStretch()
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(L, L, L, L)
        row.setSpacing(M)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        for label in (picture, self._heading, self._line):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_texts(self, heading: str, line: str) -> None:
        """Say where the button leads."""
        self._heading.setText(heading)
        self._line.setText(line)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(line)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._row.heightForWidth(width)
