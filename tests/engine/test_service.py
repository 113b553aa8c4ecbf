"""The engine process, asked over its pipes as the window does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import requests
from engine.client import EngineClient, Reply
from engine.errors import EntityUnknown, FolderMissing
from engine.events import EngineFailed, EngineReady, IndexProgress, LibraryChanged


class Asker:
    """Sends one request and collects everything that arrives until its reply."""

    def __init__(self, client: EngineClient) -> None:
        self.client = client
        self.events: list[object] = []

    def ask(self, request: requests.Request) -> Any:
        request_id = self.client.ask(request)
        while True:
            received = self.client.receive(60)
            assert received is not None, "the engine did not answer"
            if isinstance(received, Reply) and received.request_id == request_id:
                if received.error is not None:
                    raise received.error
                return received.result
            self.events.append(received)

    def wait_for(self, kind: type[Any], **values: Any) -> Any:
        while True:
            received = self.client.receive(60)
            assert received is not None, f"no {kind.__name__} came"
            self.events.append(received)
            if isinstance(received, kind) and all(getattr(received, k) == v for k, v in values.items()):
                return received


@pytest.fixture
def asker(tmp_path: Path, tiny_models: Path) -> Iterator[Asker]:
    client = EngineClient(tmp_path / "service.satchel", models_root=tiny_models)
    try:
        yield Asker(client)
    finally:
        client.close()
        assert not client.is_alive


def test_a_folder_added_over_the_pipe_is_indexed_and_found(asker: Asker, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("Ada Lovelace in London. 知识图谱。", "utf-8")
    asker.wait_for(EngineReady)
    asker.ask(requests.AddFolder(path=str(folder)))
    while not (result := asker.ask(requests.Search(query="知识图谱"))).hits:
        asker.wait_for(LibraryChanged)
    (hit,) = result.hits
    view = asker.ask(requests.GetDocument(document_id=hit.document_id))
    assert view.text[hit.highlights[0].start : hit.highlights[0].end] == "知识图谱"
    asker.wait_for(IndexProgress, activity="idle")
    status = asker.ask(requests.GetStatus())
    assert status.files["indexed"] == 1
    assert [row.path for row in asker.ask(requests.ListFiles())] == [str(folder / "a.txt")]
    asker.ask(requests.RemoveFolder(path=str(folder)))
    assert asker.ask(requests.GetStatus()).documents == 0


def test_faults_come_back_as_themselves(asker: Asker) -> None:
    with pytest.raises(FolderMissing) as caught:
        asker.ask(requests.AddFolder(path="no such folder"))
    assert caught.value.params["path"] == "no such folder"
    with pytest.raises(EntityUnknown):
        asker.ask(requests.GetEntity(entity_id=12345))


def test_pause_and_resume_are_told(asker: Asker) -> None:
    asker.ask(requests.PauseIndexing())
    asker.ask(requests.ResumeIndexing())
    activities = [event.activity for event in asker.events if isinstance(event, IndexProgress)]
    assert "paused" in activities


def test_a_locked_library_is_said_to_be_locked(asker: Asker, tmp_path: Path, tiny_models: Path) -> None:
    asker.wait_for(EngineReady)
    second = EngineClient(tmp_path / "service.satchel", models_root=tiny_models)
    try:
        failed = second.receive(60)
        assert isinstance(failed, EngineFailed)
        assert failed.code == "store.locked"
    finally:
        second.close()
