"""Models of others become ours, of whatever body; what could run code or cannot work is refused by name."""

import json
import pickle
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from foreign_models import BODIES, TEXTS, change_config, make_foreign
from safetensors.numpy import load_file, save_file

from engine.annotate.tag import load_tagger
from engine.errors import ModelCorrupt, ModelError, ModelMissing, ModelRunsCode, ModelUnsafe, ModelUnsupported
from engine.language.catalog import ModelCard, find_model
from engine.language.cuda import build_network, load_network, run_network
from engine.language.encoder import load_encoder
from engine.language.runtime import Runtime, Window
from engine.language.tokens import tokenise_as
from engine.teaching import LabelledSpan, LabelledText
from engine.training.forms.import_model import import_model
from engine.training.forms.quantize import export_graph, save_model
from engine.training.network.examples import TargetTable, make_text_examples
from engine.training.network.finetune import finetune
from engine.training.network.heads import with_labels, with_our_tags
from engine.training.network.plan import Plan


@pytest.fixture
def tagger(tmp_path: Path) -> Path:
    return make_foreign(tmp_path / "theirs", "bert")


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    return make_foreign(tmp_path / "theirs", "bert", "encoder")


def bring(folder: Path, **options: Any) -> ModelCard:
    return import_model(folder, into=folder.parent / "models", **options)


def refused(folder: Path, kind: type[ModelError]) -> dict[str, Any]:
    """Return the data of the refusal; nothing may be left of the attempt."""
    with pytest.raises(kind) as caught:
        bring(folder)
    models = folder.parent / "models"
    assert not models.exists() or list(models.iterdir()) == []
    return caught.value.params


@pytest.mark.parametrize("body", BODIES)
def test_a_tagger_of_any_body_tags_as_its_own_network_does(body: str, tmp_path: Path) -> None:
    card = bring(make_foreign(tmp_path / "theirs", body))

    assert find_model("theirs", root=tmp_path / "models") == card
    assert (card.kind, card.architecture, card.labels) == ("tagger", body, ("PER", "ORG", "LOC"))
    assert (card.licence, card.languages) == ("mit", ("en", "zh"))
    text = "\n\n".join(TEXTS)
    mentions = load_tagger(card, device="cpu", n_threads=1).tag(text)
    assert mentions
    for mention in mentions:
        assert text[mention.start : mention.end] == text[mention.start : mention.end].strip()
    assert all(left.end <= right.start for left, right in pairwise(mentions))
    check_rows(card)


def check_rows(card: ModelCard) -> None:
    """Compare graph and network on windows of unlike length that are padded to one batch."""
    runtime, network = Runtime(card, device="cpu", n_threads=1), load_network(card)
    pad, start, end = runtime.special
    windows = [Window(tokens.ids[:40]) for tokens in runtime.tokenise([TEXTS[0], "Ada met"])]
    for window, rows in zip(windows, runtime.run(windows), strict=True):
        ids = np.asarray([[start, *window.ids, end, pad, pad]], dtype=np.int64)
        mask = (np.arange(ids.shape[1])[None] < len(window.ids) + 2).astype(np.int64)
        expected = run_network(network, ids, mask, np.zeros_like(ids))[0][: len(rows)]
        assert float((rows * expected).sum() / np.linalg.norm(rows) / np.linalg.norm(expected)) > 0.99


@pytest.mark.parametrize("body", BODIES)
def test_an_encoder_of_any_body_gives_vectors_of_its_own_width(body: str, tmp_path: Path) -> None:
    card = bring(make_foreign(tmp_path / "theirs", body, "encoder"), name="mine")

    assert (card.name, card.kind, card.dimension, card.labels) == ("mine", "encoder", 32, ())
    vectors = load_encoder(card, device="cpu", n_threads=1).encode(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_sentence_encoder_says_what_its_vector_is_made_of(encoder: Path) -> None:
    write_modules(encoder, pooling_mode_cls_token=True, pooling_mode_mean_tokens=False)
    card = bring(encoder)

    assert (card.pooling, card.max_tokens) == ("cls", 40)
    loaded, runtime = load_encoder(card, device="cpu"), Runtime(card, device="cpu")
    (tokens,) = runtime.tokenise(["Ada met"])
    start = runtime.run([Window(tokens.ids)], is_alone=True)[0][0]
    np.testing.assert_allclose(loaded.encode(["Ada met"])[0], start / np.linalg.norm(start), atol=1e-5)


def write_modules(folder: Path, *, kind: str = "sentence_transformers.models.Pooling", **ways: bool) -> None:
    stages = [
        {"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "path": "1_Pooling", "type": kind},
    ]
    (folder / "modules.json").write_text(json.dumps(stages))
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 40}')
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(ways))


def test_weights_of_older_names_are_read(encoder: Path) -> None:
    path = encoder / "model.safetensors"
    weights = load_file(path)
    ends = {"LayerNorm.weight": "LayerNorm.gamma", "LayerNorm.bias": "LayerNorm.beta"}
    older = {}
    for name, value in weights.items():
        end = next((end for end in ends if name.endswith(end)), "")
        older[f"bert.{name.removesuffix(end)}{ends.get(end, '')}"] = value
    save_file({**older, "cls.predictions.bias": np.zeros(3, np.float32)}, path)

    state = load_network(bring(encoder)).state_dict()
    np.testing.assert_allclose(
        state["embeddings.LayerNorm.weight"].numpy(), weights["embeddings.LayerNorm.weight"], atol=1e-3
    )


@pytest.mark.parametrize("body", ["bert", "roberta"])
def test_a_graph_is_taken_as_it_is_and_made_small(body: str, tmp_path: Path) -> None:
    folder = as_graph(make_foreign(tmp_path / "theirs", body))
    card = bring(folder)

    assert card.weights is None
    assert card.onnx.name == "model.int8.onnx"
    assert card.metrics["int8_likeness"] > 0.99
    assert load_tagger(card, device="cpu", n_threads=1).tag(TEXTS[0])


def test_a_graph_that_is_small_already_is_kept(tagger: Path) -> None:
    small = bring(tagger, name="small")
    (tagger / "model.safetensors").unlink()
    (tagger / "onnx").mkdir()
    (tagger / "onnx" / "model_quantized.onnx").write_bytes(small.onnx.read_bytes())
    card = bring(tagger)

    assert card.metrics == {}
    assert load_tagger(card, device="cpu").tag(TEXTS[0])


def as_graph(folder: Path) -> Path:
    """Turn a folder of safetensors into one of ONNX."""
    from safetensors.torch import load_file as load_torch_file

    network = build_network("tagger", json.loads((folder / "config.json").read_text()))
    network.load_state_dict(load_torch_file(folder / "model.safetensors"))
    export_graph(network, folder, kind="tagger")
    (folder / "model.safetensors").unlink()
    return folder


def test_where_int8_strays_the_exact_graph_is_kept(tagger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.training.forms.import_model.LEAST_LIKENESS", 0.9999995)
    card = bring(tagger)

    assert (card.onnx.name, "model.int8.onnx" in card.files) == ("model.onnx", False)
    assert 0.99 < card.metrics["int8_likeness"] < 0.9999995


def test_how_attention_was_computed_elsewhere_does_not_matter(tagger: Path) -> None:
    change_config(tagger, attn_implementation="someone/kernel", _attn_implementation="flash_attention_2")
    assert bring(tagger).metrics["int8_likeness"] > 0.99


def test_what_was_there_stays(tagger: Path) -> None:
    before = {path: path.read_bytes() for path in tagger.iterdir()}
    card = bring(tagger)
    with pytest.raises(ModelUnsupported, match="name"):
        bring(tagger)

    assert {path: path.read_bytes() for path in tagger.iterdir()} == before
    assert find_model(card.name, root=card.folder.parent) == card


def test_a_head_for_our_tags_says_the_same(tmp_path: Path) -> None:
    tags = ("I-LOCATION", "B-PERSON", "O", "B-GPE", "B-LOCATION", "I-PERSON")
    card = bring(make_foreign(tmp_path / "theirs", "bert", tags=tags))
    ids = np.arange(5, 25, dtype=np.int64)[None]
    theirs, ours = (
        run_network(network, ids, np.ones_like(ids), np.zeros_like(ids))[0]
        for network in (load_network(card), with_our_tags(load_network(card), card.tags))
    )

    assert card.labels == ("LOC", "PER")
    locations = theirs[:, [3, 4]].mean(axis=1)
    expected = np.stack([theirs[:, 2], locations, theirs[:, 0], theirs[:, 1], theirs[:, 5]], axis=1)
    np.testing.assert_allclose(ours, expected, atol=1e-4)


@pytest.mark.parametrize("body", ["distilbert", "roberta"])
def test_a_model_that_was_brought_can_be_taught(body: str, tmp_path: Path) -> None:
    card = bring(make_foreign(tmp_path / "theirs", body))
    labels = (*card.labels, "LAW")
    network = with_labels(with_our_tags(load_network(card), card.tags), labels)
    table = TargetTable(labels)
    text = LabelledText(text=TEXTS[0], spans=(LabelledSpan(0, 12, "LAW"),))
    examples = make_text_examples([text] * 8, tokenise=tokenise_as(card), table=table, max_tokens=60)
    assert card.special is not None
    plan = Plan(
        max_steps=30, special=card.special, learning_rate=1e-2, batch_tokens=256, join_tokens=60, n_threads=1
    )
    taught = finetune(network, examples, table, plan)
    after = save_model(
        taught,
        json.loads(card.tokenizer.read_text("utf-8")),
        replace(card, name="taught", folder=tmp_path / "models" / "taught", labels=labels, tags=()),
        keeps_half=True,
    )

    mentions = load_tagger(after, device="cpu", n_threads=1).tag(TEXTS[0])
    assert [(TEXTS[0][m.start : m.end], m.label) for m in mentions] == [("Ada Lovelace", "LAW")]


# Refusals


@pytest.mark.parametrize("file", ["config.json", "tokenizer.json", "model.safetensors"])
def test_what_is_missing_is_named(file: str, tagger: Path) -> None:
    (tagger / file).unlink()
    assert refused(tagger, ModelMissing) == {"name": "theirs", "file": file}


@pytest.mark.parametrize("file", ["pytorch_model.bin", "model.pt", "last.ckpt"])
def test_pickled_weights_are_not_opened(file: str, tagger: Path) -> None:
    (tagger / "model.safetensors").unlink()
    (tagger / file).write_bytes(pickle.dumps(_Bomb()))
    assert refused(tagger, ModelUnsafe)["file"] == file


class _Bomb:
    def __reduce__(self) -> tuple[Any, ...]:
        return pytest.fail, ("a pickle was opened",)


@pytest.mark.parametrize("protocol", [2, 4, 5])
def test_a_pickle_that_calls_itself_safetensors_is_seen_through(protocol: int, tagger: Path) -> None:
    (tagger / "model.safetensors").write_bytes(pickle.dumps(_Bomb(), protocol))
    assert refused(tagger, ModelUnsafe)["file"] == "model.safetensors"


def test_so_is_an_archive_of_pickles(tagger: Path) -> None:
    with zipfile.ZipFile(tagger / "model.safetensors", "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(_Bomb()))
    assert refused(tagger, ModelUnsafe)["file"] == "model.safetensors"


def test_a_pickle_beside_sound_weights_is_left_alone(tagger: Path) -> None:
    (tagger / "pytorch_model.bin").write_bytes(pickle.dumps(_Bomb()))
    assert "pytorch_model.bin" not in {path.name for path in bring(tagger).folder.iterdir()}


def test_a_model_with_its_own_code_is_refused(tagger: Path) -> None:
    change_config(tagger, auto_map={"AutoModel": "modeling.Model"})
    assert refused(tagger, ModelRunsCode)["file"] == "config.json"
    change_config(tagger, auto_map=None, model_type="own")
    (tagger / "modeling_own.py").write_text("raise SystemExit")
    assert refused(tagger, ModelRunsCode)["file"] == "modeling_own.py"


def test_so_is_one_whose_tokenizer_or_stages_have_it(encoder: Path) -> None:
    path = encoder / "tokenizer_config.json"
    path.write_text('{"auto_map": {"AutoTokenizer": ["own.Tokenizer", null]}}')
    assert refused(encoder, ModelRunsCode)["file"] == path.name
    path.unlink()
    write_modules(encoder, kind="own_pooling.Pooling")
    assert refused(encoder, ModelRunsCode)["file"] == "own_pooling.Pooling"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"model_type": "gpt2"}, "gpt2"),
        ({"architectures": ["BertForQuestionAnswering"]}, "token classifier"),
        ({"id2label": {"0": "LABEL_0", "1": "LABEL_1"}}, "id2label"),
        ({"id2label": {"0": "B-PER", "1": "I-PER"}}, "without O"),
        ({"quantization_config": {"quant_method": "bitsandbytes"}}, "quantization_config"),
        ({"max_position_embeddings": 8}, "too few"),
    ],
)
def test_what_cannot_be_used_is_told_why(changes: dict[str, Any], says: str, tagger: Path) -> None:
    change_config(tagger, **changes)
    assert says in refused(tagger, ModelUnsupported)["detail"]


def test_a_slow_tokenizer_is_told_how_to_become_a_fast_one(tagger: Path) -> None:
    (tagger / "tokenizer.json").unlink()
    (tagger / "vocab.txt").write_text("[PAD]\n")
    assert "save_pretrained" in refused(tagger, ModelUnsupported)["detail"]


def test_an_unknown_pooling_is_refused(encoder: Path) -> None:
    write_modules(encoder, pooling_mode_max_tokens=True)
    assert "max" in refused(encoder, ModelUnsupported)["detail"]


def test_a_very_large_model_is_refused_before_it_is_read(
    tagger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.training.forms.foreign.MAX_BYTES", 10_000)
    assert "larger" in refused(tagger, ModelUnsupported)["detail"]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("config.json", b"{"),
        ("config.json", b"[]"),
        ("tokenizer.json", b"{}"),
        ("model.safetensors", b"weights"),
        ("model.safetensors", b"\x02\0\0\0\0\0\0\0{}"),
    ],
)
def test_damaged_files_are_named(file: str, content: bytes, tagger: Path) -> None:
    (tagger / file).write_bytes(content)
    assert refused(tagger, ModelCorrupt)["file"] == file


def test_weights_of_another_shape_or_that_are_no_numbers_are_refused(tagger: Path) -> None:
    path = tagger / "model.safetensors"
    weights = load_file(path)
    save_file({**weights, "classifier.bias": np.full_like(weights["classifier.bias"], np.nan)}, path)
    refused(tagger, ModelCorrupt)
    save_file({**weights, "classifier.bias": np.zeros(2, np.float32)}, path)
    assert refused(tagger, ModelCorrupt)["file"] == "model.safetensors"
    del weights["classifier.bias"]
    save_file(weights, path)
    assert refused(tagger, ModelCorrupt)["file"] == "model.safetensors"


@pytest.mark.parametrize("place", ["../secret", "/etc/passwd", "link/secret"])
def test_a_graph_reads_no_file_outside_its_folder(place: str, tagger: Path) -> None:
    graph = as_graph(tagger) / "model.onnx"
    (tagger.parent / "secret").write_bytes(b"\0" * 4096)
    (tagger / "link").symlink_to(tagger.parent, target_is_directory=True)
    model = onnx.load(graph)
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value=place)
    graph.write_bytes(model.SerializeToString())

    assert refused(tagger, ModelUnsafe)["file"] == place


def test_a_graph_in_two_files_becomes_one(tagger: Path) -> None:
    graph = as_graph(tagger) / "model.onnx"
    onnx.save(
        onnx.load(graph), graph, save_as_external_data=True, location="model.onnx_data", size_threshold=0
    )
    assert load_tagger(bring(tagger), device="cpu").tag(TEXTS[0])
    (tagger / "model.onnx_data").unlink()
    with pytest.raises(ModelMissing):
        bring(tagger, name="again")


def test_a_graph_with_operators_or_inputs_of_its_own_is_refused(tagger: Path) -> None:
    graph = as_graph(tagger) / "model.onnx"
    model = onnx.load(graph)
    model.graph.node[-1].domain = "org.pytorch.aten"
    graph.write_bytes(model.SerializeToString())
    assert "org.pytorch.aten" in refused(tagger, ModelUnsupported)["detail"]
    model.graph.node[-1].domain = ""
    model.graph.input.add().CopyFrom(
        onnx.helper.make_tensor_value_info("bbox", onnx.TensorProto.INT64, ["n", "length", 4])
    )
    graph.write_bytes(model.SerializeToString())
    assert "bbox" in refused(tagger, ModelUnsupported)["detail"]
    graph.write_bytes(b"no graph")
    assert refused(tagger, ModelCorrupt)["file"] == "model.onnx"
