"""A sheet of paper on a desk: the picture of one page, with what is marked on it, at any size.

In: a picture and boxes in parts of its width and height. The canvas scrolls and zooms; it asks whoever
owns it for a sharper picture (``sharper_wanted``) and for another page (``turn_wanted``).
Sizes are device-independent pixels; ``n_pixels`` counts the screen's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget

from engine.pages import Box
from engine.records import TextMention
from gui.texts import label_name
from gui.widgets.page_paint import paint_marks, paint_note, paint_sheet
from gui.widgets.theme import XL, theme_source

A4 = 2**0.5
"""Height of a sheet whose picture is not there yet, in parts of its width."""
WIDEST_FIT = 1100
"""Wider a page gets only when it is zoomed."""
_ZOOMS = (0.25, 0.35, 0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 3.0, 4.0)
_MOST_PIXELS = 3200
_SHARPEN_MS = 180
_TURN_REST_MS = 350  # a touchpad goes on sending; one push turns one page
_STEP = 60
_EDGE = 40


@dataclass(slots=True)
class PageMarks:
    """What is marked on a page; ``current`` counts in ``found``.

    A mark is a list of boxes, one a line. ``is_passage`` says that ``asked`` is a whole passage.
    """

    asked: Sequence[Box] = ()
    is_passage: bool = False
    found: Sequence[Sequence[Box]] = ()
    current: int | None = None
    mentions: Sequence[tuple[TextMention, Sequence[Box]]] = ()
    hovered: TextMention | None = field(default=None)


class PageCanvas(QAbstractScrollArea):
    """Shows one page.

    Attributes:
        turn_wanted: Another page is wanted: so many further, and whether its end is to be seen first.
        ends_wanted: The first page (-1) or the last (1) is wanted.
        sharper_wanted: The page has another size now; see ``n_pixels``.
        mention_clicked: A mention was clicked.
        menu_wanted: A menu is asked for: the ``TextMention`` under the pointer, and where (global).
    """

    turn_wanted = Signal(int, bool)
    ends_wanted = Signal(int)
    sharper_wanted = Signal()
    mention_clicked = Signal(TextMention)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QPixmap | None = None
        self._aspect = A4
        self._natural: int | None = None
        self._note = ""
        self._zoom = 1.0
        self._pressed_at: QPoint | None = None
        self._unseen: Sequence[Box] = ()
        self.marks = PageMarks()
        self._turned = QElapsedTimer()
        self._sharpen = QTimer(self)
        self._sharpen.setSingleShot(True)
        self._sharpen.setInterval(_SHARPEN_MS)
        self._sharpen.timeout.connect(self.sharper_wanted)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(_STEP)
        self.horizontalScrollBar().setSingleStep(_STEP)
        theme_source().changed.connect(self.viewport().update)

    @property
    def zoom(self) -> float:
        """How wide the page is, in parts of the width that fits."""
        return self._zoom

    @property
    def picture(self) -> QPixmap | None:
        """What is shown, or None while there is nothing."""
        return self._picture

    @property
    def n_pixels(self) -> int:
        """How many pixels across a picture needs to be sharp here."""
        return max(1, min(_MOST_PIXELS, round(self._sheet().width() * self.devicePixelRatioF())))

    def show_picture(self, picture: QPixmap, *, most: int | None = None) -> None:
        """Show a page; ``most`` is how many pixels across it has at all, where that is few."""
        self._picture, self._note = picture, ""
        self._aspect = picture.height() / max(1, picture.width())
        self._natural = most
        self._lay_out()

    def show_blank(self, note: str = "") -> None:
        """Show an empty sheet, or ``note`` alone where there is no page to come."""
        self._picture, self._note = None, note
        self.marks = PageMarks()
        self._lay_out()

    def forget_size(self) -> None:
        """The next page belongs to another document: nothing is known of its size."""
        self._aspect, self._natural, self._zoom = A4, None, 1.0

    def go_to(self, *, end: bool = False) -> None:
        """Scroll to the top of the page, or to its end."""
        self._unseen = ()
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum() if end else 0)

    def reveal(self, boxes: Sequence[Box]) -> None:
        """Scroll so that the first of ``boxes`` can be read, as far as needed."""
        self._unseen = boxes if not self.isVisible() else ()
        if not boxes:
            return
        place = self.box_rect(boxes[0])
        height, width = self.viewport().height(), self.viewport().width()
        if place.top() < _EDGE or place.bottom() > height - _EDGE:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + round(place.center().y() - height * 0.35))
        if place.left() < 0 or place.right() > width:
            across = self.horizontalScrollBar()
            across.setValue(across.value() + round(place.center().x() - width / 2))

    def box_rect(self, box: Box) -> QRectF:
        """Where a box of the page stands in the viewport."""
        page = self.page_rect()
        return QRectF(
            page.left() + box.left * page.width(),
            page.top() + box.top * page.height(),
            (box.right - box.left) * page.width(),
            (box.bottom - box.top) * page.height(),
        )

    def page_rect(self) -> QRectF:
        """Where the page stands in the viewport."""
        size, view = self._sheet(), self.viewport().size()
        left = max(self._margin(), (view.width() - size.width()) // 2) - self.horizontalScrollBar().value()
        top = max(self._margin(), (view.height() - size.height()) // 2)
        is_high = size.height() + 2 * self._margin() > view.height()
        top = self._margin() - self.verticalScrollBar().value() if is_high else top
        return QRectF(left, top, size.width(), size.height())

    def mention_at(self, point: QPointF) -> TextMention | None:
        """The mention under a point of the viewport."""
        for mention, boxes in self.marks.mentions:
            if any(self.box_rect(box).adjusted(-1, -1, 1, 3).contains(point) for box in boxes):
                return mention
        return None

    def zoom_in(self) -> None:
        """Show the page a step larger."""
        self.set_zoom(next((zoom for zoom in _ZOOMS if zoom > self._zoom * 1.01), _ZOOMS[-1]))

    def zoom_out(self) -> None:
        """Show the page a step smaller."""
        self.set_zoom(next((zoom for zoom in reversed(_ZOOMS) if zoom < self._zoom * 0.99), _ZOOMS[0]))

    def set_zoom(self, zoom: float, around: QPointF | None = None) -> None:
        """Show the page so many times as wide as fits; ``around`` of the viewport stays where it is."""
        zoom = min(max(zoom, _ZOOMS[0]), _ZOOMS[-1])
        point = around if around is not None else QRectF(self.viewport().rect()).center()
        before = self.page_rect()
        across = (point.x() - before.left()) / before.width()
        down = (point.y() - before.top()) / before.height()
        self._zoom = zoom
        self._lay_out()
        after = self.page_rect()
        self._scroll_by(
            after.left() + across * after.width() - point.x(), after.top() + down * after.height() - point.y()
        )

    def sizeHint(self) -> QSize:
        return QSize(600, 700)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._note:
            paint_note(painter, QRectF(self.viewport().rect()), self._note)
        else:
            page = self.page_rect()
            paint_sheet(painter, page, self._picture)
            if self._picture is not None:
                paint_marks(painter, page, self.marks, self.box_rect)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        if self._unseen:
            self.reveal(self._unseen)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._sharpen.start()
        super().changeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * 1.0015**turn, event.position())
            event.accept()
            return
        bar = self.verticalScrollBar()
        is_at_edge = bar.value() == (bar.maximum() if turn < 0 else bar.minimum())
        if turn and is_at_edge:
            if not self._turned.isValid() or self._turned.elapsed() > _TURN_REST_MS:
                self._turned.start()
                self.turn_wanted.emit(1 if turn < 0 else -1, turn > 0)
            event.accept()
            return
        if turn:
            self._turned.start()
        super().wheelEvent(event)
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, bar = event.key(), self.verticalScrollBar()
        page = max(_STEP, self.viewport().height() - _STEP)
        steps: dict[int, int] = {
            Qt.Key.Key_Down: _STEP, Qt.Key.Key_Up: -_STEP, Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page, Qt.Key.Key_Space: page,
        }  # fmt: skip
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif key in steps:
            is_at_edge = bar.value() == (bar.maximum() if steps[key] > 0 else bar.minimum())
            if not is_at_edge:
                bar.setValue(bar.value() + steps[key])
            elif key not in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.turn_wanted.emit(1 if steps[key] > 0 else -1, steps[key] < 0)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go_across(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.ends_wanted.emit(-1 if key == Qt.Key.Key_Home else 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons():
            self._hover(self.mention_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed_at, self._pressed_at = self._pressed_at, None
        point = event.position().toPoint()
        if pressed_at is None or (point - pressed_at).manhattanLength() >= QApplication.startDragDistance():
            return
        mention = self.mention_at(event.position())
        if mention is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.menu_wanted.emit(mention, event.globalPosition().toPoint())
        elif mention is not None:
            self.mention_clicked.emit(mention)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        mention = self.mention_at(QPointF(event.pos()))
        if mention is not None:
            self.menu_wanted.emit(mention, event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mention = self.mention_at(QPointF(event.pos()))
            if mention is None:
                QToolTip.hideText()
            else:
                tip = f"{mention.entity_name} · {label_name(mention.label).lower()}"
                QToolTip.showText(event.globalPos(), tip, self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    def _margin(self) -> int:
        return XL if self.width() > 500 else XL // 2

    def _sheet(self) -> QSize:
        """How large the page is; without a scroll bar it would be no larger, so that it cannot flicker."""
        room = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * self._margin()
        fit = max(40, min(WIDEST_FIT, room))
        if self._natural is not None:
            fit = min(fit, max(40, self._natural))
        width = max(20, round(fit * self._zoom))
        return QSize(width, max(1, round(width * self._aspect)))

    def _lay_out(self) -> None:
        size, view = self._sheet(), self.viewport().size()
        whole = size.grownBy(self.contentsMargins())
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        margin = 2 * self._margin()
        if self._note:
            whole = QSize(0, 0)
        across.setRange(0, max(0, whole.width() + margin - view.width()))
        across.setPageStep(view.width())
        down.setRange(0, max(0, whole.height() + margin - view.height()))
        down.setPageStep(view.height())
        if self._picture is not None and not self._is_sharp():
            self._sharpen.start()
        self.viewport().update()

    def _is_sharp(self) -> bool:
        """Whether the picture has the pixels that are needed here, or all that there are."""
        n_there = self._picture.width() if self._picture is not None else 0
        return abs(n_there - self.n_pixels) <= 1 or n_there == min(self.n_pixels, self._natural or 0)

    def _scroll_by(self, across: float, down: float) -> None:
        for bar, step in ((self.horizontalScrollBar(), across), (self.verticalScrollBar(), down)):
            bar.setValue(bar.value() + round(step))

    def _go_across(self, step: int) -> None:
        """A page wider than the view scrolls; of another one the arrows turn."""
        bar = self.horizontalScrollBar()
        if bar.maximum() > 0:
            bar.setValue(bar.value() + step * _STEP)
        else:
            self.turn_wanted.emit(step, False)

    def _hover(self, mention: TextMention | None) -> None:
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if mention else Qt.CursorShape.ArrowCursor
        )
        if mention is not self.marks.hovered:
            self.marks.hovered = mention
            self.viewport().update()
