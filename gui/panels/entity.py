"""The Entity screen: a dossier of one entity, put together from what the files say.

In: an entity id. Asks ``GetEntity`` for the dossier and ``GetNeighbourhood`` for the
small picture beside its name.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from engine.errors import Cancelled, EngineError, RequestError
from engine.events import ChangeKind
from engine.neighbours import Neighbourhood
from engine.records import EntityView
from engine.requests import GetEntity, GetNeighbourhood
from gui.engine_bridge import EngineBridge
from gui.panels.entity_relations import MentionCards, RelationCards
from gui.panels.refresher import Refresher
from gui.texts import AMOUNTS, error_sentence
from gui.widgets.controls import framed, page_column, styled_button, styled_label
from gui.widgets.empty_state import EmptyState
from gui.widgets.entity_menu import quoted
from gui.widgets.graph_view import GraphView
from gui.widgets.label_chip import LabelChip
from gui.widgets.navigator import Navigator
from gui.widgets.theme import XL, L, M, S

N_MENTIONS = 100
_PREVIEW_BUDGET = 15
_PREVIEW_SIZE = (320, 216)
_MAX_ALIASES = 12
_NARROW = 720


class EntityPanel(QWidget):
    """The dossier of the entity that was asked for last."""

    def __init__(self, bridge: EngineBridge, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._navigator = navigator
        self._wanted_id: int | None = None
        self._n_mentions = N_MENTIONS
        self._view: EntityView | None = None
        self._error: EngineError | None = None
        self._has_neighbours = False
        self.preview = GraphView(is_preview=True)
        self.relations = RelationCards(navigator)
        self.mentions = MentionCards(navigator)
        self._build()
        self._connect()
        Refresher(bridge, self, {ChangeKind.KNOWLEDGE}, self._reread)
        self.retranslate()
        self._show_state()

    def show_entity(self, entity_id: int) -> None:
        """Show the dossier of an entity, from its top."""
        self._wanted_id = entity_id
        self._n_mentions = N_MENTIONS
        self._error = None
        self._ask(is_new=True)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.graph_button.setText(self.tr("Show in graph"))
        self.search_button.setText(self.tr("Search for it"))
        self._relations_heading.setText(self.tr("Relations"))
        self._mentions_heading.setText(self.tr("Mentions"))
        self.preview.setAccessibleName(self.tr("Nearest neighbours"))
        if self._view is not None:
            self._show_header(self._view)
        self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_preview()

    def _build(self) -> None:
        self._chip = LabelChip()
        self._name = styled_label("display", wraps=True)
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._aliases = styled_label("muted", wraps=True)
        self._aliases.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._counts = styled_label("faint")
        self.graph_button = styled_button("primary", "graph")
        self.search_button = styled_button("plain", "search")
        self._preview_card = framed("card")
        around = QVBoxLayout(self._preview_card)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(self.preview)
        self._preview_card.setFixedSize(*_PREVIEW_SIZE)
        self._relations_heading = styled_label("title")
        self._mentions_heading = styled_label("title")
        self._area, column = page_column()
        column.setSpacing(M)
        column.addLayout(self._header())
        column.addSpacing(L)
        column.addWidget(self._relations_heading)
        column.addWidget(self.relations)
        column.addSpacing(L)
        column.addWidget(self._mentions_heading)
        column.addWidget(self.mentions)
        column.addStretch(1)
        self.empty = EmptyState("people")
        self._states = QStackedLayout(self)
        self._states.addWidget(self.empty)
        self._states.addWidget(self._area)

    def _header(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addWidget(self.graph_button)
        buttons.addWidget(self.search_button)
        buttons.addStretch(1)
        names = QVBoxLayout()
        names.setSpacing(S)
        names.addWidget(self._chip)
        names.addWidget(self._name)
        names.addWidget(self._aliases)
        names.addWidget(self._counts)
        names.addSpacing(S)
        names.addLayout(buttons)
        names.addStretch(1)
        header = QHBoxLayout()
        header.setSpacing(XL)
        header.addLayout(names, 1)
        header.addWidget(self._preview_card, 0, Qt.AlignmentFlag.AlignTop)
        return header

    def _connect(self) -> None:
        self.graph_button.clicked.connect(self._open_graph)
        self.search_button.clicked.connect(self._search)
        self.preview.background_clicked.connect(self._open_graph)
        self.preview.open_wanted.connect(self._open_other)
        self.relations.entity_wanted.connect(self._navigator.open_entity)
        self.mentions.more_wanted.connect(self._ask_more)

    def _ask(self, *, is_new: bool) -> None:
        entity_id = self._wanted_id
        if entity_id is None:
            return
        self._bridge.ask(
            self,
            GetEntity(entity_id=entity_id, n_mentions=self._n_mentions),
            lambda view: self._take(view, is_new=is_new),
            lambda error: self._fail(entity_id, error),
        )
        self._bridge.ask(
            self,
            GetNeighbourhood(entity_ids=(entity_id,), budget=_PREVIEW_BUDGET),
            lambda found: self._take_neighbours(entity_id, found),
            lambda _error: self._take_neighbours(entity_id, None),
        )

    def _ask_more(self, n_wanted: int) -> None:
        self._n_mentions = n_wanted + N_MENTIONS
        self._reread()

    def _reread(self) -> None:
        self._ask(is_new=self._view is None or self._view.entity_id != self._wanted_id)

    def _take(self, view: EntityView, *, is_new: bool) -> None:
        if view.entity_id != self._wanted_id or (view == self._view and self._error is None):
            return
        self._view = view
        self._error = None
        place = self._area.verticalScrollBar().value()
        self._show_header(view)
        self.relations.show_view(view)
        self.mentions.show_view(view)
        self._relations_heading.setVisible(bool(view.relations))
        self._mentions_heading.setVisible(bool(view.mentions))
        self._show_state()
        self._area.verticalScrollBar().setValue(0 if is_new else place)

    def _take_neighbours(self, entity_id: int, found: Neighbourhood | None) -> None:
        if entity_id != self._wanted_id:
            return
        shown = {node.entity_id for node in found.nodes} if found else set()
        if found is not None and shown != set(self.preview.scene.nodes):
            self.preview.show_neighbourhood(found)
        self._has_neighbours = len(shown) > 1
        self._fit_preview()

    def _fail(self, entity_id: int, error: EngineError) -> None:
        is_shown = self._view is not None and self._view.entity_id == entity_id
        is_passing = is_shown and not isinstance(error, RequestError)
        if entity_id == self._wanted_id and not isinstance(error, Cancelled) and not is_passing:
            self._view = None
            self._error = error
            self._show_state()

    def _show_header(self, view: EntityView) -> None:
        self._chip.set_label(view.label)
        self._name.setText(view.name)
        others = [alias for alias in view.aliases if alias != view.name]
        names = ", ".join(others[:_MAX_ALIASES]) + (" …" if len(others) > _MAX_ALIASES else "")
        #: Other names of an entity
        self._aliases.setText(self.tr("Also {names}").format(names=names))
        self._aliases.setVisible(bool(others))
        self._counts.setText(f"{AMOUNTS.mentions(view.n_mentions)} · {AMOUNTS.documents(view.n_documents)}")

    def _show_state(self) -> None:
        self._states.setCurrentIndex(0 if self._view is None else 1)
        if self._error is not None:
            self.empty.set_texts(self.tr("This entity cannot be shown"), error_sentence(self._error))
        else:
            self.empty.set_texts(
                self.tr("No entity is open"), self.tr("Pick an entity in the list or in a document.")
            )

    def _fit_preview(self) -> None:
        self._preview_card.setVisible(self._has_neighbours and self.width() >= _NARROW)

    def _open_graph(self) -> None:
        if self._view is not None:
            self._navigator.open_graph((self._view.entity_id,))

    def _open_other(self, entity_id: int) -> None:
        if self._view is not None and entity_id == self._view.entity_id:
            self._open_graph()
        else:
            self._navigator.open_entity(entity_id)

    def _search(self) -> None:
        if self._view is not None:
            self._navigator.search(quoted(self._view.name))
