"""A library of any size, grown from real texts and their vectors.

Real vectors are mixed (w·a + (1-w)·b + a little noise): random ones have no
structure and mislead.
"""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.language.sentences import sentences
from engine.records import Document, FileStatus, Passage, SourceFile
from engine.store import documents, ledger, vectors
from engine.store.connection import Store

FOLDERS = ("alpha", "beta", "gamma", "delta", "epsilon")
"""Files lie in these, in turn."""
_PASSAGES_A_DOCUMENT = 10
_SENTENCES_A_PASSAGE = 5
_PASSAGES_AT_ONCE = 5_000
_PASSAGE_CHARS, _PASSAGE_CHARS_ZH, _TEXT_CHARS = 600, 300, 3_000


def sample_texts(folder: Path) -> list[str]:
    """Return the sample's plain texts, English and Chinese."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".md", ".txt"})
    return [path.read_bytes().decode("utf-8", "ignore") for path in files]


def sample_sentences(folder: Path) -> list[str]:
    """Return every sentence of the sample that says something."""
    found = [text[span.start : span.end].strip() for text in sample_texts(folder) for span in sentences(text)]
    return sorted({sentence for sentence in found if len(sentence) > 12})


def real_passages(data: Path, sample: Path, *, n: int) -> list[str]:
    """Return ``n`` passages that people wrote, half of them Chinese; the sample's where ``data`` has none."""
    english, chinese = list(_parallel_passages(data)), list(_chinese_passages(data))
    chance = random.Random(n)
    if not english or not chinese:
        sentences = sample_sentences(sample)
        return chance.sample(sentences, min(n, len(sentences)))
    half = n // 2
    return chance.sample(english, min(half, len(english))) + chance.sample(chinese, min(half, len(chinese)))


def _parallel_passages(data: Path) -> Iterator[str]:
    for path in sorted((data / "parallel").glob("*docs.tsv.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as stream:
            lines = [line.split("\t")[0] for line in stream]
        for first in range(0, len(lines), _SENTENCES_A_PASSAGE):
            yield " ".join(lines[first : first + _SENTENCES_A_PASSAGE])[:_PASSAGE_CHARS]


def _chinese_passages(data: Path) -> Iterator[str]:
    for path in sorted((data / "text_zh").glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as stream:
            texts = [json.loads(line)["text"] for line in stream]
        for text in texts:
            for first in range(0, min(len(text), _TEXT_CHARS), _PASSAGE_CHARS_ZH):
                yield text[first : first + _PASSAGE_CHARS_ZH]


def grow_library(
    path: Path,
    *,
    n_passages: int,
    pool: Sequence[str],
    seeds: NDArray[np.float32],
    model_id: str,
    n_parts: int = _SENTENCES_A_PASSAGE,
) -> None:
    """Write a library of ``n_passages`` passages to ``path``.

    Args:
        path: The library file.
        n_passages: How many passages; ten are a document.
        pool: Texts, ``n_parts`` of which make a passage.
        seeds: Real vectors to mix, ``[n, dimension]``.
        model_id: Whose vectors they are.
        n_parts: Texts a passage.
    """
    chance = random.Random(n_passages)
    noise = np.random.default_rng(n_passages)
    store = Store.open(path)
    with store.write() as db:
        vectors.ensure(db, model_id=model_id, dimension=seeds.shape[1])
        folder_id = ledger.add_folder(db, str(path.parent))
    for first in range(0, n_passages, _PASSAGES_AT_ONCE):
        n_now = min(_PASSAGES_AT_ONCE, n_passages - first)
        with store.write() as db:
            for number in range(first, first + n_now, _PASSAGES_A_DOCUMENT):
                n = min(_PASSAGES_A_DOCUMENT, first + n_now - number)
                parts = [" ".join(chance.choices(pool, k=n_parts)) + "\n" for _ in range(n)]
                folder = path.parent / FOLDERS[number // _PASSAGES_A_DOCUMENT % len(FOLDERS)]
                _add_document(db, folder_id, str(folder / f"{number}.txt"), number, parts)
            waiting = vectors.waiting(db, limit=n_now)
            vectors.insert(
                db, [row.passage_id for row in waiting], mix(seeds, n_now, noise), model_id=model_id
            )
    store.close()


def _add_document(db: Connection, folder_id: int, path: str, number: int, parts: list[str]) -> None:
    document_id = documents.insert(
        db,
        content_hash=f"{number:032x}",
        format="text",
        document=Document(text="".join(parts), title=f"Document {number}"),
        passages=_tile(parts),
        read_stamp="bench",
    )
    ledger.put_files(db, folder_id, [SourceFile(path=path, size_bytes=1, modified_ns=0, inode=str(number))])
    (row,) = ledger.next_waiting(db, limit=1)
    ledger.set_status(db, row.file_id, FileStatus.INDEXED, document_id=document_id)


def _tile(parts: list[str]) -> list[Passage]:
    ends = np.cumsum([len(part) for part in parts]).tolist()
    starts = [0, *ends[:-1]]
    return [Passage(ordinal=n, start=starts[n], end=ends[n]) for n in range(len(parts))]


def mix(seeds: NDArray[np.float32], n: int, noise: np.random.Generator) -> NDArray[np.float32]:
    """Return ``n`` new unit vectors, each between two real ones."""
    first, second = noise.integers(len(seeds), size=(2, n))
    weight = noise.uniform(0.2, 0.8, size=(n, 1)).astype(np.float32)
    mixed = weight * seeds[first] + (1 - weight) * seeds[second]
    mixed += noise.normal(scale=0.1 / np.sqrt(seeds.shape[1]), size=mixed.shape)
    return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), np.float32)
