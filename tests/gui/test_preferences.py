"""Preferences come back as they were set, and a spoilt file gives the defaults."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from gui.preferences import Preferences


def _open(path: Path) -> Preferences:
    return Preferences(QSettings(str(path), QSettings.Format.IniFormat))


def test_what_is_set_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "p.ini"
    first = QSettings(str(path), QSettings.Format.IniFormat)
    before = Preferences(first)
    before.language, before.theme = "zh_CN", "dark"
    before.remember_section("facts", is_open=False)
    first.sync()
    after = _open(path)
    assert (after.language, after.theme, after.closed_sections) == ("zh_CN", "dark", ("facts",))


def test_sections_are_closed_and_opened_one_by_one(tmp_path: Path) -> None:
    kept = _open(tmp_path / "p.ini")
    assert kept.closed_sections == ()
    for name in ("facts", "related", "facts"):
        kept.remember_section(name, is_open=False)
    assert sorted(kept.closed_sections) == ["facts", "related"]
    kept.remember_section("facts", is_open=True)
    assert kept.closed_sections == ("related",)


def test_a_spoilt_file_gives_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "p.ini"
    path.write_text(
        "[General]\nlanguage=klingon\ntheme=@Invalid()\n[document]\nclosed_sections=@Variant(\\0)\n"
    )
    kept = _open(path)
    assert (kept.language, kept.theme, kept.closed_sections) == ("", "system", ())
    assert kept.library_path.name == "library.satchel"
