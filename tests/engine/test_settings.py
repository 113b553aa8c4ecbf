"""Settings survive a round trip, keep what they do not know, and replace what does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.settings import Indexing, Models, Resources, Searching, Settings, from_json, load, save, to_json

SETTINGS = st.builds(
    Settings,
    indexing=st.builds(Indexing, n_readers=st.integers(1, 16), reader_idle_s=st.floats(1, 600)),
    models=st.builds(
        Models,
        device=st.sampled_from(["auto", "cpu", "cuda"]),
        profile=st.sampled_from(["fast", "balanced", "best"]),
    ),
    searching=st.builds(Searching, rrf_k=st.integers(1, 1000)),
    resources=st.builds(
        Resources,
        on_battery=st.sampled_from(["full", "slow", "pause"]),
        disk_free_percent=st.floats(0, 50),
        unload_after_s=st.integers(10, 86_400),
    ),
)


@given(SETTINGS)
def test_round_trip(settings: Settings) -> None:
    assert from_json(to_json(settings)) == settings


def test_what_a_newer_version_wrote_is_kept(tmp_path: Path) -> None:
    stored = {"schema_version": 9, "indexing": {"n_readers": 3, "new": 1}, "colours": {"sky": "blue"}}
    settings = from_json(stored)
    save(settings, tmp_path / "settings.json")
    again = to_json(load(tmp_path / "settings.json"))
    assert again["indexing"]["n_readers"] == 3
    assert again["indexing"]["new"] == 1
    assert again["colours"] == {"sky": "blue"}


@pytest.mark.parametrize("bad", [0, 17, "two", None, True, 1.5])
def test_a_value_that_does_not_fit_becomes_the_default_and_is_reported(bad: Any) -> None:
    settings = from_json({"indexing": {"n_readers": bad}})
    assert settings.indexing.n_readers == Indexing().n_readers
    assert settings.replaced == ("indexing.n_readers",)


@pytest.mark.parametrize("bad", ["quick", "", 1, None])
def test_a_choice_is_one_of_its_list(bad: Any) -> None:
    settings = from_json({"models": {"profile": bad, "encoder": "mine"}})
    assert (settings.models.profile, settings.models.encoder) == ("balanced", "mine")
    assert settings.replaced == ("models.profile",)


def test_a_broken_file_gives_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{", "utf-8")
    assert load(tmp_path / "settings.json").replaced == ("*",)
    assert load(tmp_path / "missing.json") == Settings()
