"""Lanes that slow down, pause and stop as a made-up computer needs, and go on with nothing lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_senses import DISK_FULL, ON_LOW_BATTERY, FakeClock, FakeSenses
from library_dump import library_dump

from engine.background import BackgroundIndex
from engine.errors import Cancelled, DiskFull, DiskLow
from engine.events import Activity, Event, IndexProgress, LibraryChanged
from engine.library import Library
from engine.pacer import Pacer
from engine.settings import Resources
from engine.store import vectors


@pytest.fixture
def senses() -> FakeSenses:
    return FakeSenses()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def library(
    library_path: Path, tiny_models: Path, folder: Path, senses: FakeSenses, clock: FakeClock
) -> Iterator[Library]:
    pacer = Pacer(Resources(), senses, clock=clock, every_s=0)
    with Library.open(library_path, models_root=tiny_models, pacer=pacer) as opened:
        opened.add_folder(folder)
        yield opened


class Watched:
    """A library at work in the background, and a way to wait for what it tells."""

    def __init__(self, library: Library, *, on_event: Callable[[Event], None] = lambda event: None) -> None:
        self.library = library
        self.told = threading.Condition()
        self.last: IndexProgress | None = None
        self._on_event = on_event
        self.background: BackgroundIndex = library.start(self._take, watches=False)

    def _take(self, event: Event) -> None:
        self._on_event(event)
        with self.told:
            if isinstance(event, IndexProgress):
                self.last = event
            self.told.notify_all()

    def wait_until(self, is_so: Callable[[IndexProgress], bool]) -> IndexProgress:
        with self.told:
            assert self.told.wait_for(lambda: self.last is not None and is_so(self.last), timeout=60)
            assert self.last is not None
            return self.last

    def wait_for_pause(self, code: str) -> IndexProgress:
        return self.wait_until(lambda told: told.activity is Activity.PAUSED and code_of(told) == code)

    def wait_for_end(self) -> None:
        self.wait_until(lambda told: told.activity is Activity.IDLE and is_complete(self.library))
        self.wait_for_idle_lanes()

    def wait_for_idle_lanes(self) -> None:
        lanes = self.background
        with lanes._state:
            assert lanes._state.wait_for(
                lambda: set(lanes._idle_at.values()) == {lanes._generation}, timeout=60
            )


def code_of(told: IndexProgress) -> str:
    return told.restraint.code if told.restraint else ""


def is_complete(library: Library) -> bool:
    status = library.status()
    return status.documents > 0 and all(part.done == part.total for part in status.stages.values())


def test_a_low_battery_pauses_and_mains_power_resumes(library: Library, senses: FakeSenses) -> None:
    senses.say(**ON_LOW_BATTERY)
    watched = Watched(library)
    told = watched.wait_for_pause("pace.battery_low")
    assert told.restraint is not None
    assert told.restraint.params == {"limit_percent": 30}
    assert library.status().restraint == told.restraint
    assert library.counts.n_read == 0
    senses.say()
    watched.background.wake()
    watched.wait_for_end()
    assert library.status().restraint is None


def test_full_speed_on_demand_lasts_until_all_is_done(
    library: Library, senses: FakeSenses, folder: Path
) -> None:
    senses.say(**ON_LOW_BATTERY)
    watched = Watched(library)
    watched.wait_for_pause("pace.battery_low")
    library.hurry()
    watched.wait_for_end()
    (folder / "later.txt").write_text("Emmy Noether proved it.", "utf-8")
    watched.background.rescan()
    watched.wait_for_pause("pace.battery_low")


def test_slowed_lanes_rest_and_an_override_ends_the_rest(library: Library, senses: FakeSenses) -> None:
    senses.say(is_on_battery=True)
    senses.cpu_step_s = 1000.0  # every unit of work asks for the longest rest
    watched = Watched(library)
    watched.wait_until(
        lambda told: code_of(told) == "pace.battery_slow" and told.activity is not Activity.PAUSED
    )
    library.hurry()
    watched.wait_for_end()


def test_a_rest_does_not_hold_up_the_end(library: Library, senses: FakeSenses) -> None:
    senses.say(is_on_battery=True)
    senses.cpu_step_s = 1000.0
    rested = threading.Event()
    watched = Watched(library, on_event=lambda event: rested.set() if senses.cpu_s >= 2000 else None)
    watched.wait_until(lambda told: code_of(told) == "pace.battery_slow")
    library.close()
    assert all(not thread.is_alive() for thread in watched.background._threads)


def fill_after_first_text(senses: FakeSenses) -> Callable[[Event], None]:
    def on_event(event: Event) -> None:
        if isinstance(event, LibraryChanged) and "text" in event.kinds:
            senses.say(**DISK_FULL)

    return on_event


def fresh_dump(folder: Path, path: Path, models: Path) -> Any:
    with Library.open(path, models_root=models) as fresh:
        fresh.add_folder(folder)
        fresh.index()
    return library_dump(path)


def test_a_filling_disk_stops_the_work_and_room_resumes_it_with_nothing_lost(
    library: Library, senses: FakeSenses, folder: Path, tmp_path: Path, tiny_models: Path
) -> None:
    watched = Watched(library, on_event=fill_after_first_text(senses))
    told = watched.wait_for_pause("pace.disk")
    assert told.restraint is not None
    assert told.restraint.params == {"free_bytes": 1_000_000, "limit_bytes": 5_000_000_000}
    library.hurry()  # never overrides it
    assert not is_complete(library)
    watched.wait_for_pause("pace.disk")
    watched._on_event = lambda event: None
    senses.say()
    watched.background.wake()
    watched.wait_for_end()
    library.close()
    assert library_dump(library.path) == fresh_dump(folder, tmp_path / "fresh.satchel", tiny_models)


def test_a_write_that_finds_no_room_is_done_again(
    library: Library,
    clock: FakeClock,
    folder: Path,
    tmp_path: Path,
    tiny_models: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, n_failed = vectors.insert, 0

    def insert(*args: Any, **options: Any) -> None:
        nonlocal n_failed
        if n_failed < 2:
            n_failed += 1
            raise DiskFull(path="x")
        real(*args, **options)

    monkeypatch.setattr(vectors, "insert", insert)
    watched = Watched(library)
    for n_times in (1, 2):
        watched.wait_until(lambda told, n=n_times: code_of(told) == "pace.disk" and n_failed == n)  # type: ignore[misc]
        watched.wait_for_pause("pace.disk")
        clock.now += 31
        watched.background.wake()
    watched.wait_for_end()
    library.close()
    assert library_dump(library.path) == fresh_dump(folder, tmp_path / "fresh.satchel", tiny_models)


def test_indexing_on_demand_goes_at_full_speed_unless_asked_to_be_gentle(
    library: Library, senses: FakeSenses
) -> None:
    senses.say(**ON_LOW_BATTERY)
    told: list[IndexProgress] = []
    with pytest.raises(Cancelled):
        library.index(
            is_gentle=True,
            on_progress=told.append,
            cancelled=lambda: bool(told) and told[-1].activity is Activity.PAUSED,
        )
    assert code_of(told[-1]) == "pace.battery_low"
    assert library.counts.n_read == 0
    library.index()
    assert is_complete(library)


def test_indexing_on_demand_ends_before_the_disk_is_full(library: Library, senses: FakeSenses) -> None:
    senses.say(**DISK_FULL)
    with pytest.raises(DiskLow) as caught:
        library.index()
    assert caught.value.params["free_bytes"] == 1_000_000
    assert library.counts.n_read == 0
    senses.say()
    library.index()
    assert is_complete(library)


def test_where_nothing_is_to_be_done_nothing_is_paused_and_little_measured(
    library: Library, senses: FakeSenses
) -> None:
    library.index()
    seen: list[Event] = []
    watched = Watched(library, on_event=seen.append)
    watched.wait_for_idle_lanes()
    senses.say(**ON_LOW_BATTERY)
    seen.clear()
    for _ in range(3):
        n_reads = senses.n_reads
        watched.background.wake()
        watched.wait_for_idle_lanes()
        assert senses.n_reads <= n_reads + 3  # once a lane, and not again while nothing happens
    assert {told.activity for told in seen if isinstance(told, IndexProgress)} <= {Activity.IDLE}


def test_a_pause_by_people_is_told_as_theirs(library: Library, senses: FakeSenses) -> None:
    senses.say(**ON_LOW_BATTERY)
    watched = Watched(library)
    watched.wait_for_pause("pace.battery_low")
    watched.background.pause()
    watched.wait_until(lambda told: told.activity is Activity.PAUSED and told.restraint is None)
    watched.background.resume()
    watched.wait_for_pause("pace.battery_low")


def test_memory_that_runs_out_pauses_and_lets_go_of_the_models(library: Library, senses: FakeSenses) -> None:
    assert library.models.encoder is not None
    senses.say(memory_free_bytes=1)
    watched = Watched(library)
    watched.wait_for_pause("pace.memory")
    with watched.told:
        assert watched.told.wait_for(lambda: library.models._encoder is None, timeout=60)
    senses.say()
    watched.background.wake()
    watched.wait_for_end()


def test_what_changes_while_work_is_held_up_is_told_at_once(library: Library, senses: FakeSenses) -> None:
    library.index()
    (document, *_) = (row.document_id for row in library.files() if row.path.endswith("ada.md"))
    assert document is not None
    senses.say(**ON_LOW_BATTERY)
    kinds: set[str] = set()
    watched = Watched(
        library, on_event=lambda e: kinds.update(e.kinds) if isinstance(e, LibraryChanged) else None
    )
    watched.wait_for_pause("pace.battery_low")
    library.correct(document, 2, 5, "ORG")
    assert "knowledge" in kinds
