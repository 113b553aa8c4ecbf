"""A library with models of its own: brought along or made exact, used when asked for, never mixed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from foreign_models import make_foreign

from engine.cli import models as command
from engine.errors import ModelMissing, ModelUnsupported
from engine.language.catalog import find_model
from engine.language.encoder import load_encoder
from engine.library import Library
from engine.models import BEST, ModelShelf, own_models_folder
from engine.own_models import bring_model, make_best
from engine.settings import Models, Settings
from engine.store import vectors

NOTES = "Ada met Charles Babbage in London .\n\nnothing was said about it , and the work went on .\n"


def open_library(folder: Path, models: Path, *, is_read_only: bool = False, **chosen: Any) -> Library:
    settings = Settings(models=Models(**chosen))
    return Library.open(
        folder / "test.satchel", models_root=models, settings=settings, is_read_only=is_read_only
    )


@pytest.fixture
def folder(tmp_path: Path, tiny_models: Path) -> Path:
    """Return a folder with a library of one document."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "notes.txt").write_text(NOTES, "utf-8")
    with open_library(tmp_path, tiny_models) as library:
        library.add_folder(tmp_path / "files")
        library.index()
    return tmp_path


def found_by_meaning(library: Library) -> list[bool]:
    return [hit.why["vector"] is not None for hit in library.search("Ada met Charles").hits]


def test_an_encoder_that_was_brought_embeds_everything_anew_and_is_never_mixed(
    folder: Path, tiny_models: Path
) -> None:
    theirs = make_foreign(folder / "theirs", "roberta", "encoder", hidden_size=16)
    with open_library(folder, tiny_models) as library:
        card = bring_model(library.models, theirs, name="mine")
        assert any(found_by_meaning(library))
    assert card.dimension == 16

    with open_library(folder, tiny_models, is_read_only=True, encoder="mine") as library:
        assert library.models.encoder.id == card.id
        assert found_by_meaning(library) == [False]
    with open_library(folder, tiny_models, encoder="mine") as library:
        library.index()
        with library._store.read() as db:
            assert vectors.model_of(db) == card.id
            assert vectors.waiting(db, limit=9) == []
        assert any(found_by_meaning(library))


def test_a_tagger_that_was_brought_reads_the_library_when_it_is_told_to(
    folder: Path, tiny_models: Path
) -> None:
    theirs = make_foreign(folder / "theirs", "distilbert")
    with open_library(folder, tiny_models) as library:
        card = bring_model(library.models, theirs)
        assert library.models.tagger_card.name == "ner"
        library.learning.use("theirs")
        library.index()
        assert library.models.tagger_card.id == card.id
        (file,) = library.files()
        assert file.document_id is not None
        assert {mention.label for mention in library.document(file.document_id).mentions} <= {
            "PER", "ORG", "LOC", "DATE",
        }  # fmt: skip
    with open_library(folder, tiny_models) as library:
        assert library.models.tagger_card.id == card.id


@pytest.mark.parametrize("name", ["ner", "minilm", "runs"])
def test_no_model_takes_the_place_of_another(name: str, folder: Path, tiny_models: Path) -> None:
    theirs = make_foreign(folder / "theirs", "bert")
    with open_library(folder, tiny_models) as library, pytest.raises(ModelUnsupported, match="name"):
        bring_model(library.models, theirs, name=name)


def test_the_terminal_brings_models_too(folder: Path, tiny_models: Path) -> None:
    theirs = make_foreign(folder / "theirs", "bert")
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    options = parser.parse_args(["--import", str(theirs), "--name", "mine"])
    options.library, options.models = folder / "test.satchel", tiny_models
    answer = command.execute(options)

    assert answer["added"] == "mine"
    assert [row["name"] for row in answer["models"] if not row["is_shipped"]] == ["mine"]


# Profiles


def test_best_is_the_exact_form_of_the_usual_tagger(folder: Path, tiny_models: Path) -> None:
    with open_library(folder, tiny_models) as library:
        best = make_best(library.models)
        again = make_best(library.models)
    assert (best.id, best.onnx.name) == (again.id, "model.onnx")
    assert best.onnx.stat().st_size > find_model("ner", root=tiny_models).onnx.stat().st_size

    with open_library(folder, tiny_models, profile="best") as library:
        assert (library.models.tagger_card.name, library.models.fault) == (BEST, None)
        text = "Ada met Charles Babbage in London."
        assert {text[m.start : m.end] for m in library.models.tagger.tag(text)} >= {"Ada", "London"}


@pytest.mark.parametrize(("profile", "wanted"), [("fast", "ner-fast"), ("best", "ner-best")])
def test_a_profile_whose_model_is_not_there_falls_back_and_says_so(
    profile: str, wanted: str, tiny_models: Path
) -> None:
    shelf = ModelShelf(Models(profile=profile), models_root=tiny_models)  # type: ignore[arg-type]

    assert shelf.tagger_card.name == "ner"
    assert shelf.fault is not None
    assert (shelf.fault.code, shelf.fault.params["name"]) == (ModelMissing.code, wanted)


def test_a_named_tagger_wins_over_the_profile_and_must_be_there(folder: Path, tiny_models: Path) -> None:
    shelf = ModelShelf(Models(profile="best", tagger="ner"), models_root=tiny_models)
    assert (shelf.tagger_card.name, shelf.fault) == ("ner", None)
    with pytest.raises(ModelMissing):
        ModelShelf(Models(tagger="nothing"), models_root=tiny_models)


def test_a_fast_tagger_is_used_where_it_is_installed(tmp_path: Path, tiny_models: Path) -> None:
    root = tmp_path / "models"
    for name, source in (("minilm", "minilm"), ("ner", "ner"), ("ner-fast", "ner")):
        (root / name).mkdir(parents=True)
        for path in (tiny_models / source).iterdir():
            (root / name / path.name).write_bytes(path.read_bytes())
    shelf = ModelShelf(Models(profile="fast"), models_root=root)

    assert (shelf.tagger_card.name, shelf.fault) == ("ner-fast", None)


def test_own_models_lie_beside_the_library(folder: Path, tiny_models: Path) -> None:
    theirs = make_foreign(folder / "theirs", "bert", "encoder")
    with open_library(folder, tiny_models) as library:
        card = bring_model(library.models, theirs)
    assert card.folder == own_models_folder(folder / "test.satchel") / "theirs"
    assert np.isfinite(load_encoder(card, device="cpu").encode([NOTES])).all()
