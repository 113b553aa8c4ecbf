"""What was done outlives re-indexing, and what is erased is gone from the file's bytes."""

from __future__ import annotations

import random

import pytest
from apsw import Connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_makers import make_document, make_file, mention

from engine.store import activity, followed, graph_write, ledger
from engine.store.connection import Store
from engine.store.rows import count, fetch

SECRET = "quinquereme of nineveh"
SECRET_ZH = "机密的并购计划"


def know(db: Connection, document_id: int, text: str, *names: str) -> None:
    mentions = [mention(text, name) for name in names]
    graph_write.replace_knowledge(db, document_id, mentions=mentions, relations=[], stamp="1")


def bytes_of(store: Store) -> bytes:
    """Return all that is on disk of a library."""
    return b"".join(path.read_bytes() for path in store.path.parent.iterdir() if path.is_file())


def holds(store: Store, text: str) -> bool:
    return text.encode() in bytes_of(store)


def test_acts_are_listed_with_times_the_latest_first(store: Store) -> None:
    with store.write() as db:
        document_id = make_file(db, "/files/a.txt", ["Ada wrote."], title="A letter")
        know(db, document_id, "Ada wrote.", "Ada")
        (entity_id,) = fetch(db, "SELECT id FROM entity")[0]
        activity.note_document(db, "opened", document_id, at_ms=1_000)
        activity.note_query(db, "  ada   letters ", at_ms=2_000)
        activity.note_entity(db, entity_id, at_ms=3_000)
        activity.note_query(db, "   ", at_ms=4_000)
        found = activity.rows(db)
    assert [(row.kind, row.at_ms, row.name) for row in found] == [
        ("looked_at", 3_000, "Ada"), ("searched", 2_000, "ada letters"), ("opened", 1_000, "A letter"),
    ]  # fmt: skip
    assert (found[0].entity_id, found[2].document_id, found[2].path) == (
        entity_id,
        document_id,
        "/files/a.txt",
    )


def test_the_same_again_at_once_is_one_act(store: Store) -> None:
    with store.write() as db:
        for at_ms in (0, 30_000, 120_000):
            activity.note_query(db, "ada", at_ms=at_ms)
        assert [row.at_ms for row in activity.rows(db)] == [120_000, 0]


def test_what_is_gone_is_passed_over(store: Store) -> None:
    with store.write() as db:
        activity.note_document(db, "opened", 7, at_ms=1)
        activity.note_entity(db, 7, at_ms=1)
        assert activity.rows(db) == ()


def test_history_outlives_reading_again_moving_and_editing(store: Store) -> None:
    with store.write() as db:
        first = make_file(db, "/files/a.txt", ["Ada wrote."], content_hash="h1")
        know(db, first, "Ada wrote.", "Ada")
        activity.note_document(db, "opened", first, at_ms=1)
        activity.note_entity(db, count(db, "SELECT id FROM entity"), at_ms=2)
        file_id = ledger.known_files(db, "/files/a.txt")["/files/a.txt"].file_id
        ledger.remove_files(db, [file_id])
        gone = activity.rows(db)
        again = make_file(db, "/files/b.txt", ["Ada wrote."], content_hash="h1")
        know(db, again, "Ada wrote.", "Ada")
        back = activity.rows(db)
        edited = make_file(db, "/files/a.txt", ["Ada wrote it all."], content_hash="h2")
        ledger.remove_files(db, [ledger.known_files(db, "/files/b.txt")["/files/b.txt"].file_id])
        by_path = activity.rows(db)
    assert [(row.document_id, row.entity_id) for row in gone] == [(None, None), (None, None)]
    assert back[0].entity_id is not None
    assert (back[1].document_id, by_path[1].document_id) == (again, edited)
    assert again != first


@pytest.mark.parametrize("secret", [SECRET, SECRET_ZH])
def test_erased_acts_leave_no_bytes(store: Store, secret: str) -> None:
    with store.write() as db:
        document_id = make_file(db, f"/files/{secret}.txt", ["x"], title="plain")
        for number in range(300):  # over many pages, some of them split
            activity.note_query(db, f"{secret} {number}", at_ms=number * 1_000)
            activity.note_document(db, "opened", document_id, at_ms=number * 1_000)
    store.shrink_log()
    assert holds(store, f"{secret} 299")
    with store.write() as db:
        n_erased = activity.erase(db)
        assert activity.rows(db) == ()
    store.shrink_log()
    assert n_erased == 600
    assert not holds(store, f"{secret} ")
    store.check()


def test_one_act_and_those_since_a_time_leave_no_bytes(store: Store) -> None:
    with store.write() as db:
        for at, query in enumerate(("first kept", SECRET, "second kept", SECRET_ZH, "an even later one")):
            activity.note_query(db, query, at_ms=at * 1_000)
        ids = [row.activity_id for row in activity.rows(db)]
    with store.write() as db:
        assert activity.erase(db, activity_id=ids[3]) == 1
        assert activity.erase(db, activity_id=ids[3]) == 0
        assert activity.erase(db, since_ms=3_000) == 2
        assert [row.name for row in activity.rows(db)] == ["second kept", "first kept"]
        activity.note_query(db, "new", at_ms=9_000)
        assert activity.rows(db)[0].activity_id > max(ids)  # an id never means something else
    store.shrink_log()
    assert not any(holds(store, text) for text in (SECRET, SECRET_ZH, "an even later one"))
    assert holds(store, "second kept")


@pytest.mark.parametrize("seed", [6, 9])
def test_copies_that_sqlite_made_of_rows_go_too(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    with store.write() as db:
        for number in range(199):
            query = f"<{number:04}:{''.join(chance.choices('abcdefgh', k=chance.randint(5, 900)))}"
            activity.note_query(db, query, at_ms=number)
        names = {row.activity_id: row.name[:12] for row in activity.rows(db)}
    order = chance.sample(sorted(names), len(names))
    for at in range(0, len(order), 20):
        with store.write() as db:
            assert all(activity.erase(db, activity_id=id_) == 1 for id_ in order[at : at + 20])
        store.shrink_log()
        kept = bytes_of(store)
        assert not [names[id_] for id_ in order[: at + 20] if names[id_].encode() in kept]


def test_unfollowing_leaves_no_bytes(store: Store) -> None:
    with store.write() as db:
        followed_id = followed.follow_query(db, SECRET, at_ms=1)
        followed.follow_query(db, "kept", at_ms=1)
    store.shrink_log()
    assert holds(store, SECRET)
    with store.write() as db:
        assert followed.unfollow(db, followed_id) == 1
    store.shrink_log()
    assert not holds(store, SECRET)
    assert [row.name for row in followed.rows(store.reader())] == ["kept"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(times=st.lists(st.integers(0, 10), max_size=12), since=st.integers(0, 10))
def test_erasing_since_a_time_keeps_exactly_what_was_before(
    store: Store, times: list[int], since: int
) -> None:
    with store.write() as db:
        activity.erase(db)
        for number, day in enumerate(times):
            activity.note_query(db, f"q{number}", at_ms=day * 86_400_000)
        before = activity.rows(db)
        activity.erase(db, since_ms=since * 86_400_000)
        assert activity.rows(db) == tuple(row for row in before if row.at_ms < since * 86_400_000)


def test_what_is_too_old_is_erased(store: Store) -> None:
    with store.write() as db:
        activity.note_query(db, SECRET, at_ms=1)
        activity.note_query(db, "later", at_ms=100)
        assert activity.has_older(db, 2)
        assert activity.erase_before(db, 2) == 1
        assert not activity.has_older(db, 2)
    store.shrink_log()
    assert not holds(store, SECRET)


# What is followed


def test_following_twice_is_following_once(store: Store) -> None:
    with store.write() as db:
        document_id = make_file(db, "/files/a.txt", ["Ada wrote."])
        know(db, document_id, "Ada wrote.", "Ada")
        entity_id = count(db, "SELECT id FROM entity")
        ids = {followed.follow_entity(db, entity_id, at_ms=at) for at in (1, 2)}
        ids |= {followed.follow_query(db, query, at_ms=3) for query in ("ada letters", " ada  letters")}
        assert followed.follow_entity(db, 99, at_ms=1) is None
        rows = followed.rows(db)
    assert len(ids) == 2
    assert [(row.name, row.label, row.entity_id) for row in rows] == [
        ("Ada", "PER", entity_id), ("ada letters", None, None),
    ]  # fmt: skip


def test_news_are_documents_whose_bytes_came_since_and_reading_them_again_makes_none(store: Store) -> None:
    with store.write() as db:
        old = make_file(db, "/files/a.txt", ["Ada wrote."])
        know(db, old, "Ada wrote.", "Ada")
        db.execute("UPDATE document SET added_ms = 100")
        entity_id = count(db, "SELECT id FROM entity")
        new = make_file(db, "/files/b.txt", ["Ada came."], content_hash="b")
        know(db, new, "Ada came.", "Ada")
        db.execute("UPDATE document SET added_ms = 200 WHERE id = ?", (new,))
        assert followed.new_with_entity(db, entity_id, since_ms=100) == [new]
        assert followed.added_since(db, [old, new], since_ms=100) == [new]
        db.execute("UPDATE document SET read_stamp = 'older'")
        again = make_document(db, ["Ada came."], content_hash="b")
        know(db, again, "Ada came.", "Ada")
        assert again != new
        assert count(db, "SELECT added_ms FROM document WHERE id = ?", (again,)) == 200
        assert followed.new_with_entity(db, entity_id, since_ms=200) == []


def test_a_document_that_is_not_understood_yet_is_not_counted_as_seen(store: Store) -> None:
    with store.write() as db:
        followed.follow_query(db, "ada", at_ms=10)
        waiting = make_file(db, "/files/a.txt", ["Ada wrote."])
        db.execute("UPDATE document SET added_ms = 50")
        followed.mark_seen(db, at_ms=90)
        assert followed.rows(db)[0].seen_ms == 49
        know(db, waiting, "Ada wrote.", "Ada")
        followed.mark_seen(db, at_ms=90)
        assert followed.rows(db)[0].seen_ms == 90
        followed.mark_seen(db, at_ms=80)
        assert followed.rows(db)[0].seen_ms == 90
