"""Bring your own model: make one of ours from a folder in Hugging Face layout.

Input:  a token classifier or a sentence encoder (``engine.training.forms.foreign``).
Output: a model folder with int8 ONNX, float16 weights where there were any, the tokenizer and
        a card. Vectors or tags of the int8 graph are compared with those of the
        original first; where they stray too far, the float32 graph is kept.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.annotate.schemes import read_scheme
from engine.errors import ModelCorrupt, ModelUnsupported
from engine.language.catalog import ModelCard
from engine.language.cuda import build_network, run_network
from engine.language.runtime import Runtime, Window
from engine.language.tokens import load_tokenizer, special_ids
from engine.training.forms.foreign import CONFIG, TOKENIZER, Foreign, look_into
from engine.training.forms.graph_check import is_quantized, load_graph
from engine.training.forms.quantize import (
    FLOAT16,
    FLOAT32,
    INT8,
    export_graph,
    quantize_int8,
    save_model,
    seal,
)
from engine.training.network.extra import NETWORK, need

LEAST_LIKENESS = 0.9
"""Cosine between the outputs of the int8 graph and of the original, below which int8 is not kept."""
NAME_TAKEN = "a model of this name is installed; choose another name"
_PROBE = "Ada Lovelace wrote to Charles Babbage in London in 1843. 钱学森 1955 年回到北京。"
_HEADER = re.compile(r"\A---\n(.*?)\n---", re.DOTALL)
_TWO_SCRIPTS = (("國", "国"), ("學", "学"), ("為", "为"), ("說", "说"))

Array = NDArray[np.float32]


def import_model(folder: Path, *, into: Path, name: str | None = None) -> ModelCard:
    """Make a model of ours from ``folder`` and put it into the models folder ``into``.

    Args:
        folder: A Hugging Face model, as ``save_pretrained`` or a download leaves it; it is only read.
        into: Where the model's folder goes.
        name: What to call it; None = as its folder is called.

    Raises:
        ModelMissing: A file of it is not there.
        ModelCorrupt: A file of it cannot be read, or does not fit the others.
        ModelUnsafe: It could run code when it is opened.
        ModelRunsCode: It needs program code of its own.
        ModelUnsupported: It is of a kind that cannot be used, or the name is taken.
        TrainingExtraMissing: What converts it is not installed.
    """
    need(*NETWORK, "optimum", "onnx", "safetensors")
    wanted = plain_name(name or folder.resolve().name)
    if (into / wanted).exists():
        raise ModelUnsupported(name=wanted, detail=NAME_TAKEN)
    found = look_into(folder, name=wanted)
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into) as work:
        draft = _card(found, Path(work) / wanted)
        draft.folder.mkdir()
        is_graph = found.weights.suffix == ".onnx"
        card = _from_graph(found, draft) if is_graph else _from_weights(found, draft)
        _copy_papers(folder, card.folder)
        card.folder.rename(into / wanted)
    return replace(card, folder=into / wanted)


def plain_name(name: str) -> str:
    """Return ``name`` as a model's folder may be called.

    Raises:
        ModelUnsupported: Nothing is left of it.
    """
    plain = re.sub(r"[^\w.-]+", "-", name).strip(".-")
    if not plain:
        raise ModelUnsupported(name=name, detail="it needs a name of letters or digits")
    return plain


def _card(found: Foreign, folder: Path) -> ModelCard:
    tokenizer = _load_tokenizer(found)
    licence, languages = _read_header(found.folder)
    width = found.shape.get("hidden_size", found.shape.get("dim", 0))
    return ModelCard(
        id=found.name,
        name=found.name,
        kind=found.kind,
        licence=licence,
        languages=languages,
        max_tokens=found.max_tokens,
        dimension=int(width) if found.kind == "encoder" else 0,
        labels=read_scheme(found.tags).labels if found.tags else (),
        tags=found.tags,
        architecture=str(found.shape["model_type"]),
        reads_case=False,
        simplifies=_knows_only_simplified(tokenizer),
        pooling=found.pooling,
        special=_special(found, tokenizer),
        folder=folder,
    )


def _load_tokenizer(found: Foreign) -> Any:
    try:
        tokenizer = load_tokenizer(found.folder / TOKENIZER)
    except Exception as error:  # the library raises nothing more precise
        raise ModelCorrupt(name=found.name, file=TOKENIZER) from error
    if tokenizer.get_vocab_size() > int(found.shape.get("vocab_size", 0)):
        raise ModelCorrupt(name=found.name, file=TOKENIZER)
    return tokenizer


def _special(found: Foreign, tokenizer: Any) -> tuple[int, int, int]:
    """Return the ids of padding, start and end, as the tokenizer itself puts them round a text."""
    inner = tokenizer.encode("a", add_special_tokens=False).ids
    whole = tokenizer.encode("a").ids
    pad = found.shape.get("pad_token_id")
    if len(whole) == len(inner) + 2 and whole[1:-1] == inner and isinstance(pad, int):
        return pad, whole[0], whole[-1]
    try:
        return special_ids(tokenizer)
    except ValueError as error:
        raise ModelUnsupported(name=found.name, detail=f"its tokenizer has {error}") from error


def _knows_only_simplified(tokenizer: Any) -> bool:
    known = tokenizer.get_vocab()
    return all(simplified in known and old not in known for old, simplified in _TWO_SCRIPTS)


def _from_weights(found: Foreign, draft: ModelCard) -> ModelCard:
    network = _load_weights(found)
    tokenizer = json.loads((found.folder / TOKENIZER).read_text("utf-8"))
    card = save_model(network, tokenizer, draft, keeps_half=True)
    expected = _ask_network(card, network)
    likeness = _likeness(card, expected)
    if likeness < LEAST_LIKENESS:
        export_graph(network, card.folder, kind=card.kind)
        card = _keep_exact(card, (FLOAT32, FLOAT16, CONFIG, TOKENIZER))
    return _finish(card, expected, int8_likeness=likeness)


def _load_weights(found: Foreign) -> Any:
    """Return the network with its weights; names are brought to those that transformers uses now."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        network = build_network(found.kind, found.shape)
    except (KeyError, ValueError, TypeError) as error:
        raise ModelCorrupt(name=found.name, file=CONFIG) from error
    prefix = "" if found.kind == "tagger" else f"{network.base_model_prefix}."
    try:
        stored = load_file(found.weights)
        state = {_present_name(key.removeprefix(prefix)): value for key, value in stored.items()}
        missing, _ = network.load_state_dict(state, strict=False)
    except (SafetensorError, RuntimeError) as error:
        raise ModelCorrupt(name=found.name, file=found.weights.name) from error
    if missing:
        raise ModelCorrupt(name=found.name, file=found.weights.name)
    return network.float().eval()


def _present_name(key: str) -> str:
    if key.endswith((".gamma", ".beta")):
        return key.removesuffix(".gamma") + ".weight" if key.endswith(".gamma") else key[:-5] + ".bias"
    return key


def _from_graph(found: Foreign, draft: ModelCard) -> ModelCard:
    """Take an ONNX graph, made int8 unless it is, or unless that harms it."""
    import onnx

    model = load_graph(found.weights, name=found.name)
    shutil.copyfile(found.folder / TOKENIZER, draft.folder / TOKENIZER)
    (draft.folder / CONFIG).write_text(json.dumps(dict(found.shape), indent=2) + "\n", "utf-8")
    onnx.save(model, draft.folder / FLOAT32)
    exact = seal(draft, (FLOAT32, CONFIG, TOKENIZER))
    expected = _ask_graph(exact)
    if is_quantized(model):
        (draft.folder / FLOAT32).rename(draft.folder / INT8)
        return _finish(seal(draft, (INT8, CONFIG, TOKENIZER)), expected)
    quantize_int8(draft.folder / FLOAT32, draft.folder / INT8)
    small = seal(draft, (INT8, CONFIG, TOKENIZER))
    likeness = _likeness(small, expected)
    if likeness < LEAST_LIKENESS:
        return _finish(_keep_exact(small, (FLOAT32, CONFIG, TOKENIZER)), expected, int8_likeness=likeness)
    (draft.folder / FLOAT32).unlink()
    return _finish(small, expected, int8_likeness=likeness)


def _keep_exact(card: ModelCard, files: tuple[str, ...]) -> ModelCard:
    (card.folder / INT8).unlink()
    return seal(card, files)


def _finish(card: ModelCard, expected: Array, *, int8_likeness: float | None = None) -> ModelCard:
    """Check the output once more and note how near int8 came."""
    width = card.dimension if card.kind == "encoder" else len(card.tags)
    likeness = _likeness(card, expected)
    if expected.ndim != 2 or expected.shape[1] != width:
        raise ModelUnsupported(
            name=card.name, detail=f"it gives {expected.shape[1:]} numbers, not {width} a word"
        )
    if not likeness >= LEAST_LIKENESS:  # also where it is no number
        raise ModelCorrupt(name=card.name, file=card.onnx.name)
    if int8_likeness is None:
        return card
    metrics = {"int8_likeness": round(int8_likeness, 4)}
    return seal(replace(card, metrics=metrics), tuple(card.files))


def _likeness(card: ModelCard, expected: Array) -> float:
    """Return the cosine between what the graph of ``card`` answers and what is expected."""
    given = _ask_graph(card)
    return float((given * expected).sum() / (np.linalg.norm(given) * np.linalg.norm(expected)))


def _ask_graph(card: ModelCard) -> Array:
    runtime = Runtime(card, device="cpu")
    return runtime.run([_probe(runtime)])[0]


def _ask_network(card: ModelCard, network: Any) -> Array:
    runtime = Runtime(card, device="cpu")
    _, start, end = runtime.special
    ids = np.asarray([[start, *_probe(runtime).ids, end]], dtype=np.int64)
    rows: Array = run_network(network, ids, np.ones_like(ids), np.zeros_like(ids))[0]
    return rows


def _probe(runtime: Runtime) -> Window:
    (tokens,) = runtime.tokenise([_PROBE])
    return Window(tokens.ids[: runtime.max_tokens])


def _read_header(folder: Path) -> tuple[str, tuple[str, ...]]:
    """Return licence and languages as the head of ``README.md`` states them."""
    path = folder / "README.md"
    match = _HEADER.match(path.read_text("utf-8", errors="replace")) if path.exists() else None
    licence, languages, key = "unknown", [], ""
    for line in match[1].splitlines() if match else ():
        name, colon, value = line.partition(":")
        value = value.strip().strip("\"'")
        if colon and not line.startswith((" ", "-")):
            key = name.strip()
            licence = value if key in ("license", "licence") and value else licence
            languages += [value] if key == "language" and value else []
        elif key == "language":
            languages.append(line.strip().lstrip("- ").strip("\"'"))
    return licence, tuple(languages)


def _copy_papers(source: Path, target: Path) -> None:
    """Keep what the makers say of their model, and its licence."""
    for path in sorted(source.iterdir()):
        if path.is_file() and re.fullmatch(r"(LICEN[CS]E|NOTICE)[\w.-]*", path.name):
            shutil.copyfile(path, target / path.name)
    if (source / "README.md").exists():
        shutil.copyfile(source / "README.md", target / "MODEL_CARD.md")
