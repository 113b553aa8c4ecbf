"""``related``, ``recommend``, ``history`` and ``follow`` in the terminal."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest

from engine.cli import follow, history, recommend, related
from engine.errors import EntityUnknown, FileNotInLibrary
from engine.library import Library

TEXTS = {
    "a.txt": "Ada met Charles Babbage in London.\n",
    "b.txt": "The report by Charles Babbage of Globex was read by many people.\n",
    "c.txt": "王小明在北京为东方公司工作。\n",
    "d.txt": "东方公司与清华大学在上海签了合同。王小明和张伟到北京开会。\n",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, tiny_models: Path) -> Path:
    made = tmp_path_factory.mktemp("terminal")
    (made / "files").mkdir()
    for name, text in TEXTS.items():
        (made / "files" / name).write_text(text, "utf-8")
    with Library.open(made / "test.satchel", models_root=tiny_models) as library:
        library.add_folder(made / "files")
        library.index()
    return made


@pytest.fixture
def run(home: Path, tiny_models: Path) -> Any:
    """Return a function that runs a command and gives its answer and what people read."""

    def execute(command: Any, *words: str | Path) -> tuple[dict[str, Any], str]:
        options = argparse.ArgumentParser(prog="satchel")
        options.set_defaults(library=home / "test.satchel", models=tiny_models)
        command.add_arguments(options)
        answer = command.execute(options.parse_args([str(word) for word in words]))
        return answer, command.render(answer)

    return execute


def test_related_files_and_entities_say_why(run: Any, home: Path) -> None:
    answer, text = run(related, home / "files" / "a.txt")
    assert answer["documents"][0]["title"] == "b.txt"
    assert "People in common (1): Charles Babbage." in text
    answer, text = run(related, "--entity", "王小明", "--limit", "20")
    assert "东方公司" in {one["name"] for one in answer["entities"]}
    assert "Documents in common: 2." in text


def test_what_is_not_there_is_refused(run: Any, home: Path) -> None:
    with pytest.raises(FileNotInLibrary):
        run(related, home / "none.txt")
    with pytest.raises(EntityUnknown):
        run(related, "--entity", "Nobody")
    with pytest.raises(SystemExit):
        run(related)


def test_following_starts_shows_and_stops(run: Any) -> None:
    answer, text = run(follow, "王小明")
    assert "王小明  [PER]  new: 0" in text
    answer, text = run(follow, "--search", "contract", "--seen")
    assert [row["name"] for row in answer["followed"]] == ["王小明", "contract"]
    assert "contract  [search]" in text
    answer, text = run(recommend)
    assert any("Mentions what you follow: 王小明." in line for line in text.splitlines())
    for row in run(follow)[0]["followed"]:
        answer, text = run(follow, "--stop", row["followed_id"])
    assert text == "Nothing is followed."


def test_history_is_listed_and_erased(run: Any, home: Path, tiny_models: Path) -> None:
    assert run(history)[1] == "Nothing is remembered."
    with Library.open(home / "test.satchel", models_root=tiny_models) as library:
        library.interests.note_searched("first")
        library.interests.note_searched("second")
        library.interests.note_searched("third")
    answer, text = run(history)
    assert [row["name"] for row in answer["activity"]] == ["third", "second", "first"]
    assert "searched  third" in text
    answer, text = run(history, "--erase", answer["activity"][1]["activity_id"])
    assert text.startswith("Erased: 1\n")
    assert [row["name"] for row in answer["activity"]] == ["third", "first"]
    assert run(history, "--erase", "all", "--since", "2999-01-01")[0]["n_erased"] == 0
    assert run(history, "--erase", "all", "--since", "2020-01-31T18:00")[0] == {"n_erased": 2, "activity": []}
    with pytest.raises(SystemExit):
        run(history, "--erase", "everything")
