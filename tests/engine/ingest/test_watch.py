"""Changes are reported soon, once at rest, and by every path they touch."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.ingest.scan import to_os_path
from engine.ingest.watch import Watcher


class _Reports:
    def __init__(self) -> None:
        self._state = threading.Condition()
        self.paths: set[str] = set()

    def take(self, paths: frozenset[str]) -> None:
        with self._state:
            self.paths |= paths
            self._state.notify_all()

    def wait_for(self, *paths: Path) -> None:
        wanted = {str(path) for path in paths}
        with self._state:
            assert self._state.wait_for(lambda: wanted <= {to_os_path(p) for p in self.paths}, timeout=20), (
                wanted,
                self.paths,
            )
            self.paths.clear()


@contextmanager
def _watching(folder: Path) -> Iterator[tuple[Watcher, _Reports]]:
    reports = _Reports()
    watcher = Watcher(reports.take, quiet_s=0.05, limit_s=0.2)
    watcher.add(folder)
    try:
        yield watcher, reports
    finally:
        watcher.close()


def test_creating_changing_moving_and_deleting_are_reported(tmp_path: Path) -> None:
    file, moved, folder = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "sub"
    with _watching(tmp_path) as (_, reports):
        file.write_text("x")
        reports.wait_for(file)
        with file.open("a") as stream:
            stream.write("y")
        reports.wait_for(file)
        file.rename(moved)
        reports.wait_for(file, moved)
        folder.mkdir()
        reports.wait_for(folder)
        (folder / "deep.txt").write_text("z")
        reports.wait_for(folder / "deep.txt")
        folder.rename(tmp_path / "other")
        reports.wait_for(folder, tmp_path / "other")
        moved.unlink()
        reports.wait_for(moved)


def test_reading_a_file_and_writing_the_library_are_not_reported(tmp_path: Path) -> None:
    (tmp_path / "read.txt").write_text("x")
    with _watching(tmp_path) as (_, reports):
        (tmp_path / "read.txt").read_text()
        (tmp_path / "mine.satchel-wal").write_text("x")
        (tmp_path / "mark.txt").write_text("x")
        reports.wait_for(tmp_path / "mark.txt")
        seen = set(reports.paths)
    assert not {str(tmp_path / "read.txt"), str(tmp_path / "mine.satchel-wal")} & seen


@pytest.mark.skipif(os.name != "posix", reason="file names of POSIX")
def test_a_name_that_is_no_text_is_reported_as_text(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    with _watching(tmp_path) as (_, reports):
        file.write_bytes(b"x")
        reports.wait_for(file)


def test_a_removed_folder_is_silent_and_one_that_came_back_is_heard(tmp_path: Path) -> None:
    quiet, loud = tmp_path / "quiet", tmp_path / "loud"
    quiet.mkdir()
    loud.mkdir()
    with _watching(quiet) as (watcher, reports):
        watcher.add(loud)
        watcher.remove(quiet)
        (quiet / "a.txt").write_text("x")
        (loud / "b.txt").write_text("x")
        reports.wait_for(loud / "b.txt")
        assert str(quiet / "a.txt") not in reports.paths
        (loud / "b.txt").unlink()
        reports.wait_for(loud / "b.txt")
        loud.rename(tmp_path / "away")
        loud.mkdir()
        watcher.add(loud)
        (loud / "c.txt").write_text("x")
        reports.wait_for(loud / "c.txt")


def test_lost_events_report_the_whole_folder(tmp_path: Path) -> None:
    import logging

    with _watching(tmp_path) as (_, reports):
        logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
        reports.wait_for(tmp_path)


def test_no_thread_is_left_behind(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with _watching(tmp_path):
        assert set(threading.enumerate()) > before
    left = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    assert left == []
    assert not any(thread.name == "watcher" for thread in threading.enumerate())
