"""Everyone and everything the library knows, by mentions or by rank; several can be made one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QListView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.curation import MergeProposal
from engine.events import ChangeKind
from engine.records import EntityRow
from engine.requests import ListEntities, ListProposals
from gui.engine_bridge import EngineBridge
from gui.models.entity_list_model import EntityListModel
from gui.panels.curation import Curation
from gui.panels.merge_queue import MOST_PROPOSALS
from gui.panels.refresher import Refresher
from gui.roles import RECORD_ROLE
from gui.texts import AMOUNTS, LABELS, label_group, number
from gui.widgets.chips import Chips
from gui.widgets.controls import framed, styled_button, styled_label
from gui.widgets.empty_state import EmptyState
from gui.widgets.entity_delegate import EntityDelegate
from gui.widgets.entity_menu import add_entity_actions
from gui.widgets.icons import icon
from gui.widgets.message_bar import MessageBar
from gui.widgets.navigator import Navigator
from gui.widgets.resting_edit import RestingEdit
from gui.widgets.theme import XL, S, Theme, theme_source
from gui.widgets.theme import L as LARGE_GAP
from gui.widgets.theme import M as MIDDLE_GAP

LIMIT = 500
_REFRESH_MS = 2000
_COLUMN = 900
ORDERS = ("mentions", "centrality")


class EntitiesPanel(QWidget):
    """A filter box, a pill per label, and the list.

    A click opens an entity; with Ctrl or Shift it chooses several, which can be merged.
    """

    def __init__(self, bridge: EngineBridge, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._navigator = bridge, navigator
        self._n_asked = 0
        self.model = EntityListModel(self)
        self.filter = RestingEdit()
        self.labels = Chips(("", *LABELS))
        self.order = Chips(ORDERS)
        self.list = QListView()
        self.message_bar = MessageBar()
        self.curation = Curation(bridge, self.message_bar, self)
        self.merges_button = styled_button("plain", "merge")
        self.merge_button = styled_button("primary", "merge")
        self._clear_button = styled_button("quiet")
        self.setFocusProxy(self.filter)
        self._build()
        self._connect()
        self.retranslate()
        self._reread()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self._title.setText(self.tr("Entities"))
        self.filter.setPlaceholderText(self.tr("Filter by name"))
        self.filter.setAccessibleName(self.tr("Filter by name"))
        self.list.setAccessibleName(self.tr("Entities"))
        self.order.set_texts({"mentions": self.tr("Most mentioned"), "centrality": self.tr("Most central")})
        self.merges_button.setToolTip(self.tr("Names that may mean one thing, for you to decide"))
        self._clear_button.setText(self.tr("Choose none"))
        several = self.tr("Ctrl or Shift and a click choose several, to make them one.")
        self._count.setToolTip(several)
        self.list.setAccessibleDescription(several)
        self._name_merges()
        self._show_chosen()
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
        self._n_proposals = 0
        self.merges_button.hide()
        self.filter.setMaximumWidth(320)
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntityDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._empty = EmptyState("people")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addSpacing(MIDDLE_GAP)
        head.addWidget(self._count, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.merges_button)
        head.addWidget(self.filter, 2)
        inner = QWidget()
        inner.setMaximumWidth(_COLUMN)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MIDDLE_GAP)
        column.addLayout(head)
        pills = QHBoxLayout()
        pills.setSpacing(MIDDLE_GAP)
        pills.addWidget(self.labels, 1)
        pills.addWidget(self.order, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(pills)
        column.addWidget(self._pages, 1)
        column.addWidget(self._chosen_bar())
        row = QHBoxLayout()
        row.setContentsMargins(XL, LARGE_GAP + 4, XL, 0)
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.message_bar)
        whole.addLayout(row, 1)

    def _chosen_bar(self) -> QWidget:
        """What can be done with several entities, below the list while several are chosen."""
        self._chosen_text = styled_label("body")
        self._bar = framed("deed")
        line = QHBoxLayout(self._bar)
        line.setContentsMargins(MIDDLE_GAP, S, S, S)
        line.setSpacing(S)
        line.addWidget(self._chosen_text, 1)
        line.addWidget(self._clear_button)
        line.addWidget(self.merge_button)
        holder = QWidget()
        around = QVBoxLayout(holder)
        around.setContentsMargins(0, 0, 0, MIDDLE_GAP)
        around.addWidget(self._bar)
        self._chosen_holder = holder
        holder.hide()
        return holder

    def _connect(self) -> None:
        self.filter.rested.connect(self._read)
        self.filter.submitted.connect(self._open_first)
        self.labels.chosen.connect(self._read)
        self.order.chosen.connect(self._read)
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open_clicked)
        self.list.customContextMenuRequested.connect(self._pop_menu)
        self.list.selectionModel().selectionChanged.connect(self._show_chosen)
        self.merge_button.clicked.connect(self._merge)
        self._clear_button.clicked.connect(self.list.clearSelection)
        self.merges_button.clicked.connect(lambda: self._navigator.open_screen("merges"))
        self.curation.decided.connect(lambda _decision: self._reread())
        self.curation.undone.connect(lambda _decision: self._reread())
        for key, act in (("Ctrl+M", self._merge), ("Ctrl+Del", self._reject)):
            QShortcut(QKeySequence(key), self.list, act, context=Qt.ShortcutContext.WidgetShortcut)
        Refresher(self._bridge, self, {ChangeKind.KNOWLEDGE}, self._reread, pause_ms=_REFRESH_MS)
        theme_source().changed.connect(self._repaint)

    def _reread(self) -> None:
        """Knowledge has changed: read the list and what is proposed."""
        self._read()
        self._bridge.ask(self, ListProposals(limit=MOST_PROPOSALS), self._take_proposals)

    def _read(self) -> None:
        self._n_asked += 1
        asked = self._n_asked
        request = ListEntities(
            prefix=self.filter.text().strip(),
            label=self.labels.current or None,
            limit=LIMIT,
            order="centrality" if self.order.current == "centrality" else "mentions",
        )
        self._bridge.ask(self, request, lambda rows: self._take(asked, rows))

    def _take(self, asked: int, rows: tuple[EntityRow, ...]) -> None:
        if asked != self._n_asked:
            return
        if rows != self.model.rows:
            kept = self.list.currentIndex().row()
            chosen = {row.entity_id for row in self.chosen} if len(self.chosen) > 1 else set()
            self.model.set_rows(rows)
            choice = self.list.selectionModel()
            if 0 <= kept < len(rows) and not chosen:
                self.list.setCurrentIndex(self.model.index(kept, 0))
            for place, row in enumerate(rows if chosen else ()):
                if row.entity_id in chosen:
                    choice.select(self.model.index(place, 0), choice.SelectionFlag.Select)
        self._pages.setCurrentWidget(self.list if rows else self._empty)
        self._show_count()

    def _show_count(self) -> None:
        n_rows = len(self.model.rows)
        text = self.tr("the {n} most mentioned")
        if self.order.current == "centrality":
            text = self.tr("the {n} most central")
        most = text.format(n=number(n_rows))
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

    @property
    def chosen(self) -> list[EntityRow]:
        """The entities that are selected, in the order of the list."""
        places = sorted(index.row() for index in self.list.selectedIndexes())
        return [self.model.rows[place] for place in places]

    def _take_proposals(self, proposals: tuple[MergeProposal, ...]) -> None:
        self._n_proposals = len(proposals)
        self._name_merges()

    def _name_merges(self) -> None:
        """The way to the proposals stays while there are none: it teaches what it is for."""
        count = number(self._n_proposals) + ("+" if self._n_proposals >= MOST_PROPOSALS else "")
        self.merges_button.setText(self.tr("Are these one? {n}").format(n=count))
        self.merges_button.setVisible(bool(self.model.rows) or self._n_proposals > 0)

    def _show_chosen(self) -> None:
        n = len(self.list.selectedIndexes())
        self._chosen_holder.setVisible(n > 1)
        self._chosen_text.setText(self.tr("%Ln entit(ies) chosen", "", n))
        self.merge_button.setText(self.tr("These are one"))

    def _merge(self) -> None:
        rows = self.chosen
        if len(rows) > 1:
            self.list.clearSelection()
            self.curation.merge([row.entity_id for row in rows], [row.name for row in rows])

    def _reject(self) -> None:
        rows = self.chosen
        if len(rows) == 1:
            self.curation.reject(rows[0].entity_id, rows[0].name)

    def menu_for(self, rows: list[EntityRow]) -> QMenu:
        """The menu of the chosen entities."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if len(rows) == 1:
            add_entity_actions(menu, self._navigator, rows[0].entity_id, rows[0].name)
        else:
            menu.addAction(icon("merge"), self.tr("These are one"), self._merge)
            ids = tuple(row.entity_id for row in rows)
            menu.addAction(icon("graph"), self.tr("Show in graph"), lambda: self._navigator.open_graph(ids))
        return menu

    def _pop_menu(self, place: QPoint) -> None:
        if rows := self.chosen:
            self.menu_for(rows).popup(self.list.viewport().mapToGlobal(place))

    def _open_clicked(self, index: QModelIndex) -> None:
        held = QApplication.keyboardModifiers()
        if not held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        row: EntityRow | None = index.data(RECORD_ROLE)
        if row is not None:
            self._navigator.open_entity(row.entity_id)

    def _open_first(self) -> None:
        self._open(self.model.index(0, 0))

    def _repaint(self, _theme: Theme) -> None:
        self.list.viewport().update()
