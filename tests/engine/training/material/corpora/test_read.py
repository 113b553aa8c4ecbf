"""A corpus is known by what it holds, counted whole, and refused at its first fault."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from engine.errors import CorpusEmpty, CorpusInvalid, CorpusLineTooLong, CorpusUndecodable, FileUnreadable
from engine.training.material.corpora.read import CorpusSummary, check, detect, read_texts

_MIN = '[{"id": 1, "text": "Ada", "label": [{"start": 0, "end": 3, "text": "Ada", "labels": ["PER"]}]}]'


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.txt", "Ada\tB-PER\n", "conll"),
        ("a.csv", "Ada B-PER\n", "conll"),
        ("a", "-DOCSTART- -X- O O\n\nAda NNP O I-PER\n", "conll"),
        ("a", "# id 1\n[\tO\nAda\tB-PER\n", "conll"),
        ("a", "{\tO\nAda\tB-PER\n", "conll"),
        ("a", "\n\nAda\tS-PER\r\n", "conll"),
        ("a.txt", "text,start,end,label\nAda,0,3,PER\n", "table"),
        ("a.tsv", "sentence\ttoken\ttag\n1\tAda\tB-PER\n", "table"),
        ("a", '[["Ada", {"entities": [[0, 3, "PER"]]}]]', "spacy"),
        ("a", '["Ada", {"entities": [[0, 3, "PER"]]}]\n["x", {"entities": []}]\n', "spacy"),
        ("a", '{"text": "Ada", "entities": [[0, 3, "PER"]]}\n', "spacy"),
        ("a", '{"text": "Ada", "ents": [{"start": 0, "end": 3, "label": "PER"}]}\n', "spacy"),
        ("a", '{"text": "Ada", "label": [[0, 3, "PER"]]}\n', "doccano"),
        ("a", '{"text": "Ada", "labels": [[0, 3, "PER"]]}\n', "doccano"),
        (
            "a.json",
            '{"text": "x", "entities": []}\n'
            '{"text": "Ada", "entities": [{"start_offset": 0, "end_offset": 3, "label": "PER"}]}\n',
            "doccano",
        ),
        ("a", _MIN, "label_studio"),
        (
            "a",
            '[{"data": {"text": "Ada"}, "annotations": [{"result": [{"type": "labels", "value":'
            ' {"start": 0, "end": 3, "labels": ["PER"]}}]}]}]',
            "label_studio",
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_corpus_is_known_by_what_it_holds(
    tmp_path: Path, name: str, content: str, form: str, encoding: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding, newline="")
    assert detect(path) == form
    found = check(path)
    assert (found.form, found.labels) == (form, {"PER": 1})


def test_a_folder_and_either_file_of_a_pair_is_brat(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ada\tB-PER\n", "utf-8")
    (tmp_path / "a.ann").write_text("T1\tPER 0 3\tAda\n", "utf-8")
    expected = CorpusSummary(form="brat", n_texts=1, n_spans=1, labels={"PER": 1})
    assert [check(path) for path in (tmp_path, tmp_path / "a.txt", tmp_path / "a.ann")] == [expected] * 3


def test_a_summary_counts_labels_most_frequent_first(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text("Ada\tB-PER\nLondon\tB-LOC\n\nBob\tB-PER\n\nx\tO\n", "utf-8")
    found = check(path)
    assert (found.n_texts, found.n_spans) == (3, 3)
    assert list(found.labels.items()) == [("PER", 2), ("LOC", 1)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.conll", b""),
        ("a.conll", b"\xef\xbb\xbf\n \n"),
        ("a.conll", b"Ada\tO\n"),
        ("a.json", b"[]"),
        ("a.jsonl", b'{"text": "Ada", "label": []}\n'),
        ("a.csv", b"text,start,end,label\n"),
        ("a.json", b'[{"data": {"text": "Ada"}, "annotations": []}]'),
    ],
)
def test_nothing_labelled_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CorpusEmpty) as caught:
        check(path)
    assert caught.value.params == {"path": str(path)}


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.bin", b"\x00\x01\x02"), ("a.md", b"# Title\n\nSome words.\n"), ("a", b'{"x": 1}')],
)
def test_what_is_no_corpus_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CorpusInvalid) as caught:
        detect(tmp_path / name)
    assert "doccano" in caught.value.params["detail"]


def test_another_encoding_and_a_binary_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "gbk.conll"
    path.write_bytes("北\tB-LOC\n京\tI-LOC\n".encode("gbk"))
    with pytest.raises(CorpusUndecodable) as caught:
        check(path)
    assert caught.value.params == {"path": str(path), "line": 1}

    binary = tmp_path / "train.spacy"
    binary.write_bytes(b"\x78\x9c\xff\xfe")
    with pytest.raises(CorpusInvalid, match="export it as JSON"):
        check(binary)
    with pytest.raises(FileUnreadable):
        check(tmp_path / "missing.conll")


@pytest.mark.parametrize("name", ["a.conll", "a.txt", "a.json", "a.jsonl", "a.csv", "a.tsv"])
@pytest.mark.parametrize("start", [b"", b'{"text": "', b"text,start,end,label\n", b"Ada\tB-PER\n"])
def test_an_endless_file_is_refused_in_little_memory(tmp_path: Path, name: str, start: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(start)
    os.truncate(path, 1 << 30)
    tracemalloc.start()
    try:
        with pytest.raises(CorpusLineTooLong):
            check(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20


def test_texts_come_before_the_fault_that_ends_them(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"text": "Ada", "label": [[0, 3, "PER"]]}\n{"text": "Bob", "label": [[0, 9, "PER"]]}\n', "utf-8"
    )
    texts = read_texts(path)
    assert next(texts).text == "Ada"
    with pytest.raises(CorpusInvalid):
        next(texts)
