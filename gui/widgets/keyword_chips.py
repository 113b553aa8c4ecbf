"""What a document is about, as a few quiet pills; a click on one searches for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gui.widgets.controls import FlowLayout, styled_button
from gui.widgets.theme import XS

_WIDEST = 176  # pixels of a keyword's words


class KeywordChips(QWidget):
    """The keywords; hidden while there are none.

    Attributes:
        wanted: Search for this keyword.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keywords: tuple[str, ...] = ()
        self._most = 8
        self.buttons: list[QPushButton] = []
        self._flow = FlowLayout(gap=6)
        column = QVBoxLayout(self)
        column.setContentsMargins(XS, 2, 0, 0)
        column.addLayout(self._flow)
        self.retranslate()
        self.hide()

    def set_keywords(self, keywords: Sequence[str]) -> None:
        """Show ``keywords`` in place of those before."""
        if tuple(keywords) == self._keywords:
            return
        self._keywords = tuple(keywords)
        self._flow.clear()
        self.buttons = [self._button(keyword) for keyword in keywords]
        for button in self.buttons:
            self._flow.addWidget(button)
        self.show_at_most(self._most)
        self.setVisible(bool(keywords))
        self.retranslate()

    def show_at_most(self, most: int) -> None:
        """Show the first ``most`` of them: a low window has no room for all."""
        self._most = most
        for number, button in enumerate(self.buttons):
            button.setVisible(number < most)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        for keyword, button in zip(self._keywords, self.buttons, strict=True):
            name = self.tr("Search for “{keyword}”").format(keyword=keyword)
            button.setToolTip(name)
            button.setAccessibleName(name)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _button(self, keyword: str) -> QPushButton:
        button = styled_button("chip")
        button.setCheckable(False)
        button.setAutoDefault(True)  # Enter presses it, as Space does
        words = QFontMetrics(button.font()).elidedText(keyword, Qt.TextElideMode.ElideRight, _WIDEST)
        button.setText(words.replace("&", "&&"))
        button.clicked.connect(lambda: self.wanted.emit(keyword))
        return button
