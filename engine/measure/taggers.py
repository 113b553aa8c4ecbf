"""Measure a tagger on this computer: F1 on the base set's check part, words a second, peak memory."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from engine.language.catalog import ModelCard
from engine.records import Mention


def measure_tagger(card: ModelCard, base_set: Path) -> dict[str, Any]:
    """Return the figures of one tagger, from a process that does nothing else.

    ``peak_memory_bytes`` is all that this process took, Python itself included.

    Raises:
        ModelError: The tagger or the base set is missing or damaged.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_measure, card, base_set).result()


def _measure(card: ModelCard, base_set: Path) -> dict[str, Any]:
    from engine.annotate.tag import load_tagger
    from engine.measure.memory import peak_memory_bytes
    from engine.offline import forbid_network
    from engine.training.material.base_set import read_base_set
    from engine.training.verdict.evaluate import evaluate_texts

    forbid_network()
    texts = read_base_set(base_set).check
    tagger = load_tagger(card, device="cpu", n_threads=1)
    tagger.tag(texts[0].text if texts else "")  # the first call is slower than all others
    peak = 0

    def tag(text: str) -> tuple[Mention, ...]:
        nonlocal peak
        mentions = tagger.tag(text)
        peak = peak_memory_bytes()  # before scoring loads what only scoring needs
        return mentions

    figures = evaluate_texts(tag, texts).to_json()
    return {**figures, "id": card.id, "peak_memory_bytes": peak}
