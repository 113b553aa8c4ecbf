"""Decides how fast indexing may go, so that the computer's user never notices it.

In:  what was measured of the computer (``Readings``), the settings, and the decision before.
Out: a ``Decision``: full speed, slowed, paused or stopped, and why.

Pure. Every limit that is measured has a margin: what began at the limit ends only
beyond the margin, so that a value that wavers about the limit changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from engine.events import Restraint
from engine.records import Reason
from engine.settings import Resources

_DISK_ENOUGH_BYTES = 5_000_000_000
"""Two per cent of a large disk are more room than a library could need."""
_DISK_MARGIN = 0.25
_MEMORY_MARGIN = 1.0
"""The models that a pause unloads must fit in again, or it would end only to begin anew."""
_BATTERY_MARGIN = 5.0
_BUSY_MARGIN = 15.0
_HOT_MARGIN = 8.0
_AWAY_S = 180.0
_LONGEST_REST_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What was measured of the computer; None where the system does not tell.

    Attributes:
        is_on_battery: Whether no mains power is there.
        battery_percent: Charge left.
        others_percent: What other programs take of all cores; what runs at a low priority does not count.
        memory_free_bytes: Memory that can be had without swapping.
        celsius: The processor's temperature.
        disk_free_bytes: Room left on the disk of the library,
        disk_bytes: and its size.
        away_s: Seconds since somebody used keyboard or pointer.
    """

    is_on_battery: bool | None = None
    battery_percent: float | None = None
    others_percent: float | None = None
    memory_free_bytes: int | None = None
    celsius: float | None = None
    disk_free_bytes: int | None = None
    disk_bytes: int | None = None
    away_s: float | None = None


class Pace(IntEnum):
    """How fast indexing may go; the greater, the less of it."""

    FULL = 0
    SLOWED = 1
    PAUSED = 2
    STOPPED = 3


PACE_OF: Mapping[Restraint, Pace] = {
    Restraint.DISK: Pace.STOPPED,
    Restraint.MEMORY: Pace.PAUSED,
    Restraint.BATTERY_LOW: Pace.PAUSED,
    Restraint.BATTERY_PAUSE: Pace.PAUSED,
    Restraint.BATTERY_SLOW: Pace.SLOWED,
    Restraint.HOT: Pace.SLOWED,
    Restraint.BUSY: Pace.SLOWED,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """How fast indexing may go; ``reasons`` for less than full speed, what weighs most first."""

    reasons: tuple[Reason, ...] = ()

    @property
    def pace(self) -> Pace:
        """The pace that all reasons allow."""
        return max((PACE_OF[restraint] for restraint in self.restraints), default=Pace.FULL)

    @property
    def restraints(self) -> tuple[Restraint, ...]:
        """The reasons without their data."""
        return tuple(Restraint(reason.code) for reason in self.reasons)

    @property
    def reason(self) -> Reason | None:
        """The reason to tell."""
        return self.reasons[0] if self.reasons else None

    @property
    def halts(self) -> bool:
        """Whether no work may begin."""
        return self.pace >= Pace.PAUSED

    def overridden(self) -> Decision:
        """Return what is left of it when somebody asks for full speed: the rule about the disk."""
        return Decision(tuple(reason for reason in self.reasons if reason.code == Restraint.DISK))


_Rule = Callable[[Readings, Resources, bool], Reason | None]


def judge(readings: Readings, resources: Resources, *, before: Decision = Decision()) -> Decision:
    """Decide; ``before`` is the decision in force until now."""
    was = before.restraints
    found = (rule(readings, resources, restraint in was) for restraint, rule in _RULES.items())
    reasons = [reason for reason in found if reason is not None]
    if readings.disk_free_bytes is None and Restraint.DISK in was:
        reasons.insert(0, before.reasons[0])  # a disk that cannot be asked has not been emptied
    return Decision(tuple(reasons))


def disk_limit_bytes(readings: Readings, resources: Resources) -> int:
    """Return how much room the library's disk must have."""
    share = (readings.disk_bytes or 0) * resources.disk_free_percent / 100
    return max(resources.disk_free_bytes, int(min(share, _DISK_ENOUGH_BYTES)))


def rest_s(*, used_cpu_s: float, elapsed_s: float, percent: float, n_cores: int) -> float:
    """Return how long to do nothing so that ``used_cpu_s`` is at most ``percent`` of all cores' time."""
    needed_s = used_cpu_s / (n_cores * percent / 100)
    return min(max(0.0, needed_s - elapsed_s), _LONGEST_REST_S)


def _disk(readings: Readings, resources: Resources, was: bool) -> Reason | None:
    limit = disk_limit_bytes(readings, resources)
    free = readings.disk_free_bytes
    if free is None or not _is_below(free, limit, limit * _DISK_MARGIN, was):
        return None
    return Reason(code=Restraint.DISK.value, params={"free_bytes": free, "limit_bytes": limit})


def _memory(readings: Readings, resources: Resources, was: bool) -> Reason | None:
    limit = resources.memory_free_bytes
    if not _is_below(readings.memory_free_bytes, limit, limit * _MEMORY_MARGIN, was):
        return None
    return Reason(code=Restraint.MEMORY.value, params={"limit_bytes": limit})


def _battery_low(readings: Readings, resources: Resources, was: bool) -> Reason | None:
    limit = resources.battery_percent
    if not readings.is_on_battery or not _is_below(readings.battery_percent, limit, _BATTERY_MARGIN, was):
        return None
    return Reason(code=Restraint.BATTERY_LOW.value, params={"limit_percent": round(limit)})


def _battery_pause(readings: Readings, resources: Resources, _was: bool) -> Reason | None:
    is_so = readings.is_on_battery and resources.on_battery == "pause"
    return Reason(code=Restraint.BATTERY_PAUSE.value) if is_so else None


def _battery_slow(readings: Readings, resources: Resources, _was: bool) -> Reason | None:
    is_so = readings.is_on_battery and resources.on_battery == "slow"
    return Reason(code=Restraint.BATTERY_SLOW.value) if is_so else None


def _hot(readings: Readings, resources: Resources, was: bool) -> Reason | None:
    is_so = _is_above(readings.celsius, resources.hot_celsius, _HOT_MARGIN, was)
    return Reason(code=Restraint.HOT.value) if is_so else None


def _busy(readings: Readings, resources: Resources, was: bool) -> Reason | None:
    limit = resources.busy_percent
    if readings.away_s is not None and readings.away_s >= _AWAY_S:
        limit = (limit + 100) / 2  # nobody is there to wait for the other programs
    is_so = _is_above(readings.others_percent, limit, _BUSY_MARGIN, was)
    return Reason(code=Restraint.BUSY.value) if is_so else None


_RULES: Mapping[Restraint, _Rule] = {
    Restraint.DISK: _disk,
    Restraint.MEMORY: _memory,
    Restraint.BATTERY_LOW: _battery_low,
    Restraint.BATTERY_PAUSE: _battery_pause,
    Restraint.BATTERY_SLOW: _battery_slow,
    Restraint.HOT: _hot,
    Restraint.BUSY: _busy,
}


def _is_below(value: float | None, limit: float, margin: float, was: bool) -> bool:
    # A limit of 0 means never; without this a margin would hold on to what can no longer begin.
    return value is not None and limit > 0 and value < limit + (margin if was else 0)


def _is_above(value: float | None, limit: float, margin: float, was: bool) -> bool:
    return value is not None and value > limit - (margin if was else 0)
