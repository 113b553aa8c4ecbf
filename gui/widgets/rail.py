"""The strip on the left: back and forward, and one button per screen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gui.widgets.controls import styled_button
from gui.widgets.icons import set_icon, tinted
from gui.widgets.theme import XS, M, S

WIDTH = 92
_ICONS = {
    "search": "search",
    "entities": "people",
    "graph": "graph",
    "folders": "folder",
    "settings": "settings",
}


class Rail(QFrame):
    """Shows which screen is open; a button triggers its action."""

    def __init__(
        self,
        screens: Mapping[str, QAction],
        back: QAction,
        forward: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setFixedWidth(WIDTH)
        self._screens, self._ways = screens, (back, forward)
        mark = QLabel()
        mark.setPixmap(tinted("satchel", 32, "#000000", 2.0))
        mark.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._back = styled_button("icon", "arrow-left")
        self._forward = styled_button("icon", "arrow-right")
        column = QVBoxLayout(self)
        column.setContentsMargins(S, M + XS, S, M)
        column.setSpacing(XS)
        column.addWidget(mark)
        column.addSpacing(S)
        ways = QHBoxLayout()
        ways.setSpacing(0)
        for button, action in ((self._back, back), (self._forward, forward)):
            button.clicked.connect(action.trigger)
            action.changed.connect(self._follow)
            ways.addWidget(button)
        column.addLayout(ways)
        column.addSpacing(S)
        self._group = QButtonGroup(self)
        self._buttons = {name: self._screen_button(name, action) for name, action in screens.items()}
        for name, screen_button in self._buttons.items():
            if name == "settings":
                column.addStretch(1)
            column.addWidget(screen_button)
        self._follow()
        self.retranslate()

    def show_screen(self, name: str) -> None:
        """Mark the button of ``name``."""
        self._buttons[name].setChecked(True)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.setAccessibleName(self.tr("Screens"))
        for button, text, keys in (
            (self._back, self.tr("Back"), self._ways[0]),
            (self._forward, self.tr("Forward"), self._ways[1]),
        ):
            button.setAccessibleName(text)
            button.setToolTip(f"{text} ({_keys(keys)})")
        for name, screen_button in self._buttons.items():
            action = self._screens[name]
            screen_button.setText(action.text())
            screen_button.setAccessibleName(action.text())
            screen_button.setToolTip(f"{action.text()} ({_keys(action)})")

    def _screen_button(self, name: str, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "rail")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFixedSize(QSize(WIDTH - 2 * S - 1, 60))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        set_icon(button, _ICONS[name], size=22)
        button.clicked.connect(action.trigger)
        self._group.addButton(button)
        return button

    def _follow(self) -> None:
        self._back.setEnabled(self._ways[0].isEnabled())
        self._forward.setEnabled(self._ways[1].isEnabled())


def _keys(action: QAction) -> str:
    return action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
