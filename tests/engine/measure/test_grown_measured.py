"""What is measured of grown libraries, on tiny ones: that the figures are there, never how fast."""

from __future__ import annotations

import lzma
import random
from pathlib import Path

import numpy as np

from engine.cli import bench
from engine.measure.corpus import real_passages
from engine.measure.searching import measure_search
from engine.measure.vector_search import measure_vectors
from engine.models import RESOURCES

SAMPLE = RESOURCES / "sample"


def test_vectors_are_measured_beside_what_else_could_be_done() -> None:
    seeds = np.random.default_rng(0).normal(size=(50, 32)).astype(np.float32)
    seeds /= np.linalg.norm(seeds, axis=1, keepdims=True)
    row = measure_vectors(1_100, seeds=seeds, model_id="m", say=lambda _: None)
    assert row["cells"]["recall"] == row["flat"]["recall"] == row["numpy"]["recall"] == 1.0
    assert [part["recall"] for part in row["cells"]["within"].values()] == [1.0, 1.0, 1.0]
    assert row["cells"]["bytes_a_passage"] > 32
    text = bench.render({"vectors": row})
    assert "1100 passages in 0 cells" in text
    assert "flat" in text


def test_search_is_measured_with_and_without_filters(tiny_models: Path) -> None:
    passages = real_passages(Path("nowhere"), SAMPLE, n=60)
    rows = measure_search(passages, sizes=(40, 80), models_root=tiny_models, say=lambda _: None)
    assert [row["passages"] for row in rows] == [40, 80]
    for row in rows:
        assert all(row[part]["p50_ms"] >= 0 for part in ("search", "filtered", "raw_text", "raw_vector"))
        assert row["peak_mib"] > 0
    assert "with filters" in bench.render({"search": rows})


def test_real_passages_are_half_chinese(tmp_path: Path) -> None:
    (tmp_path / "parallel").mkdir()
    (tmp_path / "text_zh").mkdir()
    with lzma.open(tmp_path / "parallel" / "somedocs.tsv.xz", "wt", encoding="utf-8") as file:
        file.writelines(f"Line {number} of many.\t第{number}行。\n" for number in range(100))
    with lzma.open(tmp_path / "text_zh" / "laws.jsonl.xz", "wt", encoding="utf-8") as file:
        words = "".join(random.Random(0).choices("法律规定应当", k=3_000))
        file.write(f'{{"name": "a", "text": "{words}"}}\n')
    passages = real_passages(tmp_path, SAMPLE, n=10)
    assert sum("Line" in passage for passage in passages) == len(passages) / 2 == 5
