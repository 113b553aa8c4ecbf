"""The Graph screen: the whole graph from afar, or some entities with their best neighbours.

Asks ``GetOverview``, ``GetCommunity`` and ``GetNeighbourhood`` for what is shown, all under one filter.
What is on the screen keeps its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedLayout, QWidget

from engine.errors import Cancelled, EngineError, EntityUnknown, RequestError
from engine.events import ChangeKind
from engine.neighbours import EVERYTHING, CommunityView, GraphFilter, GraphPath, Neighbourhood, Overview
from engine.requests import GetCommunity, GetNeighbourhood, GetOverview
from gui.engine_bridge import EngineBridge
from gui.panels.graph_carry import GraphCarrier
from gui.panels.graph_choice import GraphChoice
from gui.panels.graph_page import GraphPage
from gui.panels.refresher import Refresher
from gui.texts import LABELS, error_sentence
from gui.widgets.empty_state import EmptyState
from gui.widgets.graph_scene import MAX_NODES
from gui.widgets.navigator import Navigator

BUDGET = 60
STEP = 20
_PATH_CONTEXT = 16
_REFRESH_MS = 5000
What = Literal["overview", "community", "around", "path"]
Placed = tuple[tuple[int, float, float], ...]
Asked = GetOverview | GetCommunity | GetNeighbourhood


class GraphPanel(QWidget):
    """One page, and in its place what to do when there is nothing to show."""

    def __init__(self, bridge: EngineBridge, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._navigator = navigator
        self._what: What = "overview"
        self._seed_ids: tuple[int, ...] = ()
        self._expanded_ids: tuple[int, ...] = ()
        self._brought: dict[int, set[int]] = {}
        self._turn = 0  # of what was asked for last
        self._loaded_turn = -1
        self._error: EngineError | None = None
        self._is_full = False
        self.page = page = GraphPage(bridge, navigator)
        self.view, self.bubbles, self.side, self.legend = page.view, page.bubbles, page.side, page.legend
        self.tools, self.hidden_button = page.tools, page.hidden_button
        self.choice = GraphChoice(
            bridge, navigator, self.view, self.side, filter_in_force=lambda: self.filter
        )
        GraphCarrier(bridge, page, middle=self._near_id, filter_in_force=lambda: self.filter)
        self.empty = EmptyState("graph")
        self.start_button: QPushButton = self.empty.add_button("primary")
        self._states = QStackedLayout(self)
        self._states.addWidget(self.empty)
        self._states.addWidget(page)
        self.setFocusProxy(page)
        self._connect()
        Refresher(bridge, self, {ChangeKind.KNOWLEDGE}, self._reread, pause_ms=_REFRESH_MS)
        self.retranslate()

    @property
    def filter(self) -> GraphFilter:
        """Which relations count: what the filter strip and the legend say."""
        scene = self.view.scene
        if not scene.muted_labels:
            return self.tools.filter.filter
        known = dict.fromkeys((*LABELS, *(node.label for node in scene.nodes.values())))
        labels = tuple(label for label in known if label not in scene.muted_labels)
        return replace(self.tools.filter.filter, labels=labels or ("",))  # () would mean all

    @property
    def _is_loaded(self) -> bool:
        return self._loaded_turn == self._turn

    def show_entities(self, entity_ids: tuple[int, ...]) -> None:
        """Show these entities and their best neighbours in place of what is shown; () for the overview."""
        if entity_ids:
            self._begin("around", tuple(entity_ids))
        else:
            self.show_overview()

    def show_overview(self) -> None:
        """Show the whole graph from afar."""
        self._begin("overview", ())

    def open_community(self, entity_id: int) -> None:
        """Show the community that an entity is in."""
        self._begin("community", (entity_id,))

    def show_path(self, paths: tuple[GraphPath, ...], number: int) -> None:
        """Show some ways between two entities, one of them in the light; () leaves what is shown."""
        if not paths:
            self.choice.show_path(None)
            return
        ids = tuple(dict.fromkeys(node.entity_id for path in paths for node in path.nodes))
        chosen = paths[number]
        if self._what == "path" and ids == self._seed_ids and self._is_loaded:
            self.choice.show_path(chosen)
            return
        is_near = self._what != "overview" and any(entity_id in self.view.scene.nodes for entity_id in ids)
        self._begin("path", ids, placed=self.view.placed() if is_near else (), path=chosen)

    def expand(self, entity_id: int) -> None:
        """Bring more neighbours of a node in; what is shown stays where it is."""
        if entity_id not in self._expanded_ids:
            self._expanded_ids = (*self._expanded_ids, entity_id)
        self.view.hide_nodes(self._brought.pop(entity_id, set()), is_hidden=False)
        n_shown = len(self.view.scene.nodes)
        if n_shown >= MAX_NODES:
            self._is_full = True
            self._show_title()
            return
        request = GetNeighbourhood(
            entity_ids=self._expanded_ids,
            budget=min(max(BUDGET, n_shown + STEP), MAX_NODES),
            placed=self.view.placed(),
            filter=self.filter,
        )
        self._ask(request, lambda found: self._add(found, entity_id))

    def collapse(self, entity_id: int) -> None:
        """Put away what came with a node or hangs on it alone, until it is expanded again."""
        away = self._brought.get(entity_id, set()) | self.view.scene.hanging_on(entity_id)
        away -= self.view.scene.pinned_ids
        self._brought[entity_id] = away
        self._expanded_ids = tuple(i for i in self._expanded_ids if i != entity_id or i in self._seed_ids)
        self.view.hide_nodes(away)
        self.choice.show()

    def reset(self) -> None:
        """Begin again with what was asked for; what is pinned stays."""
        if self._what == "overview":
            self.bubbles.fit()
            return
        pins = self.view.scene.pinned_ids
        placed = tuple(place for place in self.view.placed() if place[0] in pins)
        self._begin(self._what, self._seed_ids, placed=placed, path=self.choice.path)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self._show_title()
        if self._what != "overview" and self._is_loaded:
            self.choice.show()
        self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._turn == 0:
            QTimer.singleShot(0, self, self._begin_unasked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.page.fit_to(self.width())

    def _start(self) -> None:
        if self._error is None:
            self._navigator.open_screen("folders")
        else:
            self.show_overview()

    def _begin_unasked(self) -> None:
        if self._turn == 0:
            self.show_overview()

    def _connect(self) -> None:
        page, tools = self.page, self.tools
        self.start_button.clicked.connect(self._start)
        page.overview_button.clicked.connect(self.show_overview)
        page.reset_button.clicked.connect(self.reset)
        page.overview.opened.connect(self.open_community)
        self.bubbles.opened.connect(self.open_community)
        self.view.shown_changed.connect(self._show_nodes)
        self.view.expand_wanted.connect(self.expand)
        self.view.collapse_wanted.connect(self.collapse)
        self.view.open_wanted.connect(self._navigator.open_entity)
        self.legend.muted.connect(self._mute)
        page.active.reduced.connect(tools.filter.show_filter)
        tools.filter.changed.connect(self._filter_changed)
        tools.path.found.connect(self.show_path)
        tools.opened.connect(self._prepare_tool)

    def _begin(
        self,
        what: What,
        entity_ids: tuple[int, ...],
        *,
        placed: Placed = (),
        path: GraphPath | None = None,
    ) -> None:
        """Ask for another thing to show; with ``placed`` it comes in among what is shown."""
        self._turn += 1
        self._what, self._seed_ids, self._expanded_ids = what, entity_ids, entity_ids
        self._brought.clear()
        self._error = None
        self._is_full = False
        if what == "overview":
            self._ask(self._request(), self._take_overview)
        else:
            self._ask(self._request(placed), lambda found: self._take(found, path, placed))

    def _request(self, placed: Placed = ()) -> Asked:
        """What to ask for what is shown, as it is now."""
        if self._what == "overview":
            return GetOverview(filter=self.filter)
        if self._what == "community" and self._expanded_ids == self._seed_ids:
            return GetCommunity(entity_id=self._seed_ids[0], budget=BUDGET, filter=self.filter)
        budget = len(self._seed_ids) + _PATH_CONTEXT if self._what == "path" else BUDGET
        if self._expanded_ids != self._seed_ids:
            budget = max(budget, len(self.view.scene.nodes))
        return GetNeighbourhood(
            entity_ids=self._expanded_ids, budget=min(budget, MAX_NODES), placed=placed, filter=self.filter
        )

    def _ask(self, request: Asked, take: Callable[[Any], None]) -> None:
        turn = self._turn

        def take_in_turn(found: Any) -> None:
            if turn == self._turn and request.filter == self.filter:
                take(found.graph if isinstance(found, CommunityView) else found)

        self._bridge.ask(self, request, take_in_turn, lambda error: self._fail(error, request, turn))

    def _take(self, found: Neighbourhood, path: GraphPath | None, placed: Placed) -> None:
        self._loaded_turn = self._turn
        self.page.show_near(True)
        if placed:
            self.view.scene.keep_only({entity_id for entity_id, _x, _y in placed})
            self.view.revise_neighbourhood(found)
            self.view.fit()
        else:
            self.view.show_neighbourhood(found)
        self._show_state()
        self.choice.show_path(path)
        self._show_title()

    def _take_overview(self, overview: Overview) -> None:
        self._loaded_turn = self._turn
        self.page.show_near(False)
        self.choice.show_path(None)
        self.bubbles.show_overview(overview)
        self.page.overview.show_overview(overview)
        self._show_nodes()
        self._show_state()

    def _add(self, found: Neighbourhood, around: int | None) -> None:
        if not self._is_loaded:
            return
        added = self.view.add_neighbourhood(found, around)
        if around is not None:
            self._brought.setdefault(around, set()).update(added)
        self._is_full = len(self.view.scene.nodes) >= MAX_NODES
        self._show_title()
        if around is not None and self.view.selected_id == around:
            self.choice.show_node(around)

    def _revise(self, found: Neighbourhood) -> None:
        if self._is_loaded:
            self.view.revise_neighbourhood(found)
            self.choice.show()
            self._show_title()

    def _fail(self, error: EngineError, request: Asked, turn: int) -> None:
        is_filtered = self.filter != EVERYTHING
        if isinstance(request, GetCommunity) and isinstance(error, EntityUnknown) and is_filtered:
            if turn == self._turn:
                self._take_alone()
            return
        is_passing = self._is_loaded and not isinstance(error, RequestError)
        if turn == self._turn and not isinstance(error, Cancelled) and not is_passing:
            self._error = error
            self._loaded_turn = -1
            self._show_state()

    def _take_alone(self) -> None:
        """Under the filter the entity is in no community: show it with whom it still has to do."""
        self._loaded_turn = self._turn
        placed = self.view.placed()
        request = GetNeighbourhood(
            entity_ids=self._seed_ids, budget=BUDGET, placed=placed, filter=self.filter
        )
        self._ask(request, self._revise)

    def _reread(self) -> None:
        """Take in what the library has learnt; on an empty screen try again."""
        if self._turn == 0:
            return
        if self._what == "overview":
            self._ask(self._request(), self._take_overview)
        elif self._is_loaded:
            request = self._request(self.view.placed())
            if isinstance(request, GetNeighbourhood):
                request = replace(request, budget=min(max(BUDGET, len(self.view.scene.nodes)), MAX_NODES))
            self._ask(request, lambda found: self._add(found, None))
        else:
            self._begin(self._what, self._seed_ids)

    def _mute(self, label: str, is_muted: bool) -> None:
        self.view.mute_label(label, is_muted)
        self._filter_changed()

    def _filter_changed(self) -> None:
        """Show the same under another filter, every node in its place."""
        self.page.active.show_filter(self.tools.filter.filter)
        self.tools.path.filter = self.filter
        if self._what == "overview":
            self._ask(self._request(), self._take_overview)
        elif self._is_loaded:
            self._ask(self._request(self.view.placed()), self._revise)
        elif self._turn:
            self._begin(self._what, self._seed_ids)
        if self.tools.path.isVisible():
            self.tools.path.ask()

    def _prepare_tool(self, name: str) -> None:
        near = self._near_id()
        label = self.view.scene.nodes[near].name if near is not None else ""
        if name == "path":
            self.tools.path.begin(near, label)
        elif name == "export":
            n_shown = 0 if self._what == "overview" else len(self.view.scene.shown_nodes())
            self.tools.export.set_parts(n_shown, label)

    def _near_id(self) -> int | None:
        """The entity that is in the middle of attention: the selected one, or the first asked for."""
        if self._what == "overview":
            return None
        wanted = (self.view.selected_id, *self._seed_ids)
        return next((i for i in wanted if i is not None and i in self.view.scene.nodes), None)

    def _show_nodes(self) -> None:
        scene = self.view.scene
        self.side.set_nodes(scene.shown_nodes())
        counts = dict(scene.label_counts())
        if self._what == "overview":
            tops = (entity.label for c in self.bubbles.overview.communities for entity in c.top)
            counts = dict.fromkeys((*tops, *scene.muted_labels), 0)
        self.legend.set_counts(counts, scene.muted_labels)
        self._show_title()

    def _show_title(self) -> None:
        self.page.show_title(self._title(), self._what == "overview")

    def _title(self) -> str:
        """What is shown, in few words."""
        is_filtered = self.filter != EVERYTHING
        if self._what == "overview":
            is_bare = is_filtered and self._is_loaded and not self.bubbles.overview.communities
            nothing = self.tr("Nothing fits these filters. Take some away.")
            return nothing if is_bare else self.tr("The whole graph")
        if self._what == "path" and self.choice.path is not None:
            return f"{self.choice.path.nodes[0].name} → {self.choice.path.nodes[-1].name}"
        nodes = self.view.scene.nodes
        names = [nodes[entity_id].name for entity_id in self._seed_ids if entity_id in nodes]
        name = ", ".join(names[:2])
        n_others = len(nodes) - len(names)
        if self._is_full:
            #: The graph holds as many nodes as can be read; %Ln is that number
            return self.tr(
                "The %Ln nearest are shown. Hide some or begin again to see others.", "", len(nodes)
            )
        if names and n_others:
            return self.tr("{name} and %Ln other(s)", "", n_others).format(name=name)
        return self.tr("Nothing fits these filters. Take some away.") if is_filtered else name

    def _show_state(self) -> None:
        is_bare = self._what == "overview" and not self.bubbles.overview.communities
        is_bare = is_bare and self._is_loaded and self.filter == EVERYTHING
        self._states.setCurrentIndex(0 if is_bare or self._error is not None else 1)
        if self._error is not None:
            self.empty.set_texts(self.tr("This graph cannot be shown"), error_sentence(self._error))
            self.start_button.setText(self.tr("The whole graph"))
            return
        self.start_button.setText(self.tr("Choose folders"))
        self.empty.set_texts(
            self.tr("See how things hang together"),
            self.tr(
                "As Satchel reads your files, people, places and organisations gather here in groups. "
                "Open one to see who has to do with whom, and which sentence says so."
            ),
        )
