"""Opening, locking, snapshots, transactions, and what each fault of a file is called."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import apsw
import pytest

from engine.errors import DiskFull, StoreCorrupt, StoreLocked, StoreMissing, StoreTooNew
from engine.store import ledger
from engine.store.connection import Store
from engine.store.migrate import APPLICATION_ID

_HOLD = """
import sys
from pathlib import Path
from engine.store.connection import Store
store = Store.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
store.close()
"""


def test_a_second_process_may_read_but_not_write(tmp_path: Path) -> None:
    path = tmp_path / "library.satchel"
    command = [sys.executable, "-c", _HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreLocked):
            Store.open(path)
        reader = Store.open(path, is_read_only=True)
        assert ledger.folders(reader.reader()) == []
        reader.close()
        other.communicate("done\n")
    Store.open(path).close()


def test_a_library_that_is_not_there_is_made_only_for_writing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "library.satchel"
    with pytest.raises(StoreMissing):
        Store.open(path, is_read_only=True)
    assert not path.exists()
    Store.open(path).close()
    Store.open(path, is_read_only=True).close()


@pytest.mark.parametrize("is_read_only", [True, False])
def test_another_kind_of_file_is_refused_and_left_as_it_is(tmp_path: Path, *, is_read_only: bool) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8 not a database" * 500)
    theirs = tmp_path / "theirs.db"
    with sqlite3.connect(theirs) as db:
        db.execute("CREATE TABLE contact (name)")
    db.close()
    for path in (photo, theirs):
        before = path.read_bytes()
        with pytest.raises(StoreCorrupt):
            Store.open(path, is_read_only=is_read_only)
        assert path.read_bytes() == before


def test_a_library_of_a_newer_satchel_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.satchel"
    db = apsw.Connection(str(path))
    db.execute(f"CREATE TABLE t (x); PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 99")
    db.close()
    for is_read_only in (True, False):
        with pytest.raises(StoreTooNew) as caught:
            Store.open(path, is_read_only=is_read_only)
        assert caught.value.params["found"] == 99


def test_readers_see_one_state_while_another_thread_writes(store: Store) -> None:
    with store.read() as db:
        assert ledger.folders(db) == []
        writer = threading.Thread(target=_add_folder, args=(store, "/one"))
        writer.start()
        writer.join()
        assert ledger.folders(db) == []
    assert [row.path for row in ledger.folders(store.reader())] == ["/one"]


def test_reading_goes_on_during_a_write_and_sees_nothing_half_done(store: Store) -> None:
    with store.write() as db:
        ledger.add_folder(db, "/half")
        assert ledger.folders(store.reader()) == []


def test_what_fails_half_way_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _fail_half_way(store)
    assert ledger.folders(store.reader()) == []
    _add_folder(store, "/three")
    assert [row.path for row in ledger.folders(store.reader())] == ["/three"]


def test_writers_take_turns(store: Store) -> None:
    threads = [threading.Thread(target=_add_folder, args=(store, f"/{n}")) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.folders(store.reader())) == 8


def test_a_full_disk_is_named_and_the_library_stays_usable(store: Store) -> None:
    with store.write() as db:
        limit = db.execute("PRAGMA page_count").get
    with pytest.raises(DiskFull):
        _fill(store, f"PRAGMA max_page_count = {limit}")
    assert ledger.folders(store.reader()) == []
    store.check()


def test_damage_is_found(store: Store) -> None:
    _add_folder(store, "/one")
    store.check()
    path = store.path
    page = int(str(store.reader().execute("SELECT rootpage FROM sqlite_schema WHERE name = 'folder'").get))
    store.close()
    content = path.read_bytes()
    path.write_bytes(content[: (page - 1) * 4096] + bytes(4096) + content[page * 4096 :])
    damaged = Store.open(path, is_read_only=True)
    with pytest.raises(StoreCorrupt):
        damaged.check()
    damaged.close()


def _fail_half_way(store: Store) -> None:
    with store.write() as db:
        ledger.add_folder(db, "/one")
        _add_folder(store, "/two")  # joins the transaction of this thread
        ledger.add_folder(db, f"/{1 // 0}")


def _fill(store: Store, limit: str) -> None:
    with store.write() as db:
        db.execute(limit)
        for number in range(10_000):
            ledger.add_folder(db, f"/{number}" * 50)


def _add_folder(store: Store, path: str) -> None:
    with store.write() as db:
        ledger.add_folder(db, path)
