"""The Document screen: one document's text or pages with its mentions, and what it is about.

In: a document id and, maybe, a span of its text (code points). Asks ``GetDocument``;
everything else on the screen comes from that one record.
"""

from __future__ import annotations

from PySide6.QtCore import QDate, QEvent, QLocale, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from engine.errors import Cancelled, EngineError, RequestError
from engine.events import ChangeKind
from engine.records import DocumentView, Span, TextMention
from engine.requests import GetDocument
from gui.engine_bridge import EngineBridge
from gui.panels.document_side import DocumentSide
from gui.panels.reading import Reading
from gui.panels.refresher import Refresher
from gui.preferences import Preferences
from gui.texts import AMOUNTS, error_sentence
from gui.widgets.controls import ElidedLabel, framed, styled_button
from gui.widgets.empty_state import EmptyState
from gui.widgets.entity_menu import add_entity_actions, quoted
from gui.widgets.icons import format_icon, icon, set_picture
from gui.widgets.navigator import Navigator
from gui.widgets.page_kind import how_read, is_all_ocr, is_scan
from gui.widgets.paths import breadcrumb
from gui.widgets.theme import XL, L, M, S

_NARROW = 760  # pixels below which the side list would squeeze the text


class DocumentPanel(QWidget):
    """Header, text and side list of the document that was asked for last."""

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
        self._wanted_id: int | None = None
        self._view: DocumentView | None = None
        self._error: EngineError | None = None
        self._wants_side = True
        self.reading = Reading(bridge)
        self.text, self.pages = self.reading.text, self.reading.pages
        self.side = DocumentSide(bridge, navigator, preferences=preferences)
        self._build()
        self._connect()
        Refresher(bridge, self, {ChangeKind.TEXT, ChangeKind.FILES, ChangeKind.KNOWLEDGE}, self._reread)
        self.retranslate()
        self._show_switch()
        self._show_state()

    def show_document(self, document_id: int, span: Span | None = None) -> None:
        """Show a document, from its beginning or with ``span`` marked and in sight."""
        if self._shows(document_id) and span is not None:
            self._wanted_id = document_id
            self.reading.show_span(span)
            return
        self._wanted_id = document_id
        self._error = None
        self._bridge.ask(
            self,
            GetDocument(document_id=document_id),
            lambda view: self._take(view, span),
            lambda error: self._fail(document_id, error),
        )

    def copy_text(self) -> None:
        """Put the selected text, or else the whole text, on the clipboard."""
        if self._view is not None:
            chosen = "" if self.reading.shows_pages else self.text.selected_text()
            QGuiApplication.clipboard().setText(chosen or self._view.text)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        for button, name in (
            (self.find_button, self.tr("Find in this document (Ctrl+F)")),
            (self.copy_button, self.tr("Copy text")),
            (self.side_button, self.tr("What is in this document and around it")),
        ):
            button.setToolTip(name)
            button.setAccessibleName(name)
        self._name_folder_button()
        self.text_button.setText(self.tr("Text"))
        self.text_button.setAccessibleName(self.tr("Show the text"))
        self.page_button.setText(self.tr("Page"))
        self.page_button.setAccessibleName(self.tr("Show the pages as they look"))
        for button in (self.text_button, self.page_button):
            button.setToolTip(f"{button.accessibleName()} (Ctrl+T)")
        if self._view is not None:
            self._show_header(self._view)
        self._show_state()

    def event(self, event: QEvent) -> bool:
        """Ctrl+F in here finds in the document, though elsewhere in the window it searches the library."""
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Find):
            if event.type() == QEvent.Type.KeyPress:
                self.reading.open_find()
            event.accept()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_side()

    def _build(self) -> None:
        self._picture = QLabel()
        self._title = ElidedLabel("title", Qt.TextElideMode.ElideRight)
        self._path = ElidedLabel("muted")
        self._facts = ElidedLabel("faint", Qt.TextElideMode.ElideRight)
        self.folder_button = styled_button("plain", "folder")
        self.copy_button = styled_button("icon", "copy", size=18)
        self.find_button = styled_button("icon", "search", size=18)
        self.side_button = styled_button("icon", "people", size=18)
        self.side_button.setCheckable(True)
        self.side_button.setChecked(True)
        self.text_button = styled_button("chip")
        self.page_button = styled_button("chip")
        self.text_button.setChecked(True)
        self._switch = QButtonGroup(self)
        self._switch.addButton(self.text_button)
        self._switch.addButton(self.page_button)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.reading)
        self._splitter.addWidget(self.side)
        self._splitter.setStretchFactor(0, 1)
        self.side.setMinimumWidth(180)
        self._splitter.setSizes([900, 280])
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._header())
        whole.addWidget(framed("line"))
        whole.addWidget(self._splitter, 1)
        self.empty = EmptyState("document")
        self._states = QStackedLayout(self)
        self._states.addWidget(self.empty)
        self._states.addWidget(page)

    def _header(self) -> QHBoxLayout:
        names = QVBoxLayout()
        names.setSpacing(3)
        for label in (self._title, self._path, self._facts):
            names.addWidget(label)
        header = QHBoxLayout()
        header.setContentsMargins(XL, L, L, M)
        header.setSpacing(S)
        header.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        header.addSpacing(S // 2)
        header.addLayout(names, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        for button in (self.text_button, self.page_button):
            buttons.addWidget(button)
        buttons.addSpacing(S)
        for button in (self.folder_button, self.copy_button, self.find_button, self.side_button):
            buttons.addWidget(button)
        header.addLayout(buttons)
        header.setAlignment(buttons, Qt.AlignmentFlag.AlignTop)
        return header

    def _connect(self) -> None:
        self.folder_button.clicked.connect(self._show_in_folder)
        self.copy_button.clicked.connect(self.copy_text)
        self.find_button.clicked.connect(self.reading.open_find)
        self.text_button.clicked.connect(lambda: self._choose_view(False))
        self.page_button.clicked.connect(lambda: self._choose_view(True))
        self.side_button.toggled.connect(self._toggle_side)
        for widget in (self.text, self.pages):
            widget.mention_clicked.connect(lambda mention: self._navigator.open_entity(mention.entity_id))
        self.pages.menu_wanted.connect(
            lambda mention, place: self._entity_menu(mention.entity_id, mention.entity_name).popup(place)
        )
        self.text.menu_wanted.connect(lambda mention, place: self._menu(mention).popup(place))
        self.side.keyword_wanted.connect(self._search)
        self.side.span_wanted.connect(self.reading.show_span)
        self.side.entity_wanted.connect(self._navigator.open_entity)
        self.side.menu_wanted.connect(lambda *entity: self._entity_menu(*entity[:2]).popup(entity[2]))
        switch = QShortcut(QKeySequence("Ctrl+T"), self)
        switch.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        switch.activated.connect(lambda: self._choose_view(not self.reading.shows_pages))

    def _take(self, view: DocumentView, span: Span | None) -> None:
        if view.document_id != self._wanted_id:
            return
        self._view = view
        self._error = None
        self._show_header(view)
        self.side.set_view(view)
        self._states.setCurrentIndex(1)
        as_pages = self._preferences.shows_pages(is_scan=is_scan(view))
        self.reading.show_view(view, span, as_pages=as_pages)
        self._show_switch()

    def _take_again(self, view: DocumentView) -> None:
        if self._view is None or view.document_id != self._wanted_id or view == self._view:
            return
        self._view = view
        self._show_header(view)
        self.side.set_view(view)
        self.reading.renew(view)
        self._show_switch()

    def _fail(self, document_id: int, error: EngineError) -> None:
        is_passing = self._shows(document_id) and not isinstance(error, RequestError)
        if document_id == self._wanted_id and not isinstance(error, Cancelled) and not is_passing:
            self._view = None
            self._error = error
            self.reading.show_view(None, None, as_pages=False)
            self._show_state()

    def _shows(self, document_id: int) -> bool:
        return self._view is not None and self._view.document_id == document_id

    def _reread(self) -> None:
        document_id = self._wanted_id
        if document_id is not None:
            self._bridge.ask(
                self,
                GetDocument(document_id=document_id),
                self._take_again if self._shows(document_id) else lambda view: self._take(view, None),
                lambda error: self._fail(document_id, error),
            )

    def _show_state(self) -> None:
        self._states.setCurrentIndex(0 if self._view is None else 1)
        if self._error is not None:
            self.empty.set_texts(self.tr("This document cannot be shown"), error_sentence(self._error))
        else:
            self.empty.set_texts(
                self.tr("No document is open"), self.tr("Open one from a search, an entity or a folder.")
            )

    def _show_header(self, view: DocumentView) -> None:
        set_picture(self._picture, format_icon(view.path), "accent", size=28)
        self._title.setText(view.title)
        self._title.setAccessibleName(view.title)
        self._path.setText(breadcrumb(view.path, with_name=True))
        self._path.setToolTip("\n".join(view.paths) or view.path)
        facts = [view.format.upper()]
        if len(view.pages) > 1:
            facts.append(self.tr("%Ln page(s)", "", len(view.pages)))
        if is_all_ocr(view):
            facts.append(how_read(view))
        facts += [view.attributes[name] for name in ("author",) if view.attributes.get(name)]
        dates = (view.attributes.get(name) for name in ("date", "created", "modified"))
        facts += [self._day(date) for date in dates if date][:1]
        if len(view.paths) > 1:
            facts.append(AMOUNTS.copies(len(view.paths)))
        self._facts.setText(" · ".join(fact for fact in facts if fact))

    def _choose_view(self, shows_pages: bool) -> None:
        """Go to the text or to the pages, and open documents of this kind so from now on."""
        self.reading.show_pages(shows_pages)
        if self._view is not None and self._view.has_pictures:
            self._preferences.remember_view(is_scan=is_scan(self._view), shows_pages=self.reading.shows_pages)
        self._show_switch()

    def _show_switch(self) -> None:
        has_pages = self._view is not None and self._view.has_pictures and bool(self._view.pages)
        for button in (self.text_button, self.page_button):
            button.setVisible(has_pages)
        shown = self.page_button if self.reading.shows_pages else self.text_button
        shown.setChecked(True)
        self.setFocusProxy(self.pages if self.reading.shows_pages else self.text)

    def _day(self, stated: str) -> str:
        """A date that a file states, in the user's form where it can be read."""
        day = QDate.fromString(stated[:10], "yyyy-MM-dd")
        #: How a date is written out, in the letters of QDate::toString: 5 September 1843
        return QLocale().toString(day, self.tr("d MMMM yyyy")) if day.isValid() else stated

    def _toggle_side(self, is_wanted: bool) -> None:
        self._wants_side = is_wanted
        self.side.setVisible(is_wanted)

    def _fit_side(self) -> None:
        """A narrow panel shows the text alone; the button brings the list back."""
        self._name_folder_button()
        has_room = self.width() >= _NARROW and self._wants_side
        if self.side.isHidden() == has_room:
            self.side.setVisible(has_room)
            self.side_button.blockSignals(True)
            self.side_button.setChecked(has_room)
            self.side_button.blockSignals(False)

    def _name_folder_button(self) -> None:
        """The button keeps its words only where the title has room beside them."""
        name = self.tr("Show in folder")
        is_narrow = self.width() < _NARROW
        self.folder_button.setText("" if is_narrow else name)
        self.folder_button.setToolTip(name if is_narrow else "")
        self.folder_button.setAccessibleName(name)

    def _show_in_folder(self) -> None:
        if self._view is not None:
            self._navigator.show_in_folder(self._view.path)

    def _search(self, keyword: str) -> None:
        """Search for a keyword: as a phrase where the text has it, else word by word."""
        is_said = self._view is not None and keyword.casefold() in self._view.text.casefold()
        self._navigator.search(quoted(keyword) if is_said else keyword)

    def _menu(self, mention: TextMention | None) -> QMenu:
        """The menu of the text: what the mention offers, then what any text offers."""
        menu = self._fresh_menu()
        if mention is not None:
            add_entity_actions(menu, self._navigator, mention.entity_id, mention.entity_name)
            menu.addSeparator()
        chosen = self.text.selected_text().strip()
        if chosen:
            menu.addAction(icon("copy"), self.tr("Copy"), self.text.copy)
            if "\n" not in chosen:
                menu.addAction(
                    icon("search"),
                    self.tr("Search for the selection"),
                    lambda: self._navigator.search(quoted(chosen)),
                )
        menu.addAction(self.tr("Select all"), self.text.selectAll)
        return menu

    def _entity_menu(self, entity_id: int, name: str) -> QMenu:
        menu = self._fresh_menu()
        add_entity_actions(menu, self._navigator, entity_id, name)
        return menu

    def _fresh_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu
