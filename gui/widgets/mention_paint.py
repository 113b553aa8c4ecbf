"""What is painted under and over the letters of a document: washes, underlines, page marks.

Rectangles are in logical pixels; those of ``span_rects`` in the document's own
coordinates, all others in the viewport's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QTextDocument

from engine.records import Span, TextMention
from gui.widgets.theme import SMALL, current_theme, text_font

if TYPE_CHECKING:
    from gui.widgets.mention_text import MentionText

PAGE_GAP = 52
# A longer span is a whole passage: a bar beside it says so more quietly than a wash behind it.
_LONGEST_WASH = 240


@dataclass(slots=True)
class TextMarks:
    """What is marked beside the mentions.

    ``current`` counts in ``found``; spans count code points of the document's text.
    """

    asked: Span | None = None
    found: list[Span] = field(default_factory=list)
    current: int | None = None
    hovered: TextMention | None = None


def span_rects(document: QTextDocument, start: int, end: int) -> list[QRectF]:
    """Where the characters ``start:end`` (UTF-16 units) stand, one rectangle a line of text."""
    rects: list[QRectF] = []
    block = document.findBlock(start)
    while block.isValid() and block.position() < end:
        layout = block.layout()
        document.documentLayout().blockBoundingRect(block)  # lays it out if it was not
        origin = layout.position()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            first = max(start - block.position(), line.textStart())
            last = min(end - block.position(), line.textStart() + line.textLength())
            if first < last:
                left, right = _x_of(line, first), _x_of(line, last)
                rects.append(
                    QRectF(
                        origin.x() + min(left, right),
                        origin.y() + line.y(),
                        abs(right - left),
                        line.height(),
                    )
                )
        block = block.next()
    return rects


def paint_under(text: MentionText, marks: TextMarks, shown: Span) -> None:
    """Paint what lies behind the letters: the span asked for, what was found, the hovered mention."""
    theme = current_theme()
    painter = QPainter(text.viewport())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if marks.asked is not None and _meets(marks.asked, shown):
        _paint_asked(painter, text, marks.asked, shown)
    if marks.hovered is not None:
        painter.setBrush(QColor(theme.label_colours(marks.hovered.label).wash))
        for rect in text.span_rects(Span(marks.hovered.start, marks.hovered.end)):
            painter.drawRoundedRect(rect.adjusted(-2, -1, 2, 3), 4, 4)
    for number, span in enumerate(marks.found):
        if not _meets(span, shown):
            continue
        is_current = number == marks.current
        wash = QColor(theme.highlight)
        wash.setAlphaF(1.0 if is_current else 0.55)
        painter.setBrush(wash)
        painter.setPen(QPen(QColor(theme.accent), 1.5) if is_current else Qt.PenStyle.NoPen)
        for rect in text.span_rects(span):
            painter.drawRoundedRect(rect.adjusted(-2, -1, 2, 2), 3, 3)
    painter.end()


def paint_over(text: MentionText, mentions: Sequence[TextMention], pages: Mapping[int, str]) -> None:
    """Paint the underlines of ``mentions`` and the marks of the pages that begin in sight, by offset."""
    theme = current_theme()
    painter = QPainter(text.viewport())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mention in mentions:
        ink = QColor(theme.label_colours(mention.label).ink)
        ink.setAlphaF(0.85)
        painter.setPen(QPen(ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for rect in text.span_rects(Span(mention.start, mention.end)):
            y = round(rect.bottom()) + 0.5
            painter.drawLine(QPointF(rect.left() + 0.5, y), QPointF(rect.right() - 0.5, y))
    _paint_pages(painter, text, pages)
    painter.end()


def _paint_asked(painter: QPainter, text: MentionText, asked: Span, shown: Span) -> None:
    theme = current_theme()
    rects = text.span_rects(Span(max(asked.start, shown.start), min(asked.end, shown.end)))
    if asked.end - asked.start <= _LONGEST_WASH:
        painter.setBrush(QColor(theme.highlight))
        for rect in rects:
            painter.drawRoundedRect(rect.adjusted(-3, -2, 3, 3), 4, 4)
    elif rects:
        top, bottom = rects[0].top() - 3, rects[-1].bottom() + 5
        wash = QColor(theme.highlight)
        wash.setAlphaF(0.3)
        painter.setBrush(wash)
        painter.drawRoundedRect(QRectF(0, top, text.viewport().width(), bottom - top), 6, 6)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(QRectF(0, top, 3, bottom - top), 1.5, 1.5)


def _paint_pages(painter: QPainter, text: MentionText, names: Mapping[int, str]) -> None:
    """A hairline with the page's name in the gap above its first line; empty pages share a mark."""
    theme = current_theme()
    painter.setFont(text_font(SMALL))
    metrics = QFontMetrics(painter.font())
    for start, name in names.items():
        top = text.block_top(start) + PAGE_GAP // 2
        width = text.viewport().width()
        painter.setPen(QPen(QColor(theme.border), 1))
        room = metrics.horizontalAdvance(name) + 24
        middle = width / 2
        painter.drawLine(QPointF(0, top + 0.5), QPointF(middle - room / 2, top + 0.5))
        painter.drawLine(QPointF(middle + room / 2, top + 0.5), QPointF(width, top + 0.5))
        painter.setPen(QColor(theme.faint))
        box = QRectF(middle - room / 2, top - PAGE_GAP / 2, room, PAGE_GAP)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)


def _meets(span: Span, other: Span) -> bool:
    return span.start < other.end and other.start < span.end


def _x_of(line: Any, position: int) -> float:
    """``cursorToX`` answers with the place and the position that it settled on."""
    x, _settled = line.cursorToX(position)
    return float(x)
