"""The pages of a document as they look, one at a time, with what was asked for and found marked on them.

In: a ``DocumentView`` whose ``has_pictures`` holds; spans count code points of its text. Nothing is asked
of the engine while the view is hidden.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QIntValidator, QKeySequence, QPixmap, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from engine.records import DocumentView, Page, Span, TextMention
from gui.engine_bridge import EngineBridge
from gui.texts import number
from gui.texts import page as page_name
from gui.widgets.controls import framed, styled_button, styled_label
from gui.widgets.page_canvas import PageCanvas, PageMarks
from gui.widgets.page_kind import read_by_ocr
from gui.widgets.page_source import PageSource, Places
from gui.widgets.theme import M, S

LONGEST_MARK = 240
"""Code points; a longer span is a whole passage and marked more quietly."""
_Placed = TypeVar("_Placed", Span, TextMention)
_MOST_MENTIONS = 200
_MOST_ASKED = 100
_PATIENCE_MS = 400  # before the page one came from gives way to an empty sheet


def page_at(pages: Sequence[Page], point: int) -> int:
    """Number of the page that a code point of the text stands on; pages without text hold none."""
    written = [page for page in pages if page.end > page.start]
    found = bisect_right([page.start for page in written], point) - 1
    return written[max(0, found)].number if written else 1


class PageView(QWidget):
    """Page, and a bar to turn and to zoom.

    Attributes:
        turned: Another page is shown; its number.
        mention_clicked: A mention was clicked.
        menu_wanted: A menu is asked for: the ``TextMention`` under the pointer, and where (global).
    """

    turned = Signal(int)
    mention_clicked = Signal(TextMention)
    menu_wanted = Signal(object, QPoint)

    def __init__(
        self, bridge: EngineBridge, parent: QWidget | None = None, *, is_small: bool = False
    ) -> None:
        super().__init__(parent)
        self._is_small = is_small
        self._view: DocumentView | None = None
        self._page = 1
        self._shown_page: int | None = None
        self._asked: tuple[Span, ...] = ()
        self._finds: Sequence[Span] = ()
        self._current: int | None = None
        self._marks = PageMarks()
        self._reveals = ""
        self._shows_end = False
        self._has_failed = False
        self._is_stale = False
        self._source = PageSource(bridge, self)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self.canvas = PageCanvas()
        self.setFocusProxy(self.canvas)
        self._build()
        self._connect()
        self.retranslate()

    @property
    def page(self) -> int:
        """Number of the page in force, which may still be on its way."""
        return self._page

    @property
    def n_pages(self) -> int:
        """How many pages the document has."""
        return len(self._view.pages) if self._view else 0

    def show_view(self, view: DocumentView | None, asked: Sequence[Span] = ()) -> None:
        """Show ``view`` at the page that the first span asked for stands on, or from its beginning."""
        is_other = self._view is None or view is None or view.document_id != self._view.document_id
        self._view = view
        self._asked = tuple(asked[:_MOST_ASKED])
        self._finds, self._current = (), None
        if is_other:
            self._source.open(view.document_id if view else None)
            self._shown_page = None
            self.canvas.forget_size()
            self.canvas.show_blank()
        if view is not None:
            self._go(page_at(view.pages, asked[0].start) if asked else 1, reveals="asked")

    def renew(self, view: DocumentView) -> None:
        """Take a newer reading of the same document; the page stays."""
        if self._view is None:
            self.show_view(view)
            return
        if view.text != self._view.text:
            self._asked = ()
        self._view = view
        if self._has_failed:
            self._shown_page = None
        self._go(self._page, reveals="")

    def show_span(self, span: Span) -> None:
        """Mark ``span`` as the one asked for and bring it into sight."""
        if self._view is not None:
            self._asked = (span,)
            self._go(page_at(self._view.pages, span.start), reveals="asked")

    def mark_found(self, spans: Sequence[Span], current: int | None) -> None:
        """Mark what a search found; the ``current`` one stands out and its page is shown."""
        self._finds, self._current = spans, current
        if self._view is None:
            return
        if current is not None and (page := page_at(self._view.pages, spans[current].start)) != self._page:
            self._go(page, reveals="found")
        else:
            self._reveals = "found" if current is not None else self._reveals
            self._place_finds()

    def go_to_page(self, page: int, *, end: bool = False) -> None:
        """Show another page from its top, or from its end."""
        if self._view is not None and (page := min(max(page, 1), max(1, self.n_pages))) != self._page:
            self._go(page, reveals="end" if end else "top")

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        for button, name in (
            (self.previous, self.tr("Previous page")),
            (self.next, self.tr("Next page")),
            (self.smaller, self.tr("Smaller (Ctrl+−)")),
            (self.fit, self.tr("Fit the width (Ctrl+0)")),
            (self.larger, self.tr("Larger (Ctrl++)")),
        ):
            button.setToolTip(name)
            button.setAccessibleName(name)
        self.box.setAccessibleName(self.tr("Page number"))
        self.ocr_chip.setText(read_by_ocr())
        self.ocr_chip.setToolTip(
            self.tr("The text was read off the picture of this page; a letter may be wrong here and there.")
        )
        self._show_bar()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._ask()

    def _build(self) -> None:
        self.previous = styled_button("icon", "chevron-left")
        self.next = styled_button("icon", "chevron-right")
        self.box = QLineEdit()
        self.box.setFixedSize(48, 30)
        self.box.setValidator(QIntValidator(1, 99_999, self.box))
        self.box.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.total = styled_label("muted")
        self.ocr_chip = styled_label("key")
        self.smaller = styled_button("icon", "minus")
        self.fit = styled_button("icon", "fit")
        self.larger = styled_button("icon", "plus")
        self.bar = QFrame()
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(M, S // 2, M, S // 2)
        row.setSpacing(S // 2)
        for widget in (self.previous, self.box, self.total, self.next):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.ocr_chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(S)
        for widget in (self.smaller, self.fit, self.larger):
            row.addWidget(widget)
            widget.setHidden(self._is_small)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(framed("line"))
        column.addWidget(self.canvas, 1)

    def _connect(self) -> None:
        self.previous.clicked.connect(lambda: self.go_to_page(self._page - 1))
        self.next.clicked.connect(lambda: self.go_to_page(self._page + 1))
        self.box.returnPressed.connect(self._take_number)
        self.box.editingFinished.connect(self._show_bar)
        self.smaller.clicked.connect(self.canvas.zoom_out)
        self.larger.clicked.connect(self.canvas.zoom_in)
        self.fit.clicked.connect(lambda: self.canvas.set_zoom(1.0))
        self.canvas.turn_wanted.connect(lambda step, end: self.go_to_page(self._page + step, end=end))
        self.canvas.ends_wanted.connect(lambda way: self.go_to_page(1 if way < 0 else self.n_pages))
        self.canvas.sharper_wanted.connect(self._sharpen)
        self.canvas.mention_clicked.connect(self.mention_clicked)
        self.canvas.menu_wanted.connect(self.menu_wanted)
        self._source.drawn.connect(self._take_picture)
        self._source.failed.connect(self._take_failure)
        self._patience.timeout.connect(self._show_blank)
        for keys, slot in (
            ("Ctrl++", self.canvas.zoom_in),
            ("Ctrl+=", self.canvas.zoom_in),
            ("Ctrl+-", self.canvas.zoom_out),
            ("Ctrl+0", lambda: self.canvas.set_zoom(1.0)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _go(self, page: int, *, reveals: str) -> None:
        is_other = page != self._page
        self._page = page
        self._reveals = reveals
        self._marks = PageMarks()
        self._show_bar()
        self._ask()
        if is_other:
            self.turned.emit(page)

    def _ask(self) -> None:
        """Ask for the page in force and for what is marked on it, once the view is seen."""
        self._is_stale = not self.isVisible()
        if self._view is None or self._is_stale:
            return
        self._place_marks()
        self._place_finds()
        if self._shown_page != self._page:  # asked for last: it is then shown where its marks are
            self._patience.start()
            self._source.want(self._page, self.canvas.n_pixels)

    def _sharpen(self) -> None:
        if self._view is not None and self.isVisible():
            self._source.want(self._page, self.canvas.n_pixels)

    def _place_marks(self) -> None:
        assert self._view is not None
        asked = self._on_page(self._asked)
        mentions = self._on_page(self._view.mentions)[:_MOST_MENTIONS]
        page = self._page

        def take(places: Places) -> None:
            if page != self._page:
                return
            lines = [box for boxes in places[: len(asked)] for box in boxes]
            is_passage = sum(span.end - span.start for span in asked) > LONGEST_MARK and len(asked) == 1
            named = tuple(zip(mentions, places[len(asked) :], strict=False))
            self._marks = replace(self._marks, asked=lines, is_passage=is_passage, mentions=named)
            self._apply()

        self._source.place_marks(page, [*asked, *(Span(m.start, m.end) for m in mentions)], take)

    def _place_finds(self) -> None:
        if self._view is None or self._is_stale:
            return
        finds = self._on_page(self._finds)[:_MOST_MENTIONS]
        chosen = self._finds[self._current] if self._current is not None else None
        page = self._page

        def take(places: Places) -> None:
            if page == self._page:
                current = finds.index(chosen) if chosen in finds else None
                self._marks = replace(self._marks, found=places, current=current)
                self._apply()

        self._source.place_finds(page, finds, take)

    def _place(self) -> Page | None:
        pages = self._view.pages if self._view else ()
        return next((page for page in pages if page.number == self._page), None)

    def _on_page(self, spans: Sequence[_Placed]) -> list[_Placed]:
        place = self._place()
        if place is None:
            return []
        return [span for span in spans if span.start < place.end and span.end > place.start]

    def _take_picture(self, page: int, picture: QPixmap, most: int) -> None:
        if page != self._page:
            return
        self._has_failed = False
        self._patience.stop()
        self.canvas.show_picture(picture, most=most or None)
        if self._shown_page != page:
            self._shown_page = page
            self.canvas.go_to(end=self._reveals == "end")
        self._apply()

    def _take_failure(self, page: int, words: str) -> None:
        if page == self._page:
            self._has_failed = True
            self._shown_page = None
            self._patience.stop()
            self.canvas.show_blank(words)
            self.canvas.setAccessibleDescription(words)

    def _show_blank(self) -> None:
        if self._shown_page != self._page:
            self._shown_page = None
            self.canvas.show_blank()

    def _apply(self) -> None:
        """Mark the page, if it is the one on the canvas, and bring into sight what is to be seen."""
        if self._shown_page != self._page:
            return
        marks = self.canvas.marks = self._marks
        if self._reveals == "asked" and marks.asked:
            self.canvas.reveal(marks.asked)
            self._reveals = ""
        elif self._reveals == "found" and marks.current is not None and marks.found:
            self.canvas.reveal(marks.found[marks.current])
            self._reveals = ""
        self.canvas.viewport().update()

    def _take_number(self) -> None:
        digits = self.box.text().strip()
        if digits.isdigit():
            self.go_to_page(int(digits))
        self._show_bar()
        self.canvas.setFocus()

    def _show_bar(self) -> None:
        n_pages = self.n_pages
        for widget in (self.previous, self.box, self.total, self.next):
            widget.setVisible(n_pages > 1)
        self.previous.setEnabled(self._page > 1)
        self.next.setEnabled(self._page < n_pages)
        self.box.setText(str(self._page))
        #: Behind the box that holds the number of the page in sight: "3" "of 12"
        self.total.setText(self.tr("of {total}").format(total=number(n_pages)))
        place = self._place()
        is_ocr = place is not None and place.is_ocr
        self.ocr_chip.setVisible(is_ocr)
        self.bar.setVisible(n_pages > 1 or is_ocr or not self._is_small)
        self.canvas.setAccessibleName(page_name(self._page))
        self.canvas.setAccessibleDescription("")
