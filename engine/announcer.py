"""Turns what the lanes of the indexer report into events, at most ten a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from engine.events import Activity, ChangeKind, Event, LibraryChanged
from engine.models import ModelShelf
from engine.progress import ProgressMeter
from engine.records import Reason, StageProgress
from engine.store import status
from engine.store.backlog import backlog
from engine.store.connection import Store

_EVENTS_EVERY_S = 0.1
_COUNTS_EVERY_S = 0.5
_LOOKING_COSTS = 50
"""What is still to be done is looked at anew after so many times as long as that takes."""


class Announcer:
    """Gathers what happened until it is time to tell it; used by all lanes."""

    def __init__(
        self, store: Store, models: ModelShelf, meter: ProgressMeter, on_event: Callable[[Event], None]
    ) -> None:
        self._store = store
        self._models = models
        self._meter = meter
        self._on_event = on_event
        self._lock = threading.Lock()
        self._doing: dict[str, tuple[Activity, str]] = {}
        self._at_rest: set[str] = set()
        self._kinds: set[ChangeKind] = set()
        self._sent_at = 0.0
        self._counted_at = 0.0
        self._look_at = 0.0
        self._stages: Mapping[str, StageProgress] = {}
        self._restraint: Reason | None = None
        self.is_paused = False

    @property
    def is_held(self) -> bool:
        """Whether the lanes rest or wait."""
        return self._restraint is not None

    def restrained(self, reason: Reason | None, *, halted: str = "") -> bool:
        """Note what slows the work down, or holds up the lane ``halted``; True when that is news."""
        with self._lock:
            is_news = _code(reason) != _code(self._restraint)
            self._restraint = reason
            if halted:
                is_news |= self._doing.get(halted) != (Activity.PAUSED, "")
                self._doing[halted] = (Activity.PAUSED, "")
        if is_news:
            self.flush(is_urgent=True)
        return is_news

    def doing(self, lane: str, activity: Activity, path: str) -> None:
        """Note what a lane is about to do."""
        with self._lock:
            if activity is not Activity.IDLE:
                self._doing[lane] = (activity, path)
            elif self._doing.pop(lane, None) is None and lane in self._at_rest and not self._kinds:
                return  # it only looked whether there was something to do
            else:
                self._at_rest.add(lane)
        self.flush(is_urgent=activity is Activity.IDLE)

    def changed(self, *kinds: ChangeKind) -> None:
        """Note that these kinds of things changed."""
        with self._lock:
            self._kinds |= set(kinds)

    def flush(self, *, is_urgent: bool = False) -> None:
        """Send what has gathered, unless something was sent a moment ago."""
        with self._lock:
            now = time.monotonic()
            if not is_urgent and now - self._sent_at < _EVENTS_EVERY_S:
                return
            self._sent_at = now
            if is_urgent or now - self._counted_at > _COUNTS_EVERY_S:
                self._count(now)
            kinds, self._kinds = frozenset(self._kinds), set()
            doing = [self._doing[lane] for lane in sorted(self._doing, reverse=True)]
            # A lane that still works is the one to tell of.
            doing.sort(key=lambda row: row[0] is Activity.PAUSED)
            activity, path = next(iter(doing), (Activity.IDLE, ""))
            restraint = None if self.is_paused or activity is Activity.IDLE else self._restraint
            if self.is_paused:
                activity = Activity.PAUSED
            if kinds:
                self._on_event(LibraryChanged(kinds=kinds))
            self._on_event(self._meter.report(activity, self._stages, current_path=path, restraint=restraint))

    def _count(self, now: float) -> None:
        tagger = self._models.tagger_card.id
        self._stages = status.stages(self._store.reader(), tagger=tagger)
        if now >= self._look_at or all(part.done == part.total for part in self._stages.values()):
            self._meter.look(backlog(self._store.reader(), tagger=tagger))
            # Of 100,000 waiting files it takes a while, and the time left hardly changes.
            self._look_at = time.monotonic() + _LOOKING_COSTS * (time.monotonic() - now)
        self._counted_at = time.monotonic()


def _code(reason: Reason | None) -> str:
    return reason.code if reason else ""
