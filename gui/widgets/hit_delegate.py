"""Paints one hit: icon and title, two lines of snippet with the matches marked, where it lies and why.

Where other files say the same, one more line names them, and where the document holds further places, one
tells how many; unfolded, each of them is a row of one line.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtGui import QTextOption as TextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from engine.records import Span
from engine.searches import Hit
from gui.roles import IS_OPEN_ROLE, IS_PLACE_ROLE, RECORD_ROLE
from gui.texts import AMOUNTS, page, why_found
from gui.widgets.icons import format_icon, tinted
from gui.widgets.paths import breadcrumb, name_of
from gui.widgets.text_offsets import OffsetMap, excerpt
from gui.widgets.theme import BODY, LARGE, RADIUS, SMALL, XS, M, S, Theme, current_theme, text_font

_ICON = 18
_LINES = 2
_EXCERPT = 180
_GAP = 4  # between two rows
_ARROW = 12
_CHIP = 14  # around the text of a chip, both sides together


class HitDelegate(QStyledItemDelegate):
    """Row height depends on the fonts and on which of the lines there are, never on text."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hit: Hit = index.data(RECORD_ROLE)
        if index.data(IS_PLACE_ROLE):
            return QSize(200, _place_height())
        n_lines = bool(hit.n_alike) + bool(hit.context)
        return QSize(200, row_height() + n_lines * _alike_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit: Hit = index.data(RECORD_ROLE)
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect.adjusted(0, 0, 0, -_GAP)
        state: QStyle.StateFlag = option.state
        _paint_ground(painter, area, state, theme)
        if index.data(IS_PLACE_ROLE):
            _paint_place(painter, area.adjusted(M, 0, -M, 0), hit, theme)
            painter.restore()
            return
        inner = area.adjusted(M, M - 2, -M, -M + 2)
        y = _paint_title(painter, inner, hit, theme)
        y = _paint_snippet(painter, inner, y, hit, theme)
        y = _paint_foot(painter, inner, y, hit, theme)
        if hit.n_alike:
            _paint_line(painter, inner, y, alike_line(hit), theme.muted)
        if hit.context:
            _paint_fold(painter, fold_line(option.rect), hit, theme, is_open=index.data(IS_OPEN_ROLE))
        painter.restore()


def row_height() -> int:
    """Height of a row without files alike, the gap below it included."""
    title, body, small = (QFontMetrics(text_font(size)).height() for size in (LARGE, BODY, SMALL))
    return 2 * (M - 2) + max(title, _ICON) + XS + _LINES * (body + 3) + S - 2 + small + 4 + _GAP


def fold_line(row: QRect) -> QRect:
    """Where the row of a hit tells how many further places there are; a click on it unfolds them."""
    height = _alike_height()
    return QRect(row.left() + M, row.bottom() + 1 - _GAP - (M - 2) - height, row.width() - 2 * M, height)


def _alike_height() -> int:
    return QFontMetrics(text_font(SMALL)).height() + XS


def _place_height() -> int:
    return QFontMetrics(text_font(BODY)).height() + 2 * S - 2 + _GAP


def _paint_ground(painter: QPainter, area: QRect, state: QStyle.StateFlag, theme: Theme) -> None:
    if state & QStyle.StateFlag.State_Selected:
        colour = QColor(theme.selection)
    elif state & QStyle.StateFlag.State_MouseOver:
        colour = QColor(theme.hover)
    else:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(area, RADIUS, RADIUS)
    if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
        painter.setPen(QPen(QColor(theme.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), RADIUS, RADIUS)


def _paint_title(painter: QPainter, inner: QRect, hit: Hit, theme: Theme) -> int:
    ratio = painter.device().devicePixelRatio()
    font = text_font(14, bold=True)
    metrics = QFontMetrics(font)
    height = max(QFontMetrics(text_font(LARGE)).height(), _ICON)
    painter.drawPixmap(
        QPointF(inner.left(), inner.top() + (height - _ICON) / 2),
        tinted(format_icon(hit.path), _ICON, theme.muted, ratio),
    )
    right = inner.right()
    side_note = page(hit.page)
    if side_note:
        small = text_font(SMALL)
        width = QFontMetrics(small).horizontalAdvance(side_note)
        painter.setFont(small)
        painter.setPen(QColor(theme.muted))
        box = QRect(right - width, inner.top(), width + 1, height)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, side_note)
        right -= width + M
    left = inner.left() + _ICON + S
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    title = metrics.elidedText(hit.title, Qt.TextElideMode.ElideRight, right - left)
    painter.drawText(QRect(left, inner.top(), right - left, height), Qt.AlignmentFlag.AlignVCenter, title)
    return inner.top() + height + XS


def _paint_snippet(painter: QPainter, inner: QRect, y: int, hit: Hit, theme: Theme) -> int:
    line_height = QFontMetrics(text_font(BODY)).height() + 3
    snippet = hit.snippet or QCoreApplication.translate("HitDelegate", "The name of the file matches.")
    layout = _laid_out(snippet, _inside(hit), inner.width(), theme)
    painter.setPen(QColor(theme.muted))
    layout.draw(painter, QPointF(inner.left(), y))
    return y + _LINES * line_height + S - 2


def _inside(hit: Hit) -> tuple[Span, ...]:
    """The matches that lie in the snippet, counted from its start."""
    end = hit.snippet_start + len(hit.snippet)
    return tuple(
        Span(span.start - hit.snippet_start, span.end - hit.snippet_start)
        for span in hit.highlights
        if hit.snippet_start <= span.start and span.end <= end
    )


def _paint_place(painter: QPainter, area: QRect, hit: Hit, theme: Theme) -> None:
    """One line: what stands there, below its hit's text, and the page at its right."""
    left, right = area.left() + _ICON + S, area.right()
    if side_note := page(hit.page):
        small = text_font(SMALL)
        width = QFontMetrics(small).horizontalAdvance(side_note)
        painter.setFont(small)
        painter.setPen(QColor(theme.muted))
        box = QRect(right - width, area.top(), width + 1, area.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, side_note)
        right -= width + M
    painter.setPen(QPen(QColor(theme.border), 2))
    painter.drawLine(area.left() + _ICON // 2, area.top(), area.left() + _ICON // 2, area.bottom())
    layout = _laid_out(hit.snippet, _inside(hit), max(right - left, 40), theme, n_lines=1)
    painter.setPen(QColor(theme.muted))
    top = area.top() + (area.height() - QFontMetrics(text_font(BODY)).height()) / 2
    layout.draw(painter, QPointF(left, top))


def _paint_fold(painter: QPainter, line: QRect, hit: Hit, theme: Theme, *, is_open: bool) -> None:
    """How many further places there are, behind an arrow that tells whether they are on show."""
    ratio = painter.device().devicePixelRatio()
    arrow = tinted("chevron-down" if is_open else "chevron-right", _ARROW, theme.accent, ratio)
    painter.drawPixmap(QPointF(line.left(), line.center().y() - _ARROW / 2 + 1), arrow)
    rest = line.adjusted(_ARROW + XS, 0, 0, 0)
    _paint_line(painter, rest, rest.top(), AMOUNTS.more_places(len(hit.context)), theme.accent)


@lru_cache(maxsize=128)
def _laid_out(
    snippet: str, spans: tuple[Span, ...], width: int, theme_key: Theme, *, n_lines: int = _LINES
) -> QTextLayout:
    """At most so many lines of ``snippet``, cut with an ellipsis, its ``spans`` marked."""
    font = text_font(BODY)
    metrics = QFontMetrics(font)
    line, moved = excerpt(snippet, spans, size=_EXCERPT)
    # Two lines hold about this much; the last line is cut once more where it ends.
    line = _cut_to(line, font, width, n_lines)
    layout = QTextLayout(line, font)
    layout.setTextOption(TextOption(Qt.AlignmentFlag.AlignLeft))
    layout.setFormats(_marks(line, moved, theme_key))
    layout.setCacheEnabled(True)
    layout.beginLayout()
    for number in range(n_lines):
        row = layout.createLine()
        if not row.isValid():
            break
        row.setLineWidth(width if number < n_lines - 1 else 100_000)  # the last one is already cut
        row.setPosition(QPointF(0, number * (metrics.height() + 3)))
    layout.endLayout()
    return layout


def _cut_to(text: str, font: QFont, width: int, n_lines: int) -> str:
    """``text`` shortened so that it ends, with an ellipsis, on the last line there is room for."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    start = 0
    for number in range(n_lines):
        row = layout.createLine()
        if not row.isValid():
            layout.endLayout()
            return text
        row.setLineWidth(width)
        if number == n_lines - 1:
            start = row.textStart()
    layout.endLayout()
    offsets = OffsetMap(text)
    head = text[: offsets.to_points(start)]
    tail = text[offsets.to_points(start) :]
    return head + QFontMetrics(font).elidedText(tail, Qt.TextElideMode.ElideRight, width)


def _marks(text: str, spans: list[Span], theme: Theme) -> list[QTextLayout.FormatRange]:
    offsets = OffsetMap(text)
    made = []
    for span in spans:
        if span.start >= len(text):
            continue
        mark = QTextLayout.FormatRange()
        mark.start = offsets.to_units(span.start)
        mark.length = offsets.to_units(min(span.end, len(text))) - mark.start
        look = QTextCharFormat()
        look.setBackground(QBrush(QColor(theme.highlight)))
        look.setForeground(QBrush(QColor(theme.text)))
        mark.format = look
        made.append(mark)
    return made


def _paint_foot(painter: QPainter, inner: QRect, y: int, hit: Hit, theme: Theme) -> int:
    font = text_font(SMALL)
    metrics = QFontMetrics(font)
    height = metrics.height() + 4
    painter.setFont(text_font(11))
    chip_metrics = QFontMetrics(painter.font())
    right = inner.right()
    for name, width in reversed(_chips(why_found(hit.reasons), chip_metrics, inner.width() * 2 // 3)):
        box = QRectF(right - width, y, width, height)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
        painter.setPen(QColor(theme.accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
        right -= width + XS
    painter.setFont(font)
    painter.setPen(QColor(theme.muted))
    room = right - S - inner.left()
    path = metrics.elidedText(breadcrumb(hit.path), Qt.TextElideMode.ElideMiddle, max(room, 0))
    painter.drawText(QRect(inner.left(), y, max(room, 0), height), Qt.AlignmentFlag.AlignVCenter, path)
    return y + height


def _chips(phrases: list[str], metrics: QFontMetrics, room: int) -> list[tuple[str, int]]:
    """The phrases there is room for with the widths of their chips; the first is cut if it must be."""
    chips: list[tuple[str, int]] = []
    for phrase in phrases:
        shown = phrase if chips else metrics.elidedText(phrase, Qt.TextElideMode.ElideRight, room - _CHIP)
        width = metrics.horizontalAdvance(shown) + _CHIP
        if width <= room:
            chips.append((shown, width))
            room -= width + XS
    return chips


def _paint_line(painter: QPainter, inner: QRect, y: int, line: str, colour: str) -> None:
    font = text_font(SMALL)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    box = QRect(inner.left(), y, inner.width(), _alike_height())
    text = QFontMetrics(font).elidedText(line, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)


def alike_line(hit: Hit) -> str:
    """How many files say the same as a hit's, and where the first of them lie."""
    return " · ".join((AMOUNTS.more_alike(hit.n_alike), *map(_place, hit.alike)))


def _place(path: str) -> str:
    """The name of a file, and the folder that it lies in."""
    return f"{name_of(path)} ({breadcrumb(path)})"
