"""The reading column: a document's text with its mentions underlined and spans marked.

In: a ``DocumentView``. Spans given and told count code points of the document's text;
only a window of a long text is laid out at a time (``text_window``). Underlines,
highlights and page marks are painted over the text and are no part of it, so that
a copy holds the document's own characters and nothing else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QTextEdit, QToolTip, QWidget

from engine.records import DocumentView, Span, TextMention
from gui.texts import label_name
from gui.widgets.mention_paint import PAGE_GAP, TextMarks, paint_over, paint_under, span_rects
from gui.widgets.page_kind import page_mark
from gui.widgets.text_offsets import OffsetMap, shown, window_around
from gui.widgets.theme import LARGE, L, text_font, theme_source

WINDOW = 120_000
COLUMN_WIDTH = 740
LINE_HEIGHT = 25
_EDGE = 20
_NO_SPAN = Span(0, 0)


class MentionText(QTextEdit):
    """Shows one document; whoever owns it decides what a click means.

    Attributes:
        mention_clicked: A mention was clicked, or Enter was pressed with the caret on it.
        menu_wanted: A menu is asked for: the ``TextMention`` under the pointer or None, and where (global).
        window_moved: Another part of a long text is shown.
    """

    mention_clicked = Signal(TextMention)
    menu_wanted = Signal(object, QPoint)
    window_moved = Signal()

    def __init__(self, parent: QWidget | None = None, *, window: int = WINDOW) -> None:
        super().__init__(parent)
        self._size = window
        self._view: DocumentView | None = None
        self._mentions: list[TextMention] = []
        self._starts: list[int] = []
        self._offsets = OffsetMap("")
        self._pressed_at: QPoint | None = None
        self._hovered: TextMention | None = None
        self._is_unseen = True
        self._marks = TextMarks()
        self.text_window = _NO_SPAN
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFont(text_font(LARGE))
        self.viewport().setMouseTracking(True)
        theme_source().changed.connect(self.viewport().update)

    def show_view(self, view: DocumentView | None, focus: Span | None = None) -> None:
        """Show ``view`` with ``focus`` marked and in sight, or from its beginning; None clears."""
        self._view = view
        self._hovered = None
        self._marks = TextMarks(asked=focus)
        self._take_mentions(view)
        if view is None:
            self.text_window = _NO_SPAN
            self.clear()
            return
        self._load(focus.start if focus else 0)
        if focus:
            self.reveal(focus)

    def renew(self, view: DocumentView) -> None:
        """Take a newer reading of the same document; the reader's place stays where the text allows."""
        assert self._view is not None
        has_moved = view.text != self._view.text or view.pages != self._view.pages
        place = self.top_offset()
        self._view = view
        self._hovered = None
        self._take_mentions(view)
        if has_moved:
            self._marks = TextMarks()
            self._load(place)
            self._scroll_to(place, 0.0)
        self.viewport().update()

    def show_span(self, span: Span) -> None:
        """Mark ``span`` as the one that was asked for and bring it into sight."""
        self._marks.asked = span
        self.reveal(span)

    def mark_found(self, spans: Sequence[Span], current: int | None) -> None:
        """Mark what a search found (in order); the ``current`` one stands out and comes into sight."""
        self._marks.found = list(spans)
        self._marks.current = current
        if current is not None:
            self.reveal(spans[current])
        self.viewport().update()

    def reveal(self, span: Span) -> None:
        """Scroll so that ``span`` can be read, loading its surroundings if need be."""
        if self._view is None:
            return
        self._is_unseen = not self.isVisible()
        if not self.text_window.start <= span.start < max(self.text_window.end, 1):
            self._load(span.start)
        if not self._is_in_sight(span):
            self._scroll_to(span.start, 0.3)
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._unit(span.start))
        value = self.verticalScrollBar().value()
        self.setTextCursor(cursor)  # the caret, so that the keyboard and a screen reader go on from here
        self.verticalScrollBar().setValue(value)
        self.viewport().update()

    def asked_in_sight(self) -> Span | None:
        """The span that was asked for, where it can be read now."""
        asked = self._marks.asked
        return asked if asked is not None and self._is_in_sight(asked) else None

    def show_earlier(self) -> None:
        """Go on to the part of a long text that comes before the loaded one."""
        if self.text_window.start > 0:
            place = self.text_window.start
            self._load(place)
            self._scroll_to(place, 0.9)

    def show_later(self) -> None:
        """Go on to the part of a long text that comes after the loaded one."""
        if self._view is not None and self.text_window.end < len(self._view.text):
            place = self.text_window.end
            self._load(place)
            self._scroll_to(place, 0.1)

    @property
    def has_later(self) -> bool:
        """Whether text follows the loaded part."""
        return self._view is not None and self.text_window.end < len(self._view.text)

    def top_offset(self) -> int:
        """The code point that stands at the top of what is in sight."""
        unit = self.cursorForPosition(QPoint(2, 2)).position()
        return self.text_window.start + self._offsets.to_points(unit)

    def span_rects(self, span: Span) -> list[QRectF]:
        """Where ``span`` stands in the viewport, one rectangle a line; empty where it is not loaded."""
        if span.end <= self.text_window.start or span.start >= self.text_window.end:
            return []
        rects = span_rects(self.document(), self._unit(span.start), self._unit(span.end))
        scrolled = self.verticalScrollBar().value()
        return [rect.translated(0, -scrolled) for rect in rects]

    def mention_at(self, point: QPoint) -> TextMention | None:
        """The mention under a point of the viewport."""
        place = point.toPointF()
        place.setY(place.y() + self.verticalScrollBar().value())
        unit = self.document().documentLayout().hitTest(place, Qt.HitTestAccuracy.ExactHit)
        mention = self._mention_over(unit) if unit >= 0 else None
        if mention is None:
            return None
        rects = self.span_rects(Span(mention.start, mention.end))
        return mention if any(rect.adjusted(-1, -2, 1, 3).contains(point) for rect in rects) else None

    def selected_text(self) -> str:
        """The selected part of the document, in the document's own characters."""
        cursor = self.textCursor()
        if self._view is None or not cursor.hasSelection():
            return ""
        start, end = (
            self._offsets.to_points(unit) for unit in (cursor.selectionStart(), cursor.selectionEnd())
        )
        return self._view.text[self.text_window.start + start : self.text_window.start + end]

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.selected_text())
        return data

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._view is None:
            super().paintEvent(event)
            return
        self._marks.hovered = self._hovered
        shown = self._shown_span()
        first = bisect_left(self._starts, shown.start)
        first = max(0, first - 1)
        mentions = self._mentions[first : bisect_right(self._starts, shown.end)]
        marks = {
            page.start: page_mark(self._view, page)
            for page in self._view.pages
            if shown.start <= page.start <= shown.end
        }
        paint_under(self, self._marks, shown)
        super().paintEvent(event)
        paint_over(self, mentions, marks if len(self._view.pages) > 1 else {})

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_unseen and self._marks.asked is not None:
            self._scroll_to(self._marks.asked.start, 0.3)  # only now is the width of the lines known
        self._is_unseen = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = max(L, (self.width() - self.verticalScrollBar().sizeHint().width() - COLUMN_WIDTH) // 2)
        place = self.top_offset()
        is_scrolled = self.verticalScrollBar().value() > 0
        asked = self._marks.asked
        is_reading_asked = asked is not None and self._is_in_sight(asked, event.oldSize().height())
        self.setViewportMargins(side, 0, side, 0)
        super().resizeEvent(event)
        if is_scrolled and event.oldSize().width() != event.size().width():
            self._scroll_to(place, 0.0)
        if asked is not None and is_reading_asked and not self._is_in_sight(asked):
            self._scroll_to(asked.start, 0.3)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed_at, self._pressed_at = self._pressed_at, None
        point = event.position().toPoint()
        if pressed_at is None or self.textCursor().hasSelection():
            return
        if (point - pressed_at).manhattanLength() >= QApplication.startDragDistance():
            return
        mention = self.mention_at(point)
        if mention is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.menu_wanted.emit(mention, event.globalPosition().toPoint())
        elif mention is not None:
            self.mention_clicked.emit(mention)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(None if event.buttons() else self.mention_at(event.position().toPoint()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.cursorRect().bottomLeft()
            self.menu_wanted.emit(self._mention_at_caret(), self.viewport().mapToGlobal(place))
        else:
            self.menu_wanted.emit(self.mention_at(event.pos()), event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mention = self.mention_at(event.pos())
            if mention is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._tip(mention), self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        mention = self._mention_at_caret()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and mention is not None:
            self.mention_clicked.emit(mention)
        elif event.key() == Qt.Key.Key_PageDown and bar.value() == bar.maximum() and self.has_later:
            self.show_later()
        elif event.key() == Qt.Key.Key_PageUp and bar.value() == 0 and self.text_window.start > 0:
            self.show_earlier()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        bar, turn = self.verticalScrollBar(), event.angleDelta().y()
        if turn < 0 and bar.value() == bar.maximum() and self.has_later:
            self.show_later()
        elif turn > 0 and bar.value() == 0 and self.text_window.start > 0:
            self.show_earlier()
        else:
            super().wheelEvent(event)
        self._hover(None)

    def block_top(self, point: int) -> float:
        """Top, in the viewport, of the block that holds a code point; the gap above it included."""
        block = self.document().findBlock(self._unit(point))
        gap = block.blockFormat().topMargin()
        top = self.document().documentLayout().blockBoundingRect(block).top()
        return top - gap - self.verticalScrollBar().value()

    def _tip(self, mention: TextMention) -> str:
        sure = self.tr("{n} %").format(n=round(mention.score * 100))
        return f"{mention.entity_name} · {label_name(mention.label).lower()} · {sure}"

    def _load(self, focus: int) -> None:
        """Lay out the part of the text around ``focus``."""
        view = self._view
        assert view is not None
        self.text_window = window_around(view.text, focus, self._size)
        part = view.text[self.text_window.start : self.text_window.end]
        self._offsets = OffsetMap(part)
        self._hovered = None
        self.setPlainText(shown(part, view.format))
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        lines = QTextBlockFormat()
        lines.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.mergeBlockFormat(lines)
        if len(view.pages) > 1:
            gap = QTextBlockFormat()
            gap.setTopMargin(PAGE_GAP)
            for page in view.pages:
                if self.text_window.start <= page.start < max(self.text_window.end, 1):
                    cursor.setPosition(self._unit(page.start))
                    cursor.mergeBlockFormat(gap)
        cursor.endEditBlock()
        self.window_moved.emit()

    def _is_in_sight(self, span: Span, height: int | None = None) -> bool:
        """Whether all of ``span`` can be read, not too near an edge, in a viewport of ``height``."""
        rects = self.span_rects(span)
        room = (self.viewport().height() if height is None else height) - _EDGE
        return bool(rects) and rects[0].top() >= _EDGE and rects[-1].bottom() <= room

    def _take_mentions(self, view: DocumentView | None) -> None:
        self._mentions = sorted(view.mentions, key=lambda mention: mention.start) if view else []
        self._starts = [mention.start for mention in self._mentions]

    def _unit(self, point: int) -> int:
        """Position in the ``QTextDocument`` of a code point of the text, kept within the loaded part."""
        length = self.text_window.end - self.text_window.start
        return self._offsets.to_units(min(max(point - self.text_window.start, 0), length))

    def _shown_span(self) -> Span:
        """The part of the text in sight, in whole lines."""
        bottom = self.cursorForPosition(QPoint(self.viewport().width(), self.viewport().height())).position()
        top = self.cursorForPosition(QPoint(0, 0)).position()
        start = self.text_window.start
        return Span(start + self._offsets.to_points(top), start + self._offsets.to_points(bottom) + 1)

    def _scroll_to(self, point: int, fraction: float) -> None:
        """Bring a code point to ``fraction`` of the viewport's height."""
        self.document().documentLayout().documentSize()  # lays out all of it, so that the range is right
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._unit(point))
        top = self.cursorRect(cursor).top() + self.verticalScrollBar().value()
        self.verticalScrollBar().setValue(round(top - self.viewport().height() * fraction))

    def _mention_over(self, unit: int) -> TextMention | None:
        """The mention that the character at a ``QTextDocument`` position belongs to."""
        point = self.text_window.start + self._offsets.to_points(unit)
        before = bisect_right(self._starts, point) - 1
        if self._view is None or before < 0:
            return None
        mention = self._mentions[before]
        return mention if point < mention.end else None

    def _mention_at_caret(self) -> TextMention | None:
        return self._mention_over(self.textCursor().position())

    def _hover(self, mention: TextMention | None) -> None:
        shape = Qt.CursorShape.PointingHandCursor if mention else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)
        if mention is not self._hovered:
            self._hovered = mention
            self.viewport().update()
