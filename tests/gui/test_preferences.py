"""Preferences come back as they were set, and a spoilt file gives the defaults."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from gui.preferences import MAX_RECENT, Preferences


def _open(path: Path) -> Preferences:
    return Preferences(QSettings(str(path), QSettings.Format.IniFormat))


def test_what_is_set_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "p.ini"
    first = QSettings(str(path), QSettings.Format.IniFormat)
    before = Preferences(first)
    before.language, before.theme, before.last_query = "zh_CN", "dark", "合同, 违约金"
    before.remember_query("one, with a comma")
    first.sync()
    after = _open(path)
    assert (after.language, after.theme, after.last_query) == ("zh_CN", "dark", "合同, 违约金")
    assert after.recent_queries == ("one, with a comma",)


def test_recent_queries_are_newest_first_without_doubles(tmp_path: Path) -> None:
    kept = _open(tmp_path / "p.ini")
    for query in ["a", "b", " a ", "", *(str(i) for i in range(MAX_RECENT - 1))]:
        kept.remember_query(query)
    assert len(kept.recent_queries) == MAX_RECENT
    assert kept.recent_queries[0] == str(MAX_RECENT - 2)
    assert kept.recent_queries[-1] == "a"
    kept.forget_queries()
    assert kept.recent_queries == ()


def test_a_spoilt_file_gives_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "p.ini"
    path.write_text("[General]\nlanguage=klingon\ntheme=@Invalid()\n[search]\nrecent=@Variant(\\0)\n")
    kept = _open(path)
    assert (kept.language, kept.theme, kept.recent_queries) == ("", "system", ())
    assert kept.library_path.name == "library.satchel"
