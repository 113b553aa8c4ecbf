"""The tidier works only where there is something to free, and gives way at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import pytest
from fake_senses import ON_LOW_BATTERY, FakeSenses
from vector_makers import FEW, add

from engine.pacer import Pacer
from engine.settings import Resources
from engine.store import upkeep
from engine.store.connection import Store
from engine.tidying import Tidier


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "library.satchel")
    yield opened
    opened.close()


@pytest.fixture
def senses() -> FakeSenses:
    return FakeSenses()


@pytest.fixture
def tidier(store: Store, senses: FakeSenses) -> Tidier:
    return Tidier(store, Pacer(Resources(), senses, every_s=0))


def free_pages(store: Store) -> int:
    return int(str(store.reader().execute("PRAGMA freelist_count").get))


def make_room(store: Store) -> None:
    with store.write() as db:
        db.execute("CREATE TABLE scrap (content BLOB)")
        db.executemany("INSERT INTO scrap VALUES (zeroblob(?))", [(4000,)] * 4000)
    with store.write() as db:
        db.execute("DROP TABLE scrap")


def test_what_is_free_goes_back_to_the_disk(store: Store, tidier: Tidier) -> None:
    make_room(store)
    assert free_pages(store) > 3000
    tidier.tidy(1, is_called=lambda _seconds: False)
    assert free_pages(store) < 1000
    assert store.path.stat().st_size < 8_000_000
    assert Path(f"{store.path}-wal").stat().st_size == 0


def test_it_stops_as_soon_as_there_is_something_to_do(store: Store, tidier: Tidier) -> None:
    make_room(store)
    before = free_pages(store)
    calls = iter((False, True))
    tidier.tidy(1, is_called=lambda _seconds: next(calls))
    assert before - 600 <= free_pages(store) < before  # one step
    tidier.tidy(2, is_called=lambda _seconds: False)
    assert free_pages(store) < 1000


def test_it_looks_once_after_each_piece_of_work(store: Store, tidier: Tidier) -> None:
    tidier.tidy(1, is_called=lambda _seconds: False)
    make_room(store)
    tidier.tidy(1, is_called=lambda _seconds: pytest.fail("looked twice"))
    assert free_pages(store) > 3000


def test_it_waits_while_the_computer_is_short_of_something(
    store: Store, tidier: Tidier, senses: FakeSenses
) -> None:
    make_room(store)
    senses.say(**ON_LOW_BATTERY)
    tidier.tidy(1, is_called=lambda _seconds: pytest.fail("worked on low battery"))
    senses.say()
    tidier.tidy(1, is_called=lambda _seconds: False)
    assert free_pages(store) < 1000


def test_a_reader_does_not_hold_it_up(store: Store, tidier: Tidier) -> None:
    make_room(store)
    with store.read() as db:
        assert db.execute("SELECT count(*) FROM file").get == 0
        tidier.tidy(1, is_called=lambda _seconds: False)
    assert free_pages(store) < 1000


def test_vectors_that_have_outgrown_their_cells_get_new_ones(store: Store) -> None:
    with store.write() as db:
        add(db, "one", 300, seed=1)
    tidier = Tidier(store, Pacer(Resources(), FakeSenses(), every_s=0), layout=FEW)
    calls = chain((False,), repeat(True))
    tidier.tidy(1, is_called=lambda _seconds: next(calls))  # called while it learns where vectors crowd
    assert store.reader().execute("SELECT count(*) FROM cell").get == 0
    calls = chain((False,), repeat(True))
    tidier.tidy(2, is_called=lambda seconds: seconds > 0 and next(calls))  # called while they move
    assert store.reader().execute("SELECT count(*) FROM cell").get == 17
    tidier.tidy(3, is_called=lambda _seconds: False)
    assert not upkeep.is_due(store.reader(), layout=FEW)
    rows = store.reader().execute("SELECT DISTINCT cell FROM passage_vector").fetchall()
    assert 0 not in {row[0] for row in rows}
