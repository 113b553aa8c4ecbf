"""Reads what ``engine.governor`` decides by; what the system does not tell is None, and nothing raises."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import psutil

from engine.governor import Readings

_T = TypeVar("_T")
_HALF_LIFE_S = 10.0
"""How fast an old load is forgotten: a click on a web page is no busy computer."""
_PROCESSOR_CHIPS = ("coretemp", "k10temp", "zenpower", "cpu_thermal", "cpu-thermal", "soc_thermal")


class Sensors:
    """What can be measured from this process; the load of others is measured between two readings.

    Not to be called by two threads at once.
    """

    def __init__(self, library: Path) -> None:
        self._folder = library.absolute().parent
        self._process = psutil.Process()
        self._children: list[psutil.Process] = []
        self._before: tuple[float, float, float] | None = None
        self._others_percent: float | None = None

    def read(self) -> Readings:
        """Measure everything now."""
        battery = _told(psutil.sensors_battery) if hasattr(psutil, "sensors_battery") else None
        room = _told(lambda: shutil.disk_usage(self._folder))
        memory = _told(psutil.virtual_memory)
        _told(self._measure_others)
        return Readings(
            is_on_battery=None if battery is None else battery.power_plugged is False,
            battery_percent=None if battery is None else battery.percent,
            others_percent=self._others_percent,
            memory_free_bytes=None if memory is None else memory.available,
            celsius=_told(_hottest),
            disk_free_bytes=None if room is None else room.free,
            disk_bytes=None if room is None else room.total,
            away_s=_told(_away_s),
        )

    def own_cpu_s(self) -> float:
        """Return the processor time of this process and its readers so far."""
        times = self._process.cpu_times()
        used = times.user + times.system + times.children_user + times.children_system
        for child in self._children:
            spent = _told(child.cpu_times)
            used += spent.user + spent.system if spent is not None else 0.0
        return used

    def _measure_others(self) -> None:
        self._children = self._process.children(recursive=True)
        times = psutil.cpu_times()
        # What runs at a low priority gives way by itself and is not counted; nor is this process if it does.
        busy = times.user + times.system + getattr(times, "irq", 0.0) + getattr(times, "softirq", 0.0)
        own = 0.0 if _is_nice(self._process) else self.own_cpu_s()
        now = time.monotonic()
        if self._before is not None and now - self._before[0] > 0.1:
            elapsed = now - self._before[0]
            others = max(0.0, (busy - self._before[1]) - (own - self._before[2]))
            percent = min(100.0, 100.0 * others / elapsed / n_cores())
            keep = 0.0 if self._others_percent is None else 0.5 ** (elapsed / _HALF_LIFE_S)
            self._others_percent = (self._others_percent or 0.0) * keep + percent * (1 - keep)
        self._before = now, busy, own


def n_cores() -> int:
    """Return how many cores the computer has."""
    return os.cpu_count() or 1


def _told(ask: Callable[[], _T]) -> _T | None:
    """Return what ``ask`` does, None where the system has no answer."""
    try:
        return ask()
    except (OSError, psutil.Error, NotImplementedError, AttributeError, ValueError, RuntimeError):
        return None  # AttributeError, ValueError: what psutil makes of a virtual machine's odd files


def _is_nice(process: psutil.Process) -> bool:
    return sys.platform != "win32" and int(process.nice()) > 0


def _hottest() -> float | None:
    if sys.platform == "win32" or sys.platform == "darwin":
        return None
    chips = psutil.sensors_temperatures()
    return max((row.current for chip in _PROCESSOR_CHIPS for row in chips.get(chip, ())), default=None)


def _away_s() -> float | None:
    """Return the seconds since the last key or pointer; Linux has no way that serves every desktop."""
    if sys.platform == "win32":

        class LastInput(ctypes.Structure):
            _fields_ = (("size", ctypes.c_uint), ("at_ms", ctypes.c_uint))

        last = LastInput(ctypes.sizeof(LastInput), 0)
        if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
            return None
        return ((ctypes.windll.kernel32.GetTickCount() - last.at_ms) & 0xFFFFFFFF) / 1000
    if sys.platform == "darwin":
        services = ctypes.CDLL("/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices")
        ask = services.CGEventSourceSecondsSinceLastEventType
        ask.restype, ask.argtypes = ctypes.c_double, (ctypes.c_int, ctypes.c_uint)
        return float(ask(1, 0xFFFFFFFF))  # the state of the hardware; any kind of event
    return None
