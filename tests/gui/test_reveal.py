"""What is shown in the file manager for a path of the library."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl

from gui.widgets import reveal


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    paths: list[str] = []

    def show(url: QUrl) -> bool:
        paths.append(url.toLocalFile())
        return True

    monkeypatch.setattr(reveal.QDesktopServices, "openUrl", show)
    monkeypatch.setattr(reveal.sys, "platform", "linux")
    return paths


def test_a_file_in_an_archive_is_shown_where_the_archive_lies(tmp_path: Path, shown: list[str]) -> None:
    archive = tmp_path / "papers.zip"
    archive.write_bytes(b"PK")
    inside = archive / "资料" / "inner.zip" / "a.txt"
    assert reveal.on_disk(str(inside)) == archive
    assert reveal.reveal(str(inside))
    assert shown == [str(tmp_path)]


def test_a_file_that_is_gone_is_shown_by_its_folder_and_else_not_at_all(
    tmp_path: Path, shown: list[str]
) -> None:
    assert reveal.reveal(str(tmp_path / "gone.txt"))
    assert not reveal.reveal(str(tmp_path / "gone" / "gone.txt"))
    assert shown == [str(tmp_path)]
