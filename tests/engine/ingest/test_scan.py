"""A scan sees every file once, whatever its name, and stops at nothing."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import FileUnreadable
from engine.ingest.fingerprint import content_hash
from engine.ingest.ignore import IgnoreRules
from engine.ingest.scan import IgnoredFile, scan, scan_one, stat_file, to_os_path, to_text_path
from engine.records import SourceFile

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="file names and nodes of POSIX")


def _scan(folder: Path) -> dict[str, SourceFile | IgnoredFile]:
    found = list(scan(folder, rules=IgnoreRules(folder)))
    by_path = {Path(to_os_path(item.path)).relative_to(folder).as_posix(): item for item in found}
    assert len(by_path) == len(found)
    return by_path


def _write(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@given(
    st.text(
        alphabet=st.one_of(
            st.characters(), st.sampled_from("a\ud800\udc80\udcff\U000f0000\U000f0080\U000f0800")
        )
    )
)
def test_any_path_can_be_stored_and_comes_back(path: str) -> None:
    text = to_text_path(path)
    assert text.encode("utf-8").decode("utf-8") == text
    assert to_os_path(text) == path


def test_files_come_with_size_and_time_and_left_out_ones_with_a_rule(tmp_path: Path) -> None:
    _write(tmp_path / "a.md", "中文")
    _write(tmp_path / "deep" / "er" / "b.txt")
    _write(tmp_path / ".hidden" / "c.txt")
    _write(tmp_path / "x.tmp")
    found = _scan(tmp_path)

    assert set(found) == {"a.md", "deep/er/b.txt", "x.tmp"}
    assert found["a.md"] == stat_file(tmp_path / "a.md")
    assert (found["a.md"].size_bytes, found["a.md"].modified_ns) == (
        6,
        (tmp_path / "a.md").stat().st_mtime_ns,
    )
    assert isinstance(found["x.tmp"], IgnoredFile)
    assert found["x.tmp"].rule == "temporary file"


@needs_posix
def test_links_and_nodes(tmp_path: Path) -> None:
    _write(tmp_path / "real" / "a.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real" / "a.txt")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "real" / "up").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    found = _scan(tmp_path)

    assert set(found) == {"real/a.txt", "link.txt", "pipe"}
    assert isinstance(found["link.txt"], SourceFile)
    assert isinstance(found["pipe"], IgnoredFile)
    assert found["pipe"].rule == "not a regular file"


@needs_posix
def test_odd_file_names_survive(tmp_path: Path) -> None:
    names = [b"new\nline", "书囊 — notes".encode(), b" "]
    if sys.platform == "linux":
        names.append(b"latin1-\xe9.txt")
    for name in names:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"x")

    found = list(scan(tmp_path, rules=IgnoreRules(tmp_path)))

    assert {os.fsencode(Path(to_os_path(item.path)).name) for item in found} == set(names)
    assert all(item.path.encode("utf-8") and stat_file(Path(to_os_path(item.path))) == item for item in found)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list any folder")
def test_a_folder_that_cannot_be_listed_is_told_and_does_not_stop_the_scan(tmp_path: Path) -> None:
    _write(tmp_path / "a" / "x.txt")
    _write(tmp_path / "b" / "y.txt")
    (tmp_path / "a").chmod(0)
    problems: list[str] = []
    try:
        found = list(scan(tmp_path, rules=IgnoreRules(tmp_path), problems=problems))
    finally:
        (tmp_path / "a").chmod(0o700)
    assert [Path(item.path).name for item in found] == ["y.txt"]
    assert problems == [str(tmp_path / "a")]


def test_a_folder_that_went_away_altogether_is_a_problem(tmp_path: Path) -> None:
    problems: list[str] = []
    gone = tmp_path / "drive"
    assert list(scan(gone, rules=IgnoreRules(gone), problems=problems)) == []
    assert problems == [str(gone)]


def test_one_path_is_seen_as_a_scan_sees_it(tmp_path: Path) -> None:
    rules = IgnoreRules(tmp_path)
    everything = [
        _write(tmp_path / "a.md"),
        _write(tmp_path / "deep" / "b.md"),
        _write(tmp_path / "deep" / "c.tmp"),
        _write(tmp_path / "node_modules" / "d.md"),
        _write(tmp_path / ".git" / "e" / "f.md"),
        tmp_path / "deep",
        tmp_path / "gone.md",
    ]
    one_by_one = {item for path in everything if (item := scan_one(path, rules=rules)) is not None}
    assert one_by_one == set(scan(tmp_path, rules=rules))


def test_a_scan_can_be_cancelled(tmp_path: Path) -> None:
    for name in "abc":
        _write(tmp_path / name / "x.txt")
    assert list(scan(tmp_path, rules=IgnoreRules(tmp_path), cancelled=lambda: True)) == []


def test_same_bytes_have_the_same_hash(tmp_path: Path) -> None:
    first, second = _write(tmp_path / "a", "same" * 50_000), _write(tmp_path / "b", "same" * 50_000)
    other = _write(tmp_path / "c", "same" * 50_000 + "!")
    assert content_hash(first) == content_hash(second) != content_hash(other)
    with pytest.raises(FileUnreadable):
        content_hash(tmp_path / "nothing")
