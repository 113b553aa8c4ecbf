"""The catalogues hold every string of the source, each translated, and the compiled files are theirs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ROOT / "resources" / "i18n"
TOOLS = Path(sys.executable).parent


def _run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True, capture_output=True, timeout=120)


@pytest.mark.parametrize(("language", "options"), [("zh_CN", []), ("en", ["-pluralonly"])])
def test_catalogue_is_complete_and_compiled(tmp_path: Path, language: str, options: list[str]) -> None:
    shipped = CATALOGUES / f"app_{language}.ts"
    fresh = tmp_path / shipped.name
    shutil.copy(shipped, fresh)
    options = ["-no-obsolete", "-locations", "none", "-extensions", "py", *options]
    _run(TOOLS / "pyside6-lupdate", *options, "gui", "-ts", fresh)
    assert fresh.read_text("utf-8") == shipped.read_text("utf-8"), "run `make translations`"
    assert "unfinished" not in shipped.read_text("utf-8")

    compiled = tmp_path / f"app_{language}.qm"
    _run(TOOLS / "pyside6-lrelease", "-silent", shipped, "-qm", compiled)
    assert compiled.read_bytes() == (CATALOGUES / compiled.name).read_bytes(), "run `make translations`"
