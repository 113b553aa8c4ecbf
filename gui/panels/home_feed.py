"""On the home page: documents worth opening with the reason, those opened lately, and what is new.

Asks for all of it together and shows it in one go. What changes later in the library is shown when the
pointer and the focus have left; whoever comes back to the page sees the newest at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from engine.events import ChangeKind
from engine.requests import (
    Change,
    GetRecommendations,
    ListActivity,
    ListFollowed,
    ListNews,
    ListSavedSearches,
    ListSettings,
    NoteNewsSeen,
    NoteSearchSeen,
)
from engine.searches import SavedSearch
from engine.suggestions import ActivityRow
from gui.engine_bridge import EngineBridge
from gui.panels.asking import ask_all
from gui.panels.refresher import Refresher
from gui.texts import moment
from gui.widgets.at_rest import AtRest
from gui.widgets.column import empty_layout, show_layout
from gui.widgets.controls import styled_button, styled_label
from gui.widgets.icons import format_icon
from gui.widgets.line_button import Below, LineButton
from gui.widgets.navigator import Navigator
from gui.widgets.news_list import NewsList
from gui.widgets.paths import breadcrumb
from gui.widgets.suggestion_line import suggestion_line
from gui.widgets.theme import XL, S

RECOMMENDED, OPENED, SEARCHED, NEWEST = 6, 5, 8, 3
_ACTS = 200  # of the history, among which the last documents and searches are looked for
_REFRESH_MS = 15_000


class HomeFeed(QWidget):
    """Three parts, each with what it holds or the sentence that teaches how to fill it.

    Attributes:
        filled: What is shown has changed.
        searched: The last searches, the latest first.
        query_chosen: A search is to run.
    """

    filled = Signal()
    searched = Signal(tuple)
    query_chosen = Signal(str)

    def __init__(self, bridge: EngineBridge, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._navigator = bridge, navigator
        self._answers: list[Any] | None = None
        self._n_asked = 0
        self.cards: list[LineButton] = []
        self.opened: list[LineButton] = []
        self.news = NewsList(navigator)
        self.seen_button = styled_button("quiet", "check")
        self.history_button = styled_button("quiet", "settings")
        self._general = styled_label("muted", wraps=True)
        self._titles = [styled_label("heading") for _ in range(3)]
        self._nothing = [styled_label("muted", wraps=True) for _ in range(3)]
        self._build()
        self._connect()
        self._at_rest = AtRest(self)
        kinds = {ChangeKind.TEXT, ChangeKind.FILES, ChangeKind.VECTORS, ChangeKind.KNOWLEDGE}
        Refresher(bridge, self, kinds, lambda: self._ask(at_once=False), pause_ms=_REFRESH_MS)
        self.retranslate()

    @property
    def teaching(self) -> tuple[str, ...]:
        """The sentences shown in place of what is not there."""
        labels = (self._general, *self._nothing)
        return tuple(label.text() for label in labels if label.isVisibleTo(self))

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        titles = (self.tr("Worth opening"), self.tr("Opened lately"), self.tr("What is new"))
        for label, title in zip(self._titles, titles, strict=True):
            label.setText(title)
        self._general.setText(
            self.tr(
                "History is switched off, so these do not come from what you do, but from what you follow, "
                "your newest files and what much of your library is about."
            )
        )
        self.history_button.setText(self.tr("History settings"))
        self.seen_button.setText(self.tr("Mark all as seen"))
        self._nothing[0].setText(
            self.tr(
                "As you open documents and search, Satchel suggests what belongs with them, and says why."
            )
        )
        self._nothing[1].setText(self.tr("The documents that you open stand here, to go back to."))
        if self._answers is not None:
            self._show(self._answers)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def reload(self) -> None:
        """Ask anew, and show the answers even where the user is."""
        self._ask(at_once=True)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._grid = QGridLayout()
        self._grid.setSpacing(S)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._opened = QVBoxLayout()
        self._opened.setSpacing(0)
        self._opened_holder = QWidget()
        opened = QVBoxLayout(self._opened_holder)
        opened.setContentsMargins(0, 0, 0, 0)
        opened.setSpacing(0)
        self._general_holder = QWidget()
        general = QHBoxLayout(self._general_holder)
        general.setContentsMargins(0, 0, 0, S)
        general.addWidget(self._general, 1)
        general.addWidget(self.history_button)
        column.addLayout(_heading(self._titles[0]))
        column.addWidget(self._general_holder)
        column.addLayout(self._grid)
        column.addWidget(self._nothing[0])
        column.addSpacing(XL)
        opened.addLayout(_heading(self._titles[1]))
        opened.addLayout(self._opened)
        opened.addWidget(self._nothing[1])
        opened.addSpacing(XL)
        column.addWidget(self._opened_holder)
        column.addLayout(_heading(self._titles[2], self.seen_button))
        column.addWidget(self.news)
        column.addWidget(self._nothing[2])

    def _connect(self) -> None:
        self.history_button.clicked.connect(lambda: self._navigator.open_screen("settings"))
        self.seen_button.clicked.connect(self._mark_seen)
        self.news.query_chosen.connect(self.query_chosen)
        self.news.saved_chosen.connect(self._run_saved)

    def _ask(self, *, at_once: bool) -> None:
        self._n_asked += 1
        asked = self._n_asked
        requests = (
            GetRecommendations(limit=RECOMMENDED),
            ListActivity(limit=_ACTS),
            ListNews(limit=NEWEST),
            ListSavedSearches(),
            ListFollowed(),
            ListSettings(),
        )
        ask_all(self._bridge, self, requests, lambda answers: self._take(asked, answers, at_once))

    def _take(self, asked: int, answers: Sequence[Any], at_once: bool) -> None:
        if asked != self._n_asked:
            return
        found = [answer or () for answer in answers]
        if found != self._answers:
            self._at_rest.do(lambda: self._show(found), at_once=at_once)

    def _show(self, answers: list[Any]) -> None:
        self._answers = answers
        recommended, acts, news, saved, followed, settings = answers
        keeps = all(row.value for row in settings if row.name == "history.keep")
        self._show_cards(recommended)
        self._general_holder.setVisible(not keeps)
        self._nothing[0].setVisible(not recommended)
        self._show_opened(acts if keeps else ())
        self._opened_holder.setVisible(keeps)
        has_news = bool(news) or any(search.n_new for search in saved)
        self.news.show_news(news, saved)
        self.news.setVisible(has_news)
        self.seen_button.setVisible(has_news)
        self._nothing[2].setVisible(not has_news)
        self._nothing[2].setText(
            self.tr("Nothing new in what you follow or in your saved searches.")
            if followed or saved
            else self.tr(
                "Follow a person, an organisation or a place on its page, or save a search: documents that "
                "come in about it are shown here."
            )
        )
        queries = dict.fromkeys(act.name for act in acts if act.kind == "searched") if keeps else {}
        self.searched.emit(tuple(queries)[:SEARCHED])
        self.filled.emit()

    def _show_cards(self, recommended: Sequence[Any]) -> None:
        empty_layout(self._grid)
        self.cards = []
        for place, document in enumerate(recommended):
            card = suggestion_line(document, is_card=True)
            card.clicked.connect(partial(self._open, document.document_id))
            self._grid.addWidget(card, place // 2, place % 2)
            self.cards.append(card)
        show_layout(self._grid)

    def _show_opened(self, acts: Sequence[ActivityRow]) -> None:
        empty_layout(self._opened)
        last: dict[int, ActivityRow] = {}
        for act in acts:
            if act.kind == "opened" and act.document_id is not None:
                last.setdefault(act.document_id, act)
        self.opened = []
        for document_id, act in list(last.items())[:OPENED]:
            where = (Below(breadcrumb(act.path), "faint"),)
            line = LineButton(format_icon(act.path), act.name, where, tail=moment(act.at_ms))
            line.clicked.connect(partial(self._open, document_id))
            self._opened.addWidget(line)
            self.opened.append(line)
        show_layout(self._opened)
        self._nothing[1].setVisible(not last)

    def _open(self, document_id: int, _checked: bool = False) -> None:
        self._navigator.open_document(document_id)

    def _run_saved(self, search: SavedSearch) -> None:
        self._change(NoteSearchSeen(name=search.name))
        self.query_chosen.emit(search.query)

    def _mark_seen(self) -> None:
        saved: Sequence[SavedSearch] = self._answers[3] if self._answers else ()
        for search in saved:
            if search.n_new:
                self._change(NoteSearchSeen(name=search.name))
        self._bridge.ask(self, NoteNewsSeen(), lambda _none: self.reload())

    def _change(self, request: Change) -> None:
        self._bridge.ask(self, request, lambda _none: None)


def _heading(title: QWidget, button: QWidget | None = None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, S)
    row.addWidget(title, 1)
    if button is not None:
        row.addWidget(button)
    return row
