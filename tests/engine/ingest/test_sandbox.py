"""A file may hang, crash or swell its reader: the pool says so and goes on."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from sample_files import docx, endless_pdf, paragraph, pdf

from engine.errors import FileDamaged, FileUnreadable, ReaderCrashed, ReaderOutOfMemory, ReaderTimedOut
from engine.ingest.clean import clean
from engine.ingest.sandbox import ReaderPool
from engine.records import Reason, Span
from engine.settings import Indexing

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")


@pytest.fixture
def pool() -> Iterator[ReaderPool]:
    made = ReaderPool(Indexing(n_readers=1, reader_idle_s=1, reader_total_s=5))
    yield made
    made.close()


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _readers() -> list[psutil.Process]:
    """The reader processes of this process; Python's resource tracker is another child of it."""
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def test_files_are_read_in_another_process(pool: ReaderPool, tmp_path: Path) -> None:
    assert pool.read(_write(tmp_path / "a.docx", docx(paragraph("知识"))), "docx").pages[0].strip() == "知识"
    assert pool.read(_write(tmp_path / "a.pdf", pdf(["one", "two"])), "pdf").pages == ("one", "two")
    odd = _write(
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n.txt")), "文本\ud800".encode("utf-8", "replace")
    )
    assert pool.read(odd, "text").pages[0].startswith("文本")
    assert pool.n_restarts == 0


def test_errors_come_back_typed_and_the_reader_stays(pool: ReaderPool, tmp_path: Path) -> None:
    with pytest.raises(FileDamaged) as caught:
        pool.read(_write(tmp_path / "a.pdf", b"%PDF-1.4 nothing"), "pdf")
    assert caught.value.params["detail"]
    with pytest.raises(FileUnreadable):
        pool.read(tmp_path / "gone.txt", "text")
    assert pool.n_restarts == 0


def test_a_hang_keeps_the_pages_before_it(pool: ReaderPool, tmp_path: Path) -> None:
    raw = pool.read(_write(tmp_path / "a.pdf", endless_pdf(["one", "two", "endless"])), "pdf")
    assert raw.pages == ("one", "two")
    assert raw.partial == Reason(code="partial.timed_out", params={"page": 2})
    assert pool.n_restarts == 1
    assert pool.read(_write(tmp_path / "b.pdf", pdf(["next"])), "pdf").pages == ("next",)


def test_a_hang_on_the_first_page_is_an_error(pool: ReaderPool, tmp_path: Path) -> None:
    with pytest.raises(ReaderTimedOut) as caught:
        pool.read(_write(tmp_path / "a.pdf", endless_pdf(["endless"])), "pdf")
    assert caught.value.params == {"limit_s": 1}


@on_linux
def test_a_reader_that_swells_is_out_of_memory(tmp_path: Path) -> None:
    pool = ReaderPool(Indexing(n_readers=1, reader_memory_bytes=250_000_000))
    try:
        with pytest.raises(ReaderOutOfMemory) as caught:
            pool.read(_write(tmp_path / "a.html", b"<p>words " * 12_000_000), "html")
        assert caught.value.params == {"limit_bytes": 250_000_000}
        assert pool.read(_write(tmp_path / "b.html", b"<p>small"), "html").pages == ("small",)
    finally:
        pool.close()


def test_a_reader_that_died_idle_is_replaced(pool: ReaderPool, tmp_path: Path) -> None:
    path = _write(tmp_path / "a.txt", b"text")
    pool.read(path, "text")
    for reader in _readers():
        reader.kill()
        reader.wait()
    assert pool.read(path, "text").pages == ("text",)


def test_a_reader_that_dies_at_work_is_a_crash(tmp_path: Path) -> None:
    pool = ReaderPool(Indexing(n_readers=1))
    path = _write(tmp_path / "a.pdf", endless_pdf(["endless"]))
    caught: list[ReaderCrashed] = []

    def read() -> None:
        with pytest.raises(ReaderCrashed) as error:
            pool.read(path, "pdf")
        caught.append(error.value)

    try:
        thread = threading.Thread(target=read)
        thread.start()
        _busy_reader().kill()
        thread.join()
        assert caught[0].params["exit_code"] != 0
        assert pool.n_restarts == 1
    finally:
        pool.close()


def test_closing_ends_what_is_under_way_and_leaves_nothing_behind(tmp_path: Path) -> None:
    threads = set(threading.enumerate())
    pool = ReaderPool(Indexing(n_readers=1))
    path = _write(tmp_path / "a.pdf", endless_pdf(["endless"]))
    outcome: list[str] = []

    def read() -> None:
        with pytest.raises(ReaderCrashed):
            pool.read(path, "pdf")
        outcome.append("ended")

    waiting = [threading.Thread(target=read) for _ in range(3)]
    for thread in waiting:
        thread.start()
    _busy_reader()
    pool.close()
    for thread in waiting:
        thread.join()
    assert outcome == ["ended"] * 3
    assert _readers() == []
    assert set(threading.enumerate()) <= threads
    with pytest.raises(ReaderCrashed):
        pool.read(path, "pdf")


def test_one_reader_serves_many_threads(pool: ReaderPool, tmp_path: Path) -> None:
    paths = [_write(tmp_path / f"{i}.txt", f"text {i}".encode()) for i in range(12)]
    found: dict[int, str] = {}
    threads = [
        threading.Thread(target=lambda i=i: found.update({i: pool.read(paths[i], "text").pages[0]}))
        for i in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {i: f"text {i}" for i in range(12)}
    assert len(_readers()) == 1


def test_a_span_is_found_on_its_page(pool: ReaderPool, tmp_path: Path) -> None:
    path = _write(tmp_path / "a.pdf", pdf(["first", "some words here\nand a second line"]))
    document = clean(pool.read(path, "pdf"))
    page = document.pages[1]
    at = document.text.index("words") - page.start

    text = document.text[page.start : page.end]

    ((box,),) = pool.locate(path, page=2, text=text, spans=[Span(at, at + len("words"))])
    assert 72 < 612 * box.left < 612 * box.right < 250
    assert 75 < 792 * box.top < 792 * box.bottom < 100  # the base line is 92 points below the top
    none, both = pool.locate(path, page=2, text=text, spans=[Span(3, 3), Span(0, len(text))])
    assert none == ()
    assert [round(each.left, 2) for each in both] == [round(both[0].left, 2)] * 2
    assert both[0].bottom < both[1].bottom
    assert pool.locate(path, page=1, text="first", spans=[Span(3, 3)]) == ((),)
    assert pool.locate(path, page=1, text="another page", spans=[Span(0, 3)]) == ((),)
    with pytest.raises(FileDamaged):
        pool.locate(path, page=3, text="first", spans=[Span(0, 1)])


def test_a_page_is_drawn(pool: ReaderPool, tmp_path: Path) -> None:
    png = pool.render(_write(tmp_path / "a.pdf", pdf(["first"])), "pdf", page=1, width=306)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (306, 396)


@on_linux
def test_readers_die_with_their_parent(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.pdf", endless_pdf(["endless"]))
    script = _write(
        tmp_path / "parent.py",
        f"""
import os, threading, psutil
from pathlib import Path
from engine.ingest.sandbox import ReaderPool
from engine.settings import Indexing

if __name__ == "__main__":
    pool = ReaderPool(Indexing(n_readers=1))
    threading.Thread(target=pool.read, args=(Path({str(path)!r}), "pdf"), daemon=True).start()
    while not (busy := [c for c in psutil.Process().children() if c.cpu_times().user > 0.3]):
        pass
    print(busy[0].pid, flush=True)
    os.kill(os.getpid(), 9)
""".encode(),
    )
    done = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )
    pid = int(done.stdout)
    _until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)


def test_a_reader_may_not_write_nor_talk(tmp_path: Path) -> None:
    script = f"""
import os, socket, subprocess, multiprocessing
from engine.ingest import reader_process

reader_process._give_up_rights(os.getppid(), 1_000_000_000)
refused = 0
for deed in (
    lambda: socket.socket(),
    lambda: open({str(tmp_path / "new")!r}, "w"),
    lambda: os.open({str(tmp_path / "new")!r}, os.O_CREAT | os.O_WRONLY),
    lambda: os.unlink({str(tmp_path / "kept")!r}),
    lambda: subprocess.run(["true"]),
    lambda: os.system("true"),
):
    try:
        deed()
    except PermissionError:
        refused += 1
os._exit(refused)
"""
    (tmp_path / "kept").write_text("x")
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 6
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_importing_the_sandbox_is_light() -> None:
    script = (
        "import sys, engine.ingest.sandbox\n"
        "heavy = {'pypdfium2', 'selectolax', 'onnxruntime', 'torch', 'ftfy', 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _busy_reader() -> psutil.Process:
    """Wait for a reader that has used some processor time: it is at its file."""
    busy: list[psutil.Process] = []

    def found() -> bool:
        busy[:] = [reader for reader in _readers() if reader.cpu_times().user > 0.3]
        return bool(busy)

    _until(found)
    return busy[0]


def _until(is_true: object, *, limit_s: float = 30) -> None:
    end = time.monotonic() + limit_s
    while not is_true():  # type: ignore[operator]
        assert time.monotonic() < end
