"""Settings changed while a library is open count at once, are kept, and wrong ones change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fake_senses import FakeSenses

from engine.errors import ModelMissing, SettingInvalid, SettingUnknown
from engine.governor import Pace
from engine.library import Library
from engine.pacer import Pacer
from engine.records import FileStatus
from engine.settings import Resources, Searching, SettingRow, Settings, load, path_beside, save


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "files"
    target.mkdir()
    (target / "small.txt").write_text("Ada met Grace Hopper in London.", "utf-8")
    return target


@pytest.fixture
def senses() -> FakeSenses:
    return FakeSenses()


@pytest.fixture
def library(tmp_path: Path, tiny_models: Path, folder: Path, senses: FakeSenses) -> Iterator[Library]:
    path = tmp_path / "test.satchel"
    pacer = Pacer(Resources(), senses, every_s=0)
    with Library.open(path, models_root=tiny_models, pacer=pacer) as opened:
        opened.add_folder(folder)
        opened.index()
        yield opened


def is_found(library: Library, query: str) -> bool:
    return any(hit.why["text"] for hit in library.search(query).hits)


def row(library: Library, name: str) -> SettingRow:
    return next(row for row in library.settings_table() if row.name == name)


def test_a_change_is_kept_beside_the_library_and_can_be_taken_back(library: Library) -> None:
    library.change_setting("indexing.max_pages", 50)
    assert load(path_beside(library.path)).indexing.max_pages == 50
    assert (row(library, "indexing.max_pages").value, row(library, "indexing.max_pages").is_pending) == (
        50, False,
    )  # fmt: skip
    library.change_setting("indexing.max_pages", None)
    assert row(library, "indexing.max_pages").value == row(library, "indexing.max_pages").default


def test_what_the_terminal_set_meanwhile_is_kept(library: Library) -> None:
    path = path_beside(library.path)
    save(replace(Settings(), searching=Searching(rrf_k=7)), path)
    library.change_setting("indexing.max_pages", 50)
    assert load(path).searching.rrf_k == 7


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("indexing.max_pages", 1, SettingInvalid),
        ("indexing.includes_hidden", 1, SettingInvalid),
        ("resources.on_battery", "sometimes", SettingInvalid),
        ("models.profile", "best", ModelMissing),  # not made yet
        ("indexing.colour", 1, SettingUnknown),
        ("nothing", None, SettingUnknown),
    ],
)
def test_a_wrong_value_is_told_and_changes_nothing(
    library: Library, name: str, value: object, error: type[Exception]
) -> None:
    before = library.settings_table()
    with pytest.raises(error):
        library.change_setting(name, value)  # type: ignore[arg-type]
    assert library.settings_table() == before
    assert not path_beside(library.path).exists()


def test_a_larger_limit_lets_in_what_was_too_large(library: Library, folder: Path) -> None:
    library.change_setting("indexing.max_file_bytes", 1_000_000)
    (folder / "large.txt").write_text("Hypatia taught in Alexandria.\n" * 40_000, "utf-8")
    library.index()
    assert [file.status for file in library.files(contains="large.txt")] == [FileStatus.FAILED]
    library.change_setting("indexing.max_file_bytes", 10_000_000)
    assert [file.status for file in library.files(contains="large.txt")] == [FileStatus.WAITING]
    library.index()
    assert [file.status for file in library.files(contains="large.txt")] == [FileStatus.INDEXED]


def test_a_limit_of_the_readers_counts_from_the_next_file_on(library: Library, folder: Path) -> None:
    library.change_setting("indexing.max_text_chars", 100_000)
    (folder / "long.txt").write_text("Hypatia taught in Alexandria.\n" * 40_000, "utf-8")
    library.index()
    assert [file.status for file in library.files(contains="long.txt")] == [FileStatus.PARTIAL]
    library.change_setting("indexing.max_text_chars", None)
    library.index()
    assert [file.status for file in library.files(contains="long.txt")] == [FileStatus.INDEXED]


def test_hidden_files_come_and_go(library: Library, folder: Path) -> None:
    (folder / ".diary.txt").write_text("Hypatia taught.", "utf-8")
    library.index()
    assert not is_found(library, "Hypatia")
    library.change_setting("indexing.includes_hidden", True)
    library.index()
    assert is_found(library, "Hypatia")
    library.change_setting("indexing.includes_hidden", None)
    library.index()
    assert not is_found(library, "Hypatia")


def test_the_governor_goes_by_a_new_limit_at_once(library: Library, senses: FakeSenses) -> None:
    senses.say(is_on_battery=True, battery_percent=80)
    assert library._pacer.look().pace is Pace.SLOWED
    library.change_setting("resources.on_battery", "pause")
    assert library._pacer.look().pace is Pace.PAUSED
    library.change_setting("resources.on_battery", "full")
    assert library._pacer.look().pace is Pace.FULL


def test_what_is_looked_at_only_when_a_library_is_opened_says_so(library: Library, tiny_models: Path) -> None:
    library.change_setting("indexing.n_readers", 5)
    assert row(library, "indexing.n_readers").is_pending
    assert library.settings.indexing.n_readers == 2
    library.change_setting("indexing.max_pages", 60)  # and it still does after another change
    assert row(library, "indexing.n_readers").is_pending
    library.change_setting("indexing.n_readers", None)
    assert not row(library, "indexing.n_readers").is_pending
