"""Lines of files that nobody vouches for: whole, numbered, bounded, or refused with their line."""

from __future__ import annotations

import codecs
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import CorpusLineTooLong, CorpusUndecodable, FileUnreadable
from engine.training.material.corpora.json_records import read_records
from engine.training.material.corpora.lines import LIMIT_CHARS, read_lines

_GIGABYTE = 1 << 30
_MEGABYTE = 1 << 20


def lines(path: Path) -> list[str]:
    return [line for _, line in read_lines(path)]


@given(
    written=st.lists(st.text(alphabet="ab中😀é\u2028\x85\ufeff\t ", max_size=8), min_size=1, max_size=6),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"]),
)
def test_lines_survive_any_line_end_and_byte_order_mark(
    written: list[str], end: str, encoding: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("lines") / "some.txt"
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE, "utf-8": b"\xef\xbb\xbf"}
    # Plain UTF-8 gets its mark by hand, or a text that begins with U+FEFF would lose it.
    path.write_bytes(marks.get(encoding, b"") + end.join([*written, ""]).encode(encoding))

    assert list(read_lines(path)) == list(enumerate(written, start=1))


@given(text=st.text(alphabet="ab中\r\n", max_size=30))
def test_kept_line_ends_give_the_file_back(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("lines") / "some.txt"
    path.write_text(text, "utf-8", newline="")
    assert "".join(line for _, line in read_lines(path, keep_ends=True)) == text


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"fine\nfine\n\xff\n", 3),
        (b"\xff", 1),
        (b"fine\r\nalso\rcut \xe4\xb8", 3),
        ("中\n".encode() * 40_000 + b"\xb1\xb1", 40_001),
        (codecs.BOM_UTF16_BE + "a\nb\n".encode("utf-16-be") + b"\xdc\x00", 3),
        ("北京\n".encode("gbk"), 1),
    ],
)
def test_what_is_not_utf8_is_refused_with_its_line(tmp_path: Path, content: bytes, line: int) -> None:
    path = tmp_path / "wrong.txt"
    path.write_bytes(content)
    with pytest.raises(CorpusUndecodable) as caught:
        lines(path)
    assert caught.value.params == {"path": str(path), "line": line}


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_the_longest_line_is_read_and_a_longer_one_is_not(tmp_path: Path, end: str) -> None:
    path = tmp_path / "long.txt"
    path.write_text("中" * LIMIT_CHARS + end, "utf-8", newline="")
    assert [len(line) for line in lines(path)] == [LIMIT_CHARS]

    path.write_text("a\n" + "中" * (LIMIT_CHARS + 1) + end, "utf-8", newline="")
    with pytest.raises(CorpusLineTooLong) as caught:
        lines(path)
    assert caught.value.params == {"path": str(path), "line": 2, "limit_chars": LIMIT_CHARS}


@pytest.mark.parametrize("start", ["", "["])
@pytest.mark.parametrize("read", [read_lines, read_records])
def test_one_endless_line_is_refused_in_little_memory(
    tmp_path: Path, read: Callable[[Path], object], start: str
) -> None:
    path = tmp_path / "endless"
    path.write_text(start, "utf-8")
    os.truncate(path, _GIGABYTE)
    tracemalloc.start()
    try:
        with pytest.raises(CorpusLineTooLong):
            list(read(path))  # type: ignore[call-overload]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 * _MEGABYTE


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(FileUnreadable, match=str(path)):
            lines(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileUnreadable):
        lines(tmp_path / "pipe")
