"""Under the search box while one types: what may come next, as a light list that never takes the focus.

In: what is typed up to the cursor. Out: the span that a suggestion names, replaced. Arrows choose, Tab
accepts (the first, where none is chosen), Enter accepts what is chosen, Escape closes. Nothing is asked
while an input method composes, and an answer to an older text is dropped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from engine.requests import CompleteQuery
from engine.searches import Suggestion
from gui.engine_bridge import EngineBridge
from gui.facet_names import field_meaning, value_name
from gui.roles import RECORD_ROLE
from gui.texts import AMOUNTS, label_name
from gui.widgets.icons import tinted
from gui.widgets.resting_edit import REST_MS, RestingEdit
from gui.widgets.text_offsets import OffsetMap
from gui.widgets.theme import BODY, RADIUS, SMALL, XS, M, S, current_theme, text_font

_ROW, _ICON = 30, 16
_WIDTH, _MOST_ROWS = 420, 9
_ICONS = {
    "field": "search", "person": "person", "org": "organisation", "place": "place", "in": "folder",
    "type": "document", "before": "clock", "after": "clock", "on": "clock", "lang": "globe",
}  # fmt: skip
_ENTITIES = ("person", "org", "place", "entity")


class SearchCompletion(QListWidget):
    """Listens to ``box`` and lies over ``parent``, in which the box must be."""

    def __init__(self, bridge: EngineBridge, box: RestingEdit, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge, self._box, self._ground = bridge, box, parent
        self._n_asked = 0
        self._head = ""
        self.setProperty("role", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_RowDelegate(self))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask)
        box.textEdited.connect(self._on_edited)
        box.installEventFilter(self)
        self.itemClicked.connect(lambda item: self._accept(item.data(RECORD_ROLE)))
        self.itemEntered.connect(self.setCurrentItem)
        self.retranslate()
        self.hide()

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What is on show, best first."""
        return tuple(self.item(row).data(RECORD_ROLE) for row in range(self.count()) if not self.isHidden())

    def close_list(self) -> None:
        """Show nothing, whatever is still on its way."""
        self._n_asked += 1
        self._rest.stop()
        self.hide()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.setAccessibleName(self.tr("Suggestions"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.close_list()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is not self._box:  # the list watches parts of its own, too
            return super().eventFilter(watched, event)
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        if kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.close_list()
        elif kind in (QEvent.Type.Move, QEvent.Type.Resize) and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        """Whether the key was meant for the list."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = None if self.isHidden() else self.currentItem()
            if item is None or self._box.is_composing:
                self.close_list()
                return False
            self._accept(item.data(RECORD_ROLE))
            return True
        if self.isHidden() or event.modifiers() not in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Tab:
            self._accept((self.currentItem() or self.item(0)).data(RECORD_ROLE))
        elif key == Qt.Key.Key_Escape:
            self.close_list()
        else:
            if key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
                self.close_list()  # the cursor leaves what the list is about
            return False
        return True

    def _step(self, step: int) -> None:
        """Choose the next row; beyond either end nothing is chosen, then the other end."""
        row = (self.currentRow() + 1 + step) % (self.count() + 1) - 1
        self.setCurrentRow(row)

    def _on_edited(self) -> None:
        self._n_asked += 1
        self.setCurrentRow(-1)
        if self._box.is_composing or not self._box.text():
            self.close_list()
        else:
            self._rest.start()

    def _ask(self) -> None:
        if self._box.is_composing:
            return
        head = _head_of(self._box)
        self._n_asked += 1
        asked = self._n_asked
        self._bridge.ask(
            self,
            CompleteQuery(text=head, cursor=len(head)),
            lambda found: self._take(asked, head, found),
            lambda _error: self.close_list(),
        )

    def _take(self, asked: int, head: str, found: Sequence[Suggestion]) -> None:
        if asked != self._n_asked or not self._box.hasFocus():
            return
        self._head = head
        self.clear()
        for suggestion in found:
            if suggestion.text != head[suggestion.start : suggestion.end]:
                self.addItem(_item(suggestion))
        if not self.count():
            self.close_list()
            return
        self.setCurrentRow(-1)
        self.scrollToTop()
        self._place()
        self.show()
        self.raise_()

    def _accept(self, suggestion: Suggestion) -> None:
        """Put a suggestion where it says, as one step that the box can undo."""
        self.close_list()
        box, head = self._box, _head_of(self._box)
        if box.is_composing or head != self._head:
            return
        cursor = box.cursorPosition()
        raw = OffsetMap(head)
        n_units = raw.to_units(len(head)) - raw.to_units(suggestion.start)
        if unicodedata.is_normalized("NFC", box.text()[: len(head)]):
            box.setSelection(cursor - n_units, n_units)
        else:  # composed characters take less room than what was typed
            box.setText(head + box.text()[OffsetMap(box.text()).to_points(cursor) :])
            box.setSelection(raw.to_units(suggestion.start), n_units)
        box.insert(suggestion.text)
        if suggestion.kind == "field":
            self._ask()

    def _place(self) -> None:
        corner = self._box.mapTo(self._ground, QPoint(0, self._box.height() + XS))
        n_rows = min(self.count(), _MOST_ROWS)
        room = max(self._ground.height() - corner.y() - S, _ROW)
        height = min(n_rows * _ROW + 2 * XS + 2, room)
        self.setGeometry(QRect(corner, QSize(min(_WIDTH, self._box.width()), height)))


def _head_of(box: QLineEdit) -> str:
    """What stands before the cursor, in NFC as the engine counts it."""
    text = box.text()
    return unicodedata.normalize("NFC", text[: OffsetMap(text).to_points(box.cursorPosition())])


def _item(suggestion: Suggestion) -> QListWidgetItem:
    item = QListWidgetItem(suggestion.shown)
    item.setData(RECORD_ROLE, suggestion)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{suggestion.shown} {_note(suggestion)}".strip())
    return item


def _note(suggestion: Suggestion) -> str:
    """What a suggestion means, or how much there is of it."""
    if suggestion.kind == "field":
        return field_meaning(suggestion.field)
    if suggestion.count is not None:
        is_entity = suggestion.kind in _ENTITIES
        return AMOUNTS.mentions(suggestion.count) if is_entity else AMOUNTS.files(suggestion.count)
    names = {"type": lambda text: value_name("type", text), "label": label_name}
    named = names[suggestion.kind](suggestion.text) if suggestion.kind in names else ""
    return "" if named.lstrip(".") == suggestion.text else named


class _RowDelegate(QStyledItemDelegate):
    """An icon, what would be put there, and at the right what it means."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        suggestion: Suggestion = index.data(RECORD_ROLE)
        theme = current_theme()
        painter.save()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selection))
            painter.drawRoundedRect(area, RADIUS - 2, RADIUS - 2)
        inner = area.adjusted(S, 0, -S, 0)
        ratio = painter.device().devicePixelRatio()
        picture = tinted(_ICONS.get(suggestion.kind, "tag"), _ICON, theme.muted, ratio)
        painter.drawPixmap(inner.left(), inner.center().y() - _ICON // 2 + 1, picture)
        left, room = inner.left() + _ICON + S, inner.width() - _ICON - S
        name_font, note_font = text_font(BODY), text_font(SMALL)
        shown, note = suggestion.shown, _note(suggestion)
        name_width = min(QFontMetrics(name_font).horizontalAdvance(shown) + 1, room)
        painter.setFont(name_font)
        painter.setPen(QColor(theme.text))
        _draw(painter, QRect(left, area.top(), name_width, area.height()), shown, Qt.AlignmentFlag.AlignLeft)
        rest = QRect(left + name_width + M, area.top(), room - name_width - M, area.height())
        if note and rest.width() > 2 * M:
            painter.setFont(note_font)
            painter.setPen(QColor(theme.muted))
            _draw(painter, rest, note, Qt.AlignmentFlag.AlignRight)
        painter.restore()


def _draw(painter: QPainter, area: QRect, text: str, side: Qt.AlignmentFlag) -> None:
    line = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, line)
