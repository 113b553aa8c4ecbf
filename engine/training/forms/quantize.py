"""Write a trained network as a model folder: int8 ONNX, tokenizer, card and, if wanted, float16 weights.

The graph takes ``input_ids``, ``attention_mask`` and ``token_type_ids``, int64
``[n, length]``, and gives ``last_hidden_state`` (encoder) or ``logits`` (tagger, relater).
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.language.catalog import LEXICON, ModelCard, write_card

INT8, FLOAT16, FLOAT32 = "model.int8.onnx", "model.fp16.safetensors", "model.onnx"
_SHARED = ("config.json", "tokenizer.json")


def save_model(
    network: Any,
    tokenizer: Mapping[str, Any],
    card: ModelCard,
    *,
    keeps_half: bool = True,
    lexicon: Path | None = None,
    quantize: Callable[[Path, Path], None] | None = None,
) -> ModelCard:
    """Write ``network`` into ``card.folder`` and return the card with its id and checksums.

    Args:
        network: A transformers BERT, in float32.
        tokenizer: The content of ``tokenizer.json``.
        card: What to say of the model; the id gets a part that names the weights.
        keeps_half: Whether to add the weights as float16. Without them the folder is a third of the size,
            and who needs more than the graph gets its int8 weights as float32
            (``engine.language.weights``).
        lexicon: The lexicon that the network reads beside the text; it is copied into the folder.
        quantize: Turns the float32 graph into the shipped one; None = ``quantize_int8``.
    """
    card.folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(tokenizer, ensure_ascii=False)
    (card.folder / "tokenizer.json").write_text(text, encoding="utf-8", newline="\n")
    shape = {name: value for name, value in network.config.to_dict().items() if name != "_name_or_path"}
    text = json.dumps(shape, indent=2, sort_keys=True) + "\n"
    (card.folder / "config.json").write_text(text, encoding="utf-8", newline="\n")
    if keeps_half:
        save_half(network, card.folder / FLOAT16)
    else:
        (card.folder / FLOAT16).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as work:
        graph = export_graph(network, Path(work), kind=card.kind)
        (quantize or quantize_int8)(graph, card.folder / INT8)
    more = [FLOAT16] if keeps_half else []
    if lexicon is not None:
        _copy(lexicon, card.folder / LEXICON)
        more.append(LEXICON)
    return seal(card, (INT8, *more, *_SHARED))


def seal(card: ModelCard, files: Sequence[str]) -> ModelCard:
    """Record checksums and an id that changes with the weights; write the card."""
    sums = {name: hashlib.sha256((card.folder / name).read_bytes()).hexdigest() for name in files}
    sealed = replace(card, id=f"{card.name}-{sums[files[0]][:10]}", files=sums)
    write_card(sealed)
    return sealed


def save_half(network: Any, path: Path) -> None:
    """Write the weights as float16 safetensors; buffers are made anew on loading."""
    from safetensors.torch import save_file

    state = {name: value.half().contiguous() for name, value in network.state_dict().items()}
    save_file(state, path)
    path.chmod(0o644)  # it is written for its owner alone


def export_graph(network: Any, folder: Path, *, kind: str) -> Path:
    """Export ``network`` as float32 ONNX with optimum; the graph's path is returned."""
    from optimum.exporters.onnx import export
    from optimum.exporters.tasks import TasksManager

    task = "feature-extraction" if kind == "encoder" else "token-classification"
    constructor = TasksManager.get_exporter_config_constructor(
        "onnx", model=network, task=task, library_name="transformers"
    )
    path = folder / FLOAT32
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer's own, about code that is not ours
        export(network.eval(), constructor(network.config), path)
    return path


def quantize_int8(source: Path, target: Path, *, per_channel: bool = True, reduce_range: bool = True) -> None:
    """Store weights and the word table as int8; activations are scaled as they come.

    ``reduce_range`` keeps weights within 7 bits: without it, 8-bit products
    overflow on processors with AVX2 or AVX512 but no VNNI. One scale a channel
    is what keeps Chinese right: with one a matrix, cosines fall to 0.7.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    root = logging.getLogger()
    root.addFilter(_is_no_advice)
    try:
        quantize_dynamic(
            source,
            target,
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=per_channel,
            reduce_range=reduce_range,
            weight_type=QuantType.QInt8,
        )
    finally:
        root.removeFilter(_is_no_advice)


def _is_no_advice(record: logging.LogRecord) -> bool:
    """Hold back the quantizer's advice to pre-process, which helps static quantization only."""
    return "pre-processing before quantization" not in str(record.msg)


def copy_graph(card: ModelCard, network: Any, folder: Path) -> ModelCard:
    """Write ``network`` beside ``card`` as an unquantized model of the same kind, to compare with."""
    folder.mkdir(parents=True, exist_ok=True)
    shared = (*_SHARED, *([LEXICON] if card.lexicon else []))
    for file in shared:
        shutil.copyfile(card.folder / file, folder / file)
    export_graph(network, folder, kind=card.kind)
    return seal(replace(card, name=folder.name, folder=folder), (FLOAT32, *shared))


def _copy(source: Path, target: Path) -> None:
    if source.resolve() != target.resolve():
        shutil.copyfile(source, target)
