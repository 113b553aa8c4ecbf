"""Search, and with an empty box the home page.

As one types, the hits stand on the left and the chosen one in its surroundings on the right. Only the
newest question counts: an answer to an older one is dropped. Facets are asked for only while they are shown.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.errors import Cancelled, EngineError
from engine.events import ChangeKind
from engine.records import LibraryStatus, Span
from engine.requests import AddFolder, GetDocument, GetStatus, NoteSearched, Search
from engine.searches import Hit, SearchResult
from gui.engine_bridge import EngineBridge
from gui.models.hit_model import HitModel
from gui.panels.home import COLUMN, HomePage, privacy_line
from gui.panels.refresher import Refresher
from gui.preferences import Preferences
from gui.roles import RECORD_ROLE
from gui.texts import AMOUNTS, error_sentence, number
from gui.widgets.controls import page_column, styled_label
from gui.widgets.empty_state import EmptyState
from gui.widgets.folder_choice import choose_folder, documents_folder, sample_folder
from gui.widgets.hits_page import HitsPage
from gui.widgets.navigator import Navigator
from gui.widgets.paths import name_of
from gui.widgets.result_bar import ResultBar
from gui.widgets.saved_searches import SavedSearches
from gui.widgets.search_box import SearchBox
from gui.widgets.search_completion import SearchCompletion
from gui.widgets.search_facets import choices_of
from gui.widgets.theme import XL, L, M

HITS = 50
_WIDE = 900  # pixels of the panel from which there is room for a column of facets
_BEGUN_FIELD = re.compile(r"[:：]\S*$")  # while it may get its value yet, it is not held against the query
_SETTLED_MS = 1200  # after so long without a change it is
_REFRESH_MS = 1500  # while an index grows, the hits on screen are asked for again at most this often


class SearchPanel(QWidget):
    """The first screen."""

    def __init__(
        self,
        bridge: EngineBridge,
        navigator: Navigator,
        parent: QWidget | None = None,
        *,
        preferences: Preferences,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._navigator, self._preferences = bridge, navigator, preferences
        self._query = ""
        self._n_asked = 0
        self._shown_query = ""
        self._took_ms: float | None = None
        self._has_more = False
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._has_folders: bool | None = None
        self.box = SearchBox()
        self.model = HitModel(self)
        self.bar = ResultBar(preferences)
        self.hits_page = HitsPage(bridge, self.model, preferences)
        self.list, self.preview = self.hits_page.list, self.hits_page.preview
        self._build()
        self.saved = SavedSearches(bridge, self)
        self.completion = SearchCompletion(bridge, self.box, self)
        self._box_row.insertWidget(2, self.saved.star)
        self._balance = QWidget()  # keeps the box in the middle although the star stands beside it
        self._balance.setFixedWidth(self.saved.star.sizeHint().width())
        self._box_row.insertWidget(1, self._balance)
        self._connect()
        self.retranslate()
        self._show_page()
        self._read_status()

    @property
    def summary(self) -> str:
        """The line between box and hits."""
        return self.bar.text

    def visible_state(self) -> str:
        """What is on show: ``"begin"``, ``"home"``, ``"nothing"`` or ``"hits"``."""
        return ("home", "begin", "nothing", "hits")[self._pages.currentIndex()]

    def show_query(self, query: str) -> None:
        """Search for ``query`` and put the cursor behind it."""
        self.box.show_text(query)
        self.focus_box()

    def focus_box(self) -> None:
        """Put the cursor in the box with everything selected."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self._greeting.setText(self.tr("What are you looking for?"))
        self._privacy.setText(self.tr("Nothing leaves this computer, and your files are never changed."))
        self._no_folder.set_texts(
            self.tr("Choose folders to begin"),
            self.tr(
                "Satchel reads what is in them, on this computer, and makes it searchable by words and by "
                "meaning. Your files stay as they are."
            ),
        )
        self._choose.setText(self.tr("Choose folders…"))
        self._documents.setText(self.tr("Read {name}").format(name=name_of(documents_folder())))
        self._sample.setText(self.tr("Try the sample library"))
        self._no_hit.set_texts(
            self.tr("Nothing found"),
            self.tr("Try fewer or other words, or describe what it was about: meaning is searched too."),
        )
        self._ledger.setText(self.tr("See what has been read"))
        self._show_summary()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        self._greeting = styled_label("display")
        self._greeting.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._home = HomePage(self._bridge, self._navigator, search_box=self.box)
        self._home_scroll, column = page_column(COLUMN, margin=0)
        column.addWidget(self._home)
        holder, self._privacy = privacy_line("")
        column.addWidget(holder)
        self._no_folder = EmptyState("folder-plus")
        self._choose = self._no_folder.add_button("primary", "folder-plus")
        self._documents = self._no_folder.add_button("plain", "folder")
        self._documents.setVisible(bool(documents_folder()))
        self._sample = self._no_folder.add_button("plain", "sparkle")
        self._sample.setVisible(sample_folder() is not None)
        self._no_hit = EmptyState("search")
        self._ledger = self._no_hit.add_button("plain", "folder")
        self._pages = QStackedWidget()
        for widget in (self._home_scroll, self._no_folder, self._no_hit, self.hits_page):
            self._pages.addWidget(widget)
        self._box_row = QHBoxLayout()
        self._box_row.addStretch(1)
        self._box_row.addWidget(self.box, 1000)
        self._box_row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.setContentsMargins(XL, 0, XL, M)
        self._top = QWidget()
        self._top.setFixedHeight(L)
        column.addWidget(self._top)
        column.addWidget(self._greeting)
        column.addSpacing(L)
        column.addLayout(self._box_row)
        column.addWidget(self.bar)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.box.rested.connect(self._search)
        self.box.submitted.connect(self._open_chosen)
        self.box.moved.connect(self.list.move_by)
        self.list.chosen.connect(self._open_chosen)
        self.list.selectionModel().currentChanged.connect(self._preview_row)
        self.preview.open_wanted.connect(self._open_chosen)
        self.preview.folder_wanted.connect(self._reveal_chosen)
        self._home.query_chosen.connect(self.show_query)
        self._home_scroll.verticalScrollBar().rangeChanged.connect(self._place_box)
        self._ledger.clicked.connect(lambda: self._navigator.open_screen("folders"))
        self._choose.clicked.connect(lambda: self._add(choose_folder(self)))
        self._documents.clicked.connect(lambda: self._add(documents_folder()))
        self._sample.clicked.connect(lambda: self._add(str(sample_folder() or "")))
        self._settling.timeout.connect(lambda: self._ask(limit=self._n_wanted()))
        self.list.unfold_wanted.connect(self.model.unfold)
        self.hits_page.more_wanted.connect(self._ask_more)
        self.hits_page.facets.chosen.connect(self.bar.turn_filter)
        self.bar.query_chosen.connect(self._take_query)
        self.bar.order_chosen.connect(lambda: self._search(self._query))
        self.bar.facets_turned.connect(self._turn_facets)
        self.saved.query_chosen.connect(self._take_query)
        Refresher(self._bridge, self, ChangeKind, self._read_again, pause_ms=_REFRESH_MS)

    def _search(self, query: str) -> None:
        """Ask for ``query``; an answer that is still on its way no longer counts."""
        self._query = query.strip()
        self._settling.stop()
        self.saved.set_query(self._query)
        if not self._query:
            self._n_asked += 1
            self.model.set_hits(())
            self._show_page()
            self._read_status()
            return
        is_typing = _BEGUN_FIELD.search(query) is not None and self._query != self._shown_query
        if is_typing:
            self._settling.start()
        self._ask(limit=self._n_wanted(), is_typing=is_typing)

    def _n_wanted(self) -> int:
        """As many hits as are shown of this query, and a first lot at least."""
        return max(HITS, len(self.model.hits) if self._query == self._shown_query else 0)

    def _ask(self, *, limit: int, offset: int = 0, is_typing: bool = False) -> None:
        """Ask for hits, and for one more than are shown: it tells whether there are more."""
        self._n_asked += 1
        asked = self._n_asked
        request = Search(
            query=self._query,
            limit=limit + 1,
            offset=offset,
            is_typing=is_typing,
            sort=self._preferences.search_sort,
            has_facets=self._preferences.shows_facets and not offset,
            has_context=True,
        )
        take = self._take_more if offset else self._take_result
        self._bridge.ask(
            self,
            request,
            lambda result: take(result, limit) if asked == self._n_asked else None,
            lambda error: self._take_error(asked, error),
        )

    def _ask_more(self) -> None:
        self._ask(limit=HITS, offset=len(self.model.hits))

    def _take_query(self, query: str) -> None:
        """Search for ``query``; the focus stays where it is, for the next choice."""
        self.box.show_text(query)

    def _read_again(self) -> None:
        """Something was indexed meanwhile: more may match, and the counts are old."""
        self._read_status()
        if self._query and not self.box.is_composing:
            self._search(self._query)

    def _take_more(self, result: SearchResult, limit: int) -> None:
        self._has_more = len(result.hits) > limit
        self.model.add_hits(result.hits[:limit])
        self._show_page()

    def _take_result(self, result: SearchResult, limit: int) -> None:
        self._took_ms = result.took_ms
        is_other = self._query != self._shown_query
        kept = None if is_other else self.list.current_hit()
        self._shown_query = self._query
        self._has_more = len(result.hits) > limit
        hits = result.hits[:limit]
        if is_other or hits != self.model.hits:
            self.model.set_hits(hits)
            self._choose_row(kept)
        self.bar.show_result(self._query, result)
        groups, active = choices_of(result.facets), self.bar.filters
        self.hits_page.facets.set_choices(groups, active)
        self.bar.facets.set_choices(groups, active)
        self._show_page()

    def _choose_row(self, kept: Hit | None) -> None:
        """Choose the hit that was chosen before, where it still is one; else the best."""
        self.list.choose((self.model.row_of(kept) if kept else None) or 0)

    def _take_error(self, asked: int, error: EngineError) -> None:
        if asked != self._n_asked or isinstance(error, Cancelled):
            return
        self.model.set_hits(())
        self._took_ms, self._has_more = None, False
        self._show_page()
        self.bar.set_text(error_sentence(error))

    def _show_page(self) -> None:
        """Show what fits: the way to begin, home, no hits, or the hits."""
        is_home = not self._query
        if is_home:
            self._pages.setCurrentWidget(self._no_folder if self._has_folders is False else self._home_scroll)
        else:
            self._pages.setCurrentWidget(self.hits_page if self.model.hits else self._no_hit)
        is_first = is_home and self._has_folders is False
        self._greeting.setVisible(is_home and not is_first)
        self.box.setVisible(not is_first)
        self.box.setProperty("role", "search_big" if is_home else "search")
        self.box.style().polish(self.box)
        self.box.setMaximumWidth(COLUMN if is_home else 16_777_215)
        self._place_box()
        self.saved.star.setVisible(not is_first)
        self._balance.setVisible(is_home)
        self.bar.setVisible(not is_home)
        self.hits_page.more.setVisible(self._has_more)
        self._place_facets()
        self._place_top()
        self._show_summary()

    def _place_box(self) -> None:
        """Keep the box above the column of the home page, which gives way to its scroll bar."""
        bar, is_home = self._home_scroll.verticalScrollBar(), not self._query
        gap = bar.sizeHint().width() if is_home and bar.maximum() else 0
        self._box_row.setContentsMargins(0, 0, gap, XL if is_home else 0)

    def _place_top(self) -> None:
        self._top.setFixedHeight(max(L, self.height() // 9) if not self._query and self._has_folders else L)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_top()
        self._place_facets()

    def _place_facets(self) -> None:
        """A column where there is room for one, else pills above the hits."""
        is_on, is_wide = self._preferences.shows_facets, self.width() >= _WIDE
        self.hits_page.facets.setVisible(is_on and is_wide)
        self.bar.facets.setVisible(is_on and not is_wide and bool(self.bar.facets.pills))

    def _turn_facets(self) -> None:
        self._place_facets()
        if self._preferences.shows_facets and self._query:
            self._search(self._query)

    def _show_summary(self) -> None:
        if self._took_ms is None or not self._query:
            self.bar.set_text("")
            return
        text = self.tr("The first {hits}, in {ms} ms") if self._has_more else self.tr("{hits} in {ms} ms")
        self.bar.set_text(
            text.format(hits=AMOUNTS.hits(len(self.model.hits)), ms=number(round(self._took_ms)))
        )

    def _preview_row(self, index: QModelIndex) -> None:
        hit: Hit | None = index.data(RECORD_ROLE)
        if hit is None:
            return
        self.preview.show_hit(hit)
        if hit.document_id is not None:
            self._bridge.ask(
                self.preview,
                GetDocument(document_id=hit.document_id),
                self.preview.show_document,
                lambda _error: self.preview.show_passage_only(),
            )

    def _open_chosen(self) -> None:
        hit = self.list.current_hit()
        if hit is None:
            return
        self._bridge.ask(self, NoteSearched(query=self._query), lambda _none: None)
        if hit.document_id is None:
            self._navigator.show_in_folder(hit.path)
        else:
            place = hit.highlights[0] if hit.highlights else Span(hit.start, hit.end)
            self._navigator.open_document(hit.document_id, place)

    def _reveal_chosen(self) -> None:
        hit = self.list.current_hit()
        if hit is not None:
            self._bridge.ask(self, NoteSearched(query=self._query), lambda _none: None)
            self._navigator.show_in_folder(hit.path)

    def _add(self, path: str) -> None:
        if path:
            self._bridge.ask(self, AddFolder(path=path), lambda _none: self._read_status())

    def _read_status(self) -> None:
        self._bridge.ask(self, GetStatus(), self._take_status)

    def _take_status(self, status: LibraryStatus) -> None:
        self._home.set_status(status)
        has_folders = bool(status.folders)
        if has_folders != self._has_folders:
            self._has_folders = has_folders
            self._show_page()
