"""What a page looks like on the canvas: the sheet, and what is marked on it.

Marks are multiplied into the picture, as a marker pen would, so that what is printed stays readable; a
page is paper in both themes, so they have the same colours in both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from engine.pages import Box
from gui.widgets.theme import BODY, LIGHT, XL, current_theme, text_font

if TYPE_CHECKING:
    from gui.widgets.page_canvas import PageMarks

_MARKER = "#ffdf6b"
_MARKER_EDGE = "#c99700"
_FOUND = "#fff0b8"
_RADIUS = 2.0
_UPRIGHT = 2.2

Place = Callable[[Box], QRectF]


def paint_sheet(painter: QPainter, page: QRectF, picture: QPixmap | None) -> None:
    """Paint the paper with its soft edge, and the picture on it where there is one."""
    theme = current_theme()
    painter.setPen(Qt.PenStyle.NoPen)
    for spread, strength in ((5, 8), (3, 12), (1, 18)):
        painter.setBrush(QColor(0, 0, 0, strength * (2 if theme.is_dark else 1)))
        painter.drawRoundedRect(
            page.adjusted(-spread, -spread + 1, spread, spread + 2), spread + 1, spread + 1
        )
    if picture is None:
        painter.setBrush(QColor(theme.surface if theme.is_dark else theme.raised))
        painter.drawRect(page)
    else:
        painter.drawPixmap(page, picture, QRectF(picture.rect()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.drawRect(page.adjusted(-0.5, -0.5, 0.5, 0.5))


def paint_note(painter: QPainter, room: QRectF, note: str) -> None:
    """Paint a sentence in the middle of ``room``."""
    painter.setFont(text_font(BODY))
    painter.setPen(QColor(current_theme().muted))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(room.adjusted(2 * XL, XL, -2 * XL, -XL), int(flags), note)


def paint_marks(painter: QPainter, page: QRectF, marks: PageMarks, place: Place) -> None:
    """Paint what was asked for, what was found, and an underline for each mention."""
    painter.save()
    painter.setClipRect(page)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    if marks.is_passage:
        _fill(painter, marks.asked, place, _FOUND)
    else:
        _fill(painter, marks.asked, place, _MARKER)
    for number, boxes in enumerate(marks.found):
        _fill(painter, boxes, place, _MARKER if number == marks.current else _FOUND)
    for mention, boxes in marks.mentions:
        if mention is marks.hovered:
            _fill(painter, boxes, place, LIGHT.label_colours(mention.label).wash)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    if not marks.is_passage:
        _frame(painter, marks.asked, place, _MARKER_EDGE)
    for number, boxes in enumerate(marks.found):
        is_current = number == marks.current
        _frame(painter, boxes, place, LIGHT.accent if is_current else _MARKER_EDGE, is_strong=is_current)
    _underline(painter, marks, place)
    painter.restore()


def mark_rect(place: QRectF) -> QRectF:
    """The rectangle of a mark: a little larger than the letters."""
    return place.adjusted(-2, -1.5, 2, 1.5)


def _fill(painter: QPainter, boxes: Sequence[Box], place: Place, colour: str) -> None:
    whole = QPainterPath()  # one shape, so that lines that overlap are no darker there
    whole.setFillRule(Qt.FillRule.WindingFill)
    for box in boxes:
        whole.addRoundedRect(mark_rect(place(box)), _RADIUS, _RADIUS)
    painter.fillPath(whole, QColor(colour))


def _frame(
    painter: QPainter, boxes: Sequence[Box], place: Place, colour: str, *, is_strong: bool = False
) -> None:
    """A thin edge, which alone is seen on a dark picture."""
    ink = QColor(colour)
    ink.setAlphaF(1.0 if is_strong else 0.55)
    painter.setPen(QPen(ink, 1.6 if is_strong else 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for box in boxes:
        painter.drawRoundedRect(mark_rect(place(box)), _RADIUS, _RADIUS)


def _underline(painter: QPainter, marks: PageMarks, place: Place) -> None:
    for mention, boxes in marks.mentions:
        ink = QColor(LIGHT.label_colours(mention.label).ink)
        ink.setAlphaF(0.8)
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for box in boxes:
            rect = place(box)
            if rect.height() > _UPRIGHT * rect.width():  # set upright: names are lined on their left
                x = round(rect.left()) - 1.5
                painter.drawLine(QPointF(x, rect.top() + 0.5), QPointF(x, rect.bottom() - 0.5))
            else:
                y = round(rect.bottom()) + 1.5
                painter.drawLine(QPointF(rect.left() + 0.5, y), QPointF(rect.right() - 0.5, y))
