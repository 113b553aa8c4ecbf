"""The graph equals what the documents that are there support, however they came and went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from apsw import Connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_makers import make_document, make_file, mention, relation

from engine.errors import EntityUnknown
from engine.records import EntityRef, Mention, Relation, ResolvedMention
from engine.store import documents, graph
from engine.store.connection import Store
from engine.store.mentions import entity_passages
from engine.store.rows import fetch

NAMES = ["Ada", "ADA", "Bob", "Bobby", "张三", "張三"]
KEYS = ["a", "b", "c"]

Knowledge = tuple[list[ResolvedMention], list[Relation]]


def dump(db: Connection) -> dict[str, Any]:
    """Return the whole graph without row ids."""
    return {
        "entities": sorted(fetch(db, "SELECT label, key, name, total_mentions, total_documents FROM entity")),
        "aliases": sorted(
            fetch(
                db,
                """SELECT label, entity.key, alias.name, alias.key, alias.n_mentions
                   FROM alias JOIN entity ON entity.id = entity_id""",
            )
        ),
        "mentions": sorted(
            fetch(
                db,
                """SELECT content_hash, label, key, mention.name, mention.start, mention."end", ordinal
                   FROM mention JOIN entity ON entity.id = entity_id JOIN passage ON passage.id = passage_id
                   JOIN document ON document.id = mention.document_id""",
            )
        ),
        "relations": sorted(
            fetch(
                db,
                """SELECT content_hash, a.label, a.key, predicate, b.label, b.key, score, start, "end"
                   FROM relation JOIN entity a ON a.id = subject_id JOIN entity b ON b.id = object_id
                   JOIN document ON document.id = document_id""",
            )
        ),
    }


@st.composite
def knowledge(draw: st.DrawFn) -> Knowledge:
    mentions = [
        ResolvedMention(
            mention=Mention(
                start=start, end=start + 3, label=draw(st.sampled_from(["PER", "ORG"])), score=0.5, source="t"
            ),
            key=draw(st.sampled_from(KEYS)),
            name=draw(st.sampled_from(NAMES)),
        )
        for start in sorted(draw(st.sets(st.integers(0, 57), max_size=5)))
    ]
    ends = st.builds(EntityRef, st.sampled_from(["PER", "ORG"]), st.sampled_from(KEYS))
    relations = draw(
        st.lists(
            st.builds(
                Relation, subject=ends, predicate=st.sampled_from(["co_mention", "works_for"]), object=ends,
                score=st.sampled_from([0.25, 0.5, 2.0]), start=st.integers(0, 9), end=st.just(9),
            ),
            max_size=4,
        )
    )  # fmt: skip
    return mentions, relations


def put(db: Connection, number: int, known: Knowledge) -> int:
    document_id = make_document(db, ["x" * 20, "y" * 20, "z" * 20], content_hash=str(number))
    graph.replace_knowledge(db, document_id, mentions=known[0], relations=known[1], stamp="s")
    return document_id


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 3), st.one_of(st.none(), knowledge())), max_size=10))
def test_any_coming_and_going_ends_like_a_fresh_build(
    store: Store, steps: Sequence[tuple[int, Knowledge | None]]
) -> None:
    with store.write() as db:
        db.execute("SAVEPOINT trial")
        for number, known in steps:
            if known is None:
                documents.delete_orphans(db, [row[0] for row in _ids(db, number)])
            else:
                put(db, number, known)
        lived = dump(db)
        db.execute("ROLLBACK TO trial")
        final = dict(steps)
        for number in sorted(final, reverse=True):
            if (known := final[number]) is not None:
                put(db, number, known)
        fresh = dump(db)
        db.execute("ROLLBACK TO trial")
    assert lived == fresh
    counted = Counter((label, key) for _, label, key, *_ in lived["mentions"])
    assert {(label, key): n for label, key, _, n, _ in lived["entities"]} == counted


def _ids(db: Connection, number: int) -> list[tuple[int]]:
    return fetch(db, "SELECT id FROM document WHERE content_hash = ?", (str(number),))


TEXT = "Ada met Bob. Ada Lovelace and Bob worked for Cy. "


@pytest.fixture
def known(store: Store) -> Connection:
    """Two documents about three people."""
    with store.write() as db:
        one = make_file(db, "/files/one.txt", [TEXT[:13], TEXT[13:]])
        mentions = [
            mention(TEXT, "Ada", key="ada lovelace"),
            mention(TEXT, "Bob"),
            mention(TEXT, "Ada Lovelace"),
            mention(TEXT, "Bob", nth=1),
            mention(TEXT, "Cy"),
        ]
        relations = [
            relation("bob", "co_mention", "ada lovelace", score=2, start=0, end=12),
            relation("bob", "works_for", "cy", score=0.7, start=13, end=49),
            relation("ada lovelace", "works_for", "cy", score=0.6, start=13, end=49),
            relation("bob", "works_for", "nobody", score=0.9),
        ]
        graph.replace_knowledge(db, one, mentions=mentions, relations=relations, stamp="1")
        two = make_file(db, "/files/two.txt", ["Ada Lovelace knew Bob."], title="Second")
        graph.replace_knowledge(
            db,
            two,
            mentions=[
                mention("Ada Lovelace knew Bob.", "Ada Lovelace"),
                mention("Ada Lovelace knew Bob.", "Bob"),
            ],
            relations=[relation("ada lovelace", "co_mention", "bob", score=1, start=0, end=22)],
            stamp="1",
        )
    return store.reader()


def only(db: Connection, key: str) -> int:
    (entity_id,) = graph.find_by_key(db, key)
    return entity_id


def test_entities_go_by_key_and_by_any_alias(known: Connection) -> None:
    ada = only(known, "ada lovelace")
    assert only(known, "ada") == ada
    assert graph.find_by_key(known, "ada", label="ORG") == []
    assert graph.find_by_keys(known, ["ada", "bob", "x"]) == {"ada": {ada}, "bob": {only(known, "bob")}}
    rows = graph.entity_rows(known, prefix=" ADA ")
    assert [(row.name, row.n_mentions, row.n_documents) for row in rows] == [("Ada Lovelace", 3, 2)]
    assert [row.name for row in graph.entity_rows(known)] == ["Ada Lovelace", "Bob", "Cy"]
    assert graph.entity_rows(known, label="ORG") == ()
    assert graph.entity_briefs(known, [ada, 999])[ada].name == "Ada Lovelace"


def test_the_dossier_shows_where_things_stand(known: Connection) -> None:
    view = graph.entity_view(known, only(known, "bob"))
    assert (view.name, view.label, view.aliases, view.n_mentions, view.n_documents) == (
        "Bob",
        "PER",
        ("Bob",),
        3,
        2,
    )
    assert [(m.path, m.title, m.page, m.text) for m in view.mentions] == [
        ("/files/one.txt", "one.txt", 1, "Bob"),
        ("/files/one.txt", "one.txt", 2, "Bob"),
        ("/files/two.txt", "Second", 1, "Bob"),
    ]
    seen = [
        (r.predicate, r.direction, r.other, r.score, r.n_documents, r.evidence.text) for r in view.relations
    ]
    assert seen == [
        ("works_for", "out", "Cy", 0.7, 1, TEXT[13:49]),
        ("co_mention", "both", "Ada Lovelace", 3.0, 2, TEXT[:12]),
    ]
    assert len(graph.entity_view(known, only(known, "bob"), n_mentions=1).mentions) == 1
    assert graph.entity_view(known, only(known, "cy")).relations[0].direction == "in"
    with pytest.raises(EntityUnknown):
        graph.entity_view(known, 999)


def test_what_joins_two_entities_is_listed_piece_by_piece(known: Connection) -> None:
    ada, bob, cy = (only(known, key) for key in ("ada lovelace", "bob", "cy"))
    pieces = graph.evidence_between(known, ada, bob)
    assert [(p.predicate, p.other, p.score, p.evidence.path) for p in pieces] == [
        ("co_mention", "Bob", 2.0, "/files/one.txt"),
        ("co_mention", "Bob", 1.0, "/files/two.txt"),
    ]
    assert [p.direction for p in graph.evidence_between(known, cy, bob)] == ["in"]
    assert len(graph.evidence_between(known, ada, bob, limit=1)) == 1


def test_passages_with_most_of_the_entities_come_first(known: Connection) -> None:
    ids = [only(known, key) for key in ("bob", "cy")]
    found = entity_passages(known, ids, limit=9)
    places = {
        row[0]: row[1:]
        for row in fetch(known, "SELECT passage.id, path, ordinal FROM passage JOIN file USING (document_id)")
    }
    assert places[found[0]] == ("/files/one.txt", 1)
    assert len(found) == 3


def test_documents_wait_for_knowledge_until_it_is_of_the_stamp_asked_for(store: Store) -> None:
    with store.write() as db:
        one, two = make_document(db, ["one"]), make_document(db, ["two"])
        graph.replace_knowledge(db, one, mentions=[], relations=[], stamp="b")
        assert graph.waiting_documents(db, stamp="b", limit=9) == [two]
        assert sorted(graph.waiting_documents(db, stamp="a", limit=9)) == [one, two]
        assert sorted(graph.waiting_documents(db, stamp="c", limit=9)) == [one, two]
        assert len(graph.waiting_documents(db, stamp="c", limit=1)) == 1


def test_a_document_that_goes_leaves_no_trace(store: Store, known: Connection) -> None:
    with store.write() as db:
        db.execute("UPDATE file SET document_id = NULL")
        documents.delete_orphans(db, [row[0] for row in fetch(db, "SELECT id FROM document")])
    assert dump(known) == {"entities": [], "aliases": [], "mentions": [], "relations": []}
    store.check()
