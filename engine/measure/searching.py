"""Search latency in a library of any size, beside raw full text and the vector leg of the same queries.

Each size is measured in a process of its own, that does nothing else: its memory is an engine's.
"""

from __future__ import annotations

import multiprocessing
import random
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from engine.language.sentences import sentences
from engine.library import Library
from engine.measure.corpus import FOLDERS, grow_library
from engine.measure.memory import peak_memory_bytes
from engine.measure.percentiles import percentiles
from engine.measure.vector_search import settle
from engine.models import ModelShelf
from engine.search.query import parse
from engine.settings import Models
from engine.store import fulltext, vectors
from engine.store.connection import Store
from engine.store.terms import has_cjk

SIZES = (1_000, 20_000)
QUERIES = (
    "analytical engine", "first computer program", "who worked at Bletchley Park", "compiler",
    "钱学森", "加州理工学院", "铁路工程师", "physics prize 1957",
)  # fmt: skip
FILTERS = ("type:txt", f"in:{FOLDERS[0]}", f"in:{FOLDERS[1]} type:txt")
_N_DRAWN = 12
_N_SEEDS, _PASSAGES_A_SEED = 3_000, 20
_SENTENCES_A_PASSAGE = 4
_LEAST_CHARS = 12
_ROUNDS = 2
Say = Callable[[str], None]


def measure_search(
    passages: Sequence[str], *, sizes: Sequence[int] = SIZES, models_root: Path | None = None, say: Say
) -> list[dict[str, Any]]:
    """Return one row a size: p50, p95 in ms of the fused search, filtered or not, and of its parts."""
    encoder = ModelShelf(Models(), models_root=models_root).encoder
    pool = _sentences(passages)
    n_seeds = min(_N_SEEDS, max(sizes) // _PASSAGES_A_SEED, len(passages))
    say(f"embedding {n_seeds} passages")
    seeds = encoder.encode(random.Random(n_seeds).sample(passages, n_seeds))
    rows: list[dict[str, Any]] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "search.satchel"
            say(f"growing a library of {size} passages")
            grow_library(
                path,
                n_passages=size,
                pool=pool,
                seeds=seeds,
                model_id=encoder.id,
                n_parts=_SENTENCES_A_PASSAGE,
            )
            store = Store.open(path)
            settling = settle(store)
            store.close()
            say("searching")
            # A fresh process holds nothing of what growing took.
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
                figures = process.submit(_figures, path, _queries(pool), models_root).result()
            rows.append({"passages": size, "n_cells": settling["n_cells"], **figures})
    return rows


def _sentences(passages: Sequence[str]) -> list[str]:
    found = [text[span.start : span.end].strip() for text in passages for span in sentences(text)]
    return sorted({sentence for sentence in found if len(sentence) > _LEAST_CHARS})


def _queries(pool: Sequence[str]) -> list[str]:
    """Return known queries, and some words in a row out of sentences, half of them Chinese."""
    chance = random.Random(0)
    drawn = list(QUERIES)
    for wants_cjk in (True, False):
        fitting = [text for text in pool if has_cjk(text) is wants_cjk]
        for text in chance.sample(fitting, min(_N_DRAWN // 2, len(fitting))):
            words = text.split()
            drawn.append(text[2:7] if wants_cjk else " ".join(words[1:4]))
    return drawn


def _figures(path: Path, queries: list[str], models_root: Path | None) -> dict[str, Any]:
    store = Store.open(path, is_read_only=True)
    db = store.reader()
    with Library.open(path, is_read_only=True, models_root=models_root) as library:
        encoder = library.models.encoder
        embedded = {query: encoder.encode([query])[0] for query in queries}
        depth = library.settings.searching.leg_depth
        parts: dict[str, Callable[[str], object]] = {
            "search": lambda query: library.search(query, limit=20),
            "raw_text": lambda query: db.execute(
                "SELECT rowid FROM passage_index WHERE passage_index MATCH ? ORDER BY rank LIMIT 20",
                (fulltext.match_expression(db, parse(query)),),
            ).fetchall(),
            "raw_vector": lambda query: vectors.nearest(db, embedded[query], limit=depth),
            "embed_query": lambda query: encoder.encode([query]),
        }
        figures: dict[str, Any] = {
            name: percentiles(part, queries, rounds=_ROUNDS) for name, part in parts.items()
        }
        filtered = [f"{limits} {query}" for query in queries for limits in FILTERS]
        figures["filtered"] = percentiles(parts["search"], filtered)
        figures["peak_mib"] = round(peak_memory_bytes() / 2**20)
    store.close()
    floor = sum(figures[name]["p50_ms"] for name in ("raw_text", "raw_vector", "embed_query"))
    return {**figures, "ratio_to_parts": round(figures["search"]["p50_ms"] / floor, 2)}
