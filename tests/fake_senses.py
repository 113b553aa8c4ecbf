"""A computer made up by a test: readings to set, and a clock to turn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.governor import Readings

CALM = Readings(
    is_on_battery=False,
    battery_percent=100,
    others_percent=2,
    memory_free_bytes=8_000_000_000,
    celsius=50,
    disk_free_bytes=100_000_000_000,
    disk_bytes=500_000_000_000,
    away_s=0,
)
ON_LOW_BATTERY: dict[str, Any] = {"is_on_battery": True, "battery_percent": 10}
DISK_FULL: dict[str, Any] = {"disk_free_bytes": 1_000_000}


class FakeSenses:
    """Tells what it is told to tell.

    Attributes:
        n_reads: How often it was asked.
        cpu_s: What the engine has used so far, it says; grows by ``cpu_step_s`` whenever it is asked.
    """

    def __init__(self, **changes: Any) -> None:
        self.readings = replace(CALM, **changes)
        self.n_reads = 0
        self.cpu_s = 0.0
        self.cpu_step_s = 0.0

    def say(self, **changes: Any) -> None:
        self.readings = replace(CALM, **changes)

    def read(self) -> Readings:
        self.n_reads += 1
        return self.readings

    def own_cpu_s(self) -> float:
        self.cpu_s += self.cpu_step_s
        return self.cpu_s


class FakeClock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
