"""Relations that a model sees live with documents and corrections as those of the patterns do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from library_dump import library_dump

from engine import understanding
from engine.errors import Cancelled
from engine.language.catalog import CARD
from engine.library import Library
from engine.settings import Models, Settings
from engine.store import documents, graph

TEXT = (
    "Ada met Charles Babbage in London.\n\n"
    "The report by Grace Hopper of Globex was read by many people, and Acme Corp opened an office in Paris."
    "\n\n"
    "王小明在北京为东方公司工作。\n"
)
QUOTES = ("Ada", "London", "Globex", "office", "report", "东方公司", "工作")
LABELS = ("PER", "ORG", "LOC", "Gadget", None)


@pytest.fixture(scope="module")
def models(tiny_models: Path, tiny_relater: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a models folder with a tiny relater, too."""
    root = tmp_path_factory.mktemp("with-relater")
    for folder in (tiny_models / "minilm", tiny_models / "ner", tiny_relater):
        shutil.copytree(folder, root / folder.name)
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text(TEXT, "utf-8")
    return tmp_path / "files"


@pytest.fixture
def library(folder: Path, tmp_path: Path, models: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "one.satchel", models_root=models) as opened:
        opened.add_folder(folder)
        opened.index()
        yield opened


def fresh(folder: Path, path: Path, models: Path, *, settings: Settings | None = None) -> dict[str, object]:
    """Return all that a new library knows of the same files."""
    with Library.open(path, models_root=models, settings=settings) as opened:
        opened.add_folder(folder)
        opened.index()
    return library_dump(path)


def waits(library: Library) -> bool:
    stamp = understanding.stamp(library.models)
    return bool(graph.waiting_documents(library._store.reader(), stamp=stamp, limit=1))


def predicates(dump: dict[str, object]) -> set[str]:
    rows = dump["relations"]
    assert isinstance(rows, list)
    return {row[3] for row in rows}


OFF = Settings(models=Models(relations="off"))


def test_a_model_adds_to_the_patterns_and_can_be_switched_off(
    library: Library, folder: Path, tmp_path: Path, models: Path
) -> None:
    seen = library_dump(library.path)
    plain = fresh(folder, tmp_path / "off.satchel", models, settings=OFF)
    assert predicates(plain) < predicates(seen)
    assert seen["mentions"] == plain["mentions"]
    row = next(row for row in library.models.rows() if row.kind == "relater")
    assert row.is_in_use
    assert not waits(library)


def test_a_correction_shows_at_once_is_judged_later_and_undone_without_a_trace(
    library: Library, folder: Path, tmp_path: Path, models: Path
) -> None:
    before = library_dump(library.path)
    view = library.document_at(folder / "a.txt")
    start = view.text.index("office")
    n_calls = library.models.relater.n_calls if library.models.relater else 0
    library.correct(view.document_id, start, start + 6, "ORG")

    assert any(row[2] == "office" for row in library_dump(library.path)["entities"])
    assert library.models.relater is not None
    assert library.models.relater.n_calls == n_calls
    assert waits(library)

    library.index()
    assert not waits(library)
    assert library.models.relater.n_calls == n_calls + 1  # one sentence has another name in it
    corrected = library_dump(library.path)

    library.undo_correction()
    assert not waits(library)
    assert library_dump(library.path) == before
    library.correct(view.document_id, start, start + 6, "ORG")
    assert not waits(library)  # it was judged before
    assert library_dump(library.path)["relations"] == corrected["relations"]
    assert library.models.relater.n_calls == n_calls + 1


@given(acts=st.lists(st.tuples(st.sampled_from(QUOTES), st.sampled_from(LABELS), st.booleans()), max_size=5))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_corrected_and_judged_undoing_all_of_it_leaves_no_trace(
    library: Library, folder: Path, acts: list[tuple[str, str | None, bool]]
) -> None:
    before = library_dump(library.path)
    view = library.document_at(folder / "a.txt")
    for quote, label, is_judged in acts:
        start = view.text.index(quote)
        library.correct(view.document_id, start, start + len(quote), label)
        if is_judged:
            library.index()
    while library.corrections():
        library.undo_correction()
    assert not waits(library)
    assert library_dump(library.path) == before


def test_an_edit_leaves_what_a_fresh_library_knows(
    library: Library, folder: Path, tmp_path: Path, models: Path
) -> None:
    (folder / "a.txt").write_text(TEXT.replace("London", "New York") + "\nGrace Hopper saw Paris.\n", "utf-8")
    (folder / "b.txt").write_text("Ada works for Globex.\n", "utf-8")
    library.index()
    assert library_dump(library.path) == fresh(folder, tmp_path / "two.satchel", models)


def test_switching_while_open_brings_and_takes_what_the_model_sees(library: Library) -> None:
    with_model = library_dump(library.path)
    for relations in ("off", "on"):
        library.models.adopt(
            replace(library.settings.models, relations=relations), unload_after_s=60, is_chosen=False
        )
        assert waits(library)
        library.index()
    assert library_dump(library.path) == with_model


@pytest.mark.parametrize("harm", ["missing", "checksum", "head"])
def test_without_a_sound_model_patterns_work_alone(
    harm: str, folder: Path, tmp_path: Path, models: Path
) -> None:
    root = tmp_path / "models"
    shutil.copytree(models, root)
    if harm == "missing":
        shutil.rmtree(root / "relater")
    elif harm == "checksum":
        (root / "relater" / "head.safetensors").write_bytes(b"nothing")
    else:
        card = json.loads((root / "relater" / CARD).read_text("utf-8"))
        (root / "relater" / CARD).write_text(json.dumps(card | {"labels": ["born_in"]}), "utf-8")
    found = fresh(folder, tmp_path / "harmed.satchel", root)
    assert found == fresh(folder, tmp_path / "off.satchel", models, settings=OFF)


def test_a_document_in_hand_is_left_when_the_lane_stops(library: Library) -> None:
    db = library._store.reader()
    document_id = 1
    text = documents.text(db, document_id)
    found = understanding.up_to_date_tagging(db, library.models, document_id)
    assert found is not None
    with library._store.write() as writer:
        writer.execute("DELETE FROM judgement")
    with pytest.raises(Cancelled):
        understanding.understand(
            library._store, library.models, document_id, text, found, cancelled=lambda: True
        )
