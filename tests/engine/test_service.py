"""The engine process, asked over its pipes as the window does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_asker import Asker

from engine import requests
from engine.client import EngineClient
from engine.errors import CorrectionUnknown, EntityUnknown, FileNotInLibrary, FolderMissing, SpanOutside
from engine.events import ChangeKind, EngineFailed, EngineReady, IndexProgress, LibraryChanged
from engine.neighbours import GraphFilter


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


def test_a_correction_is_made_listed_and_undone_over_the_pipe(asker: Asker, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("Ada met Office. Office met Ada.\n\n3 March 2020", "utf-8")
    asker.wait_for(EngineReady)
    asker.ask(requests.AddFolder(path=str(folder)))
    while asker.ask(requests.GetStatus()).stages["knowledge"].done == 0:
        asker.wait_for(LibraryChanged)
    document_id = asker.ask(requests.ListFiles())[0].document_id
    asker.ask(requests.PauseIndexing())  # it is told even while no lane runs
    before = asker.ask(requests.GetDocument(document_id=document_id)).mentions
    (date,) = asker.ask(requests.ListAttributes(document_id=document_id))
    assert (date.value, date.evidence.text) == ("2020-03-03", "3 March 2020")
    asker.events.clear()

    said = asker.ask(requests.CorrectMention(document_id=document_id, start=8, end=14, label="LOC"))
    view = asker.ask(requests.GetDocument(document_id=document_id))
    assert [(m.start, m.end) for m in view.mentions if m.label == "LOC" and m.start == 8] == [(8, 14)]
    assert any(isinstance(e, LibraryChanged) and ChangeKind.KNOWLEDGE in e.kinds for e in asker.events)
    made = asker.ask(requests.LabelOccurrences(document_id=document_id, start=8, end=14, label="LOC"))
    assert [(c.start, c.label) for c in made] == [(16, "LOC")]
    assert asker.ask(requests.ListCorrections()) == (said, *made)
    assert 8 not in [row.evidence.start for row in asker.ask(requests.GetReview(limit=9))]
    assert asker.ask(requests.UndoCorrection()) == made
    assert asker.ask(requests.UndoCorrection(correction_id=said.correction_id)) == (said,)
    after = asker.ask(requests.GetDocument(document_id=document_id)).mentions
    assert [(m.start, m.label) for m in after] == [(m.start, m.label) for m in before]
    with pytest.raises(CorrectionUnknown):
        asker.ask(requests.UndoCorrection())
    with pytest.raises(SpanOutside):
        asker.ask(requests.CorrectMention(document_id=document_id, start=8, end=99, label="LOC"))


def test_the_graph_is_asked_over_the_pipe(asker: Asker) -> None:
    asker.wait_for(EngineReady)
    only = GraphFilter(labels=("PER",), since="2020")
    assert asker.ask(requests.GetNeighbourhood(entity_ids=(1,), filter=only)).nodes == ()
    assert asker.ask(requests.GetPaths(entity_id=1, other_id=2, filter=only)) == ()
    assert asker.ask(requests.GetOverview(filter=only)).communities == ()
    assert asker.ask(requests.GetGrowth()) == asker.ask(requests.GetTimeline(entity_id=1)) == ()
    assert asker.ask(requests.ListEntities(order="centrality")) == ()
    assert asker.ask(requests.GetEvidence(entity_id=1, other_id=2, filter=only)) == ()
    with pytest.raises(EntityUnknown):
        asker.ask(requests.GetCommunity(entity_id=1))
    with pytest.raises(FileNotInLibrary):
        asker.ask(requests.GetLinks(document_id=1))


def test_pause_and_resume_are_told(asker: Asker) -> None:
    asker.ask(requests.PauseIndexing())
    asker.ask(requests.ResumeIndexing())
    activities = [event.activity for event in asker.events if isinstance(event, IndexProgress)]
    assert "paused" in activities


def test_wanting_it_now_ends_a_pause(asker: Asker) -> None:
    asker.ask(requests.PauseIndexing())
    asker.events.clear()
    asker.ask(requests.HurryIndexing(for_s=600))
    assert [event.activity for event in asker.events if isinstance(event, IndexProgress)][-1] != "paused"
    assert asker.ask(requests.GetStatus()).restraint is None


def test_a_locked_library_is_said_to_be_locked(asker: Asker, tmp_path: Path, tiny_models: Path) -> None:
    asker.wait_for(EngineReady)
    second = EngineClient(tmp_path / "service.satchel", models_root=tiny_models)
    try:
        failed = second.receive(60)
        assert isinstance(failed, EngineFailed)
        assert failed.code == "store.locked"
    finally:
        second.close()
