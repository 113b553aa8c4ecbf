"""The window's end of the engine process: start it, ask, receive.

Importing this loads no model and opens no library.
"""

from __future__ import annotations

import multiprocessing
import threading
from pathlib import Path

from engine.events import (
    EngineFailed,
    EngineReady,
    Event,
    IndexProgress,
    LibraryChanged,
    TrainingFinished,
    TrainingProgress,
    TransferProgress,
)
from engine.requests import Reply, Request

__all__ = ["EngineClient", "Reply"]

_CLOSE_S = 5.0


class EngineClient:
    """One engine process and the two pipes to it.

    ``ask`` may be called from any thread, ``receive`` from one.
    """

    def __init__(self, library_path: Path, *, models_root: Path | None = None) -> None:
        context = multiprocessing.get_context("spawn")
        requests_end, self._requests = context.Pipe(duplex=False)
        self._replies, replies_end = context.Pipe(duplex=False)
        self._lock = threading.Lock()
        self._n_asked = 0
        self._process = context.Process(
            target=_serve,
            args=(requests_end, replies_end, library_path, models_root),
            name="satchel-engine",
            daemon=False,
        )
        self._process.start()
        requests_end.close()
        replies_end.close()

    @property
    def is_alive(self) -> bool:
        """Whether the engine process runs."""
        return self._process.is_alive()

    def ask(self, request: Request) -> int:
        """Send a request; its ``Reply`` carries the id returned here.

        Raises:
            BrokenPipeError: The engine is gone.
        """
        with self._lock:
            self._n_asked += 1
            self._requests.send((self._n_asked, request))
            return self._n_asked

    def receive(self, timeout_s: float | None = None) -> Reply | Event | None:
        """Wait for the next reply or event; None when ``timeout_s`` passed without one.

        Raises:
            EOFError: The engine is gone.
        """
        try:
            if not self._replies.poll(timeout_s):
                return None
            received = self._replies.recv()
        except OSError as error:
            raise EOFError from error
        if isinstance(received, Reply | EngineReady | IndexProgress | LibraryChanged | EngineFailed):
            return received
        if isinstance(received, TrainingProgress | TrainingFinished | TransferProgress):
            return received
        raise TypeError(type(received))

    def close(self) -> None:
        """Ask the engine to stop and wait for it; end it when it takes too long."""
        with self._lock:
            self._requests.close()
        self._process.join(_CLOSE_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._replies.close()


def _serve(*args: object) -> None:
    from engine.service import serve

    serve(*args)  # type: ignore[arg-type]
