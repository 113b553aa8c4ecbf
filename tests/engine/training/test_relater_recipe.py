"""The recipe of the relater runs from end to end on a tiny one, and reads its corpora as they are meant."""

from __future__ import annotations

import importlib
import json
import lzma
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from tiny_models import tiny_sentences

from engine.annotate.pair_head import NEVER, PairHead
from engine.annotate.predicates import PREDICATES
from engine.annotate.relater import load_relater
from engine.annotate.tag import load_tagger
from engine.language.catalog import find_model
from engine.language.cuda import load_network
from engine.training.forms.quantize import INT8

RECIPES = Path(__file__).resolve().parents[3] / "packaging" / "recipes"
SENTS = [
    ["Ada", "was", "born", "in", "London", "."],
    ["She", "met", "Charles", "Babbage", "in", "Paris", "."],
]


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(RECIPES))
    return importlib.import_module("make_relater")


def document(number: int) -> dict[str, Any]:
    """Return a document as DocRED has them: Ada, London, Babbage, Paris."""

    def mention(name: str, kind: str, sentence: int, start: int, end: int) -> dict[str, Any]:
        return {"name": name, "type": kind, "sent_id": sentence, "pos": [start, end]}

    return {
        "title": f"Ada {number:02}",
        "sents": SENTS,
        "vertexSet": [
            [mention("Ada", "PER", 0, 0, 1), mention("She", "PER", 1, 0, 1)],
            [mention("London", "LOC", 0, 4, 5)],
            [mention("Charles Babbage", "PER", 1, 2, 4)],
            [mention("Paris", "LOC", 1, 5, 6)],
        ],
        "labels": [
            {"h": 0, "t": 1, "r": "P19", "evidence": [0]},
            {"h": 0, "t": 2, "r": "P26", "evidence": []},
            {"h": 0, "t": 3, "r": "P20", "evidence": [0]},
        ],
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Write the corpora as the recipe reads them, very small."""
    folder = tmp_path / "data" / "relations"
    for name in ("semeval2010_task8", "finre", "sanwen"):
        (folder / name).mkdir(parents=True)
    (folder / "redocred_dev.json").write_text(json.dumps([document(n) for n in range(10)]), "utf-8")
    block = '{}\t"The <e1>engine</e1> of the <e2>machine</e2> &c."\n{}\nComment: none\n\n'
    text = "".join(block.format(n, label) for n, label in enumerate(["Component-Whole(e1,e2)", "Other"] * 5))
    for file in ("TRAIN_FILE.TXT", "TEST_FILE_FULL.TXT"):
        (folder / "semeval2010_task8" / file).write_text(text, "utf-8")
    finre = "东方公司\t清华大学\t收购\t东方公司收购清华大学。\n"
    finre += "清华大学\t东方公司\t被收购\t东方公司收购清华大学。\n"
    sanwen = "北京\t上海\tLocated\t北京在上海。\n王小明\t李娜\tunknown\t王小明和李娜到上海开会。\n"
    for name in ("train", "valid", "test"):
        (folder / "finre" / f"{name}.txt").write_text(finre + "李娜\t上海\tunknown\t李娜到上海。\n", "utf-8")
        (folder / "sanwen" / f"{name}.txt").write_text(sanwen, "utf-8")
    (tmp_path / "data" / "ner").mkdir()
    for name in ("secfilings", "btc", "wnut17"):
        with (tmp_path / "data" / "ner" / f"en_train_{name}.conll").open("w", encoding="utf-8") as stream:
            for sentence in tiny_sentences(1100 if name == "wnut17" else 20):
                rows = zip(sentence.tokens, sentence.tags, strict=True)
                stream.write("".join(f"{token}\t{tag}\n" for token, tag in rows) + "\n")
    (tmp_path / "data" / "text_zh").mkdir()
    for name in ("laws", "javaguide", "pingcap"):
        with lzma.open(tmp_path / "data" / "text_zh" / f"{name}.jsonl.xz", "wt", encoding="utf-8") as stream:
            text = "李娜和张伟到上海开会，讨论这份报告以及那份合同的内容。"
            stream.write(json.dumps({"text": text}) + "\n")
    return tmp_path / "data"


def test_a_relater_is_made_measured_and_written(
    recipe: ModuleType, data: Path, tiny_models: Path, tiny_relater: Path, tmp_path: Path
) -> None:
    flags = {
        "--data": data,
        "--work": tmp_path / "work",
        "--out": tmp_path / "models" / "relater",
        "--start": tiny_relater,
        "--tagger": tiny_models / "ner",
        "--layers": 1,
        "--max-steps": 3,
        "--batch-tokens": 128,
        "--max-sentences": 12,
    }
    recipe.main([str(part) for flag in flags.items() for part in flag])
    card = find_model("relater", root=tmp_path / "models")
    assert card.kind == "relater"
    assert set(card.labels) <= set(PREDICATES)
    sets = {"semeval2010_task8", "finre", "sanwen", "redocred", "redocred_ign"}
    assert set(card.metrics) == {"scale", "predicates", *sets}
    assert {form for name in sets for form in card.metrics[name]} == {"float32", "int8"}
    assert card.id in (card.folder / "MODEL_CARD.md").read_text("utf-8")
    assert load_network(card).config.num_hidden_layers == 1
    assert card.weights is None
    assert load_relater(card, device="cpu").judge("Ada", []) == {}

    before = (card.folder / INT8).read_bytes()
    recipe.main([str(part) for flag in flags.items() for part in flag])  # goes on from its checkpoint's end
    assert (card.folder / INT8).read_bytes() == before


def test_the_head_reads_a_pair_as_it_was_trained_to(recipe: ModuleType, tiny_relater: Path) -> None:
    network = importlib.import_module("relater_network")
    torch.manual_seed(1)
    body = load_network(find_model("relater", root=tiny_relater.parent)).bert
    relater = network.RelaterNetwork(body, network.Space({"finre": ("a", "b")}, ("P1",))).eval()
    head = relater.classifier
    weights = {name: value.detach().numpy() for name, value in head.state_dict().items()}
    tokens = network.as_tokens(relater).classifier
    draw = np.random.default_rng(1)
    *states, whole = draw.normal(size=(4, 32)).astype(np.float32)
    states = np.array(states)
    pairs = np.array([[0, 1], [2, 0]])
    rows = tokens(torch.from_numpy(np.vstack([states, whole]))).detach().numpy()
    read = head(*(torch.from_numpy(x) for x in (states[pairs[:, 0]], states[pairs[:, 1]], whole)))
    for name in ("ours", "redocred", "finre"):
        wanted = head.heads[name](read).detach().numpy()
        assert PairHead(weights).logits(rows[:3], pairs, rows[3], of=name) == pytest.approx(wanted, abs=1e-5)


def test_what_a_source_does_not_annotate_is_masked(recipe: ModuleType, data: Path) -> None:
    reading = importlib.import_module("relation_data")
    kept, held = reading.read_redocred(data / "relations" / "redocred_dev.json")
    assert len({item.document for item in kept}) == 8
    assert len({item.document for item in held}) == 2
    first, second = kept[:2]
    (born,) = (pair for pair in first.pairs if pair.labels)
    assert first.text[slice(*first.mentions[born.subject][:2])] == "Ada"
    assert born.ours["born_in"] == 1
    assert born.ours["died_in"] == 0
    assert "acquired" not in born.ours
    stated = {pair.labels: pair for pair in second.pairs if pair.labels}
    assert not stated[frozenset({"P20"})].is_stated  # this sentence is no evidence of it
    assert "died_in" not in stated[frozenset({"P20"})].ours
    assert "married_to" not in stated[frozenset({"P26"})].ours  # no sentence is said to be

    sold, bought = reading.read_chinese(data / "relations" / "finre" / "train.txt", reading.FINRE)[0].pairs
    assert (sold.ours["acquired"], bought.ours["acquired"]) == (1, 0)
    assert "owns" not in sold.ours
    assert "born_in" not in sold.ours


def test_the_official_score_counts_direction_and_not_other(recipe: ModuleType) -> None:
    figures = importlib.import_module("relater_figures")
    labels = ["A(e1,e2)", "A(e2,e1)", "B(e1,e2)", "Other"]

    class Given:
        space = type("Space", (), {"classes": {"semeval": labels}})

        def logits(self, sentences: list[tuple[int, int]], of: str) -> list[Any]:
            rows = np.eye(4, dtype=np.float32)
            return [(type("S", (), {"classes": [gold]}), rows[[said]]) for said, gold in sentences]

    # A: one right, one turned round; B: found once for Other
    score = figures.semeval_f1(Given(), [(0, 0), (1, 0), (2, 2), (2, 3), (3, 3)])
    assert score == pytest.approx((2 * 1 / (2 + 2) + 2 * 1 / (2 + 1)) / 2)


def test_plain_text_relates_nothing_unless_a_pattern_says_so(
    recipe: ModuleType, data: Path, tiny_models: Path
) -> None:
    reading = importlib.import_module("relation_data")
    tagger = load_tagger(find_model("ner", root=tiny_models), device="cpu")
    read = reading.read_plain(data, tagger.tag, limit=20)
    assert any("上海" in item.text for item in read)
    assert not any(" works for " in item.text for item in read)
    assert {holds for item in read for pair in item.pairs for holds in pair.ours.values()} == {0}


@pytest.mark.parametrize(
    ("scores", "least"),
    [
        ([(0.9, True)] * 8 + [(0.5, False)] * 9, 0.9),
        ([(0.9, True)] * 8 + [(0.5, False)] * 2, 0.5),
        ([(0.9, True)] * 7, NEVER),
        ([(0.9, False)] * 20, NEVER),
    ],
)
def test_a_threshold_keeps_a_precision_of_four_in_five(
    recipe: ModuleType, scores: list[tuple[float, bool]], least: float
) -> None:
    assert importlib.import_module("relater_figures").choose_threshold(scores)[0] == least


def test_without_held_out_pairs_a_threshold_is_read_or_there_is_none(
    recipe: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipe, "_BY_EYE", {("born_in", "zh"): 0.9, ("acquired", "zh"): 0.5})
    found = ({"born_in": [(0.7, True)] * 9}, {"acquired": [(0.6, True)] * 9})
    table, figures = recipe.choose_thresholds(("acquired", "born_in", "owns"), found)
    assert table == pytest.approx(np.array([[NEVER, 0.7, NEVER], [0.6, 0.9, NEVER]]))
    assert figures["born_in"]["en"]["recall"] == 1.0
