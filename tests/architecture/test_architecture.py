"""The rules of the house that a test can hold."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([ROOT / "main.py", *(ROOT / "engine").rglob("*.py"), *(ROOT / "gui").rglob("*.py")])
HEAVY = ("torch", "transformers", "onnxruntime", "numpy", "apsw", "networkx", "scipy", "pypdfium2")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def definitions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_module_is_small_and_well_named(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
    assert path.stem not in {"utils", "util", "helpers", "manager", "base", "common", "misc"}
    long = {node.name for node in definitions(path) if (node.end_lineno or 0) - node.lineno >= 60}
    assert not long


def test_packaging_folder_shadows_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_engine_package_is_a_docstring_only() -> None:
    tree = ast.parse((ROOT / "engine" / "__init__.py").read_text("utf-8"))
    assert [type(node) for node in tree.body] == [ast.Expr]


@pytest.mark.parametrize("module", ["engine.client", "engine.cli.command", "main", "gui.application"])
def test_starting_imports_no_model_library(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_void_qt_calls_keep_their_references() -> None:
    """PySide6 6.12.0 on Python 3.11 steals a reference to None on every void call."""
    from PySide6.QtCore import QObject

    subject = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        subject.setObjectName("name")
    assert abs(sys.getrefcount(None) - before) < 100


def test_nothing_of_this_machine_is_written_down() -> None:
    own = [f"{ROOT}/", f"{Path.home()}/"]
    texts = [
        p for p in ROOT.rglob("*") if p.suffix in {".py", ".md", ".toml", ".sql", ".ts", ".json", ".txt"}
    ]
    kept = [p for p in texts if not ({".venv", ".git", "build"} & set(p.relative_to(ROOT).parts))]
    assert [relative(p) for p in kept if any(name in p.read_text("utf-8", "replace") for name in own)] == []
