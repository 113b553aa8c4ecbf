"""Rates and the time left, with a clock that the test turns."""

from __future__ import annotations

import pytest

from engine.events import Activity
from engine.progress import ProgressMeter
from engine.records import Stage, StageProgress


def stages(
    text: tuple[int, int], vectors: tuple[int, int], knowledge: tuple[int, int]
) -> dict[str, StageProgress]:
    pairs = {
        Stage.NAMES: text,
        Stage.TEXT: text,
        Stage.OCR: (0, 0),
        Stage.VECTORS: vectors,
        Stage.KNOWLEDGE: knowledge,
    }
    return {name: StageProgress(done=done, total=total) for name, (done, total) in pairs.items()}


def test_nothing_is_promised_before_every_stage_has_been_seen() -> None:
    meter = ProgressMeter()
    assert meter.left_s(stages((0, 10), (0, 0), (0, 0))) is None
    meter.add(Stage.TEXT, n_units=5, seconds=1)
    assert meter.left_s(stages((5, 10), (0, 40), (0, 5))) is None


def test_time_left_is_the_slower_lane_with_what_is_still_to_be_read_counted_in() -> None:
    meter = ProgressMeter()
    meter.add(Stage.TEXT, n_units=5, seconds=1)
    meter.add(Stage.VECTORS, n_units=20, seconds=10)
    meter.add(Stage.KNOWLEDGE, n_units=1, seconds=1)
    # Half the files are read, so 80 passages and 10 documents are to be expected.
    left = meter.left_s(stages((5, 10), (20, 40), (1, 5)))
    assert left == pytest.approx((80 - 20) / 2 + (10 - 1) / 1)


def test_nothing_left_is_zero_seconds() -> None:
    meter = ProgressMeter()
    progress = meter.report(Activity.IDLE, stages((5, 5), (9, 9), (5, 5)))
    assert (progress.left_s, progress.rate) == (0.0, 0.0)


def test_the_rate_follows_a_change_of_speed() -> None:
    meter = ProgressMeter()
    meter.add(Stage.TEXT, n_units=1000, seconds=10)
    meter.add(Stage.TEXT, n_units=600, seconds=600)
    rate = meter.rate(Stage.TEXT)
    assert rate is not None
    assert rate == pytest.approx(1.0, abs=0.1)
