"""Training asked for over the pipe: it is told as it goes, can be stopped, and ends with one event."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_asker import Asker
from lesson_makers import drug_texts, write_corpus

from engine import requests
from engine.client import EngineClient
from engine.errors import NoEarlierVersion, TrainingUnderWay, VersionUnknown
from engine.events import EngineReady, TrainingFinished, TrainingProgress
from engine.teaching import TrainingOptions


@pytest.fixture
def asker(tmp_path: Path, tiny_models: Path) -> Iterator[Asker]:
    client = EngineClient(tmp_path / "service.satchel", models_root=tiny_models)
    try:
        yield Asker(client)
    finally:
        client.close()
        assert not client.is_alive


def test_models_are_listed_and_unknown_ones_refused(asker: Asker) -> None:
    asker.wait_for(EngineReady)
    rows = asker.ask(requests.ListModels())
    assert [(row.name, row.kind, row.is_in_use) for row in rows] == [
        ("minilm", "encoder", True),
        ("ner", "tagger", True),
    ]
    assert asker.ask(requests.ListRuns()) == ()
    with pytest.raises(VersionUnknown):
        asker.ask(requests.UseModel(name="ner-7"))
    with pytest.raises(NoEarlierVersion):
        asker.ask(requests.RollBackModel())


def test_a_run_that_cannot_begin_ends_with_its_fault(asker: Asker) -> None:
    asker.wait_for(EngineReady)
    asker.ask(requests.Train())
    finished = asker.wait_for(TrainingFinished)
    assert (finished.report, finished.code) == (None, "training.too_few_examples")
    assert finished.params == {"n_found": 0, "n_needed": 16}


def test_a_run_is_told_as_it_goes_and_can_be_stopped(asker: Asker, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "drugs.jsonl", drug_texts(40))
    asker.wait_for(EngineReady)
    asker.ask(requests.Train(corpora=(str(corpus),), options=TrainingOptions(plan={"max_steps": 100_000})))
    asker.wait_for(TrainingProgress, phase="training")
    with pytest.raises(TrainingUnderWay):
        asker.ask(requests.Train())
    asker.ask(requests.CancelTraining())
    assert asker.wait_for(TrainingFinished).code == "cancelled"
    assert not list((tmp_path / "service.satchel-models").glob("*/card.json"))
