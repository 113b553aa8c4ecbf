"""One query through all legs: what is found, in which order, why, and where it is shown to match."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from apsw import Connection
from numpy.typing import NDArray
from store_makers import FOLDER, make_document, make_file, mention, source

from engine.records import FileStatus
from engine.search.legs import vector_leg
from engine.search.search import search
from engine.searches import Hit
from engine.settings import Searching
from engine.store import graph, ledger, vectors
from engine.store.connection import Store

TOPICS = ("engine", "garden", "中国")


class TopicEncoder:
    """Puts each text on the axis of the first topic it has; others are near to nothing."""

    def __init__(self, id: str = "topics") -> None:
        self.id = id

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), len(TOPICS) + 1), np.float32)
        for row, text in zip(rows, texts, strict=True):
            topics = {"motor": 0, "engine": 0, "garden": 1, "flower": 1, "中国": 2, "china": 2}
            row[next((axis for word, axis in topics.items() if word in text.lower()), len(TOPICS))] = 1
        return rows


def embed(db: Connection) -> None:
    vectors.ensure(db, model_id="topics", dimension=len(TOPICS) + 1)
    waiting = vectors.waiting(db, limit=1000)
    texts = [row[0] for row in db.execute("SELECT content_hash FROM document ORDER BY id")]
    rows = TopicEncoder().encode([str(text) for text in texts])
    if waiting:
        vectors.insert(db, [row.passage_id for row in waiting], rows, model_id="topics")


def find(
    db: Connection,
    query: str,
    *,
    limit: int = 30,
    keys: Sequence[str] = (),
    has_encoder: bool = True,
    is_typing: bool = False,
) -> tuple[Hit, ...]:
    return search(
        db,
        query,
        limit=limit,
        encoder=TopicEncoder() if has_encoder else None,
        entity_keys=lambda _: keys,
        settings=Searching(),
        is_typing=is_typing,
    ).hits


def test_words_lead_meaning_follows_nonsense_stays_out(store: Store) -> None:
    with store.write() as db:
        make_file(db, "/files/1.txt", ["A motor turns the wheel."])
        make_file(db, "/files/2.txt", ["The engine of the world."])
        make_file(db, "/files/3.txt", ["Flowers in a garden."])
        embed(db)
    hits = find(store.reader(), "engine")
    assert [hit.passage for hit in hits] == ["The engine of the world.", "A motor turns the wheel."]
    assert hits[0].why == {"text": 1, "vector": hits[0].why["vector"], "entity": None, "name": None}
    assert hits[1].why["text"] is None
    assert [hit.passage for hit in find(store.reader(), "engine", has_encoder=False)] == [hits[0].passage]


def test_vectors_of_another_model_are_not_searched(store: Store) -> None:
    with store.write() as db:
        make_file(db, "/files/1.txt", ["A motor turns the wheel."])
        embed(db)
    db = store.reader()
    wide = np.ones((1, 3 * len(TOPICS)), np.float32)

    ranked, nearness = vector_leg(db, "engine", depth=9, encoder=TopicEncoder())
    assert [(weight, nearness[item]) for item, weight in ranked] == [(1.0, 1.0)]
    other = TopicEncoder("topics-2")
    assert vector_leg(db, "engine", depth=9, encoder=other) == ([], {})
    other.encode = lambda texts: wide  # type: ignore[method-assign]
    assert vector_leg(db, "engine", depth=9, encoder=other) == ([], {})


def test_all_words_are_not_beaten_by_meaning_alone_at_the_same_rank(store: Store) -> None:
    with store.write() as db:
        for number in range(20):
            make_file(db, f"/files/near{number}.txt", [f"motor {number}"])
            make_file(
                db, f"/files/words{number}.txt", [f"the x{number} and the enginery manual of it, {number}"]
            )
        embed(db)
    hits = find(store.reader(), "enginery manual", limit=40)
    assert all("manual" in hit.passage for hit in hits[:20])
    assert {hit.why["text"] for hit in hits[20:]} == {None}


def test_a_hit_shows_where_it_matches_in_its_document(store: Store) -> None:
    passages = ["第一段没有要找的。", "请先完成MyAPI配置，再启动服务。"]
    with store.write() as db:
        document_id = make_file(db, "/files/说明.txt", passages, title="说明书")
        make_file(db, "/files/copy.txt", passages)
    (hit,) = find(store.reader(), "API配置")
    text = "".join(passages)
    assert (hit.document_id, hit.title, hit.page, hit.n_copies) == (document_id, "说明书", 2, 2)
    assert (hit.path, hit.passage) == ("/files/copy.txt", text[hit.start : hit.end])
    assert [text[span.start : span.end] for span in hit.highlights] == ["API配置"]
    assert text[hit.snippet_start : hit.snippet_start + len(hit.snippet)] == hit.snippet
    assert "API配置" in hit.snippet


def test_passages_that_mention_what_is_asked_for_are_found_by_any_name(store: Store) -> None:
    text = "Countess Lovelace wrote notes."
    with store.write() as db:
        document_id = make_file(db, "/files/notes.txt", [text])
        graph.replace_knowledge(
            db, document_id, mentions=[mention(text, "Lovelace", key="ada lovelace")], relations=[], stamp="s"
        )
        make_file(db, "/files/other.txt", ["Nobody is named here."])
    (hit,) = find(store.reader(), "Ada Lovelace's work", keys=["ada lovelace", "ada"])
    assert (hit.passage, hit.why["entity"]) == (text, 1)


def test_a_longer_name_does_not_bring_those_it_is_made_of(store: Store) -> None:
    with store.write() as db:
        for name, label in (("北京大学", "ORG"), ("北京", "LOC")):
            document_id = make_file(db, f"/files/{label}.txt", [f"关于{name}。"])
            graph.replace_knowledge(
                db,
                document_id,
                mentions=[mention(f"关于{name}。", name, label=label)],
                relations=[],
                stamp="s",
            )
    hits = find(store.reader(), "北京大学", keys=["北京", "大学", "北京大学"])
    assert [hit.passage for hit in hits if hit.why["entity"]] == ["关于北京大学。"]


def test_files_are_found_by_name_read_or_not(store: Store) -> None:
    with store.write() as db:
        read = make_file(db, "/files/budget 2024.txt", ["Some numbers.", "The budget of the year."])
        other = make_file(db, "/files/budget.txt", ["Nothing about it."])
        folder_id = ledger.add_folder(db, FOLDER)
        ledger.put_files(db, folder_id, [source("/files/budget.jpg"), source("/files/budget_empty.md")])
        empty = make_document(db, [], content_hash="empty")
        file_id = ledger.known_files(db, "/files")["/files/budget_empty.md"].file_id
        ledger.set_status(db, file_id, FileStatus.INDEXED, content_hash="empty", document_id=empty)
    hits = {hit.path: hit for hit in find(store.reader(), "budget")}
    assert {path: hit.document_id for path, hit in hits.items()} == {
        "/files/budget 2024.txt": read,
        "/files/budget.txt": other,
        "/files/budget.jpg": None,
        "/files/budget_empty.md": empty,
    }
    assert hits["/files/budget 2024.txt"].passage == "The budget of the year."  # its best passage, once
    assert hits["/files/budget.txt"].passage == "Nothing about it."
    assert (hits["/files/budget.jpg"].passage, hits["/files/budget.jpg"].title) == ("", "budget.jpg")
    assert all(hit.why["name"] for hit in hits.values())


def test_a_copy_is_shown_under_the_name_that_was_asked_for(store: Store) -> None:
    with store.write() as db:
        make_file(db, "/files/a.txt", ["shared"])
        make_file(db, "/files/zebra.txt", ["shared"])
    (hit,) = find(store.reader(), "zebra")
    assert (hit.path, hit.title, hit.n_copies) == ("/files/zebra.txt", "zebra.txt", 2)


def test_an_unfinished_word_finds_while_typing(store: Store) -> None:
    with store.write() as db:
        make_file(db, "/files/a.txt", ["Hypatia taught in Alexandria."])
    assert find(store.reader(), "alexan", has_encoder=False) == ()
    (hit,) = find(store.reader(), "alexan", has_encoder=False, is_typing=True)
    assert [hit.passage[span.start : span.end] for span in hit.highlights] == ["Alexan"]


@pytest.mark.parametrize("query", ["", "   ", '"', "?!。", "“”"])
def test_an_empty_query_finds_nothing(store: Store, query: str) -> None:
    with store.write() as db:
        make_file(db, "/files/a.txt", ["engine"])
        embed(db)
    assert find(store.reader(), query) == ()


def test_the_limit_is_kept_and_the_best_stay(store: Store) -> None:
    with store.write() as db:
        for number in range(12):
            make_file(db, f"/files/{number}.txt", [f"engine {number}"])
        embed(db)
    every = find(store.reader(), "engine")
    assert len(every) == 12
    assert find(store.reader(), "engine", limit=3) == every[:3]
    assert find(store.reader(), "engine", limit=0) == ()
