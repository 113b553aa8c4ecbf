"""The main job in the terminal: index, find, open the evidence, and what is refused how."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from real_files import ROOT

Satchel = Callable[..., dict[str, Any]]


def test_every_file_gets_one_status_and_a_second_run_does_nothing(satchel: Satchel, folder: Path) -> None:
    first = satchel("index", str(folder))
    assert first["files"] == {"indexed": 11, "failed": 1, "ignored": 2} | {
        status: 0 for status in first["files"] if status in ("waiting", "partial")
    }
    assert first["read"] == 10  # the copy shares its twin's document
    assert first["embedded"] > 0
    assert first["tagged"] == 10

    second = satchel("index")
    assert second["files"] == first["files"]
    assert (second["read"], second["embedded"], second["tagged"]) == (0, 0, 0)


def test_status_counts_what_the_library_holds(satchel: Satchel, folder: Path) -> None:
    satchel("index", str(folder))
    status = satchel("status")
    assert status["documents"] == 10
    assert status["passages"] == status["stages"]["vectors"]["done"] == status["stages"]["vectors"]["total"]
    assert status["stages"]["knowledge"] == {"done": 10, "total": 10}


def test_a_hit_points_into_the_text_that_the_text_command_prints(satchel: Satchel, folder: Path) -> None:
    satchel("index", str(folder))
    found = satchel("search", "API配置")
    hit = found["hits"][0]
    assert Path(hit["path"]).name == "钱学森.txt"
    assert hit["why"]["text"] == 1
    document = satchel("text", hit["path"])
    text = document["text"]
    assert document["keywords"]
    assert all(word.casefold() in text.casefold() for word in document["keywords"])
    assert text[hit["start"] : hit["end"]] == hit["passage"]
    assert [text[start:end] for start, end in hit["highlights"]] == ["API配置"]


def test_mentions_and_relations_quote_their_text_exactly(satchel: Satchel, folder: Path) -> None:
    satchel("index", str(folder))
    entities = satchel("entities", "--limit", "1000")["entities"]
    assert entities
    texts: dict[str, str] = {}
    n_relations = 0
    for row in entities[:12]:
        dossier = satchel("entity", row["name"], "--label", row["label"])
        assert dossier["mentions"]
        quotes = [*dossier["mentions"], *(relation["evidence"] for relation in dossier["relations"])]
        n_relations += len(dossier["relations"])
        for quote in quotes:
            if quote["path"] not in texts:
                texts[quote["path"]] = satchel("text", quote["path"])["text"]
            assert texts[quote["path"]][quote["start"] : quote["end"]] == quote["text"]
    assert n_relations


def test_graph_of_an_entity_holds_it_and_its_neighbours(satchel: Satchel, folder: Path) -> None:
    satchel("index", str(folder))
    related = next(
        dossier
        for row in satchel("entities")["entities"]
        if (dossier := satchel("entity", row["name"], "--label", row["label"]))["relations"]
    )
    graph = satchel("graph", related["name"], "--label", related["label"])
    names = {node["name"] for node in graph["nodes"]}
    assert {related["name"], related["relations"][0]["other"]} <= names
    assert graph["edges"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("search", "x"), "store.missing"),
        (("index", "no such folder"), "request.folder_missing"),
    ],
)
def test_faults_are_a_code_and_a_sentence(satchel: Satchel, words: tuple[str, ...], code: str) -> None:
    assert satchel(*words, status=1)["stderr"].startswith(f"{code}: ")


def test_unknown_names_are_answered_with_close_ones(satchel: Satchel, folder: Path) -> None:
    satchel("index", str(folder))
    assert "request.entity_unknown" in satchel("entity", "Nobody At All", status=1)["stderr"]
    assert "request.file_not_in_library" in satchel("text", str(folder / "empty.txt"), status=1)["stderr"]


def test_wrong_usage_is_status_2(satchel: Satchel) -> None:
    assert "usage" in satchel("search", status=2)["stderr"]


def test_doctor_finds_the_network_refused(satchel: Satchel) -> None:
    checks = {check["name"]: check for check in satchel("doctor")["checks"]}
    assert checks["network"]["ok"]
    assert checks["models"]["ok"]


def test_a_reader_that_has_seen_enough_is_no_fault(library_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "settings", "--json", "--library", str(library_path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.close()
    _, said = process.communicate()
    assert process.returncode == 1
    assert said == ""
