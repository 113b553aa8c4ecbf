"""Choose an entity: a box that searches as one types, and the best that it finds.

In: the entity that is not to be chosen. Asks ``ListEntities``. Out: the chosen ``EntityRow``.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from engine.records import EntityRow
from engine.requests import ListEntities
from gui.engine_bridge import EngineBridge
from gui.models.entity_list_model import EntityListModel
from gui.roles import RECORD_ROLE
from gui.widgets.controls import styled_label
from gui.widgets.entity_delegate import ROW_HEIGHT, EntityDelegate
from gui.widgets.resting_edit import RestingEdit
from gui.widgets.theme import S

_MOST = 20
_ROWS_SHOWN = 5


class EntityChooser(QWidget):
    """Enter takes the best match, the arrow down goes into the list.

    Attributes:
        chosen: The ``EntityRow`` that was picked.
    """

    chosen = Signal(EntityRow)

    def __init__(self, bridge: EngineBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._left_out: int | None = None
        self._n_asked = 0
        self.box = RestingEdit()
        self.model = EntityListModel(self)
        self.list = QListView()
        self._none = styled_label("muted")
        self.setFocusProxy(self.box)
        self._build()
        self.retranslate()

    def open_without(self, entity_id: int) -> None:
        """Begin anew; ``entity_id`` itself is not on offer."""
        self._left_out = entity_id
        self.box.clear()
        self._read()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.box.setPlaceholderText(self.tr("Start of a name"))
        self.box.setAccessibleName(self.tr("Start of a name"))
        self.list.setAccessibleName(self.tr("Entities"))
        self._none.setText(self.tr("No other entity has a name that starts so."))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_down = event.key() == Qt.Key.Key_Down and not self.box.is_composing
            if is_down and self.model.rows:
                self.list.setFocus()
                self.list.setCurrentIndex(self.model.index(0, 0))
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntityDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.box.rested.connect(self._read)
        self.box.submitted.connect(lambda: self._choose(self.model.index(0, 0)))
        self.box.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self.box)
        column.addWidget(self.list)
        column.addWidget(self._none)

    def _read(self) -> None:
        self._n_asked += 1
        asked = self._n_asked
        request = ListEntities(prefix=self.box.text().strip(), limit=_MOST)
        self._bridge.ask(self, request, lambda rows: self._take(asked, rows))

    def _take(self, asked: int, rows: tuple[EntityRow, ...]) -> None:
        if asked != self._n_asked:
            return
        others = [row for row in rows if row.entity_id != self._left_out]
        self.model.set_rows(others)
        self.list.setFixedHeight(min(len(others), _ROWS_SHOWN) * ROW_HEIGHT + 2)
        self.list.setVisible(bool(others))
        self._none.setVisible(not others)

    def _choose(self, index: QModelIndex) -> None:
        row: EntityRow | None = index.data(RECORD_ROLE)
        if row is not None:
            self.chosen.emit(row)
