"""The same models in torch: for training as float32, on a GPU as bfloat16; needs the ``train`` extra.

The weights are those of the safetensors file, or of the ONNX graph where there is none.

Vectors agree with those of the CPU to a cosine of 0.94 or better (int8 is the
coarser of the two), tags on all but close calls.
"""

from __future__ import annotations

import inspect
import json
import warnings
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import ModelCorrupt
from engine.language.catalog import ModelCard
from engine.language.device import CUDA
from engine.language.prefix import restore
from engine.language.weights import read_weights

Array = NDArray[np.int64]


def load_network(card: ModelCard) -> Any:
    """Return the torch network of ``card`` with its weights as float32, on the CPU.

    Raises:
        ModelCorrupt: The weights do not fit the configuration.
    """
    try:
        shape = json.loads((card.folder / "config.json").read_text("utf-8"))
        network = build_network(card.kind, shape)
    except (OSError, ValueError, KeyError) as error:
        raise ModelCorrupt(name=card.name, file="config.json") from error
    file = card.weights or card.onnx
    try:
        network.load_state_dict(_read(file))
    except RuntimeError as error:
        raise ModelCorrupt(name=card.name, file=file.name) from error
    return network.float().eval()


def build_network(kind: str, shape: Mapping[str, Any]) -> Any:
    """Return a network of random weights: an encoder's body, or that and a layer over its states.

    Args:
        kind: ``"encoder"``, or what has such a layer, ``"tagger"`` or ``"relater"``.
        shape: The content of ``config.json``; only classes that transformers ships are ever used.

    Raises:
        KeyError: ``model_type`` is missing, or is none that can be of that kind.
    """
    from transformers import CONFIG_MAPPING, MODEL_FOR_TOKEN_CLASSIFICATION_MAPPING, MODEL_MAPPING

    # Which attention to use is no property of a model, and might name a kernel to download.
    plain = {name: value for name, value in shape.items() if "attn_implementation" not in name}
    config = CONFIG_MAPPING[shape["model_type"]].from_dict(plain)
    table = MODEL_MAPPING if kind == "encoder" else MODEL_FOR_TOKEN_CLASSIFICATION_MAPPING
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # DeBERTa is written with what torch calls outdated
        make = table[type(config)]
    has_pooler = "add_pooling_layer" in inspect.signature(make).parameters
    network = make(config, add_pooling_layer=False) if has_pooler else make(config)
    restore(network)
    return network


def run_network(network: Any, ids: Array, mask: Array, types: Array) -> NDArray[np.float32]:
    """Return the output of ``network`` for ids, mask and types, each ``[n, length]``."""
    import torch

    place = next(network.parameters()).device
    given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
    read = inspect.signature(network.forward).parameters
    with torch.inference_mode():
        feeds = {name: torch.from_numpy(array).to(place) for name, array in given.items() if name in read}
        result: NDArray[np.float32] = network(**feeds)[0].float().cpu().numpy()
        return result


def _read(file: Path) -> dict[str, Any]:
    """Return the parameters in ``file``, safetensors or ONNX."""
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    if file.suffix == ".safetensors":
        try:
            weights: dict[str, Any] = load_file(file)
        except SafetensorError as error:
            raise ModelCorrupt(name=file.parent.name, file=file.name) from error
        return weights
    return {name: torch.from_numpy(weight) for name, weight in read_weights(file).items()}


def load_cuda(card: ModelCard, *, device: str = CUDA) -> Callable[[Array, Array, Array], NDArray[np.float32]]:
    """Return a function from ids, mask and types, each ``[n, length]``, to the model's output."""
    import torch

    return partial(run_network, load_network(card).to(device=device, dtype=torch.bfloat16))
