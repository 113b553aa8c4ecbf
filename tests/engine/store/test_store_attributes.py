"""What documents state follows them, belongs to the entities of their mentions, and opens its evidence."""

from __future__ import annotations

import pytest
from apsw import Connection
from store_makers import make_file, mention, relation

from engine.attributes import Attribute
from engine.records import ResolvedMention
from engine.store import attributes, documents, graph
from engine.store.connection import Store
from engine.store.rows import count

TEXT = "Ada was born in 1815. In 1999 张三 hired Bob for $5 million. "


def state(
    text: str, quote: str, kind: str, value: str, owner: ResolvedMention | None = None, role: str = ""
) -> Attribute:
    start = text.index(quote)
    begin = text.rfind(". ", 0, start) + 2 if ". " in text[:start] else 0
    return Attribute(
        kind=kind, value=value, start=start, end=start + len(quote), mention=owner, role=role,
        sentence_start=begin, sentence_end=text.index(". ", start) + 1, score=0.9,
    )  # fmt: skip


def fill(db: Connection, text: str = TEXT, *, born: str = "1815", name: str = "one") -> int:
    document_id = make_file(db, f"/files/{name}", [text], content_hash=name)
    people = [mention(text, who) for who in ("Ada", "张三", "Bob")]
    related = [relation("张三", "hired", "bob", start=22, end=60)]
    graph.replace_knowledge(db, document_id, mentions=people, relations=related, stamp="s")
    stated = [
        state(text, born, "date", born, people[0], "born"),
        state(text, "1999", "date", "1999"),
        state(text, "$5 million", "money", "USD 5000000", people[2], "price"),
    ]
    attributes.replace(db, document_id, stated)
    return document_id


def entity(db: Connection, key: str) -> int:
    return graph.find_by_key(db, key)[0]


def test_values_belong_to_the_entity_and_open_their_evidence(store: Store) -> None:
    with store.write() as db:
        fill(db)
        (born,) = attributes.of_entity(db, entity(db, "ada"))
        (price,) = attributes.of_entity(db, entity(db, "bob"))
        assert attributes.of_entity(db, entity(db, "张三")) == ()
    assert (born.kind, born.value, born.role, born.n_documents, born.when) == (
        "date",
        "1815",
        "born",
        1,
        None,
    )
    assert TEXT[born.evidence.start : born.evidence.end] == born.evidence.text == "1815"
    assert (price.value, price.when) == ("USD 5000000", "1999")
    assert price.evidence.before + price.evidence.text + price.evidence.after == TEXT[22:].strip()


def test_contradicting_values_stand_side_by_side(store: Store) -> None:
    with store.write() as db:
        fill(db)
        fill(db, TEXT.replace("1815", "1816"), born="1816", name="two")
        fill(db, TEXT + "x", name="three")
        found = attributes.of_entity(db, entity(db, "ada"))
    assert [(a.value, a.n_documents) for a in found] == [("1815", 2), ("1816", 1)]


def test_replacing_and_deleting_leave_nothing_behind(store: Store) -> None:
    with store.write() as db:
        document_id = fill(db)
        attributes.replace(db, document_id, [state(TEXT, "1999", "date", "1999")])
        assert [row.value for row in attributes.of_document(db, document_id)] == ["1999"]
        fill(db, TEXT + "x", name="two")
        graph.remove_knowledge(db, document_id)
        assert attributes.of_document(db, document_id) == ()
        db.execute("DELETE FROM file")
        documents.delete_orphans(db, [document_id, document_id + 1])
        assert count(db, "SELECT count(*) FROM attribute") == 0


@pytest.mark.parametrize(
    ("kind", "values"), [(None, ["1815", "1999", "USD 5000000"]), ("money", ["USD 5000000"])]
)
def test_document_lists_its_values_in_reading_order(
    store: Store, kind: str | None, values: list[str]
) -> None:
    with store.write() as db:
        rows = attributes.of_document(db, fill(db), kind=kind)
    assert [row.value for row in rows] == values
    assert all(TEXT[row.evidence.start : row.evidence.end] == row.evidence.text for row in rows)
    assert [row.entity for row in rows if row.kind == "money"] == ["Bob"]


def test_values_are_counted_by_document(store: Store) -> None:
    with store.write() as db:
        fill(db)
        fill(db, TEXT.replace("1815", "1816"), born="1816", name="two")
        counted = attributes.values(db, "date")
    assert [(row.value, row.n_documents) for row in counted] == [("1999", 2), ("1815", 1), ("1816", 1)]


def test_date_of_a_sentence_is_told_where_it_is_one(store: Store) -> None:
    with store.write() as db:
        document_id = fill(db)
        spans = [(document_id, 0, 21), (document_id, 22, 60), (document_id, 0, 60), (document_id, 30, 60)]
        assert attributes.dates_in(db, spans) == ["1815", "1999", None, None]
        assert attributes.dates_in(db, []) == []
