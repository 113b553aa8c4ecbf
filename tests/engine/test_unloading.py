"""Models leave memory when nothing used them for a while, and come back when needed."""

from __future__ import annotations

import math
import threading
import weakref
from pathlib import Path
from typing import Any

import pytest
from fake_senses import FakeClock

from engine.models import ModelShelf
from engine.settings import Models


def session(model: Any) -> Any:
    return model._runtime._backend._session


@pytest.mark.parametrize("kind", ["encoder", "tagger"])
def test_an_unused_model_is_released_and_loaded_again(tiny_models: Path, kind: str) -> None:
    shelf = ModelShelf(Models(device="cpu"), models_root=tiny_models, unload_after_s=0.2)
    released = threading.Event()
    weakref.finalize(session(getattr(shelf, kind)), released.set)
    assert released.wait(60)
    assert session(getattr(shelf, kind)) is not None
    shelf.unload()


def test_a_model_in_use_outlives_its_release(tiny_models: Path) -> None:
    shelf = ModelShelf(Models(device="cpu"), models_root=tiny_models, unload_after_s=math.inf)
    encoder = shelf.encoder
    known = weakref.ref(session(encoder))
    shelf.unload()
    assert encoder.encode(["Ada"]).shape[0] == 1
    del encoder
    assert known() is None


def test_work_keeps_a_model(tiny_models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One long document asks for its tagger once and runs it for long."""
    shelf = ModelShelf(Models(device="cpu"), models_root=tiny_models)
    tagger, clock = shelf.tagger, FakeClock()
    last_use = 0.0

    def wait(seconds: float) -> None:
        nonlocal last_use
        clock.now += seconds
        if clock.now < 2000:
            tagger.tag("Ada met Charles Babbage in London.")
            last_use = clock.now

    monkeypatch.setattr("engine.models.time.monotonic", clock)
    monkeypatch.setattr(shelf._state, "wait", wait)
    shelf._used_at, shelf._unload_after_s = clock.now, 100
    shelf._unload_unused()
    assert shelf._tagger is None
    assert last_use > 1900
    assert last_use + 100 <= clock.now <= last_use + 150


def test_a_search_that_went_without_the_encoder_is_told_when_it_has_come(tiny_models: Path) -> None:
    shelf = ModelShelf(Models(device="cpu"), models_root=tiny_models)
    has_come = threading.Event()
    shelf.on_encoder = has_come.set
    assert shelf.encoder_if_loaded() is None
    assert has_come.wait(60)
    assert shelf.encoder_if_loaded() is shelf.encoder
    shelf.unload()
    assert shelf.encoder_if_loaded() is None
    shelf._loading.join()  # type: ignore[union-attr]
