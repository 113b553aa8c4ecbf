"""Interests over the engine's pipes: every request answers with its record."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_asker import Asker

from engine import requests
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
        assert asker.ask(requests.GetRelated(document_id=one))[0].document_id == other
        assert asker.ask(requests.GetRelatedEntities(entity_id=row.entity_id))
        asker.ask(requests.NoteOpened(document_id=one))
        asker.ask(requests.NoteLookedAt(entity_id=row.entity_id))
        asker.ask(requests.NoteSearched(query="合同"))
        followed = asker.ask(requests.Follow(entity_id=row.entity_id))
        assert asker.ask(requests.ListFollowed()) == (followed,)
        (recommended,) = asker.ask(requests.GetRecommendations())
        assert recommended.document_id == other
        assert asker.ask(requests.ListNews()) == ()
        asker.ask(requests.NoteNewsSeen())
        asker.ask(requests.Unfollow(followed_id=followed.followed_id))
        latest = asker.ask(requests.ListActivity())[0]
        assert (latest.kind, latest.name) == ("searched", "合同")
        assert asker.ask(requests.EraseActivity(activity_id=latest.activity_id)) == 1
        assert asker.ask(requests.EraseActivity()) == 2
        with pytest.raises(FileNotInLibrary):
            asker.ask(requests.GetRelated(document_id=99))
        with pytest.raises(EntityUnknown):
            asker.ask(requests.Follow())
    finally:
        client.close()
