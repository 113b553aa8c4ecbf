"""The library follows the folder: new, changed, renamed, moved and deleted files, and unplugged drives."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from library_dump import library_dump

from engine.events import Event, IndexProgress
from engine.library import Library
from engine.records import FileStatus


@pytest.fixture
def library(library_path: Path, tiny_models: Path, folder: Path) -> Iterator[Library]:
    with Library.open(library_path, models_root=tiny_models) as opened:
        opened.add_folder(folder)
        opened.index()
        yield opened


def paths_of(library: Library, query: str) -> set[str]:
    return {Path(hit.path).name for hit in library.search(query).hits if hit.why["text"]}


def work(library: Library) -> tuple[int, int, int]:
    counts = library.counts
    return counts.n_read, counts.n_embedded, counts.n_tagged


def test_renamed_moved_and_copied_files_cost_no_work(library: Library, folder: Path) -> None:
    before = work(library)
    mentions = library.status().mentions
    (folder / "page.html").rename(folder / "Bletchley.html")
    (folder / "notes").rename(folder / "old notes")
    shutil.copy(folder / "letter.docx", folder / "letter again.docx")
    library.index()
    assert work(library) == before
    assert library.status().mentions == mentions
    assert paths_of(library, "Turing") == {"Bletchley.html"}


def test_an_edit_replaces_what_the_file_said(library: Library, folder: Path) -> None:
    (folder / "page.html").write_text("<p>Katherine Johnson computed orbits.</p>", "utf-8")
    library.index()
    assert paths_of(library, "Turing") == set()
    assert paths_of(library, "Katherine") == {"page.html"}


def test_a_deleted_copy_leaves_the_document_to_its_twin(library: Library, folder: Path) -> None:
    (folder / "ada.md").unlink()
    library.index()
    assert paths_of(library, "Babbage") == {"copy of ada.md"}
    (folder / "copy of ada.md").unlink()
    library.index()
    assert paths_of(library, "Babbage") == set()


def test_after_many_changes_it_equals_a_fresh_library(
    library: Library, folder: Path, tmp_path: Path, tiny_models: Path
) -> None:
    (folder / "ada.md").write_text("Ada met Mary Somerville in London.", "utf-8")
    (folder / "notes" / "note 1.txt").rename(folder / "资料" / "moved.txt")
    (folder / "notes" / "note 2.txt").unlink()
    shutil.copytree(folder / "notes", folder / "notes again")
    library.index()
    shutil.rmtree(folder / "notes")
    library.index()
    library.close()

    fresh_path = tmp_path / "fresh.satchel"
    with Library.open(fresh_path, models_root=tiny_models) as fresh:
        fresh.add_folder(folder)
        fresh.index()
    assert library_dump(library.path) == library_dump(fresh_path)


def test_an_unplugged_drive_is_not_a_deleted_folder(library: Library, folder: Path, tmp_path: Path) -> None:
    folder.rename(tmp_path / "elsewhere")
    folder.mkdir()  # the empty mount point
    library.index()
    assert not library.status().folders[0].is_online
    assert paths_of(library, "Turing") == {"page.html"}
    folder.rmdir()
    (tmp_path / "elsewhere").rename(folder)
    before = work(library)
    library.index()
    assert library.status().folders[0].is_online
    assert work(library) == before


def test_emptying_a_folder_that_is_there_forgets_its_files(library: Library, folder: Path) -> None:
    for child in folder.iterdir():
        shutil.rmtree(child) if child.is_dir() else child.unlink()
    library.index()
    assert library.status().documents == 0


def test_a_removed_folder_takes_everything_with_it(library: Library, folder: Path) -> None:
    library.remove_folder(folder)
    status = library.status()
    assert (status.documents, status.passages, status.mentions, status.entities, status.relations) == (0,) * 5
    assert (folder / "ada.md").exists()


def test_failed_files_are_read_again_on_demand_and_when_they_change(library: Library, folder: Path) -> None:
    (failed,) = library.files(status=FileStatus.FAILED)
    library.retry_files([failed.file_id])
    library.index()
    assert library.files(status=FileStatus.FAILED)[0].tries == failed.tries + 1
    (folder / "broken.pdf").unlink()
    (folder / "broken.pdf").write_text("mended by hand, says Ada", "utf-8")
    library.index()
    assert library.files(status=FileStatus.FAILED) == ()


class Watched:
    """A library that watches, and a way to wait until it knows something."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._told = threading.Condition()
        self.n_events = 0
        self.is_idle = False
        self.background = library.start(self._on_event)

    def _on_event(self, event: Event) -> None:
        with self._told:
            self.n_events += 1
            self.is_idle = isinstance(event, IndexProgress) and event.activity == "idle"
            self._told.notify_all()

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        with self._told:
            assert self._told.wait_for(is_so, timeout=60)


def test_the_watcher_finds_new_renamed_and_deleted_files(library: Library, folder: Path) -> None:
    watched = Watched(library)
    (folder / "new.txt").write_text("Hypatia taught in Alexandria.", "utf-8")
    watched.wait_until(lambda: paths_of(library, "Hypatia") == {"new.txt"})
    watched.wait_until(lambda: library.status().stages["knowledge"].done == library.status().documents)

    before = work(library)
    (folder / "new.txt").rename(folder / "notes" / "hypatia.txt")
    watched.wait_until(lambda: paths_of(library, "Hypatia") == {"hypatia.txt"})
    assert work(library) == before

    (folder / "notes" / "hypatia.txt").unlink()
    watched.wait_until(lambda: paths_of(library, "Hypatia") == set())


def test_pause_holds_the_work_and_resume_finishes_it(library: Library, folder: Path) -> None:
    seen: list[IndexProgress] = []
    background = library.start(lambda event: seen.append(event) if isinstance(event, IndexProgress) else None)
    background.pause()
    (folder / "later.txt").write_text("Emmy Noether proved it.", "utf-8")
    background.rescan()
    assert paths_of(library, "Noether") == set()
    assert seen[-1].activity == "paused"
    background.resume()
    deadline = threading.Event()
    for _ in range(600):
        if paths_of(library, "Noether"):
            break
        deadline.wait(0.1)
    assert paths_of(library, "Noether") == {"later.txt"}


def test_stale_news_of_a_renamed_file_costs_no_work(library: Library, folder: Path) -> None:
    """The watcher may name the old path alone, and the new one only in its next batch."""
    watched = Watched(library)
    watched.wait_until(lambda: library.status().stages["knowledge"].done == library.status().documents)
    before = work(library)
    old, new = folder / "page.html", folder / "notes" / "page.html"
    old.rename(new)
    watched.background.note_paths(frozenset({str(old)}))
    watched.wait_until(lambda: any(Path(row.path) == new for row in library.files()))
    assert work(library) == before
    assert paths_of(library, "Turing") == {"page.html"}


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may list any folder")
def test_a_folder_that_may_not_be_listed_any_more_keeps_its_files(library: Library, folder: Path) -> None:
    (folder / "notes").chmod(0)
    try:
        library.index()
        assert paths_of(library, "Langevin")
    finally:
        (folder / "notes").chmod(0o755)


def test_nothing_is_done_while_nothing_changes(library: Library) -> None:
    watched = Watched(library)
    watched.wait_until(lambda: watched.is_idle)
    n_events = watched.n_events
    assert not threading.Event().wait(1.0)
    assert watched.n_events <= n_events + 1


def test_the_users_files_stay_as_they_are(tmp_path: Path, tiny_models: Path, folder: Path) -> None:
    def look() -> dict[str, tuple[bytes, int]]:
        files = [path for path in folder.rglob("*") if path.is_file()]
        return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    before = look()
    with Library.open(tmp_path / "x.satchel", models_root=tiny_models) as library:
        library.add_folder(folder)
        library.index()
        library.remove_folder(folder)
    assert look() == before
