"""brat: offsets of the .txt as it is, checked by the text quoted beside them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.errors import (
    CorpusEmpty,
    CorpusInvalid,
    CorpusLineTooLong,
    CorpusSpanWrong,
    CorpusUndecodable,
    FileUnreadable,
)
from engine.teaching import LabelledSpan
from engine.training.material.corpora.brat import read
from engine.training.material.corpora.lines import LIMIT_BYTES


def pair(folder: Path, text: str, *entries: str, name: str = "one") -> Path:
    (folder / f"{name}.txt").write_text(text, "utf-8", newline="")
    (folder / f"{name}.ann").write_text("".join(entry + "\n" for entry in entries), "utf-8")
    return folder


def test_only_names_are_read_and_only_where_somebody_looked(tmp_path: Path) -> None:
    others = ["R1\tknows Arg1:T1 Arg2:T2", "#1\tnote T1\tx", "E1\tmeet:T1", "A1\tsure T1", "*\tEquiv T1 T2"]
    names = ["T2\tPerson 9 16\tBob Lee", "T1\tPerson 0 3\tAda"]
    pair(tmp_path, "Ada met\r\nBob Lee", names[0], *others, names[1])
    pair(tmp_path, "nothing", name="two")
    (tmp_path / "unseen.txt").write_text("Ada", "utf-8")
    texts = list(read(tmp_path))

    assert [text.text for text in texts] == ["Ada met\r\nBob Lee", "nothing"]
    assert texts[0].spans == (LabelledSpan(0, 3, "PERSON"), LabelledSpan(9, 16, "PERSON"))
    assert list(read(tmp_path / "one.txt")) == list(read(tmp_path / "one.ann")) == texts[:1]


def test_pieces_parted_by_a_line_end_are_one_span(tmp_path: Path) -> None:
    pair(tmp_path, "Bob\nLee", "T1\tPerson 0 3;4 7\tBob Lee")
    assert [text.spans for text in read(tmp_path)] == [(LabelledSpan(0, 7, "PERSON"),)]


@pytest.mark.parametrize(
    "entry",
    [
        "T1\tPerson 0 3;8 11\tAda Bob",
        "T1\tPerson 8 11;0 3\tBob Ada",
        "T1\tPerson 0 3\tBob",
        "T1\tPerson 1 4\tAda",
        "T1\tPerson 0 x\tAda",
        "T1\tPerson -1 3\tAda",
        "T1\tPerson 0 9999999999\tAda",
        "T1\tPerson ٠ ٣\tAda",
        "T1\t 0 3\tAda",
        "T1\t- 0 3\tAda",
        "T1 Person 0 3 Ada",
        "T1",
    ],
)
def test_what_names_no_span_is_refused(tmp_path: Path, entry: str) -> None:
    pair(tmp_path, "Ada met Bob", "#1\tnote", entry)
    with pytest.raises(CorpusInvalid) as caught:
        list(read(tmp_path))
    assert type(caught.value) is CorpusInvalid
    assert (caught.value.params["path"], caught.value.params["line"]) == (str(tmp_path / "one.ann"), 2)


@pytest.mark.parametrize("entry", ["T2\tPerson 0 3\tAda", "T2\tPerson 9 20\tob and more", "T2\tPerson 4 4\t"])
def test_overlapping_and_outlying_spans_are_refused(tmp_path: Path, entry: str) -> None:
    pair(tmp_path, "Ada met Bob", "T1\tPerson 0 7\tAda met", entry)
    with pytest.raises(CorpusSpanWrong):
        list(read(tmp_path))


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusEmpty):
        list(read(tmp_path))
    pair(tmp_path, "Ada")
    (tmp_path / "one.txt").write_bytes(b"Ada\n\xff")
    with pytest.raises(CorpusUndecodable) as caught:
        list(read(tmp_path))
    assert caught.value.params == {"path": str(tmp_path / "one.txt"), "line": 2}
    os.truncate(tmp_path / "one.txt", LIMIT_BYTES + 1)
    with pytest.raises(CorpusLineTooLong):
        list(read(tmp_path))
    (tmp_path / "one.txt").unlink()
    with pytest.raises(FileUnreadable):
        list(read(tmp_path))
