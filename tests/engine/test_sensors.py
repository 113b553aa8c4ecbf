"""Sensors tell what the system tells and never raise."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import psutil
import pytest

from engine.governor import Readings
from engine.sensors import Sensors

_read = Sensors.read  # before every test has it replaced


def test_this_computer_can_be_read(tmp_path: Path) -> None:
    readings = _read(Sensors(tmp_path / "x.satchel"))
    assert readings.memory_free_bytes
    assert readings.disk_free_bytes is not None
    assert readings.disk_bytes
    assert readings.others_percent is None  # known from the second reading on


def test_a_system_that_refuses_everything_gives_no_readings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sensors = Sensors(tmp_path / "x.satchel")

    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError

    for name in ("sensors_battery", "virtual_memory", "sensors_temperatures", "cpu_times"):
        monkeypatch.setattr(psutil, name, refuse, raising=False)
    monkeypatch.setattr(shutil, "disk_usage", refuse)
    assert _read(sensors) == Readings()


def test_the_load_of_others_leaves_out_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 4 cores in 10 s, 30 s were busy, 10 of them with us: others took half."""
    times = {"now": 0.0, "busy": 0.0, "own": 0.0}
    sensors = Sensors(tmp_path / "x.satchel")

    class Times:
        user, system = property(lambda self: times["busy"]), 0.0

    monkeypatch.setattr("engine.sensors.n_cores", lambda: 4)
    monkeypatch.setattr("engine.sensors.time.monotonic", lambda: times["now"])
    monkeypatch.setattr("engine.sensors._is_nice", lambda process: False)
    monkeypatch.setattr(psutil, "cpu_times", Times)
    monkeypatch.setattr(sensors, "own_cpu_s", lambda: times["own"])
    assert _read(sensors).others_percent is None
    times.update(now=10.0, busy=30.0, own=10.0)
    assert _read(sensors).others_percent == pytest.approx(50)
    times.update(now=20.0, busy=40.0, own=20.0)  # all of it ours: half of the old load is forgotten
    assert _read(sensors).others_percent == pytest.approx(25)
