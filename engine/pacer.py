"""Lets the lanes of the indexer through: the governor's decision in force, rests, and the override.

Readings are taken when a lane asks and the last ones are old, so that nothing runs
while there is nothing to do.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import Protocol

from engine.events import Restraint
from engine.governor import Decision, Pace, Readings, judge, rest_s
from engine.records import Reason
from engine.sensors import n_cores
from engine.settings import Resources

_FULL_DISK_S = 30.0
"""How long to wait after a write that found no room, whatever is measured: a quota shows nowhere."""


class Senses(Protocol):
    """Where readings come from; ``engine.sensors.Sensors``, or what a test makes up."""

    def read(self) -> Readings:
        """Measure everything now."""

    def own_cpu_s(self) -> float:
        """Return the processor time that the engine has used so far."""


class Pacer:
    """The decision in force; safe to use from several threads.

    Args:
        every_s: How old readings may be.
    """

    def __init__(
        self,
        resources: Resources,
        senses: Senses,
        *,
        clock: Callable[[], float] = time.monotonic,
        every_s: float = 2.0,
    ) -> None:
        self._resources = resources
        self._senses = senses
        self._clock = clock
        self._every_s = every_s
        self._lock = threading.Lock()
        self._verdict = Decision()
        self._read_at: float | None = None
        self._marks: tuple[float, float] | None = None
        self._hurried_until = -math.inf
        self._full_until = -math.inf

    def adopt(self, resources: Resources) -> None:
        """Decide by other limits from now on."""
        with self._lock:
            self._resources = resources
            self._verdict, self._read_at = Decision(), None

    def look(self) -> Decision:
        """Return the decision in force, made anew where its readings are old."""
        with self._lock:
            now = self._clock()
            if self._read_at is None or now - self._read_at >= self._every_s:
                self._verdict = judge(self._senses.read(), self._resources, before=self._verdict)
                self._read_at = now
            decision = self._verdict
            if now < self._full_until and Restraint.DISK not in decision.restraints:
                params = {"free_bytes": 0, "limit_bytes": self._resources.disk_free_bytes}
                no_room = Reason(code=Restraint.DISK.value, params=params)
                decision = Decision((no_room, *decision.reasons))
            return decision.overridden() if now < self._hurried_until else decision

    def rest_s(self) -> float:
        """Return how long a lane that did some work has to rest; 0 unless slowed."""
        if self.look().pace is not Pace.SLOWED:
            self._marks = None
            return 0.0
        with self._lock:
            now, used = self._clock(), self._senses.own_cpu_s()
            if self._marks is None:
                self._marks = now, used
                return 0.0
            rest = rest_s(
                used_cpu_s=used - self._marks[1],
                elapsed_s=now - self._marks[0],
                percent=self._resources.slow_percent,
                n_cores=n_cores(),
            )
            # What was not used is not saved up, and what one rest cannot make good is let off.
            self._marks = now + rest, used
            return rest

    def hurry(self, for_s: float | None = None) -> None:
        """Allow full speed for some seconds, or until all is done; the disk's room is minded all the same."""
        with self._lock:
            self._hurried_until = math.inf if for_s is None else self._clock() + for_s

    def note_done(self) -> None:
        """All is done: what was allowed until then ends."""
        with self._lock:
            if self._hurried_until == math.inf:
                self._hurried_until = -math.inf

    def note_no_room(self) -> None:
        """A write found the disk full."""
        with self._lock:
            self._full_until = self._clock() + _FULL_DISK_S
            self._read_at = None
