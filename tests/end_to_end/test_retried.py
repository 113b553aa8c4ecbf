"""Files that could not be read once are read later by themselves, with nothing else happening."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine import indexer, reconcile
from engine.errors import FileUnreadable
from engine.events import Event, IndexProgress
from engine.library import Library
from engine.records import FileStatus
from engine.store import ledger


class Lock:
    """Another program that holds one file open; counts who asks for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
        self.is_held = True
        self.n_asked = 0
        self._path = path
        self._hash = indexer.content_hash
        monkeypatch.setattr(indexer, "content_hash", self)

    def __call__(self, path: Path) -> str:
        if path == self._path:
            self.n_asked += 1
            if self.is_held:
                raise FileUnreadable(detail="locked by another program")
        return self._hash(path)


class Watched:
    """A library at work in the background, and a way to wait until it knows something."""

    def __init__(self, library: Library) -> None:
        self._told = threading.Condition()
        self.library = library
        self.is_idle = False
        self.background = library.start(self._take, watches=False)

    def _take(self, event: Event) -> None:
        with self._told:
            if isinstance(event, IndexProgress):
                self.is_idle = event.activity == "idle"
            self._told.notify_all()

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        with self._told:
            assert self._told.wait_for(is_so, timeout=60)


@pytest.fixture
def locked(folder: Path) -> Path:
    path = folder / "locked.txt"
    path.write_text("Hypatia taught in Alexandria.", "utf-8")
    return path


@pytest.fixture
def library(library_path: Path, tiny_models: Path, folder: Path) -> Iterator[Library]:
    with Library.open(library_path, models_root=tiny_models) as opened:
        opened.add_folder(folder)
        yield opened


def set_due(library: Library, *, in_ms: int) -> None:
    """Let what failed be due so many milliseconds from now."""
    with library._store.write() as db:
        db.execute(
            "UPDATE file SET retry_at_ms = unixepoch('subsec') * 1000 + ? WHERE retry_at_ms IS NOT NULL",
            (in_ms,),
        )


def is_found(library: Library, query: str) -> bool:
    return any(hit.why["text"] for hit in library.search(query).hits)


def failed(library: Library) -> list[str]:
    rows = library.files(status=FileStatus.FAILED)
    return [Path(row.path).name for row in rows if row.retry_at_ms is not None]


def test_a_locked_file_is_read_by_itself_once_it_is_free(
    library: Library, locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = Lock(monkeypatch, locked)
    watched = Watched(library)
    watched.wait_until(lambda: watched.is_idle and failed(library) == ["locked.txt"])
    lock.is_held = False
    set_due(library, in_ms=300)
    watched.background.wake()  # as whatever writes to the ledger does; from here on it waits for the clock
    watched.wait_until(lambda: is_found(library, "Hypatia"))
    assert failed(library) == []
    assert lock.n_asked == 2


def test_nobody_asks_for_it_before_its_time(
    library: Library, locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = Lock(monkeypatch, locked)
    watched = Watched(library)
    watched.wait_until(lambda: watched.is_idle and failed(library) == ["locked.txt"])
    set_due(library, in_ms=3_600_000)
    for _ in range(3):
        (locked.parent / "other.txt").write_text("something else", "utf-8")
        watched.background.note_paths(frozenset({str(locked.parent)}))
        watched.wait_until(lambda: bool(library.files(contains="other.txt")))
        (locked.parent / "other.txt").unlink()
        watched.background.note_paths(frozenset({str(locked.parent)}))
        watched.wait_until(lambda: not library.files(contains="other.txt"))
    assert lock.n_asked == 1


def test_people_who_look_again_have_it_tried_at_once(
    library: Library, locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = Lock(monkeypatch, locked)
    watched = Watched(library)
    watched.wait_until(lambda: watched.is_idle and failed(library) == ["locked.txt"])
    lock.is_held = False
    watched.background.rescan()
    watched.wait_until(lambda: is_found(library, "Hypatia"))


def test_rights_given_back_are_noticed_when_folders_are_compared(
    library: Library, locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the file itself changes when it is its folder that may be entered again."""
    lock = Lock(monkeypatch, locked)
    with monkeypatch.context() as patched:
        patched.setattr(indexer.os, "access", lambda path, mode: path != locked)
        library.index()
    (row,) = [row for row in library.files() if row.path == str(locked)]
    assert row.reason is not None
    assert row.reason.params["is_denied"]

    store = library._store
    with monkeypatch.context() as patched:
        patched.setattr(reconcile.os, "access", lambda path, mode: False)
        assert not reconcile.reconcile_folders(store, ledger.folders(store.reader())).any
    assert reconcile.reconcile_folders(store, ledger.folders(store.reader())).n_changed == 1
    lock.is_held = False
    library.index()
    assert failed(library) == []
