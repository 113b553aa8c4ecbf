"""A correction shows at once, outlives what happens to files, and can be undone without a trace."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from library_dump import library_dump
from real_files import ROOT

from engine.errors import CorrectionUnknown, FileNotInLibrary, SpanOutside
from engine.library import Library
from engine.store import graph_write

ENGLISH = (
    "Ada met Charles Babbage in London.\n\n"
    "The report by Grace Hopper of Globex was read by many people.\n\n"
    "Nothing was said about Office, and the work went on.\n"
)
CHINESE = "王小明在北京为东方公司工作。這份報告沒有提到張偉。李娜和张伟到上海开会。\n"


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, tiny_models: Path) -> Path:
    """Return a folder with some files and their library, to be copied."""
    home = tmp_path_factory.mktemp("indexed")
    folder = home / "files"
    folder.mkdir()
    (folder / "en.txt").write_text(ENGLISH, "utf-8")
    (folder / "zh.txt").write_text(CHINESE, "utf-8")
    (folder / "more.md").write_text("Office and office.\n\nAda saw Office, not Officers.\n", "utf-8")
    with Library.open(home / "test.satchel", models_root=tiny_models) as library:
        library.add_folder(folder)
        library.index()
    return home


@pytest.fixture
def folder(indexed: Path) -> Iterator[Path]:
    """Return the folder of files; it is put back afterwards, since the library knows it by its path."""
    kept = indexed / "kept"
    shutil.copytree(indexed / "files", kept)
    yield indexed / "files"
    shutil.rmtree(indexed / "files")
    kept.rename(indexed / "files")


@pytest.fixture
def library(folder: Path, tmp_path: Path, tiny_models: Path) -> Iterator[Library]:
    shutil.copy(folder.parent / "test.satchel", tmp_path / "test.satchel")
    with Library.open(tmp_path / "test.satchel", models_root=tiny_models) as opened:
        yield opened


def named(library: Library, path: Path) -> dict[str, str]:
    view = library.document_at(path)
    return {view.text[m.start : m.end]: m.label for m in view.mentions}


def place(library: Library, path: Path, quote: str, *, nth: int = 0) -> tuple[int, int, int]:
    view = library.document_at(path)
    start = -1
    for _ in range(nth + 1):
        start = view.text.index(quote, start + 1)
    return view.document_id, start, start + len(quote)


def test_what_the_tests_rest_on(library: Library, folder: Path) -> None:
    assert named(library, folder / "en.txt") == {
        "Ada": "PER", "Charles Babbage": "PER", "London": "LOC", "Grace Hopper": "PER", "Globex": "ORG",
    }  # fmt: skip
    assert named(library, folder / "more.md") == {"Ada": "PER"}


@pytest.mark.parametrize(
    ("quote", "label", "expected"),
    [
        ("Office", "PER", {"Office": "PER"}),
        ("Globex", "PER", {"Globex": "PER"}),
        ("Globex", None, {"Globex": None}),
        ("Babbage", "PER", {"Charles Babbage": None, "Babbage": "PER"}),
        ("Charles Babbage in London", "ORG", {
            "Charles Babbage": None, "London": None, "Charles Babbage in London": "ORG"}),
        (" Globex ", "PER", {"Globex": "PER"}),
    ],
)  # fmt: skip
def test_a_correction_shows_at_once_without_the_model_and_can_be_undone(
    library: Library, folder: Path, quote: str, label: str | None, expected: dict[str, str | None]
) -> None:
    before, was = library_dump(library.path), named(library, folder / "en.txt")
    said = library.correct(*place(library, folder / "en.txt", quote), label)
    assert (said.quote, said.label, said.path) == (quote.strip(), label, str(folder / "en.txt"))
    assert named(library, folder / "en.txt") == {
        name: label for name, label in (was | expected).items() if label
    }
    assert library.corrections() == (said,)
    after = library_dump(library.path)
    library.index()
    assert library_dump(library.path) == after
    assert library.models.n_tagger_calls == 0
    assert library.counts.n_tagged == 0
    assert library.undo_correction() == (said,)
    assert library_dump(library.path) == before
    assert library.corrections() == ()


def test_entities_and_relations_follow(library: Library, folder: Path) -> None:
    library.correct(*place(library, folder / "en.txt", "Office"), "PER")
    dossier = library.graph.entity(library.graph.entity_named("Office"))
    assert (dossier.label, dossier.n_mentions) == ("PER", 1)
    library.correct(*place(library, folder / "en.txt", "London"), None)
    with pytest.raises(Exception, match="entity_unknown"):
        library.graph.entity_named("London")


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (0, 10_000), (34, 36)])
def test_spans_that_name_nothing_are_refused(library: Library, folder: Path, span: tuple[int, int]) -> None:
    view = library.document_at(folder / "en.txt")
    before = library_dump(library.path)
    for act in (library.correct, library.label_occurrences):
        with pytest.raises(SpanOutside) as caught:
            act(view.document_id, *span, "PER")
        assert caught.value.params == {"start": span[0], "end": span[1], "length": len(view.text)}
        with pytest.raises(FileNotInLibrary):
            act(12345, 0, 3, "PER")
    assert library_dump(library.path) == before


def test_there_may_be_nothing_to_undo(library: Library) -> None:
    with pytest.raises(CorrectionUnknown):
        library.undo_correction()
    with pytest.raises(CorrectionUnknown) as caught:
        library.undo_correction(7)
    assert caught.value.params == {"correction_id": 7}


def test_saying_the_same_twice_is_saying_it_once(library: Library, folder: Path) -> None:
    said = library.correct(*place(library, folder / "en.txt", "Office"), "PER")
    assert library.correct(*place(library, folder / "en.txt", "Office"), "PER") == said
    other = library.correct(*place(library, folder / "en.txt", "Office"), "ORG")
    assert library.correct(*place(library, folder / "en.txt", "Office"), "PER") not in (said, other)
    assert named(library, folder / "en.txt")["Office"] == "PER"
    library.undo_correction()
    assert named(library, folder / "en.txt")["Office"] == "ORG"
    library.undo_correction(said.correction_id)
    assert library.corrections() == (other,)


def rewrite(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


EVENTS: dict[str, tuple[Callable[[Path], object], bool]] = {
    "edit above": (lambda f: rewrite(f / "en.txt", "A new first line.\n\n" + ENGLISH), True),
    "edit around": (lambda f: rewrite(f / "en.txt", ENGLISH.replace("said about", "written about")), True),
    "edit within": (lambda f: rewrite(f / "en.txt", ENGLISH.replace("Office", "Offce")), False),
    "delete": (lambda f: (f / "en.txt").unlink(), False),
    "rename": (lambda f: (f / "en.txt").rename(f / "other.txt"), True),
    "copy": (lambda f: shutil.copy(f / "en.txt", f / "a copy.txt"), True),
    "another file": (lambda f: rewrite(f / "new.txt", "Nothing new here."), True),
}


@pytest.mark.parametrize("name", list(EVENTS))
def test_it_outlives_what_happens_to_the_file_and_undone_it_leaves_no_trace(
    library: Library, folder: Path, tmp_path: Path, tiny_models: Path, name: str
) -> None:
    happen, is_placed = EVENTS[name]
    said = library.correct(*place(library, folder / "en.txt", "Office"), "PER")
    library.correct(*place(library, folder / "en.txt", "Globex"), None)
    happen(folder)
    library.index()
    now, rejected = library.corrections()
    assert (now.correction_id, now.quote, now.label) == (said.correction_id, "Office", "PER")
    assert (now.document_id is not None) == is_placed
    if rejected.document_id is not None:
        view = library.document(rejected.document_id)
        assert "Globex" not in {view.text[m.start : m.end] for m in view.mentions}
    if now.document_id is not None:
        view = library.document(now.document_id)
        assert "Office" in {view.text[m.start : m.end] for m in view.mentions if m.label == "PER"}
        assert view.text[now.start : now.end] == "Office"
    library.undo_correction(rejected.correction_id)
    library.undo_correction(now.correction_id)
    with Library.open(tmp_path / "fresh.satchel", models_root=tiny_models) as fresh:
        fresh.add_folder(folder)
        fresh.index()
    assert library_dump(library.path) == library_dump(tmp_path / "fresh.satchel")


def test_a_file_that_comes_back_finds_its_corrections(library: Library, folder: Path) -> None:
    library.correct(*place(library, folder / "en.txt", "Office"), "PER")
    after = library_dump(library.path)
    for change in ("Nothing of it is left.", ENGLISH.replace("Office", "Tom")):
        rewrite(folder / "en.txt", change)
        library.index()
        assert library.corrections()[0].document_id is None
    (folder / "en.txt").unlink()
    library.index()
    rewrite(folder / "en.txt", ENGLISH)
    library.index()
    assert library_dump(library.path) == after


def test_reading_everything_anew_into_the_same_library_changes_nothing(
    library: Library, folder: Path
) -> None:
    library.correct(*place(library, folder / "en.txt", "Office"), "PER")
    library.label_occurrences(*place(library, folder / "zh.txt", "张伟"), "ORG")
    after = library_dump(library.path)
    library.remove_folder(folder)
    assert [c.document_id for c in library.corrections()] == [None] * 3
    library.add_folder(folder)
    library.index()
    assert library_dump(library.path) == after


def test_every_occurrence_of_a_name_is_labelled_in_one_act(library: Library, folder: Path) -> None:
    before = library_dump(library.path)
    made = library.label_occurrences(*place(library, folder / "more.md", "Office"), "PER")
    assert [(Path(c.path).name, c.quote) for c in made] == [
        ("more.md", "Office"), ("more.md", "Office"), ("en.txt", "Office")]  # fmt: skip
    assert len({c.group for c in made}) == 1
    assert library.graph.entity(library.graph.entity_named("Office")).n_mentions == 3
    assert library.label_occurrences(*place(library, folder / "en.txt", "Office"), "PER") == ()
    assert library.undo_correction(made[1].correction_id) == made
    assert library_dump(library.path) == before


def test_occurrences_are_found_in_either_script_and_labelled_ones_are_skipped(
    library: Library, folder: Path
) -> None:
    made = library.label_occurrences(*place(library, folder / "zh.txt", "张伟"), "PER")
    assert {c.quote for c in made} <= {"張偉", "张伟"}
    assert named(library, folder / "zh.txt")["張偉"] == "PER"
    made = library.label_occurrences(*place(library, folder / "zh.txt", "张伟"), None)
    assert [c.quote for c in made] == ["张伟", "張偉"]
    assert not {"張偉", "张伟"} & set(named(library, folder / "zh.txt"))


def test_an_occurrence_within_a_longer_mention_is_left_alone(library: Library, folder: Path) -> None:
    rewrite(folder / "two.txt", "Babbage said so. Charles Babbage met Ada in Paris .\n")
    library.index()
    (made,) = library.label_occurrences(*place(library, folder / "two.txt", "Babbage"), "ORG")
    assert made.start == 0
    assert named(library, folder / "en.txt")["Charles Babbage"] == "PER"
    # Pointing into the longer one overrules it everywhere.
    library.label_occurrences(*place(library, folder / "two.txt", "Babbage", nth=1), "ORG")
    assert "Charles Babbage" not in named(library, folder / "two.txt") | named(library, folder / "en.txt")
    assert named(library, folder / "en.txt")["Babbage"] == "ORG"


def test_a_document_of_an_older_library_is_tagged_once_when_it_is_corrected(
    library: Library, folder: Path
) -> None:
    before = library_dump(library.path)
    with library._store.write() as db:
        db.execute("DELETE FROM tagging")
    library.label_occurrences(*place(library, folder / "more.md", "Office"), "PER")
    assert "Office" in named(library, folder / "more.md")
    library.index()  # the other document was left to the indexer
    assert library.counts.n_tagged == 1
    assert "Office" in named(library, folder / "en.txt")
    library.undo_correction()
    after = library_dump(library.path)
    assert {**after, "taggings": []} == {**before, "taggings": []}


def test_what_another_tagger_found_is_corrected_too_and_waits(library: Library, folder: Path) -> None:
    before = library_dump(library.path)
    with library._store.write() as db:
        db.execute("UPDATE tagging SET stamp = 'another'")
    library.correct(*place(library, folder / "en.txt", "Office"), "PER")
    assert named(library, folder / "en.txt")["Office"] == "PER"
    assert library.counts.n_tagged == 0
    library.index()
    assert library.counts.n_tagged == 1
    library.undo_correction()
    after = library_dump(library.path)
    assert {**after, "taggings": []} == {**before, "taggings": []}


def test_an_act_that_fails_halfway_leaves_nothing(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = library_dump(library.path)
    real, calls = graph_write.replace_knowledge, []

    def failing(*args: Any, **values: Any) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("no more")
        real(*args, **values)

    monkeypatch.setattr(graph_write, "replace_knowledge", failing)
    with pytest.raises(RuntimeError):
        library.label_occurrences(*place(library, folder / "more.md", "Office"), "PER")
    assert library_dump(library.path) == before


KILLED = """
import os, sys
from pathlib import Path
from engine.library import Library
from engine.store import graph_write
library = Library.open(Path(sys.argv[1]), models_root=Path(sys.argv[2]))
real = graph_write.replace_knowledge
def dying(*args, **values):
    real(*args, **values)
    os._exit(9)
graph_write.replace_knowledge = dying
library.correct(int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]), "PER")
"""


def test_a_process_that_dies_in_the_act_leaves_nothing(
    library: Library, folder: Path, tiny_models: Path
) -> None:
    before, span = library_dump(library.path), place(library, folder / "en.txt", "Office")
    library.close()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(library.path), str(tiny_models), *map(str, span)],
        cwd=ROOT, check=False, timeout=100,
    )  # fmt: skip
    assert done.returncode == 9
    assert library_dump(library.path) == before


def test_what_is_said_while_the_tagger_works_is_not_lost(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine import pipeline

    span = place(library, folder / "en.txt", "Office")
    rewrite(folder / "new.txt", ENGLISH)  # a copy: one document, which is made to wait
    with library._store.write() as db:
        graph_write.let_wait(db, [span[0]])
    real, calls = pipeline.understand, []

    def meanwhile(*args: Any, **values: Any) -> Any:
        found = real(*args, **values)
        calls.append(args)
        if len(calls) == 1:
            library.correct(*span, "PER")
        return found

    monkeypatch.setattr(pipeline, "understand", meanwhile)
    library.index()
    assert named(library, folder / "en.txt")["Office"] == "PER"


LINES = [
    "Ada met Charles Babbage in London .",
    "Globex opened an office in Paris in 2024 .",
    "张伟到上海开会。",
]
steps = st.lists(
    st.one_of(
        st.tuples(st.just("label"), st.sampled_from(["Ada", "office", "Globex", "张伟", "上海开会"])),
        st.tuples(st.just("reject"), st.sampled_from(["Charles Babbage", "Paris", "上海"])),
        st.tuples(st.just("undo"), st.none()),
        st.tuples(st.just("write"), st.lists(st.sampled_from(LINES), min_size=1, max_size=4, unique=True)),
        st.tuples(st.just("delete"), st.none()),
    ),
    max_size=6,
)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_whatever_happens_corrected_spans_say_so_and_undoing_all_leaves_a_fresh_library(
    library: Library, folder: Path, tmp_path: Path, tiny_models: Path, steps: list[tuple[str, Any]]
) -> None:
    path = folder / "play.txt"
    for act, value in steps:
        if act == "write":
            rewrite(path, "\n\n".join(value))
            library.index()
        elif act == "delete":
            path.unlink(missing_ok=True)
            library.index()
        elif act == "undo":
            if library.corrections():
                library.undo_correction()
        elif path.exists() and value in path.read_text("utf-8"):
            library.correct(*place(library, path, value), "ORG" if act == "label" else None)
    _expect_last_said(library)
    while library.corrections():
        library.undo_correction()
    fresh_path = tmp_path / "fresh.satchel"
    fresh_path.unlink(missing_ok=True)
    with Library.open(fresh_path, models_root=tiny_models) as fresh:
        fresh.add_folder(folder)
        fresh.index()
    assert library_dump(library.path) == library_dump(fresh_path)
    path.unlink(missing_ok=True)
    library.index()


def _expect_last_said(library: Library) -> None:
    said = library.corrections()
    for number, one in enumerate(said):
        later = [c for c in said[number + 1 :] if c.document_id == one.document_id]
        if one.document_id is None or any(c.start < one.end and one.start < c.end for c in later):
            continue
        view = library.document(one.document_id)
        assert view.text[one.start : one.end] == one.quote
        here = [(m.start, m.end, m.label) for m in view.mentions if m.start < one.end and one.start < m.end]
        assert here == ([] if one.label is None else [(one.start, one.end, one.label)])
