"""Models that a library gets beside the shipped ones and those it taught: brought along, or made exact.

They are put into the library's models folder and used only when asked for.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.errors import ModelUnsupported
from engine.language.catalog import ModelCard
from engine.learning import RUNS
from engine.models import BALANCED, BEST, ModelShelf
from engine.training.forms.import_model import NAME_TAKEN, import_model, plain_name
from engine.training.network.extra import NETWORK, need


def bring_model(shelf: ModelShelf, folder: Path, *, name: str | None = None) -> ModelCard:
    """Make a model of the library from a folder in Hugging Face layout.

    Args:
        shelf: The library's models.
        folder: What was downloaded or trained elsewhere; it is only read.
        name: What to call it; None = as its folder is called.

    Raises:
        ModelError: It is unsafe, damaged, incomplete, of no kind that can be used, or its name is taken.
        TrainingExtraMissing: What converts it is not installed.
    """
    wanted = plain_name(name or folder.resolve().name)
    if wanted == RUNS or wanted in {row.name for row in shelf.rows()}:
        raise ModelUnsupported(name=wanted, detail=NAME_TAKEN)
    return import_model(folder, into=_own_root(shelf), name=wanted)


def make_best(shelf: ModelShelf) -> ModelCard:
    """Make the exact (float32) form of the usual tagger, which the profile ``best`` uses.

    Raises:
        ModelError: The usual tagger is missing or damaged.
        TrainingExtraMissing: What makes it is not installed.
    """
    need(*NETWORK, "optimum", "onnx", "safetensors")
    from engine.language.cuda import load_network
    from engine.training.forms.quantize import copy_graph

    card = shelf.find(BALANCED)
    root = _own_root(shelf)
    root.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=root) as work:
        best = copy_graph(card, load_network(card), Path(work) / BEST)
        shutil.rmtree(root / BEST, ignore_errors=True)
        best.folder.rename(root / BEST)
    return shelf.find(BEST)


def _own_root(shelf: ModelShelf) -> Path:
    if shelf.own_root is None:
        raise ValueError("these models belong to no library")
    return shelf.own_root
