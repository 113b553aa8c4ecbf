"""Runs the lanes of the indexer on threads of their own, until done or for good.

The pacer holds a lane up, or lets it rest between units of work, as the computer's
user needs; it is asked only where there is work to do.

Watching only hurries things: every ``rescan_every_s`` each folder is compared
whole, and that comparison is the truth.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from engine.announcer import Announcer
from engine.errors import Cancelled, DiskFull, DiskLow, EngineError
from engine.events import Activity, ChangeKind, EngineFailed, Event, Restraint
from engine.governor import Decision, Pace
from engine.indexer import Counts, ReadingLane
from engine.ingest.scan import to_os_path, to_text_path
from engine.ingest.watch import Watcher
from engine.model_lane import ModelLane
from engine.models import ModelShelf
from engine.ocr_lane import OcrLane
from engine.pacer import Pacer
from engine.progress import ProgressMeter
from engine.settings import Indexing
from engine.store import ledger, retries
from engine.store.connection import Store
from engine.tidying import Tidier

_LOOK_EVERY_S = 5.0
"""How often to ask again while work is held up."""
_DRIVES_EVERY_S = 3.0


class _Lane(Protocol):
    def step(self) -> bool: ...
    def has_work(self) -> bool: ...
    def close(self) -> None: ...


class BackgroundIndex:
    """The lanes, the watcher and the re-scan clock of one writable library."""

    def __init__(
        self,
        store: Store,
        models: ModelShelf,
        settings: Indexing,
        *,
        speech: str,
        pacer: Pacer,
        counts: Counts,
        on_event: Callable[[Event], None],
        watches: bool,
    ) -> None:
        self._store = store
        self._models = models
        self._settings = settings
        self._pacer = pacer
        self._on_event = on_event
        self._meter = ProgressMeter()
        self._announcer = Announcer(store, models, self._meter, on_event)
        self._reading = ReadingLane(
            store,
            settings,
            speech=speech,
            counts=counts,
            meter=self._meter,
            report=lambda activity, path: self._announcer.doing("reading", activity, path),
            changed=self._announcer.changed,
        )
        self._model = ModelLane(
            store,
            models,
            counts=counts,
            meter=self._meter,
            report=lambda activity, path: self._announcer.doing("model", activity, path),
            changed=self._announcer.changed,
        )
        self._ocr = OcrLane(
            store, settings, speech=speech, meter=self._meter,
            report=lambda activity, path: self._announcer.doing("ocr", activity, path),
            changed=self._announcer.changed,
        )  # fmt: skip
        lanes: dict[str, _Lane] = {"reading": self._reading, "model": self._model, "ocr": self._ocr}
        self._watcher = Watcher(self.note_paths) if watches else None
        self._state = threading.Condition()
        self._generation = 0
        self._n_nudges = 0
        self._ends = False
        self._idle_at = dict.fromkeys(lanes, -1)
        self._tidier = Tidier(store, pacer)
        self._is_paused = False
        self._is_stopping = False
        self._failure: BaseException | None = None
        self._rescan_at = time.monotonic() + settings.rescan_every_s
        self._drives_at = time.monotonic() + _DRIVES_EVERY_S
        self._threads = [
            threading.Thread(target=self._run, args=(name, lane), name=f"{name}-lane")
            for name, lane in lanes.items()
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Begin with a comparison of every folder, and another try of what failed and may pass."""
        retries.hasten(self._store)
        for folder in ledger.folders(self._store.reader()):
            self.add_folder(folder.path)
        for thread in self._threads:
            thread.start()

    def run_to_end(self, *, cancelled: Callable[[], bool]) -> None:
        """Start, and return when nothing is left to do.

        Raises:
            Cancelled: ``cancelled`` turned true.
            DiskLow, DiskFull: There is not enough room to go on; all that was done is kept.
        """
        self._ends = True
        self.start()
        with self._state:
            while self._failure is None and any(at != self._generation for at in self._idle_at.values()):
                if cancelled():
                    raise Cancelled
                self._state.wait(0.1)
        if self._failure is not None:
            raise self._failure
        self._tidier.tidy(self._generation, is_called=lambda _seconds: cancelled())

    def add_folder(self, path: str) -> None:
        """Watch ``path``, and compare it with the ledger now."""
        self._reading.note_folder(path)
        if self._watcher is not None:
            self._watcher.add(Path(to_os_path(path)))
        self.note_change(ChangeKind.FOLDERS)

    def remove_folder(self, path: str) -> None:
        """Stop watching ``path``."""
        if self._watcher is not None:
            self._watcher.remove(Path(to_os_path(path)))

    def rescan(self) -> None:
        """Compare every folder with the ledger now, and try again what failed and may pass."""
        retries.hasten(self._store)
        self._compare_all()

    def adopt(self, settings: Indexing, *, speech: str) -> None:
        """Go by other settings and speech model, and compare every folder under them now."""
        self._settings = settings
        self._reading.adopt(settings, speech=speech)
        self._ocr.adopt(settings, speech=speech)
        self._rescan_at = time.monotonic()
        self.wake()

    def note_paths(self, paths: frozenset[str]) -> None:
        """Look at these paths again, soon; the watcher calls this."""
        self._reading.note_paths(paths)
        self.wake()

    def note_change(self, *kinds: ChangeKind) -> None:
        """Tell that something was changed from outside the lanes, and look for work."""
        self._announcer.changed(*kinds)
        self.wake()
        if self._is_paused or self._announcer.is_held:  # no lane will tell it soon
            self._announcer.flush(is_urgent=True)

    def pause(self) -> None:
        """Stop after the work in hand."""
        self._set_paused(is_paused=True)

    def resume(self) -> None:
        """Go on."""
        self._set_paused(is_paused=False)

    def hurry(self, for_s: float | None = None) -> None:
        """Go on at full speed for some seconds or until all is done; only a full disk can hold it up."""
        with self._state:  # or a lane that has just run out of work would end it
            self._pacer.hurry(for_s)
            self._generation += 1
        self._set_paused(is_paused=False)

    def wake(self) -> None:
        """Look for work again."""
        with self._state:
            self._generation += 1
            self._state.notify_all()

    def close(self) -> None:
        """Stop everything; what was in hand is done again next time."""
        with self._state:
            self._is_stopping = True
            self._state.notify_all()
        if self._watcher is not None:
            self._watcher.close()
        self._reading.close()
        self._model.close()
        self._ocr.close()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()

    def _set_paused(self, *, is_paused: bool) -> None:
        with self._state:
            self._is_paused = is_paused
            self._n_nudges += 1
            self._announcer.is_paused = is_paused
        self.wake()
        self._announcer.flush(is_urgent=True)

    def _compare_all(self) -> None:
        for folder in ledger.folders(self._store.reader()):
            self._reading.note_folder(folder.path)
        self.wake()

    def _run(self, name: str, lane: _Lane) -> None:
        try:
            self._loop(name, lane)
        except BaseException as error:  # noqa: BLE001 - the end of a thread: told, never lost
            with self._state:
                self._failure = self._failure or error
                self._is_stopping = True
                self._state.notify_all()
            code, params = ("internal", {"detail": repr(error)})
            if isinstance(error, EngineError):
                code, params = error.code, error.params
            self._on_event(EngineFailed(code=code, params=params))
        finally:
            self._store.forget_reader()

    def _loop(self, name: str, lane: _Lane) -> None:
        while True:
            with self._state:
                self._state.wait_for(lambda: self._is_stopping or not self._is_paused)
                if self._is_stopping:
                    return
                seen, nudges = self._generation, self._n_nudges
            if name == "reading":
                self._look_at_clocks()
            decision = self._pacer.look()
            if decision.halts and lane.has_work():
                self._halt(name, decision, seen)
            elif not decision.halts and self._step(name, lane):
                self._rest(nudges)
            else:
                self._idle(name, seen)

    def _halt(self, name: str, decision: Decision, seen: int) -> None:
        """Hold a lane up until something happens, or it is time to look again."""
        reason = decision.reason
        if decision.pace is Pace.STOPPED and self._ends and reason is not None:
            raise DiskLow(path=str(self._store.path), **reason.params)
        if self._announcer.restrained(reason, halted=name) and Restraint.MEMORY in decision.restraints:
            self._models.unload()
        with self._state:
            self._state.wait_for(partial(self._is_called, seen), _LOOK_EVERY_S)

    def _step(self, name: str, lane: _Lane) -> bool:
        self._announcer.restrained(self._pacer.look().reason)
        try:
            did = lane.step()
        except DiskFull:
            if self._ends:
                raise
            self._pacer.note_no_room()
            self._compare_all()  # what was in hand is looked at again
            return True
        if did and name != "model":  # which only takes from the others
            self.wake()
        return did

    def _rest(self, nudges: int) -> None:
        """Leave the computer to its user for as long as the share of the work asks for."""
        rest_s = self._pacer.rest_s()
        if rest_s > 0:
            with self._state:
                self._state.wait_for(lambda: self._is_stopping or self._n_nudges != nudges, rest_s)

    def _idle(self, name: str, seen: int) -> None:
        with self._state:
            self._idle_at[name] = seen
            is_done = all(at == self._generation for at in self._idle_at.values())
            if is_done:
                self._pacer.note_done()
        self._announcer.doing(name, Activity.IDLE, "")
        with self._state:
            self._state.notify_all()
        if is_done and not self._ends:
            self._tidier.tidy(seen, is_called=partial(self._wait, seen))
        with self._state:
            until = self._until_next() if name == "reading" else None
            self._state.wait_for(partial(self._is_called, seen), until)

    def _look_at_clocks(self) -> None:
        now = time.monotonic()
        if now >= self._rescan_at:
            self._rescan_at = now + self._settings.rescan_every_s
            self._compare_all()
        if self._watcher is not None and now >= self._drives_at:
            self._drives_at = now + _DRIVES_EVERY_S
            for folder in self._watcher.follow_drives():
                self._reading.note_folder(to_text_path(str(folder)))

    def _wait(self, seen: int, seconds: float) -> bool:
        with self._state:
            return self._state.wait_for(partial(self._is_called, seen), seconds)

    def _is_called(self, seen: int) -> bool:
        return self._is_stopping or self._generation != seen

    def _until_next(self) -> float:
        """Seconds until the reading lane has something to do by itself."""
        drives_at = math.inf if self._watcher is None else self._drives_at
        return max(0.0, min(self._rescan_at, drives_at, self._reading.due_at) - time.monotonic())
