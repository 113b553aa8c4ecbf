"""What failed and may pass is tried again by itself, ever more seldom; nothing else is."""

from __future__ import annotations

import math
import time
from itertools import pairwise

import pytest
from store_makers import FOLDER, source

from engine.records import FileRow, FileStatus, Reason
from engine.store import ledger, moves, retries
from engine.store.connection import Store

PATH = "/files/a"


def fail(store: Store, code: str, *, times: int = 1) -> FileRow:
    """Let the file fail so often, released in between as if its time had come."""
    with store.write() as db:
        folder_id = ledger.add_folder(db, FOLDER)
        if PATH not in ledger.known_files(db, PATH):
            ledger.put_files(db, folder_id, [source(PATH)])
    for _ in range(times):
        retries.hasten(store)
        retries.let_due_wait(store)
        with store.write() as db:
            file_id = ledger.known_files(db, PATH)[PATH].file_id
            ledger.set_status(db, file_id, FileStatus.FAILED, reason=Reason(code=code))
    return row(store)


def row(store: Store) -> FileRow:
    return ledger.list_files(store.reader())[0]


def test_pauses_grow_to_a_day_while_a_file_cannot_be_opened(store: Store) -> None:
    pauses = [
        retries.pause_s(Reason(code="file.unreadable"), tries=tries) or math.inf for tries in range(1, 9)
    ]
    assert all(before <= after for before, after in pairwise(pauses))
    assert (pauses[0], pauses[-1]) == (10, 86_400)
    before_ms = time.time() * 1000
    failed = fail(store, "file.unreadable", times=2)
    assert failed.tries == 2
    assert failed.retry_at_ms is not None
    assert 50_000 < failed.retry_at_ms - before_ms < 120_000


@pytest.mark.parametrize("code", ["reader.crashed", "reader.timed_out", "reader.out_of_memory"])
def test_what_kills_its_reader_is_tried_three_times_in_all(store: Store, code: str) -> None:
    assert fail(store, code, times=2).retry_at_ms is not None
    third = fail(store, code)
    assert (third.tries, third.retry_at_ms) == (3, None)


@pytest.mark.parametrize("code", ["file.damaged", "file.encrypted", "file.too_large", "file"])
def test_what_would_fail_the_same_way_waits_for_people(store: Store, code: str) -> None:
    assert fail(store, code).retry_at_ms is None
    assert retries.next_in_s(store.reader()) == math.inf


def test_only_what_is_due_is_let_wait_and_counts_on(store: Store) -> None:
    fail(store, "file.unreadable")
    assert 0 < retries.next_in_s(store.reader()) <= 10
    retries.let_due_wait(store)
    assert row(store).status is FileStatus.FAILED
    retries.hasten(store)
    assert retries.next_in_s(store.reader()) <= 0
    retries.let_due_wait(store)
    waiting = row(store)
    assert (waiting.status, waiting.reason, waiting.retry_at_ms, waiting.tries) == (
        FileStatus.WAITING, None, None, 1,
    )  # fmt: skip
    assert retries.next_in_s(store.reader()) == math.inf


def test_nothing_is_written_while_nothing_is_due(store: Store) -> None:
    fail(store, "file.unreadable")
    before = store.reader().execute("PRAGMA data_version").get
    retries.let_due_wait(store)
    assert store.reader().execute("PRAGMA data_version").get == before


def test_an_unplugged_drive_is_left_alone_until_it_is_back(store: Store) -> None:
    fail(store, "file.unreadable")
    retries.hasten(store)
    with store.write() as db:
        folder_id = ledger.folders(db)[0].folder_id
        ledger.set_folder_online(db, folder_id, is_online=False)
    assert retries.next_in_s(store.reader()) == math.inf
    retries.let_due_wait(store)
    assert row(store).status is FileStatus.FAILED
    with store.write() as db:
        ledger.set_folder_online(db, folder_id, is_online=True)
    retries.let_due_wait(store)
    assert row(store).status is FileStatus.WAITING


def test_a_changed_file_starts_anew(store: Store) -> None:
    fail(store, "reader.crashed", times=3)
    with store.write() as db:
        ledger.put_files(db, ledger.add_folder(db, FOLDER), [source(PATH, modified=2)])
    assert (row(store).status, row(store).tries, row(store).retry_at_ms) == (FileStatus.WAITING, 0, None)
    assert fail(store, "reader.crashed").retry_at_ms is not None


@pytest.mark.parametrize("way", ["by hand", "read", "ignored", "moved"])
def test_whatever_else_becomes_of_a_file_it_is_not_due_any_more(store: Store, way: str) -> None:
    failed = fail(store, "file.unreadable")
    with store.write() as db:
        folder_id = ledger.add_folder(db, FOLDER)
        if way == "by hand":
            ledger.retry(db, [failed.file_id])
        elif way == "read":
            ledger.set_status(db, failed.file_id, FileStatus.IGNORED, reason=Reason(code="file.empty"))
        elif way == "ignored":
            ledger.put_ignored(
                db, folder_id, path=PATH, size_bytes=1, modified_ns=1, inode="1",
                reason=Reason(code="ignored.rule", params={"rule": "a"}),
            )  # fmt: skip
        else:
            moves.move_file(db, failed.file_id, source("/files/b"), folder_id=folder_id, is_sure=False)
    assert retries.next_in_s(store.reader()) == math.inf
    assert row(store).retry_at_ms is None
