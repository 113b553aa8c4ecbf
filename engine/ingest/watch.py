"""Tell which paths changed, soon after they came to rest.

The operating system's watcher only hurries things: what it misses, the periodic
comparison of whole folders finds. A library's own files are never reported: they
change because something was reported.
"""

from __future__ import annotations

import logging
import os
import stat
import threading
import time
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from watchdog.events import (
    DirModifiedEvent,
    FileClosedNoWriteEvent,
    FileOpenedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from engine.ingest.ignore import is_library_file
from engine.ingest.scan import to_text_path

_log = logging.getLogger(__name__)
_WATCHDOG_LOG = logging.getLogger("watchdog")


class Watcher(FileSystemEventHandler):
    """Watches folders and reports changed paths in batches, from a thread of its own.

    Args:
        on_changes: Gets the paths, as text; a folder among them means all that is in it.
        quiet_s: A path is reported once nothing happened to it for so long,
        limit_s: but no later than this after the first change.
    """

    def __init__(
        self, on_changes: Callable[[frozenset[str]], None], *, quiet_s: float = 0.3, limit_s: float = 1.0
    ) -> None:
        self._on_changes = on_changes
        self._quiet_s = quiet_s
        self._limit_s = limit_s
        self._state = threading.Condition()
        self._seen: dict[str, tuple[float, float]] = {}
        self._is_closing = False
        self._observer: BaseObserver | None = None
        self._watches: dict[Path, tuple[BaseObserver, ObservedWatch]] = {}
        self._identities: dict[Path, tuple[int, int] | None] = {}
        self._arranging = threading.RLock()
        self._complaints = _Complaints(self._note_all)
        _WATCHDOG_LOG.addHandler(self._complaints)
        self._polling: BaseObserver | None = None
        # Of watches set twice within a burst of renames: harmless, and full of people's paths.
        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.observers")
        self._thread = threading.Thread(target=self._report, name="watcher", daemon=True)
        self._thread.start()

    def add(self, folder: Path) -> None:
        """Watch ``folder`` and all below it; one that is not there is left to the re-scan.

        Adding it again is cheap, and does something only where another folder has
        come in its place.
        """
        with self._arranging:
            identity = _identity(folder)
            if folder in self._identities and identity == self._identities[folder]:
                return
            self.remove(folder)
            self._identities[folder] = identity
            if identity is not None:
                self._watch(folder)

    def follow_drives(self) -> list[Path]:
        """Watch anew, and return, folders that went, came or were replaced, as drives do."""
        with self._arranging:
            changed = [folder for folder, known in self._identities.items() if _identity(folder) != known]
            for folder in changed:
                self.add(folder)
            return changed

    def _watch(self, folder: Path) -> None:
        try:
            self._observer = self._observer or _started(Observer())
            self._schedule(self._observer, folder)
        except OSError as error:
            # The system's watches are used up (inotify's limit): look every few seconds instead.
            _log.info("polling %s: %s", folder.name, error)
            self._polling = self._polling or _started(PollingObserver(timeout=5))
            self._schedule(self._polling, folder)

    def remove(self, folder: Path) -> None:
        """Stop watching ``folder``."""
        with self._arranging:
            self._identities.pop(folder, None)
            observer, watch = self._watches.pop(folder, (None, None))
            if observer is not None and watch is not None:
                with suppress(KeyError, OSError):  # the system may have dropped it with the folder
                    observer.unschedule(watch)

    def close(self) -> None:
        """Stop all threads; nothing is reported after this."""
        with self._state:
            self._is_closing = True
            self._state.notify_all()
        _WATCHDOG_LOG.removeHandler(self._complaints)
        for observer in (self._observer, self._polling):
            if observer is not None:
                observer.stop()
                observer.join()
        self._thread.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the paths of one event; called by watchdog."""
        if isinstance(event, DirModifiedEvent | FileOpenedEvent | FileClosedNoWriteEvent):
            return  # says nothing that the events of the files do not
        paths = [_text(path) for path in (event.src_path, event.dest_path) if path]
        self._note([path for path in paths if not is_library_file(Path(path).name)])

    def _schedule(self, observer: BaseObserver, folder: Path) -> None:
        self._watches[folder] = (observer, observer.schedule(self, str(folder), recursive=True))

    def _note(self, paths: Iterable[str]) -> None:
        now = time.monotonic()
        with self._state:
            for path in paths:
                first, _ = self._seen.get(path, (now, now))
                self._seen[path] = (first, now)
            self._state.notify_all()

    def _note_all(self) -> None:
        self._note([to_text_path(str(folder)) for folder in list(self._watches)])

    def _report(self) -> None:
        while True:
            with self._state:
                self._state.wait_for(lambda: self._is_closing or self._seen)
                if self._is_closing:
                    return
                now = time.monotonic()
                due = {
                    path: min(last + self._quiet_s, first + self._limit_s)
                    for path, (first, last) in self._seen.items()
                }
                rested = frozenset(path for path, at in due.items() if at <= now)
                if not rested:
                    self._state.wait(max(0.01, min(due.values()) - now))
                    continue
                # A rename is one thing: what changed together is reported together.
                together = max(self._seen[path][1] for path in rested)
                rested |= frozenset(path for path, (_, last) in self._seen.items() if last <= together)
                for path in rested:
                    del self._seen[path]
            self._on_changes(rested)


class _Complaints(logging.Handler):
    """Hears of lost events (a full queue, a watch that failed): watchdog only logs them."""

    def __init__(self, on_complaint: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._on_complaint = on_complaint

    def emit(self, record: logging.LogRecord) -> None:
        self._on_complaint()


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None


def _started(observer: BaseObserver) -> BaseObserver:
    observer.daemon = True
    observer.start()
    return observer


def _text(path: str | bytes) -> str:
    return to_text_path(os.fsdecode(path))
