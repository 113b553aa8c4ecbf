"""Entities depend on the forms that are there and on what people decided, and on nothing else."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from apsw import Connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_makers import make_document

from engine.annotate.keys import entity_key
from engine.curating import Curator
from engine.errors import DecisionUnknown, EntityUnknown, NameEmpty, NothingToMerge, NothingToPart
from engine.graph.transfer import GraphTransfer
from engine.records import EntityRef, Mention, Relation, ResolvedMention
from engine.store import decisions, documents, graph, vectors
from engine.store.connection import Store
from engine.store.rows import fetch

NAMES = [
    ("PER", "Donald Trump"), ("PER", "Trump"), ("PER", "特朗普"), ("PER", "Ivanka Trump"),
    ("PER", "特朗普先生"),
    ("PER", "J. R. R. Tolkien"), ("PER", "John Ronald Reuel Tolkien"), ("PER", "Tolkien, John"),
    ("PER", "John Tolkien"), ("PER", "钱学森"), ("PER", "Qian Xuesen"), ("PER", "Xuesen Qian"),
    ("PER", "Bill Gates"), ("PER", "William Gates"), ("PER", "William Henry Gates"),
    ("LOC", "北京"), ("LOC", "北京市"), ("LOC", "Beijing"), ("LOC", "Peking"), ("ORG", "Beijing"),
    ("ORG", "World Health Organization"), ("ORG", "世界卫生组织"), ("ORG", "WHO"), ("ORG", "世卫组织"),
    ("ORG", "University of Oxford"), ("ORG", "Oxford University"),
]  # fmt: skip

QUERIES = {
    "partition": """SELECT form.label, form.key, n_mentions, entity.label, entity.key, name, total_mentions,
                           total_documents FROM form LEFT JOIN entity ON entity.id = entity_id""",
    "hooks": "SELECT label, form.key, hook.key, role FROM hook JOIN form ON form.id = form_id",
    "links": """SELECT hook, min(a.key, b.key), max(a.key, b.key), reason, score
                FROM form_link JOIN form AS a ON a.id = form_a JOIN form AS b ON b.id = form_b""",
    "mentions": """SELECT mention.name, entity.label, entity.key FROM mention
                   LEFT JOIN entity ON entity.id = entity_id""",
    "aliases": """SELECT alias.name, alias.n_mentions, entity.key FROM alias
                  LEFT JOIN entity ON entity.id = entity_id""",
    "relations": """SELECT predicate, one.key, other.key FROM relation
                    LEFT JOIN entity AS one ON one.id = subject_id
                    LEFT JOIN entity AS other ON other.id = object_id""",
    "entities": "SELECT label, key FROM entity",
}


def dump(db: Connection) -> dict[str, Any]:
    return {name: sorted(fetch(db, sql), key=repr) for name, sql in QUERIES.items()}


def resolved(label: str, name: str, start: int, key: str | None = None) -> ResolvedMention:
    found = Mention(start=start, end=start + 1, label=label, score=0.9, source="test")
    return ResolvedMention(mention=found, key=key or entity_key(name, label), name=name)


def put(db: Connection, number: int, chosen: list[int]) -> None:
    mentions = [resolved(*NAMES[n], start=i) for i, n in enumerate(chosen)]
    if chosen[:1] == [20]:  # a document that says what WHO is
        mentions.append(resolved("ORG", "WHO", 19, key=entity_key("World Health Organization", "ORG")))
    refs = [EntityRef(m.mention.label, m.key) for m in mentions]
    relations = [
        Relation(subject=a, predicate="co_mention", object=b, score=1, start=0, end=5)
        for a, b in pairwise(refs)
    ]
    document_id = make_document(db, ["x" * 30], content_hash=str(number))
    graph.replace_knowledge(db, document_id, mentions=mentions, relations=relations, stamp="s")


def remove(db: Connection, number: int) -> None:
    ids = [row[0] for row in fetch(db, "SELECT id FROM document WHERE content_hash = ?", (str(number),))]
    documents.delete_orphans(db, ids)


def decide(db: Connection, curator: Curator, kind: int, a: int, b: int) -> None:
    """Do one act to the entities of two of the names, where they are there."""
    refs = [EntityRef(label, entity_key(name, label)) for label, name in (NAMES[a], NAMES[b])]
    one, other = (decisions.entity_of(db, ref) for ref in refs)
    if one is None:
        return
    acts: list[Callable[[], object]] = [
        lambda: curator.rename(one, NAMES[b][1]),
        lambda: curator.retype(one, "MISC"),
        lambda: curator.reject(one),
        lambda: curator.split(one, refs[:1]),
    ]
    if other is not None and other != one:
        acts += [lambda: curator.merge([one, other]), lambda: curator.keep_apart(one, other)]
    try:
        acts[kind % len(acts)]()
    except NothingToPart:
        return


steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("put"),
            st.integers(0, 3),
            st.lists(st.integers(0, len(NAMES) - 1), min_size=1, max_size=6),
        ),
        st.tuples(st.just("remove"), st.integers(0, 3)),
        st.tuples(
            st.just("decide"),
            st.integers(0, 5),
            st.integers(0, len(NAMES) - 1),
            st.integers(0, len(NAMES) - 1),
        ),
        st.tuples(st.just("undo")),
    ),
    max_size=14,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_edits_and_decisions_leave_what_a_fresh_library_has(
    store: Store, steps: list[tuple[Any, ...]]
) -> None:
    curator = Curator(store, on_change=lambda: None)
    with store.write() as db:
        db.execute("SAVEPOINT trial")
        final: dict[int, list[int]] = {}
        for act, *arguments in steps:
            if act == "put":
                remove(db, arguments[0])
                final.pop(arguments[0], None)
                put(db, *arguments)
                final[arguments[0]] = arguments[1]
            elif act == "remove":
                remove(db, arguments[0])
                final.pop(arguments[0], None)
            elif act == "decide":
                decide(db, curator, *arguments)
            elif decisions.latest_group(db) is not None:
                curator.undo()
        lived = dump(db)
        kept = fetch(db, "SELECT * FROM decision")
        while decisions.latest_group(db) is not None:
            curator.undo()
        undecided = dump(db)
        db.execute("ROLLBACK TO trial")

        for number in sorted(final, reverse=True):
            put(db, number, final[number])
        assert undecided == dump(db), "every act undone"
        db.execute("ROLLBACK TO trial")

        db.executemany(f"INSERT INTO decision VALUES ({', '.join('?' * 9)})", kept)
        for number in sorted(final):
            put(db, number, final[number])
        assert lived == dump(db), "as in a fresh library with the same decisions"
        db.execute("ROLLBACK TO trial")


def entity_of(db: Connection, label: str, name: str) -> int | None:
    return decisions.entity_of(db, EntityRef(label, entity_key(name, label)))


def same(store: Store, *names: tuple[str, str]) -> bool:
    return len({entity_of(store.reader(), *name) for name in names}) == 1


@pytest.fixture
def curator(store: Store) -> Curator:
    with store.write() as db:
        for number in range(len(NAMES)):
            put(db, number, [number, (number + 1) % len(NAMES)])
    return Curator(store, on_change=lambda: None)


def test_names_of_one_thing_in_two_languages_are_one_entity(store: Store, curator: Curator) -> None:
    assert same(store, ("LOC", "北京"), ("LOC", "北京市"), ("LOC", "Beijing"), ("LOC", "Peking"))
    assert same(store, ("PER", "钱学森"), ("PER", "Qian Xuesen"), ("PER", "Xuesen Qian"))
    assert same(store, ("PER", "特朗普"), ("PER", "Donald Trump"))
    assert same(store, ("ORG", "World Health Organization"), ("ORG", "世界卫生组织"), ("ORG", "WHO"))
    assert same(store, ("ORG", "University of Oxford"), ("ORG", "Oxford University"))
    assert same(store, ("PER", "J. R. R. Tolkien"), ("PER", "John Ronald Reuel Tolkien"))


def test_what_may_be_two_things_stays_two_and_is_proposed(store: Store, curator: Curator) -> None:
    assert not same(store, ("PER", "Trump"), ("PER", "Donald Trump"))  # there is Ivanka, too
    assert not same(store, ("LOC", "Beijing"), ("ORG", "Beijing"))
    proposed = {frozenset((p.one.entity_id, p.other.entity_id)) for p in curator.proposals(limit=100)}
    db = store.reader()
    assert {entity_of(db, "PER", "Trump"), entity_of(db, "PER", "Donald Trump")} in proposed
    assert {entity_of(db, "LOC", "Beijing"), entity_of(db, "ORG", "Beijing")} in proposed


def test_a_merge_joins_and_undo_parts_again(store: Store, curator: Curator) -> None:
    db = store.reader()
    before = dump(db)
    made = curator.merge([entity_of(db, "PER", "Ivanka Trump") or 0, entity_of(db, "PER", "Trump") or 0])
    assert same(store, ("PER", "Trump"), ("PER", "Ivanka Trump"))
    assert curator.decisions() == (made,)
    assert curator.undo(made.decision_id) == made
    assert dump(db) == before


def test_a_split_holds_although_links_say_otherwise(store: Store, curator: Curator) -> None:
    db = store.reader()
    curator.split(entity_of(db, "LOC", "北京") or 0, [EntityRef("LOC", "peking")])
    assert not same(store, ("LOC", "北京"), ("LOC", "Peking"))
    assert same(store, ("LOC", "北京"), ("LOC", "Beijing"))
    with store.write() as write:
        remove(write, 18)
        put(write, 99, [18, 17])
    assert not same(store, ("LOC", "北京"), ("LOC", "Peking"))


def test_what_is_kept_apart_is_not_proposed_again(store: Store, curator: Curator) -> None:
    proposal = curator.proposals(limit=1)[0]
    pair = {proposal.one.entity_id, proposal.other.entity_id}
    curator.keep_apart(*sorted(pair))
    assert pair not in [{p.one.entity_id, p.other.entity_id} for p in curator.proposals(limit=100)]


def test_a_name_and_a_label_that_people_gave_outlive_reading_again(store: Store, curator: Curator) -> None:
    db = store.reader()
    entity_id = entity_of(db, "ORG", "Beijing") or 0
    curator.rename(entity_id, "  Beijing   Automotive ")
    curator.retype(entity_id, "PRODUCT")
    for number in (18, 19):
        with store.write() as write:
            remove(write, number)
    assert entity_of(db, "ORG", "Beijing") is None
    with store.write() as write:
        put(write, 19, [19])
    again = graph.entity_briefs(db, [entity_of(db, "ORG", "Beijing") or 0])
    assert [(found.name, found.label) for found in again.values()] == [("Beijing Automotive", "PRODUCT")]


def test_what_names_nothing_leaves_the_graph_until_that_is_undone(store: Store, curator: Curator) -> None:
    db = store.reader()
    before = dump(db)
    curator.reject(entity_of(db, "LOC", "北京") or 0)
    assert entity_of(db, "LOC", "Peking") is None
    assert not [row for row in graph.entity_rows(db) if row.label == "LOC"]
    assert not graph.find_by_keys(db, ["peking"]).get("peking")
    curator.undo()
    assert dump(db) == before


def test_acts_that_mean_nothing_are_refused(store: Store, curator: Curator) -> None:
    db = store.reader()
    entity_id = entity_of(db, "PER", "Bill Gates") or 0
    before = dump(db)
    with pytest.raises(NothingToMerge):
        curator.merge([entity_id, entity_id])
    with pytest.raises(EntityUnknown):
        curator.merge([entity_id, 10_000])
    with pytest.raises(NameEmpty):
        curator.rename(entity_id, " ")
    with pytest.raises(NothingToPart):
        curator.split(entity_id, [EntityRef("PER", "nobody")])
    with pytest.raises(DecisionUnknown):
        curator.undo()
    assert dump(db) == before
    assert curator.decisions() == ()


def test_an_entity_tells_its_forms(store: Store, curator: Curator) -> None:
    forms = curator.forms(entity_of(store.reader(), "PER", "钱学森") or 0)
    assert {form.name for form in forms} == {"钱学森", "Qian Xuesen", "Xuesen Qian"}
    assert sum(form.n_mentions for form in forms) == 6


def test_of_two_doubtful_pairs_the_one_of_like_context_comes_first(store: Store) -> None:
    pairs = [("LOC", "Cambridge"), ("ORG", "Cambridge"), ("LOC", "Harrow"), ("ORG", "Harrow")]
    with store.write() as db:
        vectors.ensure(db, model_id="m", dimension=4)
        for number, (label, name) in enumerate(pairs):
            document_id = make_document(db, ["x" * 30], content_hash=f"like {number}")
            mentions = [resolved(label, name, 0)]
            graph.replace_knowledge(db, document_id, mentions=mentions, relations=(), stamp="s")
        ids = [row[0] for row in fetch(db, "SELECT id FROM passage ORDER BY id")]
        apart, near = np.eye(4, dtype=np.float32)[:2], np.full((2, 4), 0.5, np.float32)
        vectors.insert(db, ids, np.concatenate([apart, near]), model_id="m")
    first, second = Curator(store, on_change=lambda: None).proposals(limit=5)
    assert (first.one.name, second.one.name) == ("Harrow", "Cambridge")
    assert first.likeness == pytest.approx(1, abs=1e-3)
    assert second.likeness == pytest.approx(0, abs=1e-3)


def test_undone_acts_leave_the_graph_as_it_was_to_the_byte(
    store: Store, curator: Curator, tmp_path: Path
) -> None:
    def exported(name: str) -> bytes:
        GraphTransfer(store).export(tmp_path / name, "json")
        return (tmp_path / name).read_bytes()

    db = store.reader()
    before = exported("before.json")
    curator.merge([entity_of(db, "PER", "Bill Gates") or 0, entity_of(db, "PER", "Ivanka Trump") or 0])
    curator.rename(entity_of(db, "LOC", "北京") or 0, "The capital")
    curator.retype(entity_of(db, "ORG", "Beijing") or 0, "PRODUCT")
    curator.split(entity_of(db, "LOC", "北京") or 0, [EntityRef("LOC", "peking")])
    curator.reject(entity_of(db, "PER", "John Tolkien") or 0)
    assert exported("decided.json") != before
    for _ in range(5):
        curator.undo()
    assert exported("after.json") == before
