"""Model folders: found by name, refused when incomplete or altered."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import ModelCorrupt, ModelMissing
from engine.language.catalog import find_model, list_models, write_card


@pytest.fixture
def models(tiny_models: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_models, tmp_path / "models"))


def test_cards_say_what_a_model_is(tiny_models: Path) -> None:
    encoder, tagger = list_models(tiny_models)

    assert (encoder.kind, encoder.dimension, encoder.labels) == ("encoder", 32, ())
    assert (tagger.kind, tagger.labels) == ("tagger", ("PER", "ORG", "LOC", "DATE"))
    assert encoder.id.startswith("minilm-")
    assert find_model("ner", root=tiny_models) == tagger


def test_a_card_says_how_a_foreign_model_differs_and_ours_say_nothing_of_it(models: Path) -> None:
    ours = find_model("ner", root=models)
    foreign = replace(
        ours,
        tags=("O", "B-PERSON"),
        architecture="roberta",
        reads_case=False,
        simplifies=False,
        pooling="cls",
        special=(1, 0, 2),
    )
    write_card(foreign)
    assert find_model("ner", root=models) == foreign
    write_card(ours)
    assert find_model("ner", root=models) == ours
    stored = json.loads((models / "ner" / "card.json").read_text())
    assert not {"tags", "architecture", "pooling", "special"} & stored.keys()


@pytest.mark.parametrize("wrong", [{"pooling": "max"}, {"special": [1, 2]}, {"special": 7}])
def test_a_card_that_asks_for_what_there_is_not_is_refused(models: Path, wrong: dict[str, object]) -> None:
    path = models / "ner" / "card.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | wrong))
    with pytest.raises(ModelCorrupt):
        find_model("ner", root=models)


def test_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as caught:
        find_model("nothing", root=tmp_path)
    assert caught.value.params["name"] == "nothing"


def test_missing_file_is_named(models: Path) -> None:
    (models / "ner" / "model.int8.onnx").unlink()
    with pytest.raises(ModelMissing) as caught:
        find_model("ner", root=models)
    assert caught.value.params == {"name": "ner", "file": "model.int8.onnx"}


def test_altered_file_is_refused_even_after_it_was_once_found_sound(models: Path) -> None:
    find_model("ner", root=models)
    with (models / "ner" / "tokenizer.json").open("a") as stream:
        stream.write(" ")
    with pytest.raises(ModelCorrupt) as caught:
        find_model("ner", root=models)
    assert caught.value.params == {"name": "ner", "file": "tokenizer.json"}
    with pytest.raises(ModelCorrupt):
        list_models(models)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"kind": "spell"}'])
def test_unreadable_card_is_refused(models: Path, content: str) -> None:
    (models / "ner" / "card.json").write_text(content)
    with pytest.raises(ModelCorrupt):
        find_model("ner", root=models)


def test_a_card_cannot_reach_out_of_its_folder(models: Path) -> None:
    path = models / "ner" / "card.json"
    card = json.loads(path.read_text())
    card["files"]["../minilm/config.json"] = find_model("minilm", root=models).files["config.json"]
    path.write_text(json.dumps(card))
    with pytest.raises(ModelCorrupt) as caught:
        find_model("ner", root=models)
    assert caught.value.params["file"] == "card.json"


def test_shipped_models_are_sound_and_documented() -> None:
    encoder, tagger = (find_model(name) for name in ("minilm", "ner"))

    assert (encoder.kind, tagger.kind) == ("encoder", "tagger")
    for card in (encoder, tagger):
        assert {"MODEL_CARD.md", "LICENSE"} <= {path.name for path in card.folder.iterdir()}
        assert card.id in (card.folder / "MODEL_CARD.md").read_text("utf-8")
        assert sum(path.stat().st_size for path in card.folder.iterdir()) < 80_000_000
