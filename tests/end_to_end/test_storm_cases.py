"""Single turns of a storm, each of which once left a library out of step with its disk."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine import indexer
from engine.errors import FileUnreadable
from engine.events import IndexProgress
from engine.ingest.watch import Watcher
from engine.library import Library
from engine.reconcile import reconcile_folders
from engine.records import FileStatus
from engine.store import ledger


@pytest.fixture
def other(tmp_path: Path) -> Path:
    target = tmp_path / "other"
    target.mkdir()
    return target


@pytest.fixture
def library(library_path: Path, tiny_models: Path, folder: Path, other: Path) -> Iterator[Library]:
    with Library.open(library_path, models_root=tiny_models) as opened:
        opened.add_folder(folder)
        opened.add_folder(other)
        opened.index()
        yield opened


def found(library: Library, query: str) -> set[str]:
    return {Path(hit.path).name for hit in library.search(query).hits if hit.why["text"]}


def work(library: Library) -> tuple[int, int, int]:
    counts = library.counts
    return counts.n_read, counts.n_embedded, counts.n_tagged


def test_a_move_to_another_watched_folder_costs_no_work(library: Library, folder: Path, other: Path) -> None:
    before = work(library)
    (folder / "page.html").rename(other / "page.html")
    (folder / "notes").rename(other / "notes")
    library.index()
    assert work(library) == before
    assert {row.n_files for row in library.status().folders if row.path == str(other)} == {7}
    (other / "page.html").rename(folder / "page.html")
    library.index()
    assert work(library) == before


def test_a_move_onto_another_file_costs_no_work_and_keeps_corrections(library: Library, folder: Path) -> None:
    view = library.document_at(folder / "page.html")
    at = view.text.index("Bletchley Park")
    library.correct(view.document_id, at, at + len("Bletchley Park"), "LOC")
    (folder / "page 2.html").write_text("<p>Alan Turing left Bletchley Park.</p>", "utf-8")
    library.index()
    before = work(library)
    (folder / "page 2.html").rename(folder / "page.html")
    library.index()
    assert work(library)[:2] == before[:2]
    assert [row.path for row in library.files(contains="page")] == [str(folder / "page.html")]
    text = library.document_at(folder / "page.html")
    assert "left" in text.text
    assert any(m.label == "LOC" and text.text[m.start : m.end] == "Bletchley Park" for m in text.mentions)


@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell when a file was changed so")
def test_an_edit_that_keeps_size_and_time_is_noticed(library: Library, folder: Path) -> None:
    page = folder / "page.html"
    before = page.stat()
    page.write_bytes(page.read_bytes().replace(b"Alan Turing", b"Joan Clarke"))
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    library.index()
    assert found(library, "Turing") == set()
    assert found(library, "Clarke") == {"page.html"}


def test_another_extension_is_read_as_what_it_says(library: Library, folder: Path) -> None:
    (folder / "page.html").rename(folder / "page.txt")
    library.index()
    assert library.document_at(folder / "page.txt").format == "text"


def test_what_could_not_be_read_once_is_looked_at_again(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(path: Path) -> str:
        raise FileUnreadable(detail="locked by another program")

    (folder / "new.txt").write_text("Hypatia taught.", "utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(indexer, "content_hash", locked)
        library.index()
    assert [row.status for row in library.files(contains="new.txt")] == [FileStatus.FAILED]
    library.index()
    assert found(library, "Hypatia") == {"new.txt"}


def test_what_changed_and_was_compared_while_it_was_read_is_read_again(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its old bytes must not be filed under its new time, or nobody would ever look again."""
    copy = folder / "copy.html"
    copy.write_bytes((folder / "page.html").read_bytes())
    reckon, once = indexer.content_hash, iter((True,))

    def hash_and_change(path: Path) -> str:
        digest = reckon(path)
        if path == copy and next(once, False):
            copy.write_text("<p>Joan Clarke broke it.</p>", "utf-8")
            store = library._store
            reconcile_folders(store, ledger.folders(store.reader()))
        return digest

    monkeypatch.setattr(indexer, "content_hash", hash_and_change)
    library.index()
    assert found(library, "Clarke") == {"copy.html"}
    assert found(library, "Turing") == {"page.html"}


def test_a_folder_watched_within_another_keeps_its_files_when_it_comes_and_goes(
    library: Library, folder: Path
) -> None:
    before = work(library)
    library.add_folder(folder / "notes")
    library.index()
    by_path = {row.path: row.n_files for row in library.status().folders}
    assert by_path[str(folder / "notes")] == 6
    library.remove_folder(folder / "notes")
    library.index()
    assert found(library, "Langevin")
    assert work(library) == before


def test_a_changed_rule_is_named_as_it_is_now(library: Library, folder: Path) -> None:
    rules = folder / ".gitignore"
    for text in ("page.html\n", "\npage.*\n"):
        rules.write_text(text, "utf-8")
        library.index()
        (row,) = library.files(contains="page.html")
        assert row.reason is not None
        assert str(row.reason.params["rule"]).endswith(text.strip())


class _Watched:
    def __init__(self, library: Library) -> None:
        self._told = threading.Condition()
        library.start(self._on_event)

    def _on_event(self, event: object) -> None:
        if isinstance(event, IndexProgress):
            with self._told:
                self._told.notify_all()

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        with self._told:
            assert self._told.wait_for(is_so, timeout=60)


def test_a_new_rule_counts_at_once(library: Library, folder: Path) -> None:
    watched = _Watched(library)
    watched.wait_until(lambda: found(library, "Turing") == {"page.html"})
    (folder / ".gitignore").write_text("*.html\n", "utf-8")
    watched.wait_until(lambda: found(library, "Turing") == set())
    (folder / ".gitignore").unlink()
    watched.wait_until(lambda: found(library, "Turing") == {"page.html"})


def test_a_drive_that_comes_back_is_watched_again(tmp_path: Path) -> None:
    mount, seen = tmp_path / "mount", threading.Event()
    mount.mkdir()
    watcher = Watcher(lambda paths: seen.set() if any("new.txt" in path for path in paths) else None)
    try:
        watcher.add(mount)
        assert watcher.follow_drives() == []
        mount.rename(tmp_path / "drive")
        assert watcher.follow_drives() == [mount]
        assert watcher.follow_drives() == []
        (tmp_path / "drive").rename(mount)
        assert watcher.follow_drives() == [mount]
        (mount / "new.txt").write_text("x", "utf-8")
        assert seen.wait(20)
    finally:
        watcher.close()
