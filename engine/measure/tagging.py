"""How fast names are found: through the stages that a document passes, beside the bare model.

One thread. *bare*: the ONNX session on windows made before; *tag*: text in, mentions out; *understand*: with
gazetteer, resolving and relating, as a library does it. English counts words, Chinese characters.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine import pipeline
from engine.annotate.tag import load_tagger
from engine.language.catalog import ModelCard, find_model, list_models
from engine.language.runtime import Runtime, Window
from engine.language.script import is_cjk
from engine.measure.held_out import development_sets
from engine.models import ModelShelf
from engine.settings import Models
from engine.training.material.corpus import join_tokens

_CHARS = 60_000
_PARAGRAPH_SENTENCES = 4
_WINDOW = 126
_ROUNDS = 3


def measure_tagging(corpora: Path, *, models_root: Path | None) -> list[dict[str, Any]]:
    """Return one row a tagger and language; the first tagger is what others are compared with."""
    shelf = ModelShelf(Models(), models_root=models_root)
    root = shelf.tagger_card.folder.parent
    names = [card.name for card in list_models(root) if card.kind == "tagger"]
    names.sort(key=lambda name: name != shelf.tagger_card.name)
    texts = {language: _text(corpora, language) for language in ("en", "zh")}
    rows: list[dict[str, Any]] = []
    for language, text in texts.items():
        first: dict[str, Any] = {}
        for name in names:
            row = _row(find_model(name, root=root), shelf, language, text)
            first = first or row
            row["bare_ratio_to_first"] = round(row["bare_per_s"] / first["bare_per_s"], 2)
            row["tag_ratio_to_first"] = round(row["tag_per_s"] / first["tag_per_s"], 2)
            unit = "words" if language == "en" else "characters"
            row["text"] = (
                f"{row['tag_per_s']:,} {unit}/s, understanding included {row['understand_per_s']:,}: "
                f"{row['tag_share']:.2f} and {row['understand_share']:.2f} of the bare model's "
                f"{row['bare_per_s']:,}; {row['tag_ratio_to_first']} times the first"
            )
            rows.append(row)
    return rows


def _text(corpora: Path, language: str) -> str:
    """Return paragraphs of a few sentences of the development sets."""
    sentences = [
        join_tokens(sentence.tokens)[0]
        for name, held_out in development_sets(corpora).items()
        if name.startswith(language) and "btc" not in name
        for sentence in held_out
    ]
    step = _PARAGRAPH_SENTENCES
    joint = " " if language == "en" else ""
    paragraphs = [joint.join(sentences[at : at + step]) for at in range(0, len(sentences), step)]
    return "\n\n".join(paragraphs)[:_CHARS]


def _row(card: ModelCard, shelf: ModelShelf, language: str, text: str) -> dict[str, Any]:
    n_units = len(text.split()) if language == "en" else sum(map(is_cjk, text))
    runtime = Runtime(card, device="cpu", n_threads=1)
    windows = [
        Window(tokens.ids[at : at + _WINDOW], tokens.types[at : at + _WINDOW])
        for tokens in runtime.tokenise(text.split("\n\n"))
        for at in range(0, len(tokens), _WINDOW)
    ]
    tagger = load_tagger(card, device="cpu", n_threads=1)
    ways: dict[str, Callable[[], object]] = {
        "bare": lambda: runtime.run(windows),
        "tag": lambda: tagger.tag(text),
        "understand": lambda: pipeline.understand(text, tagger.tag(text), gazetteer=shelf.gazetteer),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for round_ in range(_ROUNDS + 1):
        for name, way in ways.items():
            started = time.perf_counter()
            way()
            if round_:  # the first round warms up
                seconds[name].append(time.perf_counter() - started)
    median = {name: statistics.median(times) for name, times in seconds.items()}
    return {
        "tagger": card.name,
        "language": language,
        **{f"{name}_per_s": round(n_units / value) for name, value in median.items()},
        "tag_share": round(median["bare"] / median["tag"], 3),
        "understand_share": round(median["bare"] / median["understand"], 3),
    }
