"""What a document states of itself is kept so that queries can ask for it."""

from __future__ import annotations

import pytest
from store_makers import make_document, make_file

from engine.store import documents, profiles
from engine.store.connection import Store
from engine.store.filters import folders, folders_named
from engine.store.rows import fetch


@pytest.mark.parametrize(
    ("attributes", "day"),
    [
        ({"date": "2024-03-05T10:00:00+08:00", "modified": "2025-01-01"}, "2024-03-05"),
        ({"modified": "2024-03-05", "created": "2006-01-01"}, "2024-03-05"),
        ({"created": "2024-03"}, "2024-03-01"),
        ({"date": "2024"}, "2024-01-01"),
        ({"date": "spring 2024", "created": "2023-07-01"}, "2023-07-01"),
        ({"date": "20240305"}, None),
        ({}, None),
    ],
)
def test_the_day_that_is_stated(store: Store, attributes: dict[str, str], day: str | None) -> None:
    with store.write() as db:
        document_id = make_document(db, ["x"])
        db.execute("DELETE FROM profile")
        profiles.put(db, document_id, title=None, attributes=attributes)
        assert fetch(db, "SELECT day FROM profile") == [(day,)]


def test_texts_are_folded_and_tags_set_apart(store: Store) -> None:
    with store.write() as db:
        document_id = make_document(db, ["x"])
        db.execute("DELETE FROM profile")
        stated = {"author": "José 林梅", "tags": "Law; 草稿 ;", "language": "zh-CN"}
        profiles.put(db, document_id, title="《資料》 Café", attributes=stated)
        assert fetch(db, "SELECT title, author, tags, language FROM profile") == [
            ("《资料》 cafe", "jose 林梅", ";law;草稿;", "zh")
        ]


def test_documents_of_an_earlier_version_get_theirs(store: Store) -> None:
    with store.write() as db:
        make_file(db, "/files/a.txt", ["a"], title="One")
        make_file(db, "/files/b.txt", ["b"], title="Two")
        before = fetch(db, "SELECT * FROM profile ORDER BY document_id")
        db.execute("DELETE FROM profile WHERE title = 'one'")
        assert profiles.fill(db) == 1
        assert fetch(db, "SELECT * FROM profile ORDER BY document_id") == before
        assert profiles.fill(db) == 0


def test_a_profile_goes_with_its_document(store: Store) -> None:
    with store.write() as db:
        document_id = make_document(db, ["a"])
        documents.delete_orphans(db, [document_id])
        assert fetch(db, "SELECT * FROM profile") == []


def test_folders_are_those_that_files_are_in(store: Store) -> None:
    assert folders(store.reader()) == []
    with store.write() as db:
        for path in ("/files/a/1.txt", "/files/a/2.txt", "/files/资料/b/3.txt", "/files/Ab/4.txt"):
            make_file(db, path, [path])
    places = folders(store.reader())
    assert places == ["/files/Ab/", "/files/a/", "/files/资料/b/"]
    assert folders_named(places, "A") == ["/files/a/"]
    assert folders_named(places, "資料") == ["/files/资料/b/"]
    assert folders_named(places, "资料/b/") == ["/files/资料/b/"]
    assert folders_named(places, "b/资料") == folders_named(places, "/") == []
