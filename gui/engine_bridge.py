"""The window's one way to the engine: requests out, replies and events in as Qt signals.

In: frozen requests from panels. Out: callbacks and signals, all on the GUI thread. One receiver thread
waits for the engine; the GUI thread never does. A reply whose owner is gone is dropped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from engine.errors import Cancelled, EngineError
from engine.events import (
    EngineFailed,
    EngineReady,
    IndexProgress,
    LibraryChanged,
    TrainingFinished,
    TrainingProgress,
    TransferProgress,
)
from engine.requests import Request

if TYPE_CHECKING:
    from engine.client import EngineClient

MAX_RESTARTS = 3
OnResult = Callable[[Any], None]
OnError = Callable[[EngineError], None]


class EngineGone(EngineError):
    """The engine process died before it answered."""

    code = "engine.gone"


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A request on its way, and whom to tell."""

    owner: QObject
    request: Request
    on_result: OnResult
    on_error: OnError | None


class EngineBridge(QObject):
    """Owns the engine process and one thread that listens to it.

    Requests made before ``start`` or while the engine restarts wait for it. Every method must be called
    on the GUI thread.

    Attributes:
        progressed: An ``IndexProgress`` arrived.
        changed: A ``LibraryChanged`` arrived.
        ready: An ``EngineReady`` arrived.
        failed: An ``EngineFailed`` arrived, or the engine died too often; kept in ``failure``. The
            engine is not started again after it.
        restarted: The engine died and was started again; how many times so far.
        training_progressed: A ``TrainingProgress`` arrived.
        transfer_progressed: A ``TransferProgress`` arrived.
        training_finished: A ``TrainingFinished`` arrived.
        faulted: An ``EngineError`` that its asker does not handle.
    """

    progressed = Signal(IndexProgress)
    changed = Signal(LibraryChanged)
    ready = Signal(EngineReady)
    failed = Signal(EngineFailed)
    restarted = Signal(int)
    training_progressed = Signal(TrainingProgress)
    transfer_progressed = Signal(TransferProgress)
    training_finished = Signal(TrainingFinished)
    faulted = Signal(EngineError)
    _arrived = Signal(int, object)
    _hung_up = Signal(int)

    def __init__(
        self,
        library_path: Path,
        parent: QObject | None = None,
        *,
        open_client: Callable[[Path], EngineClient] | None = None,
    ) -> None:
        super().__init__(parent)
        self.library_path = library_path
        self.is_ready = False
        self.failure: EngineFailed | None = None
        self.last_progress: IndexProgress | None = None
        self._open_client = open_client or _open_client
        self._client: EngineClient | None = None
        self._listener: threading.Thread | None = None
        self._waiting: dict[int, _Waiting] = {}
        self._unsent: list[_Waiting] = []
        self._n_starts = 0
        self._restarts_left = MAX_RESTARTS
        self._is_closed = False
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._hung_up.connect(self._start_again, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Start the engine process and send what was asked so far."""
        if self._client is not None or self._is_closed:
            return
        self._n_starts += 1
        self._client = self._open_client(self.library_path)
        self._listener = threading.Thread(
            target=self._listen, args=(self._client, self._n_starts), name="engine-listener", daemon=True
        )
        self._listener.start()
        unsent, self._unsent = self._unsent, []
        for item in unsent:
            self._send(item)

    def try_again(self) -> None:
        """Start the engine anew after it failed for good."""
        self.failure = None
        self._restarts_left = MAX_RESTARTS
        if self._client is not None:
            self._client.close()
            self._client = None
        self.start()

    def ask(
        self, owner: QObject, request: Request, on_result: OnResult, on_error: OnError | None = None
    ) -> None:
        """Send ``request``; one of the callbacks follows, unless ``owner`` is destroyed before.

        Without ``on_error`` a fault goes to ``faulted``; being cancelled is no fault.
        """
        item = _Waiting(owner, request, on_result, on_error)
        if self._client is None:
            self._unsent.append(item)
        else:
            self._send(item)

    def close(self) -> None:
        """Stop the engine; nothing is called or signalled afterwards."""
        self._is_closed = True
        self._waiting.clear()
        self._unsent.clear()
        if self._client is not None:
            self._client.close()
            self._client = None
        if self._listener is not None:
            self._listener.join(timeout=5)
            self._listener = None

    def _send(self, item: _Waiting) -> None:
        assert self._client is not None
        try:
            request_id = self._client.ask(item.request)
        except (OSError, EOFError, ValueError):  # it died; the listener notices too
            self._unsent.append(item)
            return
        self._waiting[request_id] = item

    def _listen(self, client: EngineClient, generation: int) -> None:
        """Run on the receiver thread until the engine hangs up."""
        while True:
            try:
                message = client.receive(None)
            except (EOFError, OSError):
                break
            if message is not None and not self._emit(self._arrived, generation, message):
                return
        self._emit(self._hung_up, generation)

    def _emit(self, signal: Any, *values: Any) -> bool:
        """Emit from the receiver thread; False once the bridge is gone."""
        if self._is_closed:
            return False
        try:
            signal.emit(*values)
        except RuntimeError:  # the window went first
            return False
        return True

    def _take(self, generation: int, message: Any) -> None:
        if self._is_closed or generation != self._n_starts:
            return
        if isinstance(message, IndexProgress):
            self.last_progress = message
            self.progressed.emit(message)
        elif isinstance(message, LibraryChanged):
            self.changed.emit(message)
        elif isinstance(message, EngineReady):
            self.is_ready = True
            self.ready.emit(message)
        elif isinstance(message, EngineFailed):
            self._fail(message)
        elif isinstance(message, TrainingProgress):
            self.training_progressed.emit(message)
        elif isinstance(message, TransferProgress):
            self.transfer_progressed.emit(message)
        elif isinstance(message, TrainingFinished):
            self.training_finished.emit(message)
        else:
            item = self._waiting.pop(message.request_id, None)
            if item is not None:
                self._answer(item, message.result, message.error)

    def _answer(self, item: _Waiting, result: Any, error: EngineError | None) -> None:
        if not shiboken6.isValid(item.owner):
            return
        if error is None:
            item.on_result(result)
        elif item.on_error is not None:
            item.on_error(error)
        elif not isinstance(error, Cancelled | EngineGone):
            self.faulted.emit(error)

    def _start_again(self, generation: int) -> None:
        if self._is_closed or generation != self._n_starts:
            return
        if self._client is not None:
            self._client.close()
            self._client = None
        self.is_ready = False
        lost, self._waiting = list(self._waiting.values()), {}
        if self.failure is not None or not self._restarts_left:
            unsent, self._unsent = self._unsent, []
            lost += unsent
            if self.failure is None:
                self._fail(EngineFailed(code=EngineGone.code, params={}))
        else:
            self._restarts_left -= 1
            self.restarted.emit(MAX_RESTARTS - self._restarts_left)
            self.start()
        for item in lost:
            self._answer(item, None, EngineGone())

    def _fail(self, message: EngineFailed) -> None:
        self.failure = message
        self.is_ready = False
        self.failed.emit(message)


def _open_client(library_path: Path) -> EngineClient:
    from engine.client import EngineClient  # multiprocessing is not needed to show the window

    return EngineClient(library_path)
