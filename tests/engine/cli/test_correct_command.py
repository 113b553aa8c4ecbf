"""``correct`` and ``review`` in the terminal: said, listed, exported, undone; and what is refused how."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.cli import correct, review
from engine.errors import CorrectionUnknown, FileNotInLibrary, SpanOutside
from engine.library import Library

TEXT = "Ada met Tom in London.\n\nTom works for Globex.\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, tiny_models: Path) -> Path:
    """Return a folder with a library of one file."""
    made = tmp_path_factory.mktemp("terminal")
    (made / "files").mkdir()
    (made / "files" / "a.txt").write_text(TEXT, "utf-8")
    with Library.open(made / "test.satchel", models_root=tiny_models) as library:
        library.add_folder(made / "files")
        library.index()
    return made


@pytest.fixture
def path(home: Path, tiny_models: Path) -> Iterator[Path]:
    """Return the file; corrections are taken back afterwards."""
    yield home / "files" / "a.txt"
    with Library.open(home / "test.satchel", models_root=tiny_models) as library:
        while library.corrections():
            library.undo_correction()


@pytest.fixture
def options(home: Path, tiny_models: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="satchel")
    parser.set_defaults(library=home / "test.satchel", models=tiny_models)
    return parser


def run(command: Any, options: argparse.ArgumentParser, *words: str | Path) -> dict[str, Any]:
    command.add_arguments(options)
    answer: dict[str, Any] = command.execute(options.parse_args([str(word) for word in words]))
    return answer


@pytest.fixture
def say(options: argparse.ArgumentParser) -> Any:
    """Return a function that runs ``correct``."""
    correct.add_arguments(options)

    def execute(*words: str | Path) -> dict[str, Any]:
        return correct.execute(options.parse_args([str(word) for word in words]))

    return execute


def test_a_mention_is_corrected_listed_exported_and_undone(say: Any, path: Path, tmp_path: Path) -> None:
    answer = say(path, 8, 11, "ROBOT")
    (said,) = answer["corrections"]
    assert (said["quote"], said["label"], said["path"]) == ("Tom", "ROBOT", str(path))
    assert correct.render(answer).splitlines() == [
        "1 correction made",
        f"{said['correction_id']:>5}  ROBOT    “Tom”  {path} 8-11",
    ]
    assert say("--list") == {"done": "there", "corrections": [said]}

    target = tmp_path / "lessons.conll"
    exported = say("--export", target, "--as", "conll")
    assert exported["n_texts"] == 1
    assert correct.render(exported) == f"1 sentences written to {target}"
    assert "B-ROBOT" in target.read_text("utf-8")

    assert say("--undo")["corrections"] == [said]
    assert say("--list")["corrections"] == []


def test_everywhere_and_nothing(say: Any, path: Path) -> None:
    made = say(path, 8, 11, "ROBOT", "--everywhere")["corrections"]
    assert [correction["start"] for correction in made] == [8, 24]
    rejected = say(path, 8, 11, "--nothing", "--everywhere")
    assert {correction["label"] for correction in rejected["corrections"]} == {None}
    assert "nothing" in correct.render(rejected)
    assert say("--undo", made[1]["correction_id"])["corrections"] == made
    assert len(say("--list")["corrections"]) == 2


def test_review_lists_mentions_in_their_sentences(options: argparse.ArgumentParser, path: Path) -> None:
    answer = run(review, options, "--limit", "2")
    assert len(answer["mentions"]) == 2
    for mention in answer["mentions"]:
        assert TEXT[mention["start"] : mention["end"]] == mention["text"]
        assert f"[{mention['text']}]" in review.render(answer)
    assert review.render({"mentions": []}) == "Nothing to review."


def test_what_is_not_there_is_refused(say: Any, path: Path) -> None:
    with pytest.raises(SpanOutside):
        say(path, 5, 9999, "PER")
    with pytest.raises(FileNotInLibrary):
        say(path.parent / "b.txt", 5, 7, "PER")
    with pytest.raises(CorrectionUnknown):
        say("--undo")


@pytest.mark.parametrize(
    "words",
    [(), ("a.txt",), ("a.txt", 1, 2), ("a.txt", 1, 2, " "), ("a.txt", 1, 2, "PER", "--nothing"),
     ("--undo", "--list"), ("--export", "x", "--as", "nonsense")],
)  # fmt: skip
def test_wrong_usage_is_told_and_ends_with_2(
    say: Any, words: tuple[str | int, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        say(*words)
    assert caught.value.code == 2
    assert "usage" in capsys.readouterr().err
