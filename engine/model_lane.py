"""The lane of the models: gives waiting passages their vectors, then waiting documents their knowledge."""

from __future__ import annotations

import threading
import time

from engine import understanding
from engine.errors import Cancelled
from engine.events import Activity, ChangeKind
from engine.indexer import Changed, Counts, Report
from engine.models import ModelShelf
from engine.progress import ProgressMeter
from engine.records import Stage
from engine.store import cells, documents, graph, vectors
from engine.store.backlog import document_at
from engine.store.connection import Store
from engine.tidying import find_cells

_EMBED_BATCH = 64
_BATCHES_A_LOOK = 64
"""So often it is asked whether the library has outgrown its cells; counting takes a moment."""


class ModelLane:
    """Embeds first, and now and then understands a document between, to know what that costs."""

    def __init__(
        self,
        store: Store,
        models: ModelShelf,
        *,
        counts: Counts,
        meter: ProgressMeter,
        report: Report,
        changed: Changed,
    ) -> None:
        self._store = store
        self._models = models
        self._counts = counts
        self._meter = meter
        self._report = report
        self._changed = changed
        self._stopping = threading.Event()
        self._n_batches = 0

    def has_work(self) -> bool:
        """Say whether anything waits."""
        db = self._store.reader()
        stamp = understanding.stamp(self._models)
        return bool(vectors.waiting(db, limit=1) or graph.waiting_documents(db, stamp=stamp, limit=1))

    def step(self) -> bool:
        """Embed one batch or understand one document; False when nothing waits."""
        share = self._meter.sample()
        sampled = None if share is None else document_at(self._store.reader(), share)
        if sampled is not None:
            return self._understand(sampled)
        return self._embed_batch() or self._understand_next()

    def close(self) -> None:
        """Stop at the next window of the document in hand."""
        self._stopping.set()

    def _embed_batch(self) -> bool:
        db = self._store.reader()
        waiting = vectors.waiting(db, limit=_EMBED_BATCH)
        if not waiting:
            return False
        self._report(Activity.EMBEDDING, "")
        encoder = self._models.encoder
        started, worked = time.monotonic(), time.thread_time()
        texts = documents.passage_texts(db, [(row.document_id, row.start, row.end) for row in waiting])
        embedded = encoder.encode(texts)
        self._counts.n_embedded += len(waiting)
        with self._store.write() as db:
            vectors.insert(db, [row.passage_id for row in waiting], embedded, model_id=encoder.id)
            cells.move_some(db)
        self._meter.add(
            Stage.VECTORS,
            n_units=len(waiting),
            seconds=time.monotonic() - started,
            work=len(waiting),
            processor_s=time.thread_time() - worked,
        )
        self._changed(ChangeKind.VECTORS)
        self._n_batches += 1
        if self._n_batches % _BATCHES_A_LOOK == 0:
            find_cells(self._store, cancelled=self._stopping.is_set)
        return True

    def _understand_next(self) -> bool:
        waiting = graph.waiting_documents(
            self._store.reader(), stamp=understanding.stamp(self._models), limit=1
        )
        return bool(waiting) and self._understand(waiting[0])

    def _understand(self, document_id: int) -> bool:
        self._report(Activity.TAGGING, "")
        db = self._store.reader()
        started, worked, n_passages = time.monotonic(), time.thread_time(), 0
        text = documents.text(db, document_id)
        found = understanding.up_to_date_tagging(db, self._models, document_id)
        if found is None:
            _ = self._models.tagger, self._models.relater  # to load them is no part of the work
            started, worked = time.monotonic(), time.thread_time()
            n_passages = documents.n_passages(db, document_id)
            try:
                found = understanding.tag(text, self._models, cancelled=self._stopping.is_set)
            except Cancelled:
                return False
            self._counts.n_tagged += 1
        try:
            understanding.understand(
                self._store, self._models, document_id, text, found, cancelled=self._stopping.is_set
            )
        except Cancelled:
            return False
        self._meter.add(
            Stage.KNOWLEDGE,
            n_units=1,
            seconds=time.monotonic() - started,
            work=n_passages,
            processor_s=time.thread_time() - worked,
        )
        self._changed(ChangeKind.KNOWLEDGE)
        return True
