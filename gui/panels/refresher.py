"""Re-read what a panel shows when the library changes, but not at every event.

In: ``LibraryChanged`` and ``EngineReady`` events. Out: one call at the first event that concerns the
panel, then at most one every ``pause_ms``; a hidden panel waits until it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from engine.events import ChangeKind, LibraryChanged
from gui.engine_bridge import EngineBridge


class Refresher(QObject):
    """Belongs to one panel, which it calls."""

    def __init__(
        self,
        bridge: EngineBridge,
        panel: QWidget,
        kinds: Iterable[ChangeKind],
        reread: Callable[[], None],
        *,
        pause_ms: int = 1000,
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._kinds = frozenset(kinds)
        self._reread = reread
        self._is_due = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause_ms)
        self._pause.timeout.connect(self._go)
        panel.installEventFilter(self)
        bridge.changed.connect(self._take)
        bridge.ready.connect(self._take_ready)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._go()
        return False

    def _take(self, change: LibraryChanged) -> None:
        if change.kinds & self._kinds:
            self._is_due = True
            if not self._pause.isActive():
                self._go()

    def _take_ready(self) -> None:
        """The engine was started again: what it could not answer before, it can now."""
        self._is_due = True
        self._go()

    def _go(self) -> None:
        if self._is_due and self._panel.isVisible() and not self._pause.isActive():
            self._is_due = False
            self._pause.start()
            self._reread()
