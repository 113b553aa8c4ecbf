"""``export`` and ``import-graph`` in the terminal, and over the pipes as the window asks for them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from engine_asker import Asker
from hostile_graphs import content, fill, opened

from engine.carried import FORMS, Selection
from engine.cli import entity, export, import_graph
from engine.cli.command import run
from engine.cli.sentences import SENTENCES
from engine.client import EngineClient
from engine.errors import EntityUnknown, ImportUnknown
from engine.events import EngineReady
from engine.requests import CancelTransfer, ExportGraph, GetImported, ImportGraph, ListImports, RemoveImport
from gui.sentences import SENTENCES as WINDOW_SENTENCES

Execute = Callable[..., dict[str, Any]]
NAMES = ["Ada Lovelace", "Babbage", "钱学森", "北京"]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    store = opened(tmp_path)
    fill(store, NAMES)
    store.close()
    return tmp_path / "library.satchel"


@pytest.fixture
def execute(library: Path, tiny_models: Path) -> Execute:
    def run_command(module: Any, *words: str | Path) -> dict[str, Any]:
        parser = argparse.ArgumentParser()
        parser.set_defaults(library=library, models=tiny_models)
        module.add_arguments(parser)
        answer: dict[str, Any] = module.execute(parser.parse_args([str(word) for word in words]))
        assert isinstance(module.render(answer), str)
        json.dumps(answer)
        return answer

    return run_command


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_written_and_counted(execute: Execute, tmp_path: Path, form: str) -> None:
    answer = execute(export, form, tmp_path / "out")
    assert (answer["n_entities"], answer["n_relations"]) == (4, 3)
    assert (tmp_path / "out").exists()


def test_a_part_is_written(execute: Execute, tmp_path: Path) -> None:
    assert execute(export, "json", tmp_path / "a.json", "--label", "PER")["n_entities"] == 2
    around = execute(export, "json", tmp_path / "b.json", "--around", "Ada Lovelace", "--budget", "2")
    assert (around["n_entities"], around["n_relations"]) == (2, 1)
    with pytest.raises(EntityUnknown):
        execute(export, "json", tmp_path / "c.json", "--around", "Nobody")


def test_a_graph_is_taken_in_shown_listed_and_removed(execute: Execute, tmp_path: Path) -> None:
    links = tmp_path / "links.csv"
    links.write_text("source,target,type,quote\n1,2,knew,“Ada knew Mary.”\n", "utf-8")
    nodes = tmp_path / "people.csv"
    nodes.write_text("id,name,type\n1,ada lovelace,organisation\n2,Mary,person\n", "utf-8")
    assert execute(import_graph, nodes, links)["n_relations"] == 1
    (said,) = execute(entity, "Ada Lovelace")["imported"]
    assert (said["source"], said["object"], said["quotes"]) == ("people.csv", "Mary", ["“Ada knew Mary.”"])
    (row,) = execute(import_graph, "--list")["imports"]
    assert execute(import_graph, "--remove", str(row["graph_id"]))["imports"] == []
    with pytest.raises(ImportUnknown):
        execute(import_graph, "--remove", "7")


def test_what_is_refused_is_said_in_a_sentence(
    library: Path, tiny_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.graphml").write_text("<!DOCTYPE x><graphml/>", "utf-8")
    status = run(
        [
            "import-graph",
            str(tmp_path / "bad.graphml"),
            "--library",
            str(library),
            "--models",
            str(tiny_models),
        ]
    )
    assert status == 1
    assert "line 1: the file declares a document type" in capsys.readouterr().err


def test_the_window_exports_and_imports(library: Path, tiny_models: Path, tmp_path: Path) -> None:
    client = EngineClient(library, models_root=tiny_models)
    try:
        asker = Asker(client)
        asker.wait_for(EngineReady)
        asker.ask(CancelTransfer())
        before = asker.ask(ExportGraph(path=str(tmp_path / "a.graphml"), form="graphml"))
        assert before.n_entities == 4
        assert asker.ask(ImportGraph(path=str(tmp_path / "a.graphml"))).n_relations == 3
        (graph,) = asker.ask(ListImports())
        assert len(asker.ask(GetImported(entity_id=1))) >= 1
        asker.ask(RemoveImport(graph_id=graph.graph_id))
        part = ExportGraph(
            path=str(tmp_path / "b.graphml"), form="graphml", selection=Selection(labels=("PER",))
        )
        assert asker.ask(part).n_entities == 2
        asker.ask(ExportGraph(path=str(tmp_path / "c.graphml"), form="graphml"))
        assert content(tmp_path / "c.graphml") == content(tmp_path / "a.graphml")
    finally:
        client.close()


def test_every_fault_of_export_and_import_has_its_sentences() -> None:
    import engine.errors.carrying as faults

    codes = [kind.code for kind in vars(faults).values() if isinstance(kind, type)]
    assert len(codes) > 8
    for code in codes:
        assert code in SENTENCES
        assert code in WINDOW_SENTENCES
