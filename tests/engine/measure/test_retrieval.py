"""Questions, texts, and how many of the right ones come first."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.measure.questions import Task
from engine.measure.retrieval import measure_retrieval, score, score_legs


class WordCounts:
    """Stands for an encoder: counts of letters, of length 1."""

    id = "counts"

    def encode(self, texts: tuple[str, ...]) -> NDArray[np.float32]:
        rows = np.array([[text.count(chr(97 + n)) + 1e-3 for n in range(26)] for text in texts], np.float32)
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def test_a_text_is_as_near_as_its_nearest_passage() -> None:
    long = "zzz zzz zzz. " * 120 + "\n\n" + "abc abc abc. " * 120
    task = Task(
        name="x",
        questions=("abc", "zq"),
        texts=("qqq q", long, "bbb"),
        right=(frozenset([1]), frozenset([0, 1])),
    )
    assert score(task, WordCounts()) == {"r1": 0.75, "r10": 1.0}


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "qa").mkdir()
    paragraph = {"context": "abc", "qas": [{"question": "a b c"}]}
    (tmp_path / "qa" / "DRCD_dev.json").write_text(
        json.dumps({"data": [{"paragraphs": [paragraph]}]}), "utf-8"
    )
    rows = measure_retrieval(tmp_path, encoder=WordCounts())
    assert rows[0]["r10"] == 1.0
    assert {leg: figures["r10"] for leg, figures in rows[0]["legs"].items()} == {
        "text": 0.0, "vector": 1.0, "fused": 1.0,
    }  # fmt: skip
    assert all("skipped" in row["text"] for row in rows[1:])


def test_titles_find_their_abstracts_and_judged_texts_count(tmp_path: Path) -> None:
    folder = tmp_path / "retrieval" / "cacm"
    folder.mkdir(parents=True)
    (folder / "cacm.all").write_text(
        ".I 1\n.T\naaa b\n.W\naab aab\n.B\nx\n.I 2\n.T\nzzz\n.W\nzzy\n", "latin-1"
    )
    (folder / "query.text").write_text(".I 1\n.W\n zzz\n.N\n me\n", "latin-1")
    (folder / "qrels.text").write_text("01 2  0 0\n", "utf-8")
    rows = {row["task"]: row for row in measure_retrieval(tmp_path, encoder=WordCounts(), parts=["cacm"])}
    assert rows["cacm"]["r1"] == pytest.approx(1.0)
    assert rows["cacm_titles"]["r1"] == pytest.approx(1.0)


def test_each_leg_is_judged_by_where_the_right_texts_stand() -> None:
    texts = ("aaaa bbb", "ccc ddd", "apple pear", "bbb bbb")
    task = Task(
        name="x",
        questions=("ba aab", "apple", "nothing"),  # near, by letters, to what no word of it finds
        texts=texts,
        right=(frozenset([0]), frozenset([2]), frozenset()),
    )
    legs = score_legs(task, WordCounts())
    assert legs["text"]["r10"] == 0.5
    assert legs["vector"] == {"ndcg10": 1.0, "r10": 1.0}
    assert legs["fused"]["r10"] == 1.0
