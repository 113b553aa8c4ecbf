"""A second start on the same library calls the first window; another library gets its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.single_instance import SingleInstance

ROOT = Path(__file__).resolve().parents[2]


def test_a_second_process_calls_the_first(app: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "library.satchel"
    first = SingleInstance(path)
    assert first.is_first
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "app = QCoreApplication([]); from gui.single_instance import SingleInstance;"
        "sys.exit(7 if not SingleInstance(Path(sys.argv[1])).is_first else 0)"
    )
    with qtbot.waitSignal(first.called, timeout=30_000):
        second = subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=ROOT)
    assert second.wait(30) == 7
    first.close()


def test_another_library_has_its_own_window_and_a_closed_one_makes_room(
    app: QApplication, tmp_path: Path
) -> None:
    one = SingleInstance(tmp_path / "one.satchel")
    other = SingleInstance(tmp_path / "other.satchel")
    assert one.is_first
    assert other.is_first
    one.close()
    again = SingleInstance(tmp_path / "one.satchel")
    assert again.is_first
    again.close()
    other.close()
