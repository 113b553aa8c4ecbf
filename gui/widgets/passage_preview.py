"""Beside the list of hits: the passage in its surroundings, with the matches marked.

In: a ``Hit`` and, once the engine has sent it, its ``DocumentView``. Of a long text only a window
around the hit is laid out, so a document of any length shows at once. Where its pages are pictures, the
page can be shown as it looks; it is asked for only then.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from engine.records import DocumentView, Span
from engine.searches import Hit
from gui.engine_bridge import EngineBridge
from gui.preferences import Preferences
from gui.texts import page, reason_sentence
from gui.widgets.controls import ElidedLabel, framed, styled_button, styled_label
from gui.widgets.icons import format_icon, set_picture
from gui.widgets.page_kind import is_scan
from gui.widgets.page_view import PageView
from gui.widgets.paths import breadcrumb
from gui.widgets.text_offsets import OffsetMap, shown, window_around
from gui.widgets.theme import XL, L, M, S, current_theme, text_font, theme_source

WINDOW = 16_000  # code points laid out around a hit
_LINE_HEIGHT = 24  # pixels; the fonts of both scripts fit


class PassagePreview(QWidget):
    """Header, text and buttons for one hit.

    Attributes:
        open_wanted: The document is to be opened at the hit.
        folder_wanted: The file is to be shown in the file manager.
    """

    open_wanted = Signal()
    folder_wanted = Signal()

    def __init__(
        self, bridge: EngineBridge, parent: QWidget | None = None, *, preferences: Preferences
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._view: DocumentView | None = None
        self._hit: Hit | None = None
        self._marks: list[tuple[int, int, str]] = []
        self._picture = QLabel()
        self._title = ElidedLabel("heading", Qt.TextElideMode.ElideRight)
        self._where = ElidedLabel("muted")
        self._note = styled_label("muted", wraps=True)
        self._open = styled_button("primary")
        self._open.clicked.connect(self.open_wanted)
        self._folder = styled_button("icon", "folder", size=18)
        self._folder.clicked.connect(self.folder_wanted)
        self._copy = styled_button("icon", "copy", size=18)
        self._copy.clicked.connect(self.copy_passage)
        self.page_button = styled_button("icon", "picture", size=18)
        self.page_button.setCheckable(True)
        self.page_button.clicked.connect(self._choose_view)
        self.pages = PageView(bridge, is_small=True)
        self._text = QTextBrowser()
        self._text.setOpenLinks(False)
        self._text.document().setDocumentMargin(XL)
        self._text.setFont(text_font(14))
        self._build()
        theme_source().changed.connect(self._paint_marks)
        self.retranslate()

    def show_hit(self, hit: Hit) -> None:
        """Show the header of ``hit``, and its text where no document is to come."""
        is_new = self._hit is None or hit.document_id != self._hit.document_id or hit.path != self._hit.path
        self._hit = hit
        self._title.setText(hit.title)
        self._where.setText(" · ".join(part for part in (breadcrumb(hit.path), page(hit.page)) if part))
        self._where.setToolTip(hit.path)
        set_picture(self._picture, format_icon(hit.path), "accent", size=24)
        self._open.setEnabled(hit.document_id is not None)
        self._copy.setEnabled(bool(hit.passage))
        if is_new:
            self._show_pages(None)
        self._note.setVisible(hit.document_id is None)
        if hit.document_id is None:
            self._note.setText(self._name_only)
            self._marks = []
            self._paint_marks()
            self._text.clear()
        elif is_new:
            self.show_passage_only()

    def show_passage_only(self) -> None:
        """Show what the hit itself holds, without the document around it."""
        if self._hit is not None:
            self._lay_out(self._hit.passage, self._hit.start, format="")

    def show_document(self, view: DocumentView) -> None:
        """Show the hit in its surroundings."""
        hit = self._hit
        if hit is None or hit.document_id != view.document_id:
            return
        self._show_pages(view)
        focus = hit.highlights[0].start if hit.highlights else hit.start
        part = window_around(view.text, focus, WINDOW)
        self._lay_out(view.text[part.start : part.end], part.start, format=view.format)
        self._note.setVisible(view.partial is not None)
        self._note.setText(reason_sentence(view.partial))

    def copy_passage(self) -> None:
        """Copy the selection, or else the whole passage of the hit."""
        chosen = self._text.textCursor().selectedText().replace("\u2029", "\n")
        if self._hit is not None:
            QGuiApplication.clipboard().setText(chosen or self._hit.passage)

    def marked_texts(self) -> list[str]:
        """The texts that are marked, in order."""
        return [selection.cursor.selectedText() for selection in self._text.extraSelections()]

    @property
    def n_shown(self) -> int:
        """How much text is laid out, in UTF-16 units."""
        return self._text.document().characterCount()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self._name_only = self.tr("Only the name of this file matches. Its text is not in the library.")
        self._open.setText(self.tr("Open"))
        self._open.setToolTip(self.tr("Open the document here (Enter)"))
        self._folder.setToolTip(self.tr("Show in folder"))
        self._folder.setAccessibleName(self.tr("Show in folder"))
        self._copy.setToolTip(self.tr("Copy the passage"))
        self._copy.setAccessibleName(self.tr("Copy the passage"))
        self._text.setAccessibleName(self.tr("Preview"))
        self.page_button.setToolTip(self.tr("Show the page as it looks"))
        self.page_button.setAccessibleName(self.tr("Show the page as it looks"))
        if self._hit is not None:
            self.show_hit(self._hit)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._where)
        head = QHBoxLayout()
        head.setContentsMargins(L, M, M, M)
        head.setSpacing(S)
        head.addWidget(self._picture)
        head.addSpacing(S // 2)
        head.addLayout(names, 1)
        for button in (self.page_button, self._copy, self._folder, self._open):
            head.addWidget(button)
        self._note.setContentsMargins(XL, M, XL, 0)
        card = framed("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(framed("line"))
        inside.addWidget(self._note)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._text)
        self._stack.addWidget(self.pages)
        inside.addWidget(self._stack, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(card)

    def _show_pages(self, view: DocumentView | None) -> None:
        """Offer the pages of ``view`` where it has any, and show them where they are preferred."""
        self._view = view if view is not None and view.has_pictures and view.pages else None
        self.page_button.setVisible(self._view is not None)
        is_wanted = self._view is not None and self._preferences.shows_pages(is_scan=is_scan(self._view))
        self.page_button.setChecked(is_wanted)
        hit = self._hit
        if self._view is None or hit is None:
            self.pages.show_view(None)
        elif is_wanted:
            self.pages.show_view(self._view, hit.highlights or (Span(hit.start, hit.end),))
        self._stack.setCurrentIndex(1 if is_wanted else 0)

    def _choose_view(self, shows_pages: bool) -> None:
        """Show the page or the passage, for documents of this kind from now on."""
        if self._view is not None:
            self._preferences.remember_view(is_scan=is_scan(self._view), shows_pages=shows_pages)
            self._show_pages(self._view)

    def _lay_out(self, text: str, offset: int, *, format: str) -> None:
        """Show ``text``, which starts at ``offset`` of the document, scrolled to the hit."""
        hit = self._hit
        assert hit is not None
        self._text.setPlainText(shown(text, format))
        cursor = QTextCursor(self._text.document())
        cursor.select(QTextCursor.SelectionType.Document)
        spacing = QTextBlockFormat()
        spacing.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.mergeBlockFormat(spacing)
        units = OffsetMap(text)
        wanted = [(span, "highlight") for span in hit.highlights] or [(Span(hit.start, hit.end), "selection")]
        self._marks = [
            (units.to_units(span.start - offset), units.to_units(span.end - offset), tone)
            for span, tone in wanted
            if offset <= span.start and span.end <= offset + len(text)
        ]
        self._paint_marks()
        self._scroll_to(self._marks[0][0] if self._marks else 0)

    def _paint_marks(self) -> None:
        theme = current_theme()
        selections = []
        for start, end, tone in self._marks:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self._text.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor = cursor
            mark.format.setBackground(QColor(theme.colour(tone)))
            selections.append(mark)
        self._text.setExtraSelections(selections)

    def _scroll_to(self, position: int) -> None:
        """Bring ``position`` a third down from the top."""
        cursor = QTextCursor(self._text.document())
        cursor.setPosition(position)
        top = self._text.cursorRect(cursor).top() + self._text.verticalScrollBar().value()
        self._text.verticalScrollBar().setValue(top - self._text.viewport().height() // 3)
