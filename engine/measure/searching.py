"""Search latency at two sizes, beside raw full text and raw vector scans of the same query."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.language.encoder import Encoder
from engine.measure.corpus import grow_library
from engine.search.query import parse
from engine.search.search import search
from engine.settings import Searching
from engine.store import fulltext, vectors
from engine.store.connection import Store

SIZES = (1_000, 20_000)
QUERIES = (
    "analytical engine", "first computer program", "who worked at Bletchley Park", "compiler",
    "钱学森", "加州理工学院", "铁路工程师", "physics prize 1957",
)  # fmt: skip
_ROUNDS = 5


def measure_search(pool: list[str], *, encoder: Encoder) -> list[dict[str, Any]]:
    """Return one row a size: p50 and p95 in ms of the fused search and of its raw parts."""
    with tempfile.TemporaryDirectory() as folder:
        return [_at_size(Path(folder) / f"{size}.satchel", size, pool, encoder) for size in SIZES]


def _at_size(path: Path, size: int, pool: list[str], encoder: Encoder) -> dict[str, Any]:
    grow_library(path, n_passages=size, pool=pool, encoder=encoder)
    store = Store.open(path, is_read_only=True)
    db = store.reader()
    embedded = {query: encoder.encode([query])[0] for query in QUERIES}

    def fused(query: str) -> None:
        search(db, query, limit=20, encoder=encoder, entity_keys=lambda _: (), settings=Searching())

    def raw_text(query: str) -> None:
        db.execute(
            "SELECT rowid FROM passage_index WHERE passage_index MATCH ? ORDER BY rank LIMIT 20",
            (fulltext.match_expression(db, parse(query)),),
        ).fetchall()

    def raw_vector(query: str) -> None:
        vectors.nearest(db, embedded[query], limit=20)

    def embed(query: str) -> None:
        encoder.encode([query])

    try:
        parts: dict[str, Callable[[str], None]] = {
            "search": fused, "raw_text": raw_text, "raw_vector": raw_vector, "embed_query": embed,
        }  # fmt: skip
        figures = {name: _percentiles(part) for name, part in parts.items()}
    finally:
        store.close()
    floor = sum(figures[name]["p50_ms"] for name in ("raw_text", "raw_vector", "embed_query"))
    return {"passages": size, **figures, "ratio_to_parts": round(figures["search"]["p50_ms"] / floor, 2)}


def _percentiles(run: Callable[[str], None]) -> dict[str, float]:
    for query in QUERIES:
        run(query)
    took: list[float] = []
    for _ in range(_ROUNDS):
        for query in QUERIES:
            started = time.perf_counter()
            run(query)
            took.append(1000 * (time.perf_counter() - started))
    cuts = statistics.quantiles(took, n=20, method="inclusive")
    return {"p50_ms": round(cuts[9], 2), "p95_ms": round(cuts[18], 2)}
