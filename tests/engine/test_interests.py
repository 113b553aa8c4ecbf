"""Interests of one user over a real library, English and Chinese: related, recommended, followed, erased."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import EntityUnknown, FileNotInLibrary
from engine.interests import Interests
from engine.library import Library
from engine.search.wanted import DAY_MS
from engine.settings import History, Settings, from_json, load, path_beside, to_json

ENGLISH = {
    "Work/letter.txt": "Ada met Charles Babbage in London. The engine was read about by many people.\n",
    "Work/report.txt": "The report by Charles Babbage of Globex was read by many people in London.\n",
    "Home/recipe.txt": "Nothing was said about it, and the work went on.\n",
}
CHINESE = {
    "工作/合同.txt": "王小明在北京为东方公司工作。李娜和王小明到上海开会。\n",
    "工作/纪要.txt": "东方公司与清华大学在上海签了合同。王小明和张伟到北京开会。\n",
}


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, tiny_models: Path) -> Path:
    """Return a folder of files with their library, to be copied."""
    home = tmp_path_factory.mktemp("interests")
    for path, text in {**ENGLISH, **CHINESE}.items():
        (home / "files" / path).parent.mkdir(parents=True, exist_ok=True)
        (home / "files" / path).write_text(text, "utf-8")
    with Library.open(home / "test.satchel", models_root=tiny_models) as library:
        library.add_folder(home / "files")
        library.index()
    return home


@pytest.fixture
def library(indexed: Path, tmp_path: Path, tiny_models: Path) -> Iterator[Library]:
    shutil.copy(indexed / "test.satchel", tmp_path / "test.satchel")
    with Library.open(tmp_path / "test.satchel", models_root=tiny_models) as opened:
        yield opened


@pytest.fixture
def files(indexed: Path) -> Path:
    return indexed / "files"


def id_of(library: Library, path: Path) -> int:
    return library.document_at(path).document_id


def told(library: Library, path: Path) -> dict[str, dict[str, list[str]]]:
    """Return the names that each related document has in common, by label."""
    return {
        Path(one.path).name: {
            str(reason.params["label"]): sorted(reason.params["names"])
            for reason in one.reasons
            if reason.code == "related.names"
        }
        for one in library.interests.related(id_of(library, path))
    }


def test_related_documents_say_who_is_in_both_in_both_languages(library: Library, files: Path) -> None:
    english, chinese = told(library, files / "Work/letter.txt"), told(library, files / "工作/合同.txt")
    assert english["report.txt"] == {"PER": ["Charles Babbage"], "LOC": ["London"]}
    assert chinese["纪要.txt"] == {"PER": ["王小明"], "ORG": ["东方公司"], "LOC": ["上海", "北京"]}
    codes = {
        reason.code
        for reason in library.interests.related(id_of(library, files / "工作/合同.txt"))[0].reasons
    }
    assert "related.folder" in codes


def test_related_entities_have_reasons(library: Library) -> None:
    entity_id = library.graph.entity_named("王小明")
    found = {one.name: one for one in library.interests.related_entities(entity_id)}
    assert {"东方公司", "上海", "北京"} <= set(found)
    assert all(one.reasons for one in found.values())
    assert "王小明" not in found


def test_what_was_opened_leads_on(library: Library, files: Path) -> None:
    library.interests.note_opened(id_of(library, files / "工作/合同.txt"))
    library.interests.note_searched("上海")
    first = library.interests.recommended(limit=1)[0]
    assert Path(first.path).name == "纪要.txt"
    (reason,) = [reason for reason in first.reasons if reason.code == "because.opened"]
    assert reason.params["title"] == "合同.txt"
    assert [row.kind for row in library.interests.activity()] == ["searched", "opened"]


def test_corrections_are_remembered(library: Library, files: Path) -> None:
    document_id = id_of(library, files / "Work/letter.txt")
    text = library.document(document_id).text
    library.correct(document_id, text.index("engine"), text.index("engine") + 6, "MISC")
    assert [(row.kind, row.document_id) for row in library.interests.activity()] == [
        ("corrected", document_id)
    ]


def test_switched_off_nothing_is_written_and_nothing_counts(library: Library, files: Path) -> None:
    library.interests.note_opened(id_of(library, files / "Work/letter.txt"))
    library.change_setting("history.keep", False)
    library.interests.note_opened(id_of(library, files / "工作/合同.txt"))
    library.interests.note_searched("secret plan")
    library.interests.note_looked_at(library.graph.entity_named("Ada"))
    assert [row.name for row in library.interests.activity()] == ["letter.txt"]
    codes = {reason.code for one in library.interests.recommended() for reason in one.reasons}
    assert "because.opened" not in codes
    assert library.interests.erase() == 1
    assert library.interests.activity() == ()


def test_erased_queries_are_in_no_file_of_the_library(library: Library) -> None:
    for query in ("quinquereme of nineveh", "机密的并购计划"):
        library.interests.note_searched(query)
        library.interests.erase()
        kept = b"".join(path.read_bytes() for path in library.path.parent.iterdir() if path.is_file())
        assert query.encode() not in kept


def test_history_outlives_an_index_made_anew(library: Library, files: Path) -> None:
    library.interests.note_opened(id_of(library, files / "Work/letter.txt"))
    library.interests.note_looked_at(library.graph.entity_named("Ada"))
    library.interests.follow(library.graph.entity_named("王小明"))
    library.remove_folder(files)
    assert [(row.document_id, row.entity_id) for row in library.interests.activity()] == [(None, None)] * 2
    assert library.interests.recommended() == ()
    library.add_folder(files)
    library.index()
    looked_at, opened = library.interests.activity()
    assert looked_at.entity_id == library.graph.entity_named("Ada")
    assert opened.document_id == id_of(library, files / "Work/letter.txt")
    assert library.interests.followed()[0].entity_id == library.graph.entity_named("王小明")


def test_news_come_once_for_followed_names_and_searches(library: Library, tmp_path: Path) -> None:
    followed = library.interests.follow(library.graph.entity_named("王小明"))
    library.interests.follow(query="contract library")
    assert library.interests.follow(followed.entity_id) == followed
    assert library.interests.news() == ()
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "信.txt").write_text("王小明在上海为清华大学工作。\n", "utf-8")
    (tmp_path / "new" / "plan.txt").write_text("The contract of the library.\n", "utf-8")
    library.add_folder(tmp_path / "new")
    library.index()
    by_name, by_search = library.interests.news()
    assert [Path(one.path).name for one in by_name.documents] == ["信.txt"]
    assert by_name.documents[0].reasons[0].params["names"] == ["王小明"]
    assert "plan.txt" in [Path(one.path).name for one in by_search.documents]
    library.interests.note_news_seen()
    assert library.interests.news() == ()
    library.interests.unfollow(followed.followed_id)
    assert [row.name for row in library.interests.followed()] == ["contract library"]


def test_what_is_too_old_goes_with_the_next_act(library: Library, tmp_path: Path) -> None:
    now = [1_000 * DAY_MS]
    settings = Settings(history=History(days=10))
    interests = Interests(library._store, library.models, lambda: settings, clock=lambda: now[0])
    interests.note_searched("old")
    now[0] += 10 * DAY_MS
    interests.note_searched("newer")
    assert len(interests.activity()) == 2
    now[0] += 2 * DAY_MS
    interests.note_searched("newest")
    assert [row.name for row in interests.activity()] == ["newest", "newer"]


def test_what_is_gone_is_said_so(library: Library) -> None:
    with pytest.raises(FileNotInLibrary):
        library.interests.related(999)
    with pytest.raises(EntityUnknown):
        library.interests.related_entities(999)
    with pytest.raises(EntityUnknown):
        library.interests.follow(999)
    library.interests.note_opened(999)
    library.interests.note_looked_at(999)
    assert library.interests.activity() == ()


def test_the_switch_is_kept_with_the_settings(library: Library) -> None:
    library.change_setting("history.days", 30)
    assert load(path_beside(library.path)).history == History(days=30)
    off = replace(Settings(), history=History(keep=False))
    assert from_json(to_json(off)).history == History(keep=False)


def test_a_suggestion_tells_when_its_file_was_changed(library: Library, files: Path) -> None:
    found = library.interests.recommended()
    assert found
    for document in found:
        assert document.modified_ms == Path(document.path).stat().st_mtime_ns // 1_000_000
