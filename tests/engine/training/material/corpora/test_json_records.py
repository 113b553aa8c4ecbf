"""JSON records come one by one, from lines and arrays of any layout; broken and hostile ones are named."""

from __future__ import annotations

import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import CorpusInvalid, CorpusLineTooLong
from engine.training.material.corpora import json_records
from engine.training.material.corpora.json_records import read_records
from engine.training.material.corpora.lines import LIMIT_BYTES

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.text(alphabet='a中"\\[]{},\n', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=4,
)
_RECORDS = st.lists(
    st.dictionaries(st.text(max_size=3), _VALUES, max_size=3) | st.lists(st.lists(_VALUES), min_size=1),
    max_size=5,
)


@settings(max_examples=40)
@given(records=_RECORDS, indent=st.sampled_from([None, 2]), is_ascii=st.booleans())
def test_an_array_gives_its_elements(
    records: list[Any], indent: int | None, is_ascii: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("json") / "some.json"
    path.write_text("\n " + json.dumps(records, indent=indent, ensure_ascii=is_ascii) + "\n", "utf-8")
    assert list(read_records(path)) == list(enumerate(records, start=1))


@settings(max_examples=40)
@given(records=st.lists(st.dictionaries(st.text(max_size=3), _VALUES, max_size=3), max_size=5))
def test_lines_give_their_values(records: list[Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("json") / "some.jsonl"
    path.write_text("".join(json.dumps(record) + "\n\n" for record in records), "utf-8")
    assert list(read_records(path)) == [(2 * at + 1, record) for at, record in enumerate(records)]


def test_a_record_longer_than_a_chunk_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "long.json"
    records = [["x" * 200_000, {}], ["中" * 300_000, {}], ["y", {}]]
    path.write_text(json.dumps(records), "utf-8")
    assert [record for _, record in read_records(path)] == records


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('[{"a": 1}, {"a": ]', 2),
        ('[{"a": 1} {"a": 2}]', 2),
        ('[{"a": 1}, 7]', 2),
        ('[{"a": 1}', 2),
        ('[{"a": 1},', 2),
        ('[{"a": 1}] more', 2),
        ('[{"a": NaN}]', 1),
        ('[{"a": -Infinity}]', 1),
        ('{"a": 1}\n{"a": 1} 2\n', 2),
        ('{"a": 1}\n\n{"a": NaN}\n', 3),
        ('{"a": 1}\n{"a": 1\n}\n', 2),
        ('[{"a": ' + "9" * 5000 + "}]", 1),
        ('{"a": ' + "[" * 100_000, 1),
        ("[" * 100_000, 1),
        ('[{"a":' * 100_000, 1),
    ],
)
def test_broken_and_hostile_json_is_named(tmp_path: Path, content: str, line: int) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content, "utf-8")
    with pytest.raises(CorpusInvalid) as caught:
        list(read_records(path))
    assert type(caught.value) is CorpusInvalid
    assert caught.value.params["line"] == line


def test_an_array_in_too_large_a_file_is_not_begun(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    path.write_text('[{"text": "', "utf-8")
    os.truncate(path, LIMIT_BYTES + 1)
    with pytest.raises(CorpusLineTooLong) as caught:
        list(read_records(path))
    assert caught.value.params["limit_chars"] == LIMIT_BYTES


def test_an_endless_record_is_given_up_in_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_records, "LIMIT_RECORD_CHARS", 100_000)
    path = tmp_path / "endless.json"
    path.write_text('[{}, {"text": "' + "x" * 8_000_000, "utf-8")
    tracemalloc.start()
    try:
        with pytest.raises(CorpusLineTooLong) as caught:
            list(read_records(path))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.params == {"path": str(path), "line": 2, "limit_chars": 100_000}
    assert peak < 2_000_000
