"""The History screen: what the user did, by day and kind, and how to erase it for good.

Asks ``ListActivity`` page by page; what is erased is gone from the library file, so all but single lines
are asked about once more.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QDateTime, QEvent, Qt, QTime
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from engine.requests import EraseActivity, ListActivity
from engine.suggestions import ActivityRow
from gui.engine_bridge import EngineBridge
from gui.texts import moment
from gui.widgets.chips import Chips
from gui.widgets.column import order_tabs
from gui.widgets.controls import framed, page_column, styled_button, styled_label
from gui.widgets.empty_state import EmptyState
from gui.widgets.icons import format_icon
from gui.widgets.line_button import Below, LineButton
from gui.widgets.long_column import LongColumn
from gui.widgets.navigator import Navigator
from gui.widgets.paths import breadcrumb
from gui.widgets.resting_edit import RestingEdit
from gui.widgets.theme import L, M, S

PAGE, MOST = 500, 5_000
"""Lines of one answer, and of all: what is older than those is erased with the rest but not listed."""
FIRST = 100
_COLUMN = 760
_KINDS = ("", "opened", "searched", "looked_at", "corrected")
_ICONS = {"searched": "search", "looked_at": "people"}
_HOUR_MS, _DAYS = 3_600_000, 7


class HistoryPanel(QWidget):
    """A filter, a pill for each kind, the lines, and what erases them."""

    def __init__(self, bridge: EngineBridge, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._navigator = bridge, navigator
        self._rows: tuple[ActivityRow, ...] = ()
        self._n_asked = 0
        self._since_ms: int | None = None
        self._erasers: list[QPushButton] = []
        self._next: int | None = None
        self.filter = RestingEdit()
        self.kinds = Chips(_KINDS)
        self.list = LongColumn(FIRST)
        self.erase_button = styled_button("plain", "trash")
        self.question = framed("notice")
        self.confirm_button = styled_button("danger", "trash")
        self.keep_button = styled_button("plain")
        self.setFocusProxy(self.filter)
        self._build()
        self._connect()
        self.retranslate()

    @property
    def shown(self) -> tuple[ActivityRow, ...]:
        """The acts of the kind chosen whose name or place has the filter's words."""
        words, kind = self.filter.text().strip().casefold(), self.kinds.current
        return tuple(
            row
            for row in self._rows
            if kind in ("", row.kind) and words in f"{row.name}\n{row.path}".casefold()
        )

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self._title.setText(self.tr("History"))
        self._line.setText(
            self.tr(
                "What you did in this library. It stands in the library file and nowhere else; what you "
                "erase is overwritten there and cannot be brought back."
            )
        )
        self.filter.setPlaceholderText(self.tr("Filter by name"))
        self.filter.setAccessibleName(self.tr("Filter by name"))
        self.kinds.set_texts({"": self.tr("All"), **self._kind_names()})
        self.erase_button.setText(self.tr("Erase…"))
        self.confirm_button.setText(self.tr("Erase for good"))
        self.keep_button.setText(self.tr("Keep"))
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.question.isVisible():
            self._keep()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.question.hide()
        self._read()

    def ask_to_erase(self, since_ms: int | None) -> None:
        """Ask whether all since a time (Unix ms), or with None everything, is to go."""
        self._since_ms = since_ms
        self._question_text.setText(
            self.tr(
                "Erase the whole history? It is overwritten in the library file and cannot be brought back."
            )
            if since_ms is None
            else self.tr(
                "Erase everything since {time}? It is overwritten in the library file and cannot be brought "
                "back."
            ).format(time=moment(since_ms))
        )
        self.question.show()
        self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def erase_menu(self) -> QMenu:
        """The menu of how much is to go."""
        now = QDateTime.currentDateTime()
        today = QDateTime(now.date(), QTime(0, 0))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, since_ms in (
            (self.tr("Of the last hour…"), now.toMSecsSinceEpoch() - _HOUR_MS),
            (self.tr("Of today…"), today.toMSecsSinceEpoch()),
            (self.tr("Of the last seven days…"), today.addDays(1 - _DAYS).toMSecsSinceEpoch()),
            (self.tr("Everything…"), None),
        ):
            menu.addAction(name, partial(self.ask_to_erase, since_ms))
        return menu

    def _build(self) -> None:
        area, column = page_column(_COLUMN)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(area)
        column.setSpacing(M)
        self._title = styled_label("title")
        self._line = styled_label("muted", wraps=True)
        self._question_text = styled_label("body", wraps=True)
        self._empty = EmptyState("clock")
        for button in (self.erase_button, self.confirm_button, self.keep_button):
            button.setAutoDefault(True)  # Enter presses it, as Space does
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.erase_button)
        asked = QHBoxLayout(self.question)
        asked.setContentsMargins(L, M, M, M)
        asked.setSpacing(S)
        asked.addWidget(self._question_text, 1)
        asked.addWidget(self.confirm_button)
        asked.addWidget(self.keep_button)
        self.question.hide()
        column.addLayout(head)
        for widget in (self._line, self.question, self.filter, self.kinds, self.list, self._empty):
            column.addWidget(widget)
        column.addStretch(1)

    def _connect(self) -> None:
        self.filter.rested.connect(self._fill)
        self.kinds.chosen.connect(self._fill)
        self.erase_button.clicked.connect(self._offer)
        self.confirm_button.clicked.connect(lambda: self._erase(EraseActivity(since_ms=self._since_ms)))
        self.keep_button.clicked.connect(self._keep)

    def _read(self) -> None:
        self._n_asked += 1
        self._read_on(self._n_asked, ())

    def _read_on(self, asked: int, before: tuple[ActivityRow, ...]) -> None:
        request = ListActivity(offset=len(before), limit=PAGE)
        self._bridge.ask(self, request, lambda rows: self._take(asked, before, rows))

    def _take(self, asked: int, before: tuple[ActivityRow, ...], rows: tuple[ActivityRow, ...]) -> None:
        if asked != self._n_asked:
            return
        whole = before + rows
        if len(rows) == PAGE and len(whole) < MOST:
            self._read_on(asked, whole)
            return
        self._rows = whole
        self._fill()

    def _fill(self) -> None:
        shown = self.shown
        self._erasers.clear()
        self.list.show_rows([partial(self._row, row) for row in shown])
        order_tabs(self)
        if self._next is not None and self._erasers:
            self._erasers[min(self._next, len(self._erasers) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
        self._next = None
        self.erase_button.setEnabled(bool(self._rows))
        self._empty.setVisible(not shown)
        if self._rows:
            self._empty.set_texts(self.tr("Nothing matches"), self.tr("Try other words, or all kinds."))
        else:
            self._empty.set_texts(
                self.tr("Nothing is remembered"),
                self.tr("What you open, search, look at and correct stands here while the history is kept."),
            )

    def _row(self, row: ActivityRow) -> QWidget:
        kind = self._kind_names()[row.kind]
        go = self._way(row)
        gone = self.tr("no longer in the library") if go is None else ""
        place = " · ".join(part for part in (kind, breadcrumb(row.path) if row.path else "", gone) if part)
        line = LineButton(
            _ICONS.get(row.kind) or format_icon(row.path),
            row.name,
            (Below(place, "faint"),),
            tail=moment(row.at_ms),
            is_faded=go is None,
        )
        if go is not None:
            line.clicked.connect(go)
        erase = styled_button("icon", "trash")
        erase.setAutoDefault(True)
        erase.setToolTip(self.tr("Erase this line for good"))
        erase.setAccessibleName(self.tr("Erase “{name}” for good").format(name=row.name))
        erase.clicked.connect(lambda: self._erase_one(row, self._erasers.index(erase)))
        self._erasers.append(erase)
        holder = QWidget()
        inside = QHBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(line, 1)
        inside.addWidget(erase)
        return holder

    def _way(self, row: ActivityRow) -> Callable[[], None] | None:
        """What a click on ``row`` does; None when what it was about is gone."""
        if row.kind == "searched":
            return lambda: self._navigator.search(row.name)
        document_id, entity_id = row.document_id, row.entity_id
        if document_id is not None:
            return lambda: self._navigator.open_document(document_id)
        return None if entity_id is None else lambda: self._navigator.open_entity(entity_id)

    def _offer(self) -> None:
        self.erase_menu().popup(self.erase_button.mapToGlobal(self.erase_button.rect().bottomLeft()))

    def _erase_one(self, row: ActivityRow, place: int) -> None:
        self._next = place  # so that several can be erased one after the other
        self._bridge.ask(self, EraseActivity(activity_id=row.activity_id), lambda _n_erased: self._read())

    def _erase(self, request: EraseActivity) -> None:
        self._keep()
        self._bridge.ask(self, request, lambda _n_erased: self._read())

    def _keep(self) -> None:
        self.question.hide()
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _kind_names(self) -> dict[str, str]:
        return {
            "opened": self.tr("Opened"),
            "searched": self.tr("Searched"),
            "looked_at": self.tr("Looked at"),
            "corrected": self.tr("Corrected"),
        }
