"""Below the empty search box: recent searches, the library at a glance, first steps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.records import LibraryStatus
from gui.texts import number
from gui.widgets.card_button import CardButton
from gui.widgets.controls import FlowLayout, framed, styled_button, styled_label
from gui.widgets.icons import set_picture
from gui.widgets.theme import XL, L, M, S

COLUMN = 760


class HomePage(QWidget):
    """What to do from here.

    Attributes:
        query_chosen: A recent search is to run again.
        screen_chosen: The name of a screen to go to.
    """

    query_chosen = Signal(str)
    screen_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status: LibraryStatus | None = None
        self._recent_title = styled_label("faint")
        self._recent = FlowLayout(gap=S)
        self._recent_holder = QWidget()
        holder = QVBoxLayout(self._recent_holder)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self._recent_title)
        holder.addLayout(self._recent)
        self._figures = [(styled_label("title"), styled_label("muted")) for _ in range(4)]
        self._steps = [
            (CardButton("people"), "entities"),
            (CardButton("graph"), "graph"),
            (CardButton("folder"), "folders"),
        ]
        self._build()
        self.retranslate()

    def set_status(self, status: LibraryStatus) -> None:
        """Show the counts of ``status``."""
        self._status = status
        counts = (status.documents, status.passages, status.entities, status.relations)
        for (figure, _name), count in zip(self._figures, counts, strict=True):
            figure.setText(number(count))

    def set_recent(self, queries: Sequence[str]) -> None:
        """Offer ``queries`` to run again."""
        self._recent.clear()
        for query in queries:
            button = styled_button("chip", "clock")
            button.setCheckable(False)
            shown = query if len(query) <= 32 else query[:31] + "…"
            button.setText(shown.replace("&", "&&"))
            button.setAccessibleName(query)
            button.setToolTip(query)
            button.clicked.connect(lambda _checked=False, chosen=query: self.query_chosen.emit(chosen))
            self._recent.addWidget(button)
        self._recent_holder.setVisible(bool(queries))

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self._recent_title.setText(self.tr("Recent searches"))
        names = (self.tr("documents"), self.tr("passages"), self.tr("entities"), self.tr("relations"))
        for (figure, label), name in zip(self._figures, names, strict=True):
            label.setText(name)
            figure.setText("–")
        texts = (
            (self.tr("People, places, organisations"), self.tr("Everyone and everything your files mention")),
            (self.tr("The graph"), self.tr("See how they are connected, and why")),
            (self.tr("Folders"), self.tr("What is read, what is not, and the reason")),
        )
        for (button, _screen), (heading, line) in zip(self._steps, texts, strict=True):
            button.set_texts(heading, line)
        if self._status is not None:
            self.set_status(self._status)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(COLUMN, super().sizeHint().height())

    def _build(self) -> None:
        figures = QHBoxLayout()
        for i, (figure, label) in enumerate(self._figures):
            pair = QVBoxLayout()
            pair.setSpacing(0)
            for part in (figure, label):
                part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                pair.addWidget(part)
            if i:
                line = framed("upright")
                figures.addWidget(line)
            figures.addLayout(pair, 1)
        steps = QGridLayout()
        steps.setSpacing(M)
        for i, (button, screen) in enumerate(self._steps):
            button.clicked.connect(lambda _checked=False, name=screen: self.screen_chosen.emit(name))
            steps.addWidget(button, 0, i)
            steps.setColumnStretch(i, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._recent_holder)
        column.addSpacing(XL + S)
        column.addLayout(figures)
        column.addSpacing(XL + S)
        column.addLayout(steps)
        column.addStretch(1)


def privacy_line(text: str) -> tuple[QWidget, QLabel]:
    """A quiet line with a shield; the label is given back so that its text can change."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, L, 0, 0)
    row.setSpacing(S)
    picture = QLabel()
    set_picture(picture, "shield", "success", size=18)
    label = styled_label("muted")
    label.setText(text)
    row.addStretch()
    row.addWidget(picture)
    row.addWidget(label)
    row.addStretch()
    return holder, label
