"""``graph``, ``path``, ``links``, and what ``entity`` and ``entities`` add, for people and for programs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest
from graph_makers import put

from engine.cli import entities, entity, graph, links, path
from engine.store.connection import Store


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("graph") / "graph.satchel"
    store = Store.open(made)
    put(store, "1.txt", [("Ada", "works_for", "Cy", 0.9), ("Ada", "co_mention", "Bob", 1)], date="2001-02")
    put(store, "2.txt", [("Bob", "co_mention", "Dee", 2)], date="2020-03-04")
    store.close()
    return made


def ask(command: Any, library: Path, *words: str) -> tuple[dict[str, Any], str]:
    """Return what a command answers a program, and what it says to people."""
    parser = argparse.ArgumentParser(prog="satchel")
    parser.set_defaults(library=library, models=None)
    command.add_arguments(parser)
    answer: dict[str, Any] = command.execute(parser.parse_args(words))
    return answer, command.render(answer)


def test_a_neighbourhood_under_a_filter(library: Path) -> None:
    answer, said = ask(graph, library, "Bob", "--labels", "PER", "--since", "2001", "--budget", "80")
    assert {node["name"] for node in answer["nodes"]} == {"Bob", "Ada"}
    assert "Ada -- co_mention -- Bob  (1 sentences, 1 pieces of evidence)" in said
    answer, _ = ask(graph, library, "Bob", "--since", "2020")
    assert {node["name"] for node in answer["nodes"]} == {"Bob", "Dee"}
    assert len(ask(graph, library, "Bob", "--typed")[0]["nodes"]) == 1


def test_the_graph_from_afar_and_a_community_of_it(library: Path) -> None:
    answer, said = ask(graph, library, "--overview")
    assert (answer["n_entities"], answer["n_pairs"]) == (4, 3)
    assert answer["communities"][0]["name"] in said
    answer, said = ask(graph, library, "Ada", "--community")
    assert "Ada" in {member["name"] for member in answer["members"]}
    assert f"{answer['n_entities']} entities in this community" in said


def test_growth_and_timeline(library: Path) -> None:
    answer, said = ask(graph, library, "--growth")
    assert [month["month"] for month in answer["months"]] == ["2001-02", "2020-03"]
    assert "2020-03" in said
    answer, said = ask(entity, library, "Bob", "--timeline")
    assert [point["date"] for point in answer["timeline"]] == ["2001-02", "2020-03-04"]
    assert "2020-03-04    1 mentions" in said


def test_a_path_with_its_evidence(library: Path) -> None:
    answer, said = ask(path, library, "Cy", "Dee")
    assert [[node["name"] for node in way["nodes"]] for way in answer["paths"]] == [
        ["Cy", "Ada", "Bob", "Dee"]
    ]
    assert "Cy <- works_for <- Ada  (1 pieces of evidence)" in said
    assert "“Ada works_for Cy.”" in said
    assert ask(path, library, "Cy", "Dee", "--max-steps", "2")[1] == "Nothing connects them."


def test_the_most_central_first(library: Path) -> None:
    answer, said = ask(entities, library, "--order", "centrality", "--limit", "1")
    assert [row["name"] for row in answer["entities"]] == ["Ada"]
    assert "centrality" in said
    assert "centrality" not in ask(entities, library)[1]


def test_links_of_a_document_without_any(library: Path) -> None:
    answer, said = ask(links, library, "/files/a/1.txt")
    assert answer == {"out": (), "into": ()}
    assert said == "refers to 0, is referred to by 0"


@pytest.mark.parametrize("words", [[], ["Ada", "--overview"], ["--community"]])
def test_a_name_or_a_view_of_the_whole_is_wanted(library: Path, words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        ask(graph, library, *words)
    assert left.value.code == 2
