"""``search`` shows what the query said, what it found, and what narrows it down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from store_makers import make_file

from engine.cli.command import run
from engine.cli.sentences import SENTENCES
from engine.searches import NOTICE_CODES
from engine.store.connection import Store


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "x.satchel"
    store = Store.open(path)
    with store.write() as db:
        make_file(db, "/files/a.pdf", ["The analytical engine. ", "Another engine of the same."])
        make_file(db, "/files/b.md", ["The engine in other words"])
    store.close()
    return path


@pytest.fixture
def satchel(library: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def ask(*words: str, status: int = 0) -> str:
        assert run(["search", "--library", str(library), *words]) == status
        captured = capsys.readouterr()
        return captured.err if status else captured.out

    return ask


def test_filters_orders_facets_and_quotes(satchel: Any) -> None:
    answer = json.loads(satchel("--json", "engine type:pdf", "--facets", "--context", "--limit", "1"))
    (hit,) = answer["hits"]
    assert (hit["path"], len(hit["context"])) == ("/files/a.pdf", 1)
    assert answer["facets"]["type"] == [{"value": "pdf", "text": "type:pdf", "n_files": 1, "label": None}]
    listed = json.loads(satchel("--json", "type:pdf,md", "--sort", "name", "--offset", "1"))
    assert [hit["path"] for hit in listed["hits"]] == ["/files/b.md"]
    text = satchel("engine", "--facets", "--context", "--limit", "1")
    assert "type: type:" in text
    assert "    … " in text


def test_what_was_not_understood_is_said(satchel: Any) -> None:
    answer = json.loads(satchel("--json", "before:banana", "engine"))
    assert answer["notices"] == [{"code": "query.date", "params": {"value": "banana"}, "start": 0, "end": 13}]
    assert answer["hits"]
    assert "'banana' is no date" in satchel("before:banana engine")
    assert "'banana' is no date" in satchel("before:banana")


def test_every_notice_has_a_sentence() -> None:
    assert set(NOTICE_CODES) <= SENTENCES.keys()


def test_searches_are_saved_and_asked_again(satchel: Any) -> None:
    assert "No search is saved" in satchel("--saved")
    satchel("engine", "type:md", "--save", "mine")
    assert "mine: engine type:md" in satchel("--saved")
    assert "b.md" in satchel("--saved", "mine")
    satchel("--rename", "mine", "ours")
    assert [row["name"] for row in json.loads(satchel("--saved", "--json"))["saved"]] == ["ours"]
    assert "request.search_unknown" in satchel("--saved", "mine", status=1)
    satchel("--remove", "ours")
    assert "No search is saved" in satchel("--saved")


def test_nothing_asked_is_wrong_usage(satchel: Any) -> None:
    for words in ((), ("--save", "x")):
        with pytest.raises(SystemExit, match="2"):
            satchel(*words)
