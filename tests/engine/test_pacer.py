"""The pacer: readings no older than allowed, rests while slowed, the override and its end."""

from __future__ import annotations

import pytest
from fake_senses import DISK_FULL, ON_LOW_BATTERY, FakeClock, FakeSenses

from engine import pacer as pacing
from engine.governor import Pace
from engine.pacer import Pacer
from engine.settings import Resources


@pytest.fixture
def senses() -> FakeSenses:
    return FakeSenses()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def pacer(senses: FakeSenses, clock: FakeClock) -> Pacer:
    return Pacer(Resources(), senses, clock=clock)


def test_the_computer_is_asked_only_when_the_readings_are_old(
    pacer: Pacer, senses: FakeSenses, clock: FakeClock
) -> None:
    assert pacer.look().pace is Pace.FULL
    senses.say(**ON_LOW_BATTERY)
    clock.now += 1.9
    assert pacer.look().pace is Pace.FULL
    assert senses.n_reads == 1
    clock.now += 0.1
    assert pacer.look().pace is Pace.PAUSED


def test_full_speed_for_some_time_ends_by_itself(pacer: Pacer, senses: FakeSenses, clock: FakeClock) -> None:
    senses.say(**ON_LOW_BATTERY)
    pacer.hurry(60)
    pacer.note_done()  # ends only what was to last until all is done
    assert pacer.look().pace is Pace.FULL
    clock.now += 60
    assert pacer.look().pace is Pace.PAUSED


def test_full_speed_until_done_ends_when_all_is_done(
    pacer: Pacer, senses: FakeSenses, clock: FakeClock
) -> None:
    senses.say(**ON_LOW_BATTERY)
    pacer.hurry()
    clock.now += 1e6
    assert pacer.look().pace is Pace.FULL
    pacer.note_done()
    assert pacer.look().pace is Pace.PAUSED


def test_nothing_overrides_a_full_disk(pacer: Pacer, senses: FakeSenses) -> None:
    senses.say(**DISK_FULL)
    pacer.hurry()
    assert pacer.look().pace is Pace.STOPPED


def test_a_write_without_room_stops_whatever_is_measured_and_is_tried_again(
    pacer: Pacer, clock: FakeClock
) -> None:
    pacer.hurry()
    pacer.note_no_room()
    assert pacer.look().pace is Pace.STOPPED
    clock.now += 31
    assert pacer.look().pace is Pace.FULL


def test_rests_keep_the_share_of_the_processor(
    pacer: Pacer, senses: FakeSenses, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "n_cores", lambda: 4)
    senses.say(is_on_battery=True)
    assert pacer.rest_s() == 0
    begun = clock.now
    for work_s in (0.1, 2.0, 0.5, 3.0):  # on two cores each
        clock.now += work_s
        senses.cpu_s += 2 * work_s
        clock.now += pacer.rest_s()
    assert senses.cpu_s / (4 * (clock.now - begun)) == pytest.approx(0.2)


def test_idle_time_is_not_saved_up_for_a_burst(pacer: Pacer, senses: FakeSenses, clock: FakeClock) -> None:
    senses.say(is_on_battery=True)
    pacer.rest_s()
    clock.now += 3600
    assert pacer.rest_s() == 0
    senses.cpu_s += 5
    assert pacer.rest_s() > 0


def test_there_is_no_rest_at_full_speed(pacer: Pacer, senses: FakeSenses) -> None:
    senses.cpu_step_s = 100
    assert [pacer.rest_s(), pacer.rest_s()] == [0, 0]
