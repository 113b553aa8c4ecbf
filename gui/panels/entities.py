"""Everyone and everything the library knows, most mentioned first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from engine.events import ChangeKind
from engine.records import EntityRow
from engine.requests import ListEntities
from gui.engine_bridge import EngineBridge
from gui.models.entity_list_model import EntityListModel
from gui.panels.refresher import Refresher
from gui.roles import RECORD_ROLE
from gui.texts import AMOUNTS, LABELS, label_group
from gui.widgets.chips import Chips
from gui.widgets.controls import styled_label
from gui.widgets.empty_state import EmptyState
from gui.widgets.entity_delegate import EntityDelegate
from gui.widgets.navigator import Navigator
from gui.widgets.resting_edit import RestingEdit
from gui.widgets.theme import XL, Theme, theme_source
from gui.widgets.theme import L as LARGE_GAP
from gui.widgets.theme import M as MIDDLE_GAP

LIMIT = 500
_REFRESH_MS = 2000
_COLUMN = 900


class EntitiesPanel(QWidget):
    """A filter box, a pill per label, and the list."""

    def __init__(self, bridge: EngineBridge, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._navigator = bridge, navigator
        self._n_asked = 0
        self.model = EntityListModel(self)
        self.filter = RestingEdit()
        self.labels = Chips(("", *LABELS))
        self.list = QListView()
        self.setFocusProxy(self.filter)
        self._build()
        self._connect()
        self.retranslate()
        self._read()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self._title.setText(self.tr("Entities"))
        self.filter.setPlaceholderText(self.tr("Filter by name"))
        self.filter.setAccessibleName(self.tr("Filter by name"))
        self.list.setAccessibleName(self.tr("Entities"))
        self.labels.set_texts({"": self.tr("All"), **{label: label_group(label) for label in LABELS}})
        self._show_count()
        self.list.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        self._title = styled_label("title")
        self._count = styled_label("faint")
        self.filter.setMaximumWidth(320)
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntityDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._empty = EmptyState("people")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addSpacing(MIDDLE_GAP)
        head.addWidget(self._count, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.filter, 2)
        inner = QWidget()
        inner.setMaximumWidth(_COLUMN)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MIDDLE_GAP)
        column.addLayout(head)
        column.addWidget(self.labels)
        column.addWidget(self._pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(XL, LARGE_GAP + 4, XL, 0)
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)

    def _connect(self) -> None:
        self.filter.rested.connect(self._read)
        self.filter.submitted.connect(self._open_first)
        self.labels.chosen.connect(self._read)
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)
        Refresher(self._bridge, self, {ChangeKind.KNOWLEDGE}, self._read, pause_ms=_REFRESH_MS)
        theme_source().changed.connect(self._repaint)

    def _read(self) -> None:
        self._n_asked += 1
        asked = self._n_asked
        request = ListEntities(
            prefix=self.filter.text().strip(), label=self.labels.current or None, limit=LIMIT
        )
        self._bridge.ask(self, request, lambda rows: self._take(asked, rows))

    def _take(self, asked: int, rows: tuple[EntityRow, ...]) -> None:
        if asked != self._n_asked:
            return
        if rows != self.model.rows:
            kept = self.list.currentIndex().row()
            self.model.set_rows(rows)
            if 0 <= kept < len(rows):
                self.list.setCurrentIndex(self.model.index(kept, 0))
        self._pages.setCurrentWidget(self.list if rows else self._empty)
        self._show_count()

    def _show_count(self) -> None:
        n_rows = len(self.model.rows)
        most = self.tr("the {n} most mentioned").format(n=n_rows)
        self._count.setText(most if n_rows >= LIMIT else AMOUNTS.entities(n_rows))
        is_filtered = bool(self.filter.text().strip() or self.labels.current)
        if is_filtered:
            self._empty.set_texts(
                self.tr("No entity matches"), self.tr("Try the start of a name, or all labels.")
            )
        else:
            self._empty.set_texts(
                self.tr("Nobody here yet"),
                self.tr("People, places and organisations appear as Satchel reads your files."),
            )

    def _open(self, index: QModelIndex) -> None:
        row: EntityRow | None = index.data(RECORD_ROLE)
        if row is not None:
            self._navigator.open_entity(row.entity_id)

    def _open_first(self) -> None:
        self._open(self.model.index(0, 0))

    def _repaint(self, _theme: Theme) -> None:
        self.list.viewport().update()
