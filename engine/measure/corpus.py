"""A library of any size, grown from the sample library's sentences and vectors.

Real vectors are mixed (w·a + (1-w)·b + a little noise): random ones have no
structure and mislead.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.language.encoder import Encoder
from engine.language.sentences import sentences
from engine.records import Document, FileStatus, Passage, SourceFile
from engine.store import documents, ledger, vectors
from engine.store.connection import Store

_PASSAGES_A_DOCUMENT = 10
_SENTENCES_A_PASSAGE = 5


def sample_texts(folder: Path) -> list[str]:
    """Return the sample's plain texts, English and Chinese."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".md", ".txt"})
    return [path.read_bytes().decode("utf-8", "ignore") for path in files]


def sample_sentences(folder: Path) -> list[str]:
    """Return every sentence of the sample that says something."""
    found = [text[span.start : span.end].strip() for text in sample_texts(folder) for span in sentences(text)]
    return sorted({sentence for sentence in found if len(sentence) > 12})


def grow_library(path: Path, *, n_passages: int, pool: list[str], encoder: Encoder) -> None:
    """Write a library of ``n_passages`` passages of mixed sentences to ``path``."""
    chance = random.Random(n_passages)
    noise = np.random.default_rng(n_passages)
    seeds = encoder.encode(pool)
    store = Store.open(path)
    with store.write() as db:
        vectors.ensure(db, model_id=encoder.id, dimension=encoder.dimension)
        folder_id = ledger.add_folder(db, str(path.parent))
        for number in range(0, n_passages, _PASSAGES_A_DOCUMENT):
            n_parts = min(_PASSAGES_A_DOCUMENT, n_passages - number)
            parts = [" ".join(chance.choices(pool, k=_SENTENCES_A_PASSAGE)) + "\n" for _ in range(n_parts)]
            document_id = documents.insert(
                db,
                content_hash=f"{number:032x}",
                format="text",
                document=Document(text="".join(parts), title=f"Document {number}"),
                passages=_tile(parts),
                read_stamp="bench",
            )
            name = f"{path.parent}{os.sep}{number}.txt"
            file = SourceFile(path=name, size_bytes=1, modified_ns=0, inode=str(number))
            ledger.put_files(db, folder_id, [file])
            (row,) = ledger.next_waiting(db, limit=1)
            ledger.set_status(db, row.file_id, FileStatus.INDEXED, document_id=document_id)
            waiting = vectors.waiting(db, limit=n_parts)
            mixed = _mix(seeds, n_parts, noise)
            vectors.insert(db, [row.passage_id for row in waiting], mixed, model_id=encoder.id)
    store.close()


def _tile(parts: list[str]) -> list[Passage]:
    ends = np.cumsum([len(part) for part in parts]).tolist()
    starts = [0, *ends[:-1]]
    return [Passage(ordinal=n, start=starts[n], end=ends[n]) for n in range(len(parts))]


def _mix(seeds: NDArray[np.float32], n: int, noise: np.random.Generator) -> NDArray[np.float32]:
    first, second = noise.integers(len(seeds), size=(2, n))
    weight = noise.uniform(0.2, 0.8, size=(n, 1))
    mixed = weight * seeds[first] + (1 - weight) * seeds[second]
    mixed += noise.normal(scale=0.1 / np.sqrt(seeds.shape[1]), size=mixed.shape)
    return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), np.float32)
