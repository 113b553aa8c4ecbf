"""The one window: the rail, the screens, the status line, and the way back and forward between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from engine.events import ChangeKind, EngineFailed
from engine.records import Reason, Span
from engine.requests import (
    Change,
    GetStatus,
    HurryIndexing,
    NoteLookedAt,
    NoteOpened,
    PauseIndexing,
    Rescan,
    ResumeIndexing,
)
from gui.actions import WindowActions
from gui.engine_bridge import EngineBridge
from gui.panels.refresher import Refresher
from gui.panels.search import SearchPanel
from gui.preferences import Preferences
from gui.widgets.icons import app_icon
from gui.widgets.message_bar import MessageBar
from gui.widgets.navigator import Navigator
from gui.widgets.rail import Rail
from gui.widgets.reveal import reveal
from gui.widgets.status_line import StatusLine

MAX_HISTORY = 100
_REFRESH_MS = 2000  # events come ten times a second; counts need not
# A screen that has no button of its own lights the button it belongs to.
_RAIL_OF = {"document": "search", "entity": "entities", "merges": "entities", "history": "settings"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the user is: a screen and what it shows (an id, ids, or a query)."""

    screen: str
    what: Any = None
    span: Span | None = None


class MainWindow(QMainWindow):
    """Builds a screen when it is first shown, so that the window is there at once."""

    def __init__(self, bridge: EngineBridge, preferences: Preferences) -> None:
        super().__init__()
        self._bridge, self._preferences = bridge, preferences
        self.navigator = Navigator(self)
        self.actions_ = WindowActions(self)
        self._history: list[Place] = []
        self._at = -1
        self._panels: dict[str, QWidget] = {}
        self._makers: dict[str, Callable[[], QWidget]] = {
            "search": self._make_search,
            "entities": self._make_entities,
            "merges": self._make_merges,
            "graph": self._make_graph,
            "folders": self._make_folders,
            "settings": self._make_settings,
            "history": self._make_history,
            "document": self._make_document,
            "entity": self._make_entity,
        }
        self.setWindowIcon(app_icon())
        self.setMinimumSize(760, 480)
        self.resize(1280, 800)
        self._rail = Rail(self.actions_.screens, self.actions_.back, self.actions_.forward)
        self._stack = QStackedWidget()
        self.message_bar = MessageBar()
        self.status_line = StatusLine()
        self._build()
        self._connect()
        self.retranslate()
        self.restoreGeometry(preferences.geometry)
        self.go(Place("search"))

    @property
    def place(self) -> Place:
        """Where the user is."""
        return self._history[self._at]

    def go(self, place: Place) -> None:
        """Show ``place`` and remember it, dropping what lay ahead."""
        if self._at < 0 or place != self.place:
            self._history = [*self._history[: self._at + 1], place][-MAX_HISTORY:]
            self._at = len(self._history) - 1
        if place.screen == "document":
            self._change(NoteOpened(document_id=place.what))
        elif place.screen == "entity":
            self._change(NoteLookedAt(entity_id=place.what))
        self._show(place)

    def panel(self, name: str) -> Any:
        """The screen ``name``, built now if it was never shown."""
        if name not in self._panels:
            self._panels[name] = self._makers[name]()
            self._stack.addWidget(self._panels[name])
        return self._panels[name]

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.setWindowTitle(self.tr("Satchel"))
        self.actions_.retranslate()
        self._rail.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.place.screen == "search":
            self.panel("search").focus_box()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._preferences.geometry = self.saveGeometry()
        super().closeEvent(event)

    def come_to_front(self) -> None:
        """Show the window above the others, whatever state it was in."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.message_bar)
        right.addWidget(self._stack, 1)
        right.addWidget(self.status_line)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(right, 1)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        for name, action in self.actions_.screens.items():
            action.triggered.connect(lambda _checked=False, screen=name: self.go(Place(screen)))
        self.actions_.focus_search.triggered.connect(self._focus_search)
        self.actions_.back.triggered.connect(lambda: self._step(-1))
        self.actions_.forward.triggered.connect(lambda: self._step(1))
        self.actions_.quit.triggered.connect(self.close)
        self.actions_.rescan.triggered.connect(lambda: self._change(Rescan()))
        self.actions_.pause.triggered.connect(lambda: self._pause(not self.status_line.is_paused))
        self.status_line.pause_wanted.connect(self._pause)
        self.status_line.hurry_wanted.connect(lambda: self._change(HurryIndexing()))
        to = self.navigator
        to.document_wanted.connect(lambda which, span: self.go(Place("document", which, span)))
        to.entity_wanted.connect(lambda which: self.go(Place("entity", which)))
        to.correction_wanted.connect(self._correct)
        to.graph_wanted.connect(lambda which: self.go(Place("graph", tuple(which))))
        to.search_wanted.connect(lambda text: self.go(Place("search", text)))
        to.screen_wanted.connect(lambda name: self.go(Place(name)))
        to.folder_wanted.connect(self._reveal)
        to.back_wanted.connect(self.actions_.back.trigger)
        to.forward_wanted.connect(self.actions_.forward.trigger)
        self.message_bar.retry_wanted.connect(self._try_again)
        bridge = self._bridge
        bridge.faulted.connect(self.message_bar.show_error)
        bridge.failed.connect(self._engine_failed)
        bridge.restarted.connect(self._engine_restarted)
        bridge.progressed.connect(self.status_line.show_progress)
        shown = {ChangeKind.FOLDERS, ChangeKind.FILES, ChangeKind.TEXT}
        Refresher(bridge, self, shown, self._read_status, pause_ms=_REFRESH_MS)
        if bridge.is_ready:
            self._read_status()

    def _show(self, place: Place) -> None:
        panel = self.panel(place.screen)
        self._stack.setCurrentWidget(panel)
        panel.setFocus()
        self._rail.show_screen(_RAIL_OF.get(place.screen, place.screen))
        if place.screen == "document":
            panel.show_document(place.what, place.span)
        elif place.screen == "entity":
            panel.show_entity(place.what)
        elif place.screen == "graph" and place.what:
            panel.show_entities(place.what)
        elif place.screen == "search":
            panel.show_query(place.what) if place.what is not None else panel.focus_box()
        self.actions_.back.setEnabled(self._at > 0)
        self.actions_.forward.setEnabled(self._at < len(self._history) - 1)

    def _step(self, step: int) -> None:
        if 0 <= self._at + step < len(self._history):
            self._at += step
            self._show(self.place)

    def _focus_search(self) -> None:
        self.go(Place("search"))
        self.panel("search").focus_box()

    def _change(self, request: Change) -> None:
        self._bridge.ask(self, request, lambda _none: None)

    def _pause(self, is_wanted: bool) -> None:
        going_on = HurryIndexing() if self.status_line.is_held else ResumeIndexing()
        self._change(PauseIndexing() if is_wanted else going_on)

    def _correct(self, entity_id: int, act: str) -> None:
        self.go(Place("entity", entity_id))
        self.panel("entity").begin(act)

    def _reveal(self, path: str) -> None:
        if not reveal(path):
            self.message_bar.show_reason(Reason(code="file.unreadable"))

    def _read_status(self) -> None:
        self._bridge.ask(self, GetStatus(), self.status_line.show_status)

    def _engine_failed(self, event: EngineFailed) -> None:
        self.message_bar.show_reason(Reason(code=event.code, params=event.params), can_retry=True)
        self.status_line.show_failed()

    def _try_again(self) -> None:
        self.status_line.show_starting()
        self._bridge.try_again()

    def _engine_restarted(self, _times: int) -> None:
        self.status_line.show_starting()
        self.message_bar.show_reason(Reason(code="engine.gone"))

    def _make_search(self) -> QWidget:
        return SearchPanel(self._bridge, self.navigator, preferences=self._preferences)

    def _make_entities(self) -> QWidget:
        from gui.panels.entities import EntitiesPanel

        return EntitiesPanel(self._bridge, self.navigator)

    def _make_merges(self) -> QWidget:
        from gui.panels.merges import MergesPanel

        return MergesPanel(self._bridge, self.navigator)

    def _make_graph(self) -> QWidget:
        from gui.panels.graph import GraphPanel

        return GraphPanel(self._bridge, self.navigator)

    def _make_folders(self) -> QWidget:
        from gui.panels.folders import FoldersPanel

        return FoldersPanel(self._bridge, self.navigator)

    def _make_settings(self) -> QWidget:
        from gui.panels.settings import SettingsPanel

        return SettingsPanel(self._bridge, self.navigator, preferences=self._preferences)

    def _make_history(self) -> QWidget:
        from gui.panels.history import HistoryPanel

        return HistoryPanel(self._bridge, self.navigator)

    def _make_document(self) -> QWidget:
        from gui.panels.document import DocumentPanel

        return DocumentPanel(self._bridge, self.navigator, preferences=self._preferences)

    def _make_entity(self) -> QWidget:
        from gui.panels.entity import EntityPanel

        return EntityPanel(self._bridge, self.navigator)
