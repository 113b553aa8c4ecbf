"""The Entity screen: a dossier of one entity, put together from what the files say, and corrected here.

In: an entity id. Asks for the dossier, its neighbours, documents in time, related entities, imported
relations, and whether it is followed. After a correction the dossier shows what the entity has become.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from engine.carried import ImportedRelation
from engine.curation import Decision
from engine.errors import Cancelled, EngineError, RequestError
from engine.events import ChangeKind
from engine.neighbours import Neighbourhood, TimelinePoint
from engine.records import EntityView
from engine.requests import (
    Follow,
    GetEntity,
    GetImported,
    GetNeighbourhood,
    GetRelatedEntities,
    GetTimeline,
    ListFollowed,
    Request,
    Unfollow,
)
from engine.suggestions import Followed, SuggestedEntity
from gui.engine_bridge import EngineBridge, OnResult
from gui.panels.curation import Curation
from gui.panels.entity_company import ImportedCard, RelatedCard
from gui.panels.entity_editor import EntityEditor
from gui.panels.entity_header import NARROW, EntityHeader
from gui.panels.entity_relations import MentionCards, RelationCards
from gui.panels.entity_sources import SourceCard
from gui.panels.refresher import Refresher
from gui.texts import error_sentence
from gui.widgets.controls import page_column, styled_label
from gui.widgets.empty_state import EmptyState
from gui.widgets.entity_menu import ACT_KEYS, quoted
from gui.widgets.fact_table import FactTable
from gui.widgets.message_bar import MessageBar
from gui.widgets.navigator import Navigator
from gui.widgets.theme import L, M

N_MENTIONS = 100
_PREVIEW_BUDGET = 15
_N_RELATED = 6


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
        self._followed: Followed | None = None
        self._rejected = ""
        self._awaited = ""
        self.message_bar = MessageBar()
        self.curation = Curation(bridge, self.message_bar, self)
        self.header = EntityHeader()
        self.editor = EntityEditor(bridge, self.curation)
        self.facts = FactTable(navigator)
        self.sources = SourceCard(navigator)
        self.relations = RelationCards(navigator)
        self.imported = ImportedCard(navigator)
        self.related = RelatedCard(navigator)
        self.mentions = MentionCards(navigator)
        self._headings: dict[QWidget, QLabel] = {}
        self._build()
        self._connect()
        Refresher(bridge, self, {ChangeKind.KNOWLEDGE}, self._reread)
        self.retranslate()
        self._show_state()

    def show_entity(self, entity_id: int) -> None:
        """Show the dossier of an entity, from its top."""
        if entity_id != self._wanted_id:
            self.message_bar.clear()
            self.editor.close_form()
        self._awaited = ""
        self._want(entity_id)

    def begin(self, act: str) -> None:
        """Begin an act of ``gui.widgets.entity_menu.ACTS``, at once or when the dossier is here."""
        if self._view is None or self._view.entity_id != self._wanted_id:
            self._awaited = act
        elif act == "rename":
            self.header.begin_rename()
        elif act == "nothing":
            self.curation.reject(self._view.entity_id, self._view.name)
        else:
            self._area.verticalScrollBar().setValue(0)
            self.editor.begin(act, self._view)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        names = {
            self.facts: self.tr("Facts"),
            self.sources: self.tr("Timeline"),
            self.relations: self.tr("Relations"),
            self.imported: self.tr("From imported graphs"),
            self.related: self.tr("Related"),
            self.mentions: self.tr("Mentions"),
        }
        for section, name in names.items():
            self._headings[section].setText(name)
        self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.header.fit(self.width())
        self.facts.fit(self.width() < NARROW)

    def _build(self) -> None:
        self._area, column = page_column()
        column.setSpacing(M)
        column.addWidget(self.header)
        column.addWidget(self.editor)
        for section in (
            self.facts,
            self.sources,
            self.relations,
            self.imported,
            self.related,
            self.mentions,
        ):
            heading = styled_label("title")
            heading.setContentsMargins(0, L, 0, 0)
            self._headings[section] = heading
            column.addWidget(heading)
            column.addWidget(section)
        column.addStretch(1)
        self.empty = EmptyState("people")
        self._states = QStackedWidget()
        self._states.addWidget(self.empty)
        self._states.addWidget(self._area)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.message_bar)
        whole.addWidget(self._states, 1)

    def _connect(self) -> None:
        header = self.header
        header.graph_button.clicked.connect(self._open_graph)
        header.search_button.clicked.connect(self._search)
        header.act_wanted.connect(self.begin)
        header.renamed.connect(self._rename)
        header.follow_wanted.connect(self._follow)
        header.preview.background_clicked.connect(self._open_graph)
        header.preview.open_wanted.connect(self._open_other)
        self.relations.entity_wanted.connect(self._navigator.open_entity)
        self.mentions.more_wanted.connect(self._ask_more)
        self.editor.closed.connect(self.setFocus)
        self.curation.decided.connect(self._take_decision)
        self.curation.undone.connect(self._take_undone)
        for act, key in ACT_KEYS.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda chosen=act: self._begin_by_key(chosen))

    def _begin_by_key(self, act: str) -> None:
        if self._view is not None:
            self.begin(act)

    def _want(self, entity_id: int) -> None:
        self._wanted_id = entity_id
        self._n_mentions = N_MENTIONS
        self._error = None
        self._rejected = ""
        self._ask(is_new=True)

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
        around = GetNeighbourhood(entity_ids=(entity_id,), budget=_PREVIEW_BUDGET)
        self._ask_beside(entity_id, around, self._take_neighbours, None)
        self._ask_beside(
            entity_id,
            GetTimeline(entity_id=entity_id),
            lambda points: self._take_timeline(points, is_new=is_new),
            (),
        )
        self._ask_beside(
            entity_id, GetRelatedEntities(entity_id=entity_id, limit=_N_RELATED), self._take_related, ()
        )
        self._ask_beside(entity_id, GetImported(entity_id=entity_id), self._take_imported, ())
        self._ask_beside(entity_id, ListFollowed(), self._take_followed, ())

    def _ask_beside(self, entity_id: int, request: Request, take: OnResult, nothing: object) -> None:
        """Ask for a part of the dossier; ``nothing`` stands in where it cannot be had."""

        def took(result: object) -> None:
            if entity_id == self._wanted_id:
                take(result)

        self._bridge.ask(self, request, took, lambda _error: took(nothing))

    def _ask_more(self, n_wanted: int) -> None:
        self._n_mentions = n_wanted + N_MENTIONS
        self._reread()

    def _reread(self) -> None:
        self._ask(is_new=self._view is None or self._view.entity_id != self._wanted_id)

    def _take(self, view: EntityView, *, is_new: bool) -> None:
        if view.entity_id != self._wanted_id:
            return
        if view != self._view or self._error is not None:
            self._view = view
            self._error = None
            place = self._area.verticalScrollBar().value()
            self.header.show_view(view)
            self.facts.show_view(view)
            self.relations.show_view(view)
            self.mentions.show_view(view)
            self._show_section(self.facts, bool(view.attributes))
            self._show_section(self.relations, bool(view.relations))
            self._show_section(self.mentions, bool(view.mentions))
            self._show_state()
            self._area.verticalScrollBar().setValue(0 if is_new else place)
        act, self._awaited = self._awaited, ""
        if act:
            self.begin(act)

    def _take_neighbours(self, found: Neighbourhood | None) -> None:
        self.header.show_neighbours(found)
        self.header.fit(self.width())

    def _take_timeline(self, points: tuple[TimelinePoint, ...], *, is_new: bool) -> None:
        self.sources.show_points(points, is_new=is_new)
        self._show_section(self.sources, bool(points))

    def _take_related(self, related: tuple[SuggestedEntity, ...]) -> None:
        self.related.show_related(related)
        self._show_section(self.related, bool(related))

    def _take_imported(self, said: tuple[ImportedRelation, ...]) -> None:
        self.imported.show_said(said)
        self._show_section(self.imported, bool(said))

    def _take_followed(self, rows: tuple[Followed, ...]) -> None:
        self._followed = next((row for row in rows if row.entity_id == self._wanted_id), None)
        self.header.show_followed(self._followed is not None)

    def _take_decision(self, decision: Decision) -> None:
        """Show what the entity has become."""
        name = self._view.name if self._view is not None else ""
        if decision.kind == "nothing":
            self._wanted_id, self._view = None, None
            self._rejected = name
            self._show_state()
            self.setFocus()
        elif decision.kind == "same":
            self._move_to(decision.entity_id)
        else:
            self._reread()

    def _take_undone(self, decision: Decision) -> None:
        if decision.kind == "different":
            self._reread()
        else:
            self._move_to(decision.entity_id)

    def _move_to(self, entity_id: int | None) -> None:
        if entity_id is None or entity_id == self._wanted_id:
            self._reread()
            return
        self._want(entity_id)
        self._navigator.open_entity(entity_id)

    def _fail(self, entity_id: int, error: EngineError) -> None:
        is_shown = self._view is not None and self._view.entity_id == entity_id
        is_passing = is_shown and not isinstance(error, RequestError)
        if entity_id == self._wanted_id and not isinstance(error, Cancelled) and not is_passing:
            self._view = None
            self._error = error
            self._show_state()

    def _show_section(self, section: QWidget, is_shown: bool) -> None:
        section.setVisible(is_shown)
        self._headings[section].setVisible(is_shown)

    def _show_state(self) -> None:
        self._states.setCurrentIndex(0 if self._view is None else 1)
        if self._rejected:
            self.empty.set_texts(
                self.tr("“{name}” is nothing now").format(name=self._rejected),
                self.tr("It left the list and the graph. Undo brings it back."),
            )
        elif self._error is not None:
            self.empty.set_texts(self.tr("This entity cannot be shown"), error_sentence(self._error))
        else:
            self.empty.set_texts(
                self.tr("No entity is open"), self.tr("Pick an entity in the list or in a document.")
            )

    def _rename(self, name: str) -> None:
        if self._view is not None:
            self.curation.rename(self._view.entity_id, name.strip())

    def _follow(self, is_wanted: bool) -> None:
        if self._view is None:
            return
        request: Request = Follow(entity_id=self._view.entity_id)
        if not is_wanted and self._followed is not None:
            request = Unfollow(followed_id=self._followed.followed_id)
        self.header.show_followed(is_wanted)
        self._ask_beside(self._view.entity_id, request, lambda _done: self._read_followed(), None)

    def _read_followed(self) -> None:
        if self._wanted_id is not None:
            self._ask_beside(self._wanted_id, ListFollowed(), self._take_followed, ())

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
