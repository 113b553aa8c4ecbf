"""While passages are embedded, vectors go on moving into new cells, a few with each batch."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from store_makers import make_document
from vector_makers import FEW, MODEL, add, begin_new_cells, brute_force, crowded

from engine import model_lane
from engine.indexer import Counts
from engine.model_lane import ModelLane
from engine.progress import ProgressMeter
from engine.store import cells, vectors
from engine.store.connection import Store


class Encoder:
    id = MODEL

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        return crowded(len(texts), seed=len(texts))


class Meter(ProgressMeter):
    def sample(self) -> float | None:
        return None  # no document is understood between


def test_each_batch_moves_some_vectors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Any] = []
    monkeypatch.setattr(model_lane, "_BATCHES_A_LOOK", 2)
    monkeypatch.setattr(model_lane, "find_cells", lambda store, *, cancelled: looks.append(cancelled()))
    store = Store.open(tmp_path / "library.satchel")
    with store.write() as db:
        add(db, "one", 600, seed=1)
        make_document(db, [f"{number} " for number in range(300)])
    assert begin_new_cells(store)
    models: Any = SimpleNamespace(encoder=Encoder())
    lane = ModelLane(
        store, models, counts=Counts(), meter=Meter(),
        report=lambda _activity, _path: None, changed=lambda *_kinds: None,
    )  # fmt: skip
    query = crowded(1, seed=77)[0]
    for _ in range(5):
        assert lane.step()
        with store.read() as db:
            found = vectors.nearest(db, query, limit=10, layout=FEW)
            assert [id_ for id_, _ in found] == brute_force(db, query, limit=10)
    assert not cells.is_due(store.reader(), layout=FEW)
    assert looks == [False, False]
    store.close()
