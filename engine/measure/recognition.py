"""Entity F1 of the shipped tagger, as int8 and as float32, on labelled sentences."""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.annotate.tag import Tagger, load_tagger
from engine.language.catalog import ModelCard
from engine.measure.held_out import development_sets
from engine.models import ModelShelf
from engine.settings import Models
from engine.training.material.corpus import Sentence
from engine.training.verdict.evaluate import evaluate

LABELS = ("PER", "ORG", "LOC")


def measure_recognition(corpora: Path, *, models_root: Path | None) -> list[dict[str, Any]]:
    """Return one row a corpus; without the ``train`` extra or corpora, a row that says so."""
    sets = development_sets(corpora)
    if not sets:
        return [{"corpus": "-", "text": f"skipped: no *_dev_*.conll in {corpora}"}]
    if any(importlib.util.find_spec(name) is None for name in ("torch", "optimum", "seqeval")):
        return [{"corpus": "-", "text": "skipped: needs the train extra"}]
    card = ModelShelf(Models(), models_root=models_root).tagger_card
    with tempfile.TemporaryDirectory() as folder:
        full = load_tagger(_as_float32(card, Path(folder) / "float32"), device="cpu")
        quick = load_tagger(card, device="cpu")
        return [_row(name, sentences, quick, full) for name, sentences in sets.items()]


def _as_float32(card: ModelCard, folder: Path) -> ModelCard:
    from engine.language.cuda import load_network
    from engine.training.forms.quantize import copy_graph

    return copy_graph(card, load_network(card), folder)


def _row(name: str, sentences: Sequence[Sentence], quick: Tagger, full: Tagger) -> dict[str, Any]:
    int8 = evaluate(quick.tag, sentences, labels=LABELS)
    float32 = evaluate(full.tag, sentences, labels=LABELS)
    return {
        "corpus": name,
        "f1_int8": round(int8.overall.f1, 4),
        "f1_float32": round(float32.overall.f1, 4),
        "by_label_int8": {name: round(score.f1, 4) for name, score in int8.by_label.items()},
        "speed_ratio": round(int8.words_per_s / float32.words_per_s, 2),
        "text": f"F1 int8 {int8.overall.f1:.3f}, float32 {float32.overall.f1:.3f}; int8 is "
        f"{int8.words_per_s / float32.words_per_s:.2f} times as fast ({int8.words_per_s:.0f} words/s)",
    }
