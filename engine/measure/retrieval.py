"""How well what is asked for is found: by words, by meaning, and by the two as a search joins them.

Texts are cut into passages as in a library; a text is as near as its nearest passage. R@n is the share of a
question's right texts among the first n; nDCG@10 also counts how far up they stand (Järvelin and Kekäläinen
2002, https://doi.org/10.1145/582415.582418).
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from apsw import Connection
from numpy.typing import NDArray

from engine.ingest.split import split_passages
from engine.language.encoder import Encoder
from engine.measure.questions import TASKS, Task
from engine.records import Document, FileStatus, SourceFile
from engine.search.legs import vector_leg
from engine.search.search import search
from engine.settings import Indexing, Searching
from engine.store import documents, ledger, vectors
from engine.store.connection import Store

_DEPTH = 10
_FIGURES = ("ndcg10", "r10")
_MOST_ASKED = 1000
"""Questions that all legs are asked, evenly spread over a task's."""
_NOT_BY_WORDS = ("across",)


def measure_retrieval(
    data: Path, *, encoder: Encoder, plain: Encoder | None = None, parts: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Return one row a task; ``plain`` is a second encoder to compare with on English."""
    rows = []
    for name, make in TASKS.items():
        if parts and name not in parts:
            continue
        try:
            tasks = list(make(data))
        except FileNotFoundError as error:
            rows.append({"task": name, "text": f"skipped: {error.filename} is not there"})
            continue
        for task in tasks:
            figures = score(task, encoder)
            row: dict[str, Any] = {"task": task.name, "texts": len(task.texts), **figures}
            row["text"] = f"R@1 {figures['r1']:.3f}, R@10 {figures['r10']:.4f} among {len(task.texts)} texts"
            if name not in _NOT_BY_WORDS:
                row["legs"] = score_legs(task, encoder)
                row["text"] += "".join(
                    f"; {leg} nDCG@10 {of['ndcg10']:.4f} R@10 {of['r10']:.4f}"
                    for leg, of in row["legs"].items()
                )
            if plain is not None and name in ("cacm", "notes"):
                row["plain"] = score(task, plain)
                row["text"] += f"; plain MiniLM R@10 {row['plain']['r10']:.4f}"
            rows.append(row)
    return rows


def score(task: Task, encoder: Encoder) -> dict[str, float]:
    """Return R@1 and R@10: the share of a question's right texts among the first 1 and 10."""
    owners: list[int] = []
    passages: list[str] = []
    for number, text in enumerate(task.texts):
        for passage in split_passages(Document(text=text), size=Indexing().passage_size):
            owners.append(number)
            passages.append(text[passage.start : passage.end])
    vectors, asked = encoder.encode(passages), encoder.encode(task.questions)
    found = [0.0, 0.0]
    counted = 0
    for row, right in zip(asked, task.right, strict=True):
        order = _rank_texts(vectors @ row, np.asarray(owners), len(task.texts))
        if right:
            counted += 1
            for place, depth in enumerate((1, 10)):
                found[place] += len(right.intersection(order[:depth].tolist())) / len(right)
    return {"r1": round(found[0] / counted, 4), "r10": round(found[1] / counted, 4)}


def _rank_texts(likeness: NDArray[np.float32], owners: NDArray[np.int64], n_texts: int) -> NDArray[np.int64]:
    best = np.full(n_texts, -2.0, dtype=np.float32)
    np.maximum.at(best, owners, likeness)
    order: NDArray[np.int64] = np.argsort(-best, kind="stable")
    return order


def score_legs(task: Task, encoder: Encoder) -> dict[str, dict[str, float]]:
    """Return nDCG@10 and R@10 of the text leg, of the vector leg, and of the search that joins them."""
    asked = [number for number, right in enumerate(task.right) if right]
    asked = asked[:: -(-len(asked) // _MOST_ASKED)]
    sums = {leg: np.zeros(len(_FIGURES)) for leg in ("text", "vector", "fused")}
    with _library(task, encoder) as (db, text_of):
        for number in asked:
            question, right = task.questions[number], task.right[number]
            for leg, order in _orders(db, question, encoder).items():
                first = list(dict.fromkeys(text_of[document_id] for document_id in order))[:_DEPTH]
                sums[leg] += (_ndcg(first, right), len(right.intersection(first)) / len(right))
    return {
        leg: {name: round(float(share), 4) for name, share in zip(_FIGURES, total / len(asked), strict=True)}
        for leg, total in sums.items()
    }


def _orders(db: Connection, question: str, encoder: Encoder) -> dict[str, list[int]]:
    """Return documents, best first, as each way finds them; a document as often as its passages."""
    settings = Searching()
    ranked, _ = vector_leg(db, question, depth=settings.leg_depth, encoder=encoder)
    owners = documents.owners(db, [item[1] for item, _ in ranked])
    orders = {"vector": [owners[item[1]] for item, _ in ranked]}
    for leg, with_meaning in (("text", None), ("fused", encoder)):
        result = search(
            db, question, limit=3 * _DEPTH, encoder=with_meaning, entity_keys=lambda _: (), settings=settings
        )
        orders[leg] = [hit.document_id for hit in result.hits if hit.document_id is not None]
    return orders


@contextmanager
def _library(task: Task, encoder: Encoder) -> Iterator[tuple[Connection, dict[int, int]]]:
    """Open a library of the texts, and give the number of the text of each document."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "texts.satchel")
        try:
            with store.write() as db:
                text_of = {_insert(db, number, text): number for number, text in enumerate(task.texts)}
                _embed(db, encoder)
            yield store.reader(), text_of
        finally:
            store.close()


def _insert(db: Connection, number: int, text: str) -> int:
    """Let a file hold a text; return the document."""
    path = f"/texts/t{number:06}.txt"  # a name that no question asks for
    folder_id = ledger.add_folder(db, "/texts")
    ledger.put_files(db, folder_id, [SourceFile(path=path, size_bytes=1, modified_ns=1, inode="")])
    document = Document(text=text)
    document_id = documents.insert(
        db,
        content_hash=path,
        format="text",
        document=document,
        passages=list(split_passages(document, size=Indexing().passage_size)),
        read_stamp="measured",
    )
    file_id = ledger.known_files(db, path)[path].file_id
    ledger.set_status(db, file_id, FileStatus.INDEXED, content_hash=path, document_id=document_id)
    return document_id


def _embed(db: Connection, encoder: Encoder) -> None:
    waiting = vectors.waiting(db, limit=1_000_000)
    texts = documents.passage_texts(db, [(row.document_id, row.start, row.end) for row in waiting])
    rows = encoder.encode(texts)
    vectors.ensure(db, model_id=encoder.id, dimension=rows.shape[1])
    vectors.insert(db, [row.passage_id for row in waiting], rows, model_id=encoder.id)


def _ndcg(order: Sequence[int], right: Collection[int]) -> float:
    gained = sum(1 / math.log2(rank + 1) for rank, number in enumerate(order, start=1) if number in right)
    return gained / sum(1 / math.log2(rank + 1) for rank in range(1, min(_DEPTH, len(right)) + 1))
