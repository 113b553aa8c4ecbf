"""Settings are listed and changed over the pipes as the window does it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_asker import Asker

from engine.client import EngineClient
from engine.errors import SettingInvalid
from engine.events import EngineReady
from engine.requests import ChangeSetting, ListSettings


@pytest.fixture
def asker(tmp_path: Path, tiny_models: Path) -> Iterator[Asker]:
    client = EngineClient(tmp_path / "service.satchel", models_root=tiny_models)
    try:
        yield Asker(client)
    finally:
        client.close()


def test_a_setting_is_changed_listed_refused_and_taken_back(asker: Asker) -> None:
    def shown(to: Asker) -> tuple[object, bool]:
        (row,) = [row for row in to.ask(ListSettings()) if row.name == "indexing.n_readers"]
        return row.value, row.is_pending

    asker.wait_for(EngineReady)
    assert shown(asker) == (2, False)
    asker.ask(ChangeSetting(name="indexing.n_readers", value=4))
    assert shown(asker) == (4, True)
    with pytest.raises(SettingInvalid):
        asker.ask(ChangeSetting(name="indexing.n_readers", value=400))
    asker.ask(ChangeSetting(name="indexing.n_readers", value=None))
    assert shown(asker) == (2, False)
