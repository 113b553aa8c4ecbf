"""``corpus`` in the terminal: what a corpus holds or why it is refused, and the same in another format."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from real_files import ROOT

from engine.cli import corpus
from engine.errors import CorpusSpanWrong


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.jsonl"
    path.write_text(
        '{"text": "Ada met Bob in 北京",'
        ' "label": [[0, 3, "person"], [8, 11, "person"], [15, 17, "place"]]}\n',
        "utf-8",
    )
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.jsonl"
    path.write_text(
        '{"text": "Ada", "label": [[0, 3, "PER"]]}\n{"text": "Bob", "label": [[0, 4, "PER"]]}\n', "utf-8"
    )
    return path


def execute(*words: str | Path) -> dict[str, Any]:
    parser = argparse.ArgumentParser()
    corpus.add_arguments(parser)
    return corpus.execute(parser.parse_args([str(word) for word in words]))


def test_check_counts_labels_and_says_what_is_wrong(good: Path, bad: Path) -> None:
    answer = execute("check", good, bad)
    sound, refused = answer["corpora"]

    assert answer["exit_status"] == 1
    assert sound == {
        "path": str(good), "ok": True, "form": "doccano", "n_texts": 1, "n_spans": 3,
        "labels": {"PERSON": 2, "PLACE": 1},
    }  # fmt: skip
    assert refused["code"] == "training.corpus_span_wrong"
    assert refused["params"] == {"path": str(bad), "line": 2, "start": 0, "end": 4, "length": 3}
    assert corpus.render(answer).splitlines() == [
        f"ok   {good}: doccano, 1 texts, 3 spans",
        "            2  PERSON",
        "            1  PLACE",
        f"BAD  training.corpus_span_wrong: {refused['sentence']}",
    ]


def test_convert_writes_another_format_that_reads_the_same(good: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.conll"
    answer = execute("convert", good, out, "--to", "conll")
    assert out.read_text("utf-8").splitlines() == [
        "Ada\tB-PERSON", "met\tO", "Bob\tB-PERSON", "in\tO", "北\tB-PLACE", "京\tI-PLACE",
    ]  # fmt: skip
    assert f"Written to {out} as conll." in corpus.render(answer)
    assert execute("check", out)["corpora"][0]["labels"] == answer["corpora"][0]["labels"]


def test_a_refused_corpus_is_not_converted(bad: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusSpanWrong):
        execute("convert", bad, tmp_path / "out.csv", "--to", "table")
    assert not (tmp_path / "out.csv").exists()


def test_json_may_be_asked_for_before_and_after_the_action(good: Path) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    corpus.add_arguments(parser)
    for words in (["--json", "check", str(good)], ["check", str(good), "--json"]):
        assert parser.parse_args(words).json
    assert not parser.parse_args(["check", str(good)]).json


def test_the_terminal_gives_json_and_exit_statuses(good: Path, bad: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(ROOT / "main.py"), "corpus", *words],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    done = run("check", str(good), str(bad), "--json")
    assert done.returncode == 1, done.stderr
    assert [corpus["ok"] for corpus in json.loads(done.stdout)["corpora"]] == [True, False]
    refused = run("convert", str(bad), str(bad), "--to", "brat")
    assert refused.returncode == 1
    assert refused.stderr.startswith("training.corpus_span_wrong: ")
