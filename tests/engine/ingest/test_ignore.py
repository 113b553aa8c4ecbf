"""What is left out of an index, and the rule that is named for it."""

from pathlib import Path

import pytest

from engine.ingest.ignore import IgnoreRules


@pytest.mark.parametrize(
    ("name", "is_dir", "rule"),
    [
        ("notes.md", False, None),
        ("合同.docx", False, None),
        (".secret", False, "hidden"),
        (".config", True, "hidden"),
        (".git", True, "system folder"),
        ("node_modules", True, "system folder"),
        ("$RECYCLE.BIN", True, "system folder"),
        (".Trash-1000", True, "system folder"),
        ("node_modules", False, None),
        ("my.satchel", False, "library file"),
        ("my.satchel-wal", False, "library file"),
        ("~$report.docx", False, "temporary file"),
        (".report.txt.swp", False, "temporary file"),
        ("film.part", False, "temporary file"),
        ("x.crdownload", False, "temporary file"),
    ],
)
def test_default_rules(tmp_path: Path, name: str, is_dir: bool, rule: str | None) -> None:
    assert IgnoreRules(tmp_path).match(tmp_path / name, is_dir=is_dir) == rule


def test_hidden_files_may_be_wanted_but_not_system_folders(tmp_path: Path) -> None:
    rules = IgnoreRules(tmp_path, includes_hidden=True)
    assert rules.match(tmp_path / ".notes", is_dir=True) is None
    assert rules.match(tmp_path / ".git", is_dir=True) == "system folder"


def test_rule_files_name_their_line_and_the_deeper_one_wins(tmp_path: Path) -> None:
    inner = tmp_path / "a"
    inner.mkdir()
    (tmp_path / ".gitignore").write_text("# logs\n\n*.log\nbuild/\n!\n", "utf-8")
    (inner / ".gitignore").write_text("!keep.log\n[z-a]\n草稿*\n", "utf-8")
    rules = IgnoreRules(tmp_path)

    assert rules.match(tmp_path / "x.log", is_dir=False) == ".gitignore:3 *.log"
    assert rules.match(inner / "x.log", is_dir=False) == ".gitignore:3 *.log"
    assert rules.match(inner / "keep.log", is_dir=False) is None
    assert rules.match(inner / "草稿一.md", is_dir=False) == "a/.gitignore:3 草稿*"
    assert rules.match(tmp_path / "build", is_dir=True) == ".gitignore:4 build/"
    assert rules.match(tmp_path / "build", is_dir=False) is None


def test_own_rules_beat_gitignore_and_bring_back_what_is_out_by_default(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.txt\n!.env\n", "utf-8")
    (tmp_path / ".satchelignore").write_text("!wanted.txt\n!.journal/\n!*.satchel\n", "utf-8")
    rules = IgnoreRules(tmp_path, extra=["*.csv"])

    assert rules.match(tmp_path / "wanted.txt", is_dir=False) is None
    assert rules.match(tmp_path / ".journal", is_dir=True) is None
    assert rules.match(tmp_path / ".env", is_dir=False) == "hidden"
    assert rules.match(tmp_path / "my.satchel", is_dir=False) == "library file"
    assert rules.match(tmp_path / "t.csv", is_dir=False) == "settings:1 *.csv"


def test_a_path_knows_of_left_out_folders_above_it(tmp_path: Path) -> None:
    rules = IgnoreRules(tmp_path)
    assert rules.match_above(tmp_path / "a" / ".git" / "b" / "c.txt") == "system folder"
    assert rules.match_above(tmp_path / "a" / "c.txt") is None
