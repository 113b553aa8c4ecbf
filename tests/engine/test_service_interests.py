"""Interests over the engine's pipes: every request answers with its record."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_asker import Asker

from engine import interest_requests, requests
from engine.client import EngineClient
from engine.errors import EntityUnknown, FileNotInLibrary
from engine.events import EngineReady


def test_what_is_related_recommended_followed_and_remembered(tmp_path: Path, tiny_models: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"王小明在北京为东方公司工作。{name} Ada met Tom.", "utf-8")
    client = EngineClient(tmp_path / "service.satchel", models_root=tiny_models)
    try:
        asker = Asker(client)
        asker.wait_for(EngineReady)
        asker.ask(requests.AddFolder(path=str(folder)))
        while asker.ask(requests.GetStatus()).stages["knowledge"].done < 2:
            pass
        (one, other) = (hit.document_id for hit in asker.ask(requests.Search(query="Tom")).hits)
        (row, *_) = asker.ask(requests.ListEntities(prefix="王小明"))
        assert asker.ask(interest_requests.GetRelated(document_id=one))[0].document_id == other
        assert asker.ask(interest_requests.GetRelatedEntities(entity_id=row.entity_id))
        asker.ask(interest_requests.NoteOpened(document_id=one))
        asker.ask(interest_requests.NoteLookedAt(entity_id=row.entity_id))
        asker.ask(interest_requests.NoteSearched(query="合同"))
        followed = asker.ask(interest_requests.Follow(entity_id=row.entity_id))
        assert asker.ask(interest_requests.ListFollowed()) == (followed,)
        (recommended,) = asker.ask(interest_requests.GetRecommendations())
        assert recommended.document_id == other
        assert asker.ask(interest_requests.ListNews()) == ()
        asker.ask(interest_requests.NoteNewsSeen())
        asker.ask(interest_requests.Unfollow(followed_id=followed.followed_id))
        latest = asker.ask(interest_requests.ListActivity())[0]
        assert (latest.kind, latest.name) == ("searched", "合同")
        assert asker.ask(interest_requests.EraseActivity(activity_id=latest.activity_id)) == 1
        assert asker.ask(interest_requests.EraseActivity()) == 2
        with pytest.raises(FileNotInLibrary):
            asker.ask(interest_requests.GetRelated(document_id=99))
        with pytest.raises(EntityUnknown):
            asker.ask(interest_requests.Follow())
    finally:
        client.close()
