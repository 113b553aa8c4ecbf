"""The reading part of the Document screen: the text or the pages as they look, and finding in both.

In: a ``DocumentView``; spans count code points of its text. What is marked and found is the same in both,
and who goes from one to the other stays at the same page.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from engine.records import DocumentView, Reason, Span
from gui.engine_bridge import EngineBridge
from gui.texts import reason_sentence
from gui.widgets.controls import framed, set_role, styled_button, styled_label
from gui.widgets.find_bar import FindBar
from gui.widgets.icons import set_picture
from gui.widgets.mention_text import MentionText
from gui.widgets.page_view import PageView, page_at
from gui.widgets.text_offsets import find_all
from gui.widgets.theme import M, S

MAX_FINDS = 5000
_SLOW_FIND = 500_000  # code points from which a search waits until the typing pauses


class Reading(QWidget):
    """Notice, find bar, and the document's text or pages."""

    shows_pages_changed = Signal(bool)

    def __init__(self, bridge: EngineBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: DocumentView | None = None
        self._finds: list[Span] = []
        self._current_find: int | None = None
        self.text = MentionText()
        self.pages = PageView(bridge)
        self.find_bar = FindBar()
        self.notice = Notice()
        self._find_pause = QTimer(self)
        self._find_pause.setSingleShot(True)
        self._find_pause.timeout.connect(self.find_words)
        self._build()
        self._connect()
        self.retranslate()

    @property
    def shows_pages(self) -> bool:
        """Whether the pages are shown as they look, and not the text."""
        return self._stack.currentIndex() == 1

    def show_view(self, view: DocumentView | None, span: Span | None, *, as_pages: bool) -> None:
        """Show ``view`` from its beginning, or with ``span`` marked and in sight; None clears."""
        self._view = view
        self.notice.show_reason(view.partial if view else None)
        has_pages = view is not None and view.has_pictures and bool(view.pages)
        has_focus = self._stack.isAncestorOf(QApplication.focusWidget() or self)
        self._stack.setCurrentIndex(1 if as_pages and has_pages else 0)
        if has_focus:
            self._current().setFocus()
        self.text.show_view(view, span)
        self.pages.show_view(view if has_pages else None, (span,) if span else ())
        self._show_strips()
        self.find_words()

    def renew(self, view: DocumentView) -> None:
        """Take a newer reading of the same document; the reader's place stays."""
        self._view = view
        self.notice.show_reason(view.partial)
        self.text.renew(view)
        if view.has_pictures and view.pages:
            self.pages.renew(view)
        self.find_words()

    def show_span(self, span: Span) -> None:
        """Mark ``span`` as the one that was asked for and bring it into sight."""
        self.text.show_span(span)
        self.pages.show_span(span)

    def show_pages(self, is_wanted: bool) -> None:
        """Go from the text to the page where it stands, or back."""
        view = self._view
        if view is None or not view.has_pictures or not view.pages or is_wanted == self.shows_pages:
            return
        if is_wanted:
            page = self._asked_page() or page_at(view.pages, self.text.top_offset())
            self._stack.setCurrentIndex(1)
            self.pages.go_to_page(page)
        else:
            self._stack.setCurrentIndex(0)
            place = next((page for page in view.pages if page.number == self.pages.page), None)
            at = page_at(view.pages, self.text.top_offset())
            if place is not None and place.end > place.start and at != place.number:
                self.text.reveal(Span(place.start, place.start + 1))
        self._current().setFocus()
        self.shows_pages_changed.emit(self.shows_pages)

    def open_find(self) -> None:
        """Show the find bar, looking for what is selected."""
        if self._view is not None:
            chosen = "" if self.shows_pages else self.text.selected_text()
            self.find_bar.open(chosen if "\n" not in chosen else "")

    def find_words(self) -> None:
        """Look for the words of the find bar, if it is open."""
        words = self.find_bar.box.text() if self.find_bar.isVisibleTo(self) else ""
        self._finds = find_all(self._view.text, words, limit=MAX_FINDS) if self._view else []
        self._current_find = None
        if self._finds:
            place = self._place()
            self._current_find = next((i for i, span in enumerate(self._finds) if span.start >= place), 0)
        self._show_finds()

    def step_find(self, step: int) -> None:
        """Go to the next find, or to the one before."""
        if self._find_pause.isActive():
            self._find_pause.stop()
            self.find_words()
        elif self._finds:
            self._current_find = ((self._current_find or 0) + step) % len(self._finds)
            self._show_finds()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.earlier_button.setText(self.tr("Earlier text"))
        self.later_button.setText(self.tr("Later text"))
        self.text.setAccessibleName(self.tr("Text of the document"))
        self.notice.show_reason(self._view.partial if self._view else None)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        self.earlier_button = styled_button("quiet", "chevron-up")
        self.later_button = styled_button("quiet", "chevron-down")
        self.find_bar.hide()
        written = QWidget()
        column = QVBoxLayout(written)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.earlier_button)
        column.addWidget(self.text, 1)
        column.addWidget(self.later_button)
        self._stack = QStackedWidget()
        self._stack.addWidget(written)
        self._stack.addWidget(self.pages)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for widget in (self.notice, self.find_bar):
            whole.addWidget(widget)
        whole.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.earlier_button.clicked.connect(self.text.show_earlier)
        self.later_button.clicked.connect(self.text.show_later)
        self.text.window_moved.connect(self._show_strips)
        self.find_bar.wanted.connect(self._find_soon)
        self.find_bar.stepped.connect(self.step_find)
        self.find_bar.closed.connect(self._close_find)
        for keys, slot in (
            (QKeySequence(QKeySequence.StandardKey.FindNext), lambda: self.step_find(1)),
            (QKeySequence(QKeySequence.StandardKey.FindPrevious), lambda: self.step_find(-1)),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _current(self) -> QWidget:
        return self.pages if self.shows_pages else self.text

    def _asked_page(self) -> int | None:
        """The page of what was asked for, where the text shows it still."""
        asked = self.text.asked_in_sight()
        return page_at(self._view.pages, asked.start) if asked and self._view else None

    def _place(self) -> int:
        """The code point from which a search goes on."""
        if not self.shows_pages or self._view is None:
            return self.text.top_offset()
        return next((page.start for page in self._view.pages if page.number == self.pages.page), 0)

    def _show_strips(self) -> None:
        self.earlier_button.setVisible(self.text.text_window.start > 0)
        self.later_button.setVisible(self.text.has_later)

    def _find_soon(self) -> None:
        is_long = self._view is not None and len(self._view.text) > _SLOW_FIND
        self._find_pause.start(180 if is_long else 0)

    def _show_finds(self) -> None:
        self.text.mark_found(self._finds, self._current_find)
        self.pages.mark_found(self._finds, self._current_find)
        is_cut = len(self._finds) == MAX_FINDS
        self.find_bar.set_count(self._current_find, len(self._finds), is_cut=is_cut)

    def _close_find(self) -> None:
        self.find_bar.hide()
        self.find_words()
        self._current().setFocus()


class Notice(QFrame):
    """The strip that says in plain words that the text is not the whole of the file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        around = QVBoxLayout(self)
        around.setContentsMargins(M, M, M, S)
        self._frame = framed("notice")
        around.addWidget(self._frame)
        self._picture = QLabel()
        self.words = styled_label("body", wraps=True)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(M, S, M, S)
        row.setSpacing(S)
        row.addWidget(self._picture)
        row.addWidget(self.words, 1)

    def show_reason(self, reason: Reason | None) -> None:
        """Say ``reason``: calmly what time will mend, as a warning all else; None hides the strip."""
        self.setVisible(reason is not None)
        self.words.setText(reason_sentence(reason))
        is_waiting = reason is not None and reason.code == "partial.ocr_waiting"
        set_role(self._frame, "card" if is_waiting else "notice")
        set_picture(
            self._picture, "clock" if is_waiting else "warning", "muted" if is_waiting else "warning", size=16
        )
