"""What is measured of whole folders, on tiny ones: that the figures are there, never what they are."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from engine.cli import bench
from engine.measure import reading
from engine.measure.graph_scale import measure_graph
from engine.measure.reading import measure_reading
from engine.measure.scale import make_files, measure_scale
from engine.measure.time_left import errors, measure_time_left


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    (folder / "子目录").mkdir(parents=True)
    (folder / "one.txt").write_text("Ada Lovelace wrote to Charles Babbage in London. " * 40, "utf-8")
    (folder / "子目录" / "二.md").write_text("# 钱学森\n\n钱学森在上海交通大学学习铁路工程。" * 20, "utf-8")
    (folder / "program.exe").write_bytes(b"MZ" + bytes(64))
    return folder


def test_a_big_folder_is_found_scanned_and_renamed_without_a_model(tiny_models: Path) -> None:
    row = measure_scale(120, say=lambda _: None, models_root=tiny_models)
    assert (row["files"], row["renamed_files"]) == (120, 12)
    assert 0 < row["first_found_s"] <= row["all_names_s"]
    for part in (row["rename"], row["rename_watched"]):
        work = {name: part[name] for name in ("n_moved", "n_read", "n_embedded", "n_tagged", "n_removed")}
        assert work == {"n_moved": 12, "n_read": 0, "n_embedded": 0, "n_tagged": 0, "n_removed": 0}
    assert "12 moved, 0 read, 0 embedded, 0 tagged" in bench.render({"scale": row})


def test_a_made_graph_is_asked_everything_and_networkx_beside_it(tmp_path: Path) -> None:
    row = measure_graph(80, tmp_path, say=lambda _: None)
    assert row["entities"] == 80
    assert 80 <= row["pairs"] <= 240
    assert row["communities"] >= 1
    shown = bench.render({"graph": row})
    assert "three by evidence" in shown
    assert "networkx page rank" in shown


def test_every_made_file_has_a_word_of_its_own(tmp_path: Path) -> None:
    words = make_files(tmp_path, 250, mark="q", pool=["One sentence.", "又一句。", "A third."])
    names = [path.name for path in tmp_path.rglob("*.txt")]
    assert len(set(words)) == len(names) == 250
    assert all(sum(word in name for name in names) == 1 for word in words[::50])


def test_a_run_is_recorded_with_what_was_foretold(folder: Path, tiny_models: Path) -> None:
    row = measure_time_left(folder, models_root=tiny_models)
    assert row["files"] == 3
    assert set(row["at"]) == {"10%", "25%", "50%", "75%"}
    assert row["curve"][-1][1] == 0
    assert "3 files" in bench.render({"progress": row})
    assert json.loads(json.dumps(row))["files"] == 3


def test_errors_are_parts_of_the_whole_run() -> None:
    moments = [(1.0, None), (9.0, 101.0), (24.0, 66.0), (50.0, 50.0), (75.0, 35.0), (99.0, 30.0)]
    found = errors(moments, seconds=100.0)
    assert found["at"] == {"10%": 0.1, "25%": -0.1, "50%": 0.0, "75%": 0.1}
    assert found["worst"] in (0.1, -0.1)
    assert found["worst_of_left"] == pytest.approx(0.4)
    assert errors([(1.0, None)], seconds=100.0)["worst"] is None


def test_the_text_stage_is_measured_by_format(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_RECOLL", "no-such-program")
    rows = measure_reading(folder)
    assert [(row["format"], row["files"]) for row in rows] == [("markdown", 1), ("text", 1), ("all", 2)]
    assert all(row["statuses"] == {"indexed": 1} for row in rows[:-1])
    assert all("recoll" not in row for row in rows)
    assert "markdown" in bench.render({"reading": rows})


@pytest.mark.skipif(shutil.which("recollindex") is None, reason="recollindex is not installed")
def test_recollindex_reads_the_same_files(folder: Path) -> None:
    rows = measure_reading(folder)
    assert all(row["cpu_ratio"] >= 0 and row["recoll"]["seconds"] > 0 for row in rows)


def test_the_command_takes_a_folder_and_a_number_of_files(folder: Path, tiny_models: Path) -> None:
    parser = argparse.ArgumentParser()
    bench.add_arguments(parser)
    options = parser.parse_args(["progress", "--folder", str(folder), "--files", "7"])
    options.models = tiny_models
    answer: dict[str, Any] = bench.execute(options)
    assert set(answer) == {"progress"}
    assert options.files == 7
