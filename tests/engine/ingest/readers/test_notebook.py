"""Notebooks: notes, code and results in order."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.records import RawText


def _read(tmp_path: Path, notebook: Any) -> RawText:
    path = tmp_path / "x.ipynb"
    path.write_text(notebook if isinstance(notebook, str) else json.dumps(notebook), "utf-8")
    return read(path, "ipynb", limits=Limits())


def _lines(raw: RawText) -> list[str]:
    return [line for line in raw.pages[0].split("\n") if line]


def test_cells_of_format_4(tmp_path: Path) -> None:
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["10%\r", "100%\n", "中文\n"]},
        {"output_type": "execute_result", "data": {"text/plain": ["42"], "text/html": "<b>42</b>"}},
        {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo="}},
        {"output_type": "error", "traceback": ["\x1b[0;31mValueError\x1b[0m: bad"]},
    ]
    cells = [
        {"cell_type": "markdown", "source": ["# 分析 *one*\n", "see [[Page]] #tag"]},
        {"cell_type": "code", "source": "x = 1  # kept", "outputs": outputs},
        {"cell_type": "raw", "source": "raw"},
    ]
    metadata = {"kernelspec": {"language": "python"}, "authors": [{"name": "Ada"}]}
    raw = _read(tmp_path, {"nbformat": 4, "metadata": metadata, "cells": cells})
    assert raw.title == "分析 one"
    assert raw.attributes == {"kernel language": "python", "author": "Ada", "tags": "tag", "links": "Page"}
    assert _lines(raw) == [
        "# 分析 one", "see Page #tag", "x = 1  # kept", "100%", "中文", "42", "[image/png]",
        "ValueError: bad", "raw",
    ]  # fmt: skip


def test_cells_of_format_3(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Old"},
        {"cell_type": "code", "input": "print(1)", "outputs": [{"output_type": "pyout", "text": ["1"]}]},
    ]
    raw = _read(tmp_path, {"nbformat": 3, "metadata": {"name": "n"}, "worksheets": [{"cells": cells}]})
    assert raw.title == "Old"
    assert _lines(raw) == ["## Old", "print(1)", "1"]


@pytest.mark.parametrize(
    "text",
    [
        '{"cells": [{"source": "kept"',
        '{"cells": "kept"}',
        '{"cells": [1, null, {"source": {"a": "kept"}}], "x": "kept"}',
    ],
)
def test_odd_notebooks_are_read_all_the_same(tmp_path: Path, text: str) -> None:
    raw = _read(tmp_path, text)
    assert "kept" in raw.pages[0] or raw.partial is not None


def test_depth_does_no_harm(tmp_path: Path) -> None:
    raw = _read(tmp_path, '{"text": "kept", "cells":' + "[" * 100_000)
    assert raw.pages[0].startswith("text: kept")
