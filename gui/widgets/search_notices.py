"""Above the hits: what else was searched for or may have been meant, and what was not understood."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from engine.searches import Notice, Substitution
from gui.texts import listed, sentence
from gui.widgets.controls import FlowLayout, styled_button, styled_label
from gui.widgets.query_text import exactly, instead
from gui.widgets.theme import XS

_MOST_MEANT = 3


class SearchNotices(QWidget):
    """Hidden while there is nothing to tell.

    Attributes:
        query_chosen: Search for this instead.
    """

    query_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = ""
        self._substituted: tuple[Substitution, ...] = ()
        self._notices: tuple[Notice, ...] = ()
        self.buttons: list[QPushButton] = []
        self.lines: list[str] = []
        self._flow = FlowLayout(gap=XS)
        self._flow_holder = QWidget()
        holder = QVBoxLayout(self._flow_holder)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addLayout(self._flow)
        self._quiet = styled_label("small", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(XS, 0, 0, XS)
        column.setSpacing(XS)
        column.addWidget(self._flow_holder)
        column.addWidget(self._quiet)
        self.hide()

    def show_result(self, query: str, substituted: Sequence[Substitution], notices: Sequence[Notice]) -> None:
        """Tell what is to be said about the answer to ``query``."""
        new = (query, tuple(substituted), tuple(notices))
        if new == (self._query, self._substituted, self._notices):
            return
        self._query, self._substituted, self._notices = new
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        self._flow.clear()
        self.buttons, self.lines = [], []
        for one in self._substituted:
            self._tell(one)
        told = list(dict.fromkeys(sentence(notice.code, notice.params) for notice in self._notices))
        self._quiet.setText("\n".join(told))
        self.lines += told
        self._quiet.setVisible(bool(told))
        self._flow_holder.setVisible(bool(self._substituted))
        self.setVisible(bool(told or self._substituted))

    def _tell(self, one: Substitution) -> None:
        meant = one.meant[:_MOST_MEANT]
        if not one.is_applied:
            self._say(self.tr("Did you mean"))
            for text in meant:
                self._offer(self.tr("“{text}”").format(text=text), instead(self._query, one.asked, text))
            return
        line = (
            self.tr("Showing {meant} for “{asked}”.") if one.is_instead else self.tr("Also showing {meant}.")
        )
        self._say(
            line.format(
                meant=listed(self.tr("“{text}”").format(text=text) for text in meant), asked=one.asked
            )
        )
        only = self.tr("Search for “{asked}”") if one.is_instead else self.tr("Only “{asked}”")
        self._offer(only.format(asked=one.asked), exactly(self._query, one.asked))

    def _say(self, text: str) -> None:
        label = styled_label("muted")
        label.setText(text)
        label.setContentsMargins(0, 2, 0, 2)  # as tall as the buttons beside it
        self._flow.addWidget(label)
        self.lines.append(text)

    def _offer(self, text: str, query: str) -> None:
        button = styled_button("link")
        button.setAutoDefault(True)
        button.setText(text.replace("&", "&&"))
        button.clicked.connect(lambda: self.query_chosen.emit(query))
        self._flow.addWidget(button)
        self.buttons.append(button)
