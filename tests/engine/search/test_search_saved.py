"""Saved searches outlive the library's closing and tell what is new in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_makers import make_file

from engine.errors import SearchNameTaken, SearchUnknown
from engine.search.saved import Searches
from engine.store.connection import Store


def new(searches: Searches) -> dict[str, int]:
    return {row.name: row.n_new for row in searches.saved()}


def test_what_is_saved_is_there_after_reopening(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "x.satchel")
    searches = Searches(store)
    searches.save("合同", "人:张三 合同")
    searches.save("b", "type:pdf")
    searches.save("b", "type:md")
    searches.save(" ", "no name of its own")
    store.close()
    store = Store.open(tmp_path / "x.satchel")
    rows = Searches(store).saved()
    assert [(row.name, row.query) for row in rows] == [
        ("b", "type:md"), ("no name of its own", "no name of its own"), ("合同", "人:张三 合同"),
    ]  # fmt: skip
    assert all(row.created_ms > 0 for row in rows)
    store.close()


def test_names_are_changed_and_searches_forgotten(store: Store) -> None:
    searches = Searches(store)
    searches.save("a", "x")
    searches.save("b", "y")
    searches.rename("a", "c")
    with pytest.raises(SearchNameTaken):
        searches.rename("c", "b")
    searches.rename("c", "c")
    searches.remove("b")
    assert [(row.name, row.query) for row in searches.saved()] == [("c", "x")]
    for act in (searches.remove, searches.note_seen, lambda name: searches.rename(name, "z")):
        with pytest.raises(SearchUnknown):
            act("b")


def test_what_came_since_it_was_looked_at_is_new(store: Store) -> None:
    searches = Searches(store)
    with store.write() as db:
        make_file(db, "/files/before.txt", ["The engine of before."])
    searches.save("words", "engine notes")
    searches.save("filters", "type:txt")
    searches.save("both", "engine in:other")
    assert new(searches) == {"words": 0, "filters": 0, "both": 0}
    with store.write() as db:
        make_file(db, "/files/half.txt", ["Only an engine."])
        make_file(db, "/files/all.txt", ["Notes on an engine.", "More notes on the engine."])
        make_file(db, "/files/other/x.md", ["An engine again."])
    assert new(searches) == {"words": 1, "filters": 2, "both": 1}
    searches.note_seen("filters")
    assert new(searches) == {"words": 1, "filters": 0, "both": 1}
