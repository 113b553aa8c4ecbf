"""Files made to do harm get their one status, within limits, and the good ones beside them are read."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from hostile_files import LIMIT_BYTES, write_hostile

from engine.errors import FileUnreadable
from engine.ingest.fingerprint import content_hash
from engine.ingest.scan import to_os_path
from engine.library import Library
from engine.records import FileRow, FileStatus
from engine.settings import Indexing, Settings

MEMORY_BYTES = 500_000_000
GOOD = {f"good {n}.txt": f"Grace Hopper wrote note {n} in Paris." for n in range(5)}
LIMITS = Settings(
    indexing=Indexing(
        n_readers=2,
        reader_idle_s=5,
        reader_total_s=10,
        reader_memory_bytes=MEMORY_BYTES,
        max_file_bytes=LIMIT_BYTES,
        max_text_chars=200_000,
    )
)


class _Scales:
    """Weighs this process and the readers that it has, again and again, on a thread of its own."""

    def __init__(self) -> None:
        self.peak_bytes = 0
        self.own_bytes = 0
        """How much this process grew."""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._weigh)

    @contextmanager
    def weighing(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._ended.set()
            self._thread.join()

    def _weigh(self) -> None:
        me = psutil.Process()
        before = me.memory_info().rss
        while not self._ended.wait(0.02):
            self.own_bytes = max(self.own_bytes, me.memory_info().rss - before)
            for child in me.children():
                try:
                    # Until it runs a program of its own it shares the memory of this process.
                    if "spawn_main" in " ".join(child.cmdline()):
                        self.peak_bytes = max(self.peak_bytes, child.memory_info().rss)
                except (psutil.NoSuchProcess, psutil.AccessDenied):
                    continue


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_hostile_files_harm_nothing(tmp_path: Path, tiny_models: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    fates = write_hostile(folder, tmp_path / "outside.txt")
    for name, text in GOOD.items():
        (folder / name).write_text(text, "utf-8")
    before = set(tmp_path.iterdir())
    scales = _Scales()
    with Library.open(tmp_path / "x.satchel", models_root=tiny_models, settings=LIMITS) as library:
        library.add_folder(folder)
        with scales.weighing():
            library.index()
        rows = library.files(limit=1000)
        found = {os.path.relpath(to_os_path(row.path), folder): _fate(row) for row in rows}
        assert len(rows) == len(found)
        wrong = {name: found.get(name) for name, fate in fates.items() if not _fits(found.get(name), fate)}
        assert not wrong
        assert found.keys() == fates.keys() | GOOD.keys()
        assert {name: found[name] for name in GOOD} == dict.fromkeys(GOOD, "ok")
        assert {Path(hit.path).name for hit in library.search("Grace Hopper wrote note").hits} >= GOOD.keys()
        texts = [library.document(row.document_id).text for row in rows if row.document_id is not None]
        assert not any("root:x:0" in text for text in texts)
    assert 0 < scales.peak_bytes < 1.1 * MEMORY_BYTES
    assert scales.own_bytes < MEMORY_BYTES
    assert {path.name for path in set(tmp_path.iterdir()) - before} <= {"x.satchel", "x.satchel.lock"}


def test_a_file_that_grows_while_it_is_read_is_read_when_it_rests(tmp_path: Path, tiny_models: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    log = folder / "log.txt"
    log.write_text("Ada met Charles Babbage.\n", "utf-8")
    ended = threading.Event()

    def grow() -> None:
        with log.open("a", encoding="utf-8") as stream:
            while not ended.wait(0.001):
                stream.write("Ada went on.\n")
                stream.flush()
            stream.write("Hypatia had the last word.\n")

    with Library.open(tmp_path / "x.satchel", models_root=tiny_models) as library:
        library.add_folder(folder)
        writer = threading.Thread(target=grow)
        writer.start()
        library.index()
        (row,) = library.files()
        assert row.status in (FileStatus.INDEXED, FileStatus.FAILED)
        ended.set()
        writer.join()
        library.index()
        (row,) = library.files()
        assert row.status is FileStatus.INDEXED
        assert library.document(row.document_id or 0).text.endswith("Hypatia had the last word.")


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    """It may come in place of a file between the scan and the reading, and nobody may ever write to it."""
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(FileUnreadable):
        content_hash(tmp_path / "pipe.txt")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read any file")
def test_a_file_that_may_not_be_read_is_read_when_it_may(tmp_path: Path, tiny_models: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    secret = folder / "secret.txt"
    secret.write_text("Ada", "utf-8")
    with Library.open(tmp_path / "x.satchel", models_root=tiny_models) as library:
        library.add_folder(folder)
        for mode, status in ((0, FileStatus.FAILED), (0o600, FileStatus.INDEXED), (0, FileStatus.FAILED)):
            secret.chmod(mode)
            library.index()
            assert [row.status for row in library.files()] == [status]


def _fate(row: FileRow) -> str:
    assert row.status is not FileStatus.WAITING
    return "ok" if row.reason is None else row.reason.code


def _fits(found: str | None, fate: str) -> bool:
    if fate == "any":
        return found is not None
    return found not in (None, "ok") if fate == "less" else found == fate
