"""Indexing throughput beside the bare encoder's on the same passages."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from engine.language.tokens import load_tokenizer, tokenise
from engine.library import Library
from engine.store import documents, vectors
from engine.store.connection import Store

_COPIES = 6


def measure_indexing(folder: Path) -> dict[str, Any]:
    """Index several distinct copies of ``folder``; tokens/s of the whole and of the bare models."""
    with tempfile.TemporaryDirectory() as scratch:
        files = Path(scratch) / "files"
        for number in range(_COPIES):
            shutil.copytree(folder, files / str(number))
            for path in (files / str(number)).rglob("*.*"):
                if path.suffix in {".md", ".txt", ".html"}:
                    path.write_bytes(path.read_bytes() + f"\n{number}\n".encode())
        with Library.open(Path(scratch) / "bench.satchel") as library:
            library.add_folder(files)
            encoder, tagger = library.models.encoder, library.models.tagger
            started = time.perf_counter()
            library.index()
            whole_s = time.perf_counter() - started
        texts = _passages(Path(scratch) / "bench.satchel")
        n_tokens = sum(map(len, tokenise(load_tokenizer(library.models.encoder_card.tokenizer), texts)))
        started = time.perf_counter()
        encoder.encode(texts)
        embed_s = time.perf_counter() - started
        started = time.perf_counter()
        for text in texts:
            tagger.tag(text)
        tag_s = time.perf_counter() - started
    return {
        "tokens": n_tokens,
        "index_tokens_per_s": round(n_tokens / whole_s),
        "encoder_tokens_per_s": round(n_tokens / embed_s),
        "tagger_tokens_per_s": round(n_tokens / tag_s),
        "ratio_to_encoder": round(embed_s / whole_s, 3),
        "ratio_to_both_models": round((embed_s + tag_s) / whole_s, 3),
    }


def _passages(library: Path) -> list[str]:
    store = Store.open(library)
    try:
        with store.write() as db:
            db.execute("UPDATE passage SET vector_stamp = NULL")
            waiting = vectors.waiting(db, limit=1_000_000)
            return documents.passage_texts(db, [(row.document_id, row.start, row.end) for row in waiting])
    finally:
        store.close()
