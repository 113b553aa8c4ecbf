"""Look into a folder in Hugging Face layout: what it holds, and whether it is safe and fit to be used.

Input:  a folder with ``config.json``, ``tokenizer.json`` and weights as safetensors or ONNX.
Output: what is needed to make a model of ours from it. Nothing is executed: no
        pickle is opened, no program of the folder runs, nothing is fetched.

Layout: https://huggingface.co/docs/transformers/main/en/main_classes/model and, for
sentence encoders, ``modules.json`` of https://sbert.net.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from engine.annotate.schemes import read_scheme
from engine.errors import ModelCorrupt, ModelMissing, ModelRunsCode, ModelUnsafe, ModelUnsupported
from engine.language.tensor_file import PICKLES, check_tensors

CONFIG, TOKENIZER = "config.json", "tokenizer.json"
BODIES = (
    "bert", "roberta", "distilbert", "electra", "deberta", "deberta-v2", "mpnet", "xlm-roberta",
)  # fmt: skip
"""The ``model_type`` of networks that are known to convert well."""
MAX_BYTES = 2_000_000_000

_COUNTED_FROM_PADDING = ("roberta", "xlm-roberta", "mpnet")
"""Their positions begin after the padding id, which takes so many rows of the table."""
_MOST_TOKENS, _LEAST_TOKENS = 512, 16
_OWN_MODULES = "sentence_transformers.models."


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """What a folder offers.

    Attributes:
        shape: The content of ``config.json``.
        weights: The safetensors file or the ONNX graph.
        tags: A tagger's tags in the order of its output.
        max_tokens: Longest window, special tokens included.
    """

    folder: Path
    name: str
    kind: Literal["encoder", "tagger"]
    shape: Mapping[str, Any]
    weights: Path
    tags: tuple[str, ...]
    pooling: Literal["mean", "cls"]
    max_tokens: int


def look_into(folder: Path, *, name: str) -> Foreign:
    """Return what ``folder`` offers.

    Raises:
        ModelMissing: Configuration, tokenizer or weights are not there; ``file`` names them.
        ModelCorrupt: One of them cannot be read.
        ModelUnsafe: The weights are a pickle, by name or by content.
        ModelRunsCode: It needs program code of its own.
        ModelUnsupported: It is of another kind, or too large; ``detail`` says what to do.
    """
    shape = _read(folder, CONFIG, name=name)
    settings = _read(folder, "tokenizer_config.json", name=name, is_needed=False)
    modules = _modules(folder, name)
    _refuse_code(folder, name, shape, settings)
    kind = _kind(name, shape, has_modules=bool(modules))
    weights = _weights(folder, name)
    _need_tokenizer(folder, name)
    return Foreign(
        folder=folder,
        name=name,
        kind=kind,
        shape=shape,
        weights=weights,
        tags=_tags(name, shape) if kind == "tagger" else (),
        pooling=_pooling(folder, name, modules),
        max_tokens=_longest(folder, name, shape, settings),
    )


def _read(folder: Path, file: str, *, name: str, is_needed: bool = True) -> dict[str, Any]:
    try:
        stored = json.loads((folder / file).read_text("utf-8"))
    except FileNotFoundError as error:
        if not is_needed:
            return {}
        raise ModelMissing(name=name, file=file) from error
    except (OSError, ValueError) as error:
        raise ModelCorrupt(name=name, file=file) from error
    if not isinstance(stored, dict):
        raise ModelCorrupt(name=name, file=file)
    return stored


def _modules(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the stages of a sentence encoder; none where the folder does not say."""
    path = folder / "modules.json"
    if not path.exists():
        return []
    try:
        stages = [dict(stage) for stage in json.loads(path.read_text("utf-8"))]
        kinds = [str(stage["type"]) for stage in stages]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelCorrupt(name=name, file=path.name) from error
    for kind in kinds:
        if not kind.startswith(_OWN_MODULES):
            raise ModelRunsCode(name=name, file=kind)
        if kind.removeprefix(_OWN_MODULES) not in ("Transformer", "Pooling", "Normalize"):
            raise ModelUnsupported(name=name, detail=f"a stage {kind} is not known")
    return stages


def _refuse_code(folder: Path, name: str, shape: Mapping[str, Any], settings: Mapping[str, Any]) -> None:
    for file, content in ((CONFIG, shape), ("tokenizer_config.json", settings)):
        if any(key in content for key in ("auto_map", "custom_pipelines", "trust_remote_code")):
            raise ModelRunsCode(name=name, file=file)
    body = shape.get("model_type")
    if body in BODIES:
        return
    for program in sorted(folder.glob("*.py")):
        raise ModelRunsCode(name=name, file=program.name)
    known = ", ".join(BODIES)
    raise ModelUnsupported(name=name, detail=f"its body is {body!r}; known are {known}")


def _kind(name: str, shape: Mapping[str, Any], *, has_modules: bool) -> Literal["encoder", "tagger"]:
    for key in ("quantization_config", "adapter_config"):
        if key in shape:
            raise ModelUnsupported(name=name, detail=f"{key} in {CONFIG}; save the plain weights instead")
    classes = [str(item) for item in shape.get("architectures") or ()]
    if has_modules or (classes and all(item.endswith("Model") for item in classes)):
        return "encoder"
    if any(item.endswith("ForTokenClassification") for item in classes):
        return "tagger"
    given = ", ".join(classes) or "nothing"
    raise ModelUnsupported(
        name=name, detail=f"it is {given}; needed is a token classifier or a sentence encoder"
    )


def _weights(folder: Path, name: str) -> Path:
    """Return the file with the weights; a pickle beside it is left alone, one instead of it refused."""
    tensors = [path for path in sorted(folder.glob("*.safetensors")) if not path.name.startswith("adapter")]
    graphs = [path for where in (folder, folder / "onnx") for path in sorted(where.glob("*.onnx"))]
    if len(tensors) > 1:
        raise ModelUnsupported(name=name, detail="its weights are in several files; save them as one")
    found = [*tensors, *sorted(graphs, key=lambda path: path.name != "model.onnx")]
    if not found:
        for pattern in PICKLES:
            for pickle in sorted(folder.glob(pattern)):
                raise ModelUnsafe(name=name, file=pickle.name)
        raise ModelMissing(name=name, file="model.safetensors")
    if found[0].stat().st_size > MAX_BYTES:
        raise ModelUnsupported(name=name, detail=f"it is larger than {MAX_BYTES // 10**9} GB")
    if tensors:
        check_tensors(found[0], name)
    return found[0]


def _need_tokenizer(folder: Path, name: str) -> None:
    if (folder / TOKENIZER).exists():
        return
    slow = ("vocab.txt", "vocab.json", "spiece.model", "spm.model", "sentencepiece.bpe.model")
    if any((folder / file).exists() for file in slow):
        raise ModelUnsupported(
            name=name,
            detail=f"it has no {TOKENIZER}; make one with "
            "transformers.AutoTokenizer.from_pretrained(folder).save_pretrained(folder)",
        )
    raise ModelMissing(name=name, file=TOKENIZER)


def _tags(name: str, shape: Mapping[str, Any]) -> tuple[str, ...]:
    stored = shape.get("id2label")
    try:
        by_number = {int(number): str(tag) for number, tag in dict(stored or {}).items()}
        tags = tuple(by_number[number] for number in range(len(by_number)))
    except (ValueError, TypeError, KeyError) as error:
        raise ModelCorrupt(name=name, file=CONFIG) from error
    if not tags or all(re.fullmatch(r"LABEL_\d+", tag) for tag in tags):
        raise ModelUnsupported(
            name=name,
            detail=f"its labels have no names; write them into id2label of {CONFIG}, "
            'for example {"0": "O", "1": "B-PER", "2": "I-PER"}',
        )
    try:
        read_scheme(tags)
    except ValueError as error:
        raise ModelUnsupported(name=name, detail=str(error)) from error
    return tags


def _pooling(folder: Path, name: str, modules: list[dict[str, Any]]) -> Literal["mean", "cls"]:
    for stage in modules:
        if str(stage["type"]).endswith(".Pooling"):
            place = Path(str(stage.get("path", "1_Pooling"))).name
            chosen = _read(folder, f"{place}/{CONFIG}", name=name)
            ways = {key for key, value in chosen.items() if key.startswith("pooling_mode_") and value is True}
            if ways == {"pooling_mode_cls_token"}:
                return "cls"
            if ways != {"pooling_mode_mean_tokens"}:
                raise ModelUnsupported(name=name, detail=f"its pooling is {', '.join(sorted(ways))}")
    return "mean"


def _longest(folder: Path, name: str, shape: Mapping[str, Any], settings: Mapping[str, Any]) -> int:
    sentence = _read(folder, "sentence_bert_config.json", name=name, is_needed=False)
    positions = shape.get("max_position_embeddings", _MOST_TOKENS)
    limits = [positions, settings.get("model_max_length"), sentence.get("max_seq_length"), _MOST_TOKENS]
    if shape.get("model_type") in _COUNTED_FROM_PADDING and isinstance(positions, int):
        limits[0] = positions - int(shape.get("pad_token_id") or 1) - 1
    longest = int(min(limit for limit in limits if isinstance(limit, int | float) and limit > 0))
    if longest < _LEAST_TOKENS:
        raise ModelUnsupported(name=name, detail=f"it reads {longest} subwords at once, too few")
    return longest
