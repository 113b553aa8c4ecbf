"""Costs, rates and the time left, with a clock that the test turns."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import Activity
from engine.progress import ProgressMeter
from engine.records import SourceFile, Stage, StageProgress
from engine.store.backlog import Backlog, Waiting


@dataclass
class Clock:
    """A clock that only the test turns."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def backlog(
    files: dict[str, Waiting] | None = None,
    *,
    ocr_pages: int = 0,
    unembedded: int = 0,
    not_understood: int = 0,
) -> Backlog:
    return Backlog(
        files=files or {},
        n_ocr_pages=ocr_pages,
        n_unembedded=unembedded,
        n_not_understood=not_understood,
    )


def file(name: str, size_bytes: int) -> SourceFile:
    return SourceFile(path=f"/f/{name}", size_bytes=size_bytes, modified_ns=0, inode="1")


def test_nothing_is_promised_before_the_models_have_been_seen() -> None:
    meter = ProgressMeter(clock=Clock())
    assert meter.left_s() is None
    meter.look(backlog({"txt": Waiting(10, 10_000)}))
    assert meter.left_s() is None
    meter.look(backlog(unembedded=40, not_understood=40))
    assert meter.left_s() is None


def test_pages_that_are_pictures_take_what_those_before_them_took() -> None:
    meter = ProgressMeter(clock=Clock())
    for _ in range(3):
        meter.add(Stage.OCR, n_units=1, seconds=5, work=1)
    meter.look(backlog(ocr_pages=20))
    assert meter.left_s() == pytest.approx(100)


def test_pictures_that_were_not_opened_yet_are_counted_as_pages() -> None:
    meter = ProgressMeter(clock=Clock())
    meter.add(Stage.OCR, n_units=1, seconds=5, work=1)
    meter.look(backlog({"jpg": Waiting(10, 1_000_000), "txt": Waiting(10, 0)}, ocr_pages=10))
    assert meter.left_s() is None  # what the texts will cost is not known
    meter.add(Stage.VECTORS, n_units=100, seconds=0.1, work=100)
    meter.add(Stage.KNOWLEDGE, n_units=1, seconds=0.1, work=100)
    meter.look(backlog({"jpg": Waiting(10, 1_000_000)}, ocr_pages=10))
    assert meter.left_s() == pytest.approx(100)


def test_nothing_left_is_zero_seconds() -> None:
    meter = ProgressMeter(clock=Clock())
    meter.look(backlog())
    stages = {stage.value: StageProgress(done=5, total=5) for stage in Stage}
    progress = meter.report(Activity.IDLE, stages)
    assert (progress.left_s, progress.rate) == (0.0, 0.0)


@given(
    n_passages=st.integers(1_000, 100_000),
    embedding=st.floats(0.001, 0.1),
    understanding=st.floats(0.001, 0.1),
    done=st.floats(0.2, 0.9),
)
def test_constant_costs_are_foretold_exactly(
    n_passages: int, embedding: float, understanding: float, done: float
) -> None:
    meter = ProgressMeter(clock=Clock())
    n_done = round(done * n_passages)
    for _ in range(10):
        meter.add(Stage.VECTORS, n_units=n_done, seconds=n_done / 10 * embedding, work=n_done / 10)
        meter.add(Stage.KNOWLEDGE, n_units=1, seconds=n_done / 10 * understanding, work=n_done / 10)
    left = n_passages - n_done
    meter.look(backlog(not_understood=left))
    assert meter.left_s() == pytest.approx(left * understanding)
    meter.look(backlog(unembedded=left, not_understood=left))
    # What embedding and understanding cost beside each other is guessed until it is known.
    weight = 60 / (60 + n_done)
    expected = left * embedding + left * ((1 - weight) * understanding + weight * 1.2 * embedding)
    assert meter.left_s() == pytest.approx(expected, rel=1e-6)


def test_what_is_still_to_be_read_is_counted_in_by_kind_and_size() -> None:
    meter = ProgressMeter(clock=Clock())
    for _ in range(100):
        meter.add_file(file("a.txt", 1_000_000), n_passages=1000, seconds=0.1)
        meter.add_file(file("b.PDF", 1_000_000), n_passages=10, seconds=1.0)
    meter.add(Stage.TEXT, n_units=200, seconds=55.0, work=110.0)  # two readers side by side
    meter.add(Stage.VECTORS, n_units=64, seconds=0.64, work=64)
    meter.look(backlog({"txt": Waiting(1, 1_000_000)}))
    texts = meter.left_s()
    assert texts == pytest.approx(1000 * 0.022, rel=0.05)  # the models have more to do than the readers
    meter.look(backlog({"pdf": Waiting(100, 100_000_000)}))
    assert meter.left_s() == pytest.approx(50, rel=0.05)  # the readers have more to do


def test_a_computer_that_slows_down_makes_all_that_is_left_slower() -> None:
    meter = ProgressMeter(clock=Clock())
    for slowness, n in ((1.0, 5), (3.0, 500)):
        for _ in range(n):
            meter.add(Stage.VECTORS, n_units=64, seconds=slowness, work=64)
            if n < 500:
                meter.add(Stage.KNOWLEDGE, n_units=1, seconds=slowness, work=64)
    meter.look(backlog(unembedded=64, not_understood=6400))
    assert meter.left_s() == pytest.approx(101 * 3, rel=0.05)


def test_between_two_looks_time_goes_by() -> None:
    clock = Clock()
    meter = ProgressMeter(clock=clock)
    meter.add(Stage.VECTORS, n_units=10, seconds=10, work=10)
    meter.look(backlog(unembedded=30))
    clock.now = 12.0
    assert meter.left_s() == pytest.approx(18.0)
    clock.now = 1000.0
    assert meter.left_s() == 0.0


@given(
    works=st.lists(
        st.tuples(
            st.sampled_from([Stage.NAMES, Stage.TEXT, Stage.VECTORS, Stage.KNOWLEDGE]),
            st.integers(0, 10_000),
            st.floats(0, 1e5),
        ),
        max_size=30,
    ),
    sizes=st.lists(st.tuples(st.sampled_from(["a.txt", "b", "c.pdf", "d.jpg"]), st.integers(0, 10**12))),
    left=st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)),
    passed=st.floats(0, 1e6),
)
def test_time_left_is_never_negative_whatever_comes(
    works: list[tuple[Stage, int, float]], sizes: list[tuple[str, int]], left: tuple[int, int], passed: float
) -> None:
    clock = Clock()
    meter = ProgressMeter(clock=clock)
    for stage, units, seconds in works:
        meter.add(stage, n_units=units, seconds=seconds, work=units)
    for name, size in sizes:
        meter.add_file(file(name, size), n_passages=size % 7, seconds=size % 11)
    meter.look(backlog({"txt": Waiting(3, 10)}, unembedded=left[0], not_understood=left[1]))
    clock.now = passed
    told = meter.left_s()
    assert told is None or told >= 0


def test_one_burst_does_not_turn_the_time_left_over() -> None:
    meter = ProgressMeter(clock=Clock())
    meter.look(backlog(not_understood=10_000))
    for _ in range(300):
        meter.add(Stage.KNOWLEDGE, n_units=1, seconds=1.0, work=10)
    before = meter.left_s()
    meter.add(Stage.KNOWLEDGE, n_units=1, seconds=10.0, work=10)  # one document that was slow
    after = meter.left_s()
    assert before == pytest.approx(1000)
    assert after is not None
    assert after < 1.25 * before


def test_a_sample_is_wanted_from_everywhere_until_enough_was_understood() -> None:
    meter = ProgressMeter(clock=Clock())
    assert meter.sample() is None
    meter.add(Stage.VECTORS, n_units=1000, seconds=100, work=1000)
    wanted = [meter.sample() for _ in range(10)]
    assert all(at is not None and 0 <= at <= 1 for at in wanted)
    assert {int(10 * at) for at in wanted if at is not None} >= {0, 2, 4, 6, 8}
    meter.add(Stage.KNOWLEDGE, n_units=9, seconds=20, work=180)
    assert meter.sample() is None


def test_the_rate_follows_a_change_of_speed() -> None:
    meter = ProgressMeter()
    meter.add(Stage.TEXT, n_units=1000, seconds=10)
    meter.add(Stage.TEXT, n_units=600, seconds=600)
    rate = meter.rate(Stage.TEXT)
    assert rate is not None
    assert rate == pytest.approx(1.0, abs=0.1)
