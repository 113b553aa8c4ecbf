"""Below the empty search box: recent searches, what is worth opening, the library at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.records import LibraryStatus
from gui.engine_bridge import EngineBridge
from gui.panels.home_feed import HomeFeed
from gui.texts import number
from gui.widgets.card_button import CardButton
from gui.widgets.column import order_tabs
from gui.widgets.controls import FlowLayout, framed, styled_button, styled_label
from gui.widgets.icons import set_icon, set_picture
from gui.widgets.navigator import Navigator
from gui.widgets.theme import XL, L, M, S

COLUMN = 760


class HomePage(QWidget):
    """What to do from here. All below the search box appears together, so that nothing moves while it loads.

    Attributes:
        query_chosen: A search is to run.
    """

    query_chosen = Signal(str)

    def __init__(
        self,
        bridge: EngineBridge,
        navigator: Navigator,
        parent: QWidget | None = None,
        *,
        search_box: QWidget,
    ) -> None:
        """Stand below ``search_box``, from which Tab leads here."""
        super().__init__(parent)
        self._navigator, self._search_box = navigator, search_box
        self._status: LibraryStatus | None = None
        self._recent_title = styled_label("faint")
        self._recent = FlowLayout(gap=S)
        self._recent_holder = QWidget()
        holder = QVBoxLayout(self._recent_holder)
        holder.setContentsMargins(0, 0, 0, XL)
        holder.addWidget(self._recent_title)
        holder.addLayout(self._recent)
        self._below = QWidget()
        self.feed = HomeFeed(bridge, navigator)
        self._figures = [(styled_label("title"), styled_label("muted")) for _ in range(4)]
        self.health = styled_button("quiet")
        self._steps = [
            (CardButton("people"), "entities"),
            (CardButton("graph"), "graph"),
            (CardButton("folder"), "folders"),
        ]
        self._build()
        self.feed.searched.connect(self._show_recent)
        self.feed.query_chosen.connect(self.query_chosen)
        self.feed.filled.connect(self._appear)
        self.retranslate()

    def set_status(self, status: LibraryStatus) -> None:
        """Show the counts of ``status``, and whether anything keeps files from being read."""
        self._status = status
        counts = (status.documents, status.passages, status.entities, status.relations)
        for (figure, _name), count in zip(self._figures, counts, strict=True):
            figure.setText(number(count))
        waiting, failed, partial = (status.files.get(name, 0) for name in ("waiting", "failed", "partial"))
        parts = (
            self.tr("%Ln file(s) waiting", "", waiting) if waiting else "",
            self.tr("%Ln file(s) could not be read", "", failed) if failed else "",
            self.tr("%Ln file(s) read in part", "", partial) if partial else "",
        )
        told = " · ".join(part for part in parts if part)
        self.health.setText(told or self.tr("Every file is read"))
        set_icon(self.health, "warning" if failed else "clock" if waiting else "check", "accent")

    def _show_recent(self, queries: Sequence[str]) -> None:
        self._recent.clear()
        for query in queries:
            button = styled_button("chip", "clock")
            button.setCheckable(False)
            button.setAutoDefault(True)  # Enter presses it, as Space does
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
        self.health.setToolTip(self.tr("Go to the folders and their files"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.feed.reload()

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
            button.clicked.connect(lambda _checked=False, name=screen: self._navigator.open_screen(name))
            steps.addWidget(button, 0, i)
            steps.setColumnStretch(i, 1)
        self.health.setAutoDefault(True)
        self.health.clicked.connect(lambda: self._navigator.open_screen("folders"))
        column = QVBoxLayout(self._below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._recent_holder)
        column.addWidget(self.feed)
        column.addSpacing(XL + S)
        column.addLayout(figures)
        column.addSpacing(S)
        column.addWidget(self.health, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(XL)
        column.addLayout(steps)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._below)
        around.addStretch(1)
        self._below.hide()

    def _appear(self) -> None:
        self._below.show()
        order_tabs(self._below, after=self._search_box)


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
