"""Attributes are knowledge: made anew for a library that lacks them, without the tagger."""

from __future__ import annotations

from pathlib import Path

from library_dump import library_dump

from engine.library import Library
from engine.store.connection import Store


def test_a_library_without_attributes_gets_them_from_old_taggings(tmp_path: Path, tiny_models: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text("Ada 生于1815年12月10日。电话：13800138000\n", "utf-8")
    path = tmp_path / "test.satchel"
    with Library.open(path, models_root=tiny_models) as library:
        library.add_folder(tmp_path / "files")
        library.index()
    made = library_dump(path)
    assert [row[1:3] for row in made["attributes"]] == [("date", "1815-12-10"), ("phone", "+8613800138000")]

    store = Store.open(path)
    with store.write() as db:
        db.execute("DELETE FROM attribute")
        db.execute("UPDATE document SET knowledge_stamp = rtrim(knowledge_stamp, '0123456789') || '1'")
        db.execute("UPDATE tagging SET mentions = '[]'")  # a run of the tagger would undo this
    store.close()
    with Library.open(path, models_root=tiny_models) as library:
        library.index()
        assert library.counts.n_tagged == 0
        assert library.status().stages["knowledge"].done == 1
    again = library_dump(path)
    assert [row[:8] for row in again["attributes"]] == [row[:8] for row in made["attributes"]]
    assert [row[2] for row in again["taggings"]] == ["[]"]
