"""``attributes`` and ``entity`` in the terminal: what a file states, whose it is; edits are followed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.cli import attributes, entity
from engine.library import Library

TEXT = "Tom Hill was born on 5 March 1980. His bill is $3 million. 电话：13800138000\n"


@pytest.fixture
def home(tmp_path: Path, tiny_models: Path) -> Iterator[Path]:
    """Return a folder with a library of one file, in which a name is marked by hand."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text(TEXT, "utf-8")
    with Library.open(tmp_path / "test.satchel", models_root=tiny_models) as library:
        library.add_folder(tmp_path / "files")
        library.index()
        document = library.document_at(tmp_path / "files" / "a.txt")
        library.correct(document.document_id, 0, 8, "PER")
    return tmp_path


def run(command: Any, home: Path, models: Path, *words: str | Path) -> dict[str, Any]:
    parser = argparse.ArgumentParser(prog="satchel")
    parser.set_defaults(library=home / "test.satchel", models=models)
    command.add_arguments(parser)
    answer: dict[str, Any] = command.execute(parser.parse_args([str(word) for word in words]))
    return answer


def test_a_file_lists_what_it_states(home: Path, tiny_models: Path) -> None:
    answer = run(attributes, home, tiny_models, home / "files" / "a.txt")
    rows = answer["attributes"]
    assert [row["value"] for row in rows] == ["1980-03-05", "USD 3000000", "+8613800138000"]
    assert (rows[0]["entity"], rows[0]["role"]) == ("Tom Hill", "born")
    assert all(TEXT[r["evidence"]["start"] : r["evidence"]["end"]] == r["evidence"]["text"] for r in rows)
    assert "1980-03-05  Tom Hill: born  “5 March 1980”" in attributes.render(answer)
    only = run(attributes, home, tiny_models, home / "files" / "a.txt", "--kind", "money")
    assert [row["value"] for row in only["attributes"]] == ["USD 3000000"]


def test_the_library_lists_the_values_of_a_kind(home: Path, tiny_models: Path) -> None:
    answer = run(attributes, home, tiny_models, "--kind", "phone")
    assert answer["values"] == [{"kind": "phone", "value": "+8613800138000", "n_documents": 1}]
    assert "+8613800138000  (1 documents)" in attributes.render(answer)
    assert len(run(attributes, home, tiny_models)["values"]) == 3
    assert attributes.render({"values": []}) == "No dates, amounts, addresses or numbers."


def test_a_dossier_states_it_and_follows_an_edit(home: Path, tiny_models: Path) -> None:
    answer = run(entity, home, tiny_models, "Tom", "Hill")
    (born,) = [row for row in answer["attributes"] if row["role"] == "born"]
    assert (born["value"], born["evidence"]["text"]) == ("1980-03-05", "5 March 1980")
    assert "born: 1980-03-05" in entity.render(answer)

    (home / "files" / "a.txt").write_text(TEXT.replace("1980", "1981"), "utf-8")
    with Library.open(home / "test.satchel", models_root=tiny_models) as library:
        library.index()
    listed = run(attributes, home, tiny_models, "--kind", "date")
    assert [row["value"] for row in listed["values"]] == ["1981-03-05"]

    (home / "files" / "a.txt").unlink()
    with Library.open(home / "test.satchel", models_root=tiny_models) as library:
        library.index()
    assert run(attributes, home, tiny_models)["values"] == []
