"""What is looked at before a speech model is taken: nothing of it is loaded or run."""

from __future__ import annotations

import importlib.util
import json
import struct
from pathlib import Path

import pytest

from engine.cli.sentences import sentence
from engine.errors import (
    ModelCorrupt,
    ModelError,
    ModelUnsafe,
    SpeechExtraMissing,
    SpeechModelMissing,
    SpeechModelUnsupported,
)
from engine.ingest.speech_model import need_speech_model, usable_speech_model


def weights(shapes: dict[str, list[int]]) -> bytes:
    header = {
        name: {"dtype": "F32", "shape": shape, "data_offsets": [0, 4]} for name, shape in shapes.items()
    }
    stored = json.dumps(header).encode()
    return struct.pack("<Q", len(stored)) + stored + bytes(8)


SMALL = {"model.encoder.conv1.weight": [16, 80, 3], "model.decoder.embed_tokens.weight": [300, 16]}
LARGE = {**SMALL, "model.decoder.layers.0.fc1.weight": [600_000_000]}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "whisper 语音"
    folder.mkdir()
    for name in ("config.json", "tokenizer.json", "preprocessor_config.json", "generation_config.json"):
        (folder / name).write_text('{"model_type": "whisper"}', "utf-8")
    (folder / "model.safetensors").write_bytes(weights(SMALL))
    return folder


def test_a_whisper_model_is_taken_as_it_is(model: Path) -> None:
    need_speech_model(model)
    assert usable_speech_model(str(model)) == str(model)


@pytest.mark.parametrize(
    ("file", "data", "error", "told"),
    [
        ("config.json", b'{"model_type": "bert"}', SpeechModelUnsupported, "it is 'bert'"),
        ("config.json", b"[", ModelCorrupt, "config.json"),
        ("config.json", b"[" * 100_000, ModelCorrupt, "config.json"),
        ("config.json", b'{"model_type": "whisper", "auto_map": {}}', SpeechModelUnsupported, "program code"),
        ("tokenizer.json", None, SpeechModelMissing, "'tokenizer.json' is not in"),
        ("model.safetensors", None, SpeechModelMissing, "'model.safetensors' is not in"),
        ("model.safetensors", b"\x80\x04" + bytes(50), ModelUnsafe, "could run code"),
        ("model.safetensors", b"PK\x03\x04" + bytes(50), ModelUnsafe, "could run code"),
        ("model.safetensors", bytes(50), ModelCorrupt, "model.safetensors"),
        ("model.safetensors", weights({"other": [1]}), SpeechModelUnsupported, "other weights"),
        ("model.safetensors", weights(LARGE), SpeechModelUnsupported, "2.4 GB"),
    ],
)
def test_what_cannot_be_used_is_refused_and_says_why(
    model: Path, file: str, data: bytes | None, error: type[ModelError], told: str
) -> None:
    (model / file).unlink()
    if data is not None:
        (model / file).write_bytes(data)
    with pytest.raises(error) as caught:
        need_speech_model(model)
    assert told in sentence(caught.value.code, caught.value.params)
    assert usable_speech_model(str(model)) == ""


def test_weights_in_parts_are_refused(model: Path) -> None:
    (model / "model.safetensors").rename(model / "model-00001-of-00002.safetensors")
    with pytest.raises(SpeechModelUnsupported):
        need_speech_model(model)


@pytest.mark.parametrize("path", ["/no/such/folder", "bad\0name", ""])
def test_a_folder_that_is_not_there_is_no_model(path: str) -> None:
    assert usable_speech_model(path) == ""
    with pytest.raises(SpeechModelMissing):
        need_speech_model(Path(path))


def test_without_the_packages_it_says_how_to_install_them(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "engine.ingest.speech_model.find_spec", lambda name: None if name == "soundfile" else find(name)
    )
    with pytest.raises(SpeechExtraMissing) as caught:
        need_speech_model(model)
    assert 'python -m pip install ".[speech]"' in sentence(caught.value.code, caught.value.params)
