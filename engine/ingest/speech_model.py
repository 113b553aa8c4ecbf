"""A speech model that the user has: a folder with a Whisper model in Hugging Face layout.

Input:  a folder. Output: nothing where it can be used, else an error that says why not. Nothing
in it is run, loaded or fetched here: its papers and the header of its weights are looked at.

Layout: https://huggingface.co/docs/transformers/model_doc/whisper
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from engine.errors import (
    ModelCorrupt,
    ModelError,
    ModelUnsafe,
    SpeechExtraMissing,
    SpeechModelMissing,
    SpeechModelUnsupported,
)
from engine.language.tensor_file import PICKLES, n_numbers, tensor_shapes

SPEECH = "models.speech"
"""The setting that names the folder."""
CONFIG, WEIGHTS, TOKENIZER = "config.json", "model.safetensors", "tokenizer.json"
_PAPERS = (CONFIG, TOKENIZER, "preprocessor_config.json", "generation_config.json")
_PACKAGES = ("soundfile", "torch", "transformers")
MOST_BYTES = 2_000_000_000
"""Of its weights as it runs, in float32: tiny, base and small are less, medium and large are more."""
_ENCODER, _DECODER = "encoder.conv1.weight", "decoder.embed_tokens.weight"


def need_speech_model(folder: Path) -> None:
    """Make sure that the model in ``folder`` can write recordings down.

    Raises:
        SpeechExtraMissing: What would run it is not installed.
        SpeechModelMissing: The folder or a file of it is not there.
        SpeechModelUnsupported: It is no Whisper model, needs code of its own, or is too large.
        ModelUnsafe: Its weights are a pickle.
        ModelCorrupt: A file of it cannot be read.
    """
    for package in _PACKAGES:
        if find_spec(package) is None:
            raise SpeechExtraMissing(package=package)
    for file in _PAPERS:
        _need(folder, file)
    config = _read(folder, CONFIG)
    if config.get("model_type") != "whisper":
        raise SpeechModelUnsupported(path=str(folder), detail=f"it is {config.get('model_type')!r}")
    for file in (*_PAPERS, "tokenizer_config.json"):
        if (folder / file).is_file() and "auto_map" in _read(folder, file):
            raise SpeechModelUnsupported(path=str(folder), detail=f"{file} asks for program code of its own")
    _look_at_weights(folder)


def usable_speech_model(path: str) -> str:
    """Return ``path`` where the model there can write recordings down, else an empty text."""
    if not path:
        return ""
    try:
        need_speech_model(Path(path))
    except ModelError:
        return ""
    return path


def speech_stamp(path: str) -> str:
    """Name what writes a recording down, to keep beside its text."""
    return f"whisper/1 {path}"


def _need(folder: Path, file: str) -> None:
    try:
        is_there = (folder / file).is_file()
    except (OSError, ValueError):  # a name that no file can have
        is_there = False
    if not is_there:
        raise SpeechModelMissing(path=str(folder), file=file)


def _read(folder: Path, file: str) -> dict[str, Any]:
    try:
        stored = json.loads((folder / file).read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelCorrupt(name=folder.name, file=file) from error
    if not isinstance(stored, dict):
        raise ModelCorrupt(name=folder.name, file=file)
    return stored


def _look_at_weights(folder: Path) -> None:
    if not (folder / WEIGHTS).is_file():
        if any(folder.glob("*.safetensors")):
            raise SpeechModelUnsupported(path=str(folder), detail=f"its weights are not in one {WEIGHTS}")
        for pattern in PICKLES:
            for pickle in sorted(folder.glob(pattern)):
                raise ModelUnsafe(name=folder.name, file=pickle.name)
        raise SpeechModelMissing(path=str(folder), file=WEIGHTS)
    shapes = tensor_shapes(folder / WEIGHTS, folder.name)
    names = {name.removeprefix("model.") for name in shapes}
    if not {_ENCODER, _DECODER} <= names:
        raise SpeechModelUnsupported(path=str(folder), detail=f"{WEIGHTS} holds other weights")
    if (n_bytes := 4 * n_numbers(shapes)) > MOST_BYTES:
        detail = f"it takes {n_bytes / 1e9:.1f} GB, more than {MOST_BYTES / 1e9:.0f}"
        raise SpeechModelUnsupported(path=str(folder), detail=detail)
