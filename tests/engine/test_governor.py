"""What the governor decides: a table by hand, and no fluttering as a property."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fake_senses import CALM, DISK_FULL
from hypothesis import given
from hypothesis import strategies as st

from engine.events import Restraint
from engine.governor import PACE_OF, Decision, Pace, Readings, disk_limit_bytes, judge, rest_s
from engine.settings import Resources

MB, GB = 1_000_000, 1_000_000_000
READINGS = st.builds(
    Readings,
    is_on_battery=st.none() | st.booleans(),
    battery_percent=st.none() | st.floats(0, 100),
    others_percent=st.none() | st.floats(0, 100),
    memory_free_bytes=st.none() | st.integers(0, 16 * GB),
    celsius=st.none() | st.floats(0, 120),
    disk_free_bytes=st.none() | st.integers(0, 1000 * GB),
    disk_bytes=st.none() | st.integers(1, 1000 * GB),
    away_s=st.none() | st.floats(0, 1e5),
)


@pytest.mark.parametrize(
    ("readings", "settings", "pace", "code"),
    [
        ({}, {}, Pace.FULL, None),
        ({"is_on_battery": True, "battery_percent": 90}, {}, Pace.SLOWED, "pace.battery_slow"),
        ({"is_on_battery": True, "battery_percent": 29}, {}, Pace.PAUSED, "pace.battery_low"),
        ({"is_on_battery": True, "battery_percent": None}, {}, Pace.SLOWED, "pace.battery_slow"),
        ({"is_on_battery": False, "battery_percent": 5}, {}, Pace.FULL, None),
        ({"is_on_battery": True}, {"on_battery": "full"}, Pace.FULL, None),
        ({"is_on_battery": True}, {"on_battery": "pause"}, Pace.PAUSED, "pace.battery_pause"),
        (
            {"is_on_battery": True, "battery_percent": 20},
            {"on_battery": "full"},
            Pace.PAUSED,
            "pace.battery_low",
        ),
        (
            {"is_on_battery": True, "battery_percent": 1},
            {"on_battery": "full", "battery_percent": 0},
            Pace.FULL,
            None,
        ),
        ({"others_percent": 51}, {}, Pace.SLOWED, "pace.busy"),
        ({"others_percent": 51}, {"busy_percent": 60}, Pace.FULL, None),
        ({"others_percent": 100}, {"busy_percent": 100}, Pace.FULL, None),
        ({"others_percent": 70, "away_s": 600}, {}, Pace.FULL, None),
        ({"others_percent": 80, "away_s": 600}, {}, Pace.SLOWED, "pace.busy"),
        ({"others_percent": 51, "away_s": None}, {}, Pace.SLOWED, "pace.busy"),
        ({"celsius": 95}, {}, Pace.SLOWED, "pace.hot"),
        ({"memory_free_bytes": 400 * MB}, {}, Pace.PAUSED, "pace.memory"),
        ({"disk_free_bytes": 4 * GB}, {}, Pace.STOPPED, "pace.disk"),
        ({"disk_free_bytes": 6 * GB}, {}, Pace.FULL, None),
        ({"disk_free_bytes": 400 * MB, "disk_bytes": None}, {}, Pace.STOPPED, "pace.disk"),
        ({"disk_free_bytes": 600 * MB, "disk_bytes": None}, {}, Pace.FULL, None),
        ({"disk_free_bytes": 20 * GB}, {"disk_free_bytes": 30 * GB}, Pace.STOPPED, "pace.disk"),
        ({"celsius": 95, "memory_free_bytes": 0, "disk_free_bytes": 0}, {}, Pace.STOPPED, "pace.disk"),
    ],
)
def test_readings_give_a_pace_and_its_reason(
    readings: dict[str, Any], settings: dict[str, Any], pace: Pace, code: str | None
) -> None:
    decision = judge(replace(CALM, **readings), Resources(**settings))
    assert decision.pace is pace
    assert (decision.reason.code if decision.reason else None) == code


def test_a_system_that_tells_nothing_holds_up_nothing() -> None:
    assert judge(Readings(), Resources()) == Decision()


@pytest.mark.parametrize(
    ("disk_bytes", "limit"), [(None, 500 * MB), (8 * GB, 500 * MB), (64 * GB, 1280 * MB), (4000 * GB, 5 * GB)]
)
def test_the_room_that_is_asked_for_follows_the_disk_within_reason(
    disk_bytes: int | None, limit: int
) -> None:
    assert disk_limit_bytes(Readings(disk_bytes=disk_bytes), Resources()) == limit


@given(
    name_low_high=st.sampled_from(
        [
            ("battery_percent", 30.0, 34.9),
            ("others_percent", 35.1, 50.0),
            ("celsius", 80.1, 88.0),
            ("memory_free_bytes", 500.0 * MB, 999.0 * MB),
            ("disk_free_bytes", 5.0 * GB, 6.2 * GB),
        ]
    ),
    shares=st.lists(st.floats(0, 1), min_size=2, max_size=30),
    begins_restrained=st.booleans(),
)
def test_a_value_that_wavers_within_the_margin_changes_nothing(
    name_low_high: tuple[str, float, float], shares: list[float], begins_restrained: bool
) -> None:
    name, low, high = name_low_high
    calm = replace(CALM, is_on_battery=name == "battery_percent")
    is_high_bad = name in ("others_percent", "celsius")
    extreme = (high + 1 if is_high_bad else low - 1) if begins_restrained else getattr(CALM, name)
    resources = Resources(on_battery="full")
    first = decision = judge(replace(calm, **{name: extreme}), resources)
    assert bool(first.reasons) is begins_restrained
    for share in shares:
        decision = judge(replace(calm, **{name: low + share * (high - low)}), resources, before=decision)
        assert decision.restraints == first.restraints


@given(READINGS, READINGS)
def test_the_same_readings_again_change_nothing(earlier: Readings, readings: Readings) -> None:
    once = judge(readings, Resources(), before=judge(earlier, Resources()))
    assert judge(readings, Resources(), before=once) == once


@given(READINGS)
def test_the_pace_is_that_of_the_gravest_reason_and_an_override_leaves_only_the_disk(
    readings: Readings,
) -> None:
    decision = judge(readings, Resources())
    assert decision.pace == max((PACE_OF[each] for each in decision.restraints), default=Pace.FULL)
    if decision.reason is not None:
        assert PACE_OF[Restraint(decision.reason.code)] is decision.pace
    assert decision.overridden().pace is (Pace.STOPPED if decision.pace is Pace.STOPPED else Pace.FULL)


def test_a_disk_that_cannot_be_asked_any_more_is_not_taken_for_emptied() -> None:
    full = judge(replace(CALM, **DISK_FULL), Resources())
    unknown = replace(CALM, disk_free_bytes=None, disk_bytes=None)
    assert judge(unknown, Resources(), before=full) == full
    assert judge(CALM, Resources(), before=full) == Decision()


@given(used=st.floats(0, 40), elapsed=st.floats(0, 40), percent=st.floats(1, 100), n_cores=st.integers(1, 64))
def test_work_and_rest_together_keep_the_share(
    used: float, elapsed: float, percent: float, n_cores: int
) -> None:
    rest = rest_s(used_cpu_s=used, elapsed_s=elapsed, percent=percent, n_cores=n_cores)
    assert 0 <= rest <= 30
    if 0 < rest < 30:
        assert used / (n_cores * (elapsed + rest)) == pytest.approx(percent / 100)
