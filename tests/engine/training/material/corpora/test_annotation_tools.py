"""Exports of spaCy, doccano and Label Studio, as these write them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.errors import CorpusInvalid, CorpusSpanWrong
from engine.teaching import LabelledText
from engine.training.material.corpora import doccano, label_studio, spacy

_TEXT = "😀 Ada met Bob"
_ADA, _BOB = [2, 5, "PERSON"], [10, 13, "PERSON"]
Reader = Callable[[Path], Iterator[LabelledText]]


def named(reader: Reader, path: Path) -> list[list[tuple[str, str]]]:
    return [[(text.text[span.start : span.end], span.label) for span in text.spans] for text in reader(path)]


def dump(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), "utf-8")
    return path


def dump_lines(path: Path, *values: Any) -> Path:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), "utf-8")
    return path


def objects(*triples: list[Any], start: str = "start", end: str = "end") -> list[dict[str, Any]]:
    return [{start: triple[0], end: triple[1], "label": triple[2]} for triple in triples]


@pytest.mark.parametrize(
    "record",
    [
        [_TEXT, {"entities": [_ADA, _BOB]}],
        {"text": _TEXT, "entities": [_BOB, _ADA]},
        {"text": _TEXT, "ents": objects(_ADA, _BOB), "tokens": []},
        {"text": _TEXT, "spans": objects(_ADA, _BOB), "answer": "accept"},
    ],
)
def test_spacy_in_a_list_and_in_lines(tmp_path: Path, record: Any) -> None:
    expected = [[("Ada", "PERSON"), ("Bob", "PERSON")]] * 2
    assert named(spacy.read, dump(tmp_path / "a.json", [record, record])) == expected
    assert named(spacy.read, dump_lines(tmp_path / "a.jsonl", record, record)) == expected


@pytest.mark.parametrize(
    "record", [7, "text", [_TEXT], [_TEXT, [_ADA]], {"text": _TEXT}, [_TEXT, {}], {"entities": []}]
)
def test_spacy_of_another_form_is_refused(tmp_path: Path, record: Any) -> None:
    with pytest.raises(CorpusInvalid) as caught:
        named(spacy.read, dump_lines(tmp_path / "a.jsonl", {"text": _TEXT, "entities": []}, record))
    assert caught.value.params["line"] == 2


def test_binary_spacy_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "train.spacy"
    path.write_bytes(b"\x78\x9c\x01\x02\x03")
    with pytest.raises(CorpusInvalid) as caught:
        named(spacy.read, path)
    assert "export it as JSON" in caught.value.params["detail"]


@pytest.mark.parametrize(
    "record",
    [
        {"id": 1, "text": _TEXT, "label": [_ADA, _BOB]},
        {"id": 1, "text": _TEXT, "labels": [_ADA, _BOB]},
        {
            "id": 1,
            "text": _TEXT,
            "entities": objects(_ADA, _BOB, start="start_offset", end="end_offset"),
            "relations": [],
        },
    ],
)
def test_doccano_of_every_version(tmp_path: Path, record: Any) -> None:
    expected = [[("Ada", "PERSON"), ("Bob", "PERSON")]] * 2
    assert named(doccano.read, dump_lines(tmp_path / "a.jsonl", record, record)) == expected
    assert named(doccano.read, dump(tmp_path / "a.json", [record, record])) == expected


@pytest.mark.parametrize("label", [None, "PER", ["positive"], [["PER", 0, 3]], [[0, 3, "PER"], 7]])
def test_doccano_of_another_form_is_refused(tmp_path: Path, label: Any) -> None:
    with pytest.raises(CorpusInvalid):
        named(doccano.read, dump_lines(tmp_path / "a.jsonl", {"text": "Ada", "label": label}))


def value(start: Any, end: Any, quote: str | None = None, *, labels: Any = ("PERSON",)) -> dict[str, Any]:
    return {"start": start, "end": end, "labels": list(labels), **({"text": quote} if quote else {})}


def task(*values: Any, **annotation: Any) -> dict[str, Any]:
    results = [{"type": "labels", "from_name": "ner", "to_name": "text", "value": each} for each in values]
    return {"id": 5, "data": {"text": _TEXT}, "annotations": [{"result": results, **annotation}]}


def test_label_studio_passes_over_tasks_that_nobody_looked_at(tmp_path: Path) -> None:
    path = dump(
        tmp_path / "a.json",
        [
            task(value(2, 5, "Ada")),
            {"id": 6, "data": {"text": _TEXT}, "annotations": [], "predictions": [{"result": []}]},
            task(value(2, 5), was_cancelled=True),
            task(),
        ],
    )
    assert named(label_studio.read, path) == [[("Ada", "PERSON")], []]
    assert [text.place for text in label_studio.read(path)] == ["a.json:1", "a.json:4"]


def test_label_studio_takes_the_ground_truth_of_several_annotators(tmp_path: Path) -> None:
    both = task(value(2, 5))
    both["annotations"] += task(value(10, 13), ground_truth=True)["annotations"]
    both["annotations"][1]["result"].append({"type": "relation", "from_id": "a", "to_id": "b"})
    both["annotations"][1]["result"].append({"type": "choices", "value": {"choices": ["good"]}})
    assert named(label_studio.read, dump(tmp_path / "a.json", [both])) == [[("Bob", "PERSON")]]


def test_label_studio_min_names_its_tag_as_the_project_does(tmp_path: Path) -> None:
    short = {"id": 5, "text": _TEXT, "ner": [value(2, 5, "Ada")], "annotator": 1}
    empty = {"id": 6, "text": _TEXT, "annotator": 1}
    path = dump(tmp_path / "a.json", [short, empty])
    assert named(label_studio.read, path) == [[("Ada", "PERSON")], []]


def test_label_studio_offsets_of_a_browser_are_told_by_their_quote(tmp_path: Path) -> None:
    # The emoji is one code point and two UTF-16 units.
    path = dump(tmp_path / "a.json", [task(value(3, 6, "Ada"), value(11, 14, "Bob"))])
    assert named(label_studio.read, path) == [[("Ada", "PERSON"), ("Bob", "PERSON")]]


@pytest.mark.parametrize(
    "wrong",
    [
        value(4, 7, "Ada"),
        value(1, 4, "Ada"),
        value(True, 5, "Ada"),
        value("/p[1]/text()[1]", "/p[1]/text()[1]", "Ada"),
        value(2, 5, "Ada", labels=[]),
        value(2, 5, "Ada", labels=["PER", "LOC"]),
        {"start": 2, "end": 5},
        None,
    ],
)
def test_label_studio_of_another_form_is_refused(tmp_path: Path, wrong: Any) -> None:
    with pytest.raises(CorpusInvalid) as caught:
        named(label_studio.read, dump(tmp_path / "a.json", [task(), task(wrong)]))
    assert caught.value.params["line"] == 2


@pytest.mark.parametrize(
    "broken",
    [
        {"data": {"text": _TEXT}, "annotations": {}},
        {"data": {"text": _TEXT}, "annotations": [7]},
        {"data": {"text": _TEXT}, "annotations": [{"result": 7}]},
        {"data": {"text": _TEXT}, "annotations": [{"result": [7]}]},
        {"data": {"image": "a.png"}, "annotations": [{"result": []}]},
        {"data": 7, "annotations": [{"result": []}]},
        [_TEXT],
    ],
)
def test_a_label_studio_task_that_is_none_is_refused(tmp_path: Path, broken: Any) -> None:
    with pytest.raises(CorpusInvalid):
        named(label_studio.read, dump(tmp_path / "a.json", [broken]))


def test_a_label_studio_span_outside_its_text_is_refused(tmp_path: Path) -> None:
    for wrong in (value(90, 93, "Ada"), value(90, 93), value(5, 2, "")):
        with pytest.raises(CorpusSpanWrong):
            named(label_studio.read, dump(tmp_path / "a.json", [task(wrong)]))
