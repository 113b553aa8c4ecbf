"""The graph's answers on a real library: filters, paths, communities, growth; and they follow changes."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graph_makers import LABEL, PEOPLE, Fact, put
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_makers import FOLDER, make_file

from engine.errors import EntityUnknown
from engine.graph.queries import GraphQueries
from engine.models import ModelShelf
from engine.neighbours import EVERYTHING, GraphFilter
from engine.settings import Models
from engine.store import edges, graph
from engine.store.connection import Store
from engine.store.rows import fetch


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "library.satchel")
    yield opened
    opened.close()


@pytest.fixture
def queries(store: Store) -> GraphQueries:
    return GraphQueries(store, ModelShelf(Models(), models_root=None))


def id_of(store: Store, name: str) -> int:
    with store.read() as db:
        (found,) = graph.find_by_key(db, name.casefold())
    return found


FACT = st.tuples(
    st.sampled_from(PEOPLE),
    st.sampled_from(["co_mention", "works_for", "owns"]),
    st.sampled_from(PEOPLE),
    st.sampled_from([0.3, 0.6, 0.9]),
).filter(lambda fact: fact[0] != fact[2])
WORDS = st.builds(
    GraphFilter,
    labels=st.sampled_from([(), ("PER",), ("PER", "ORG")]),
    predicates=st.sampled_from([(), ("works_for",), ("owns", "co_mention")]),
    is_typed_only=st.booleans(),
    since=st.sampled_from(["", "2001", "2001-03", "2002-01-02"]),
    until=st.sampled_from(["", "2001", "2001-03-04", "2002"]),
    folder=st.sampled_from(["", f"{FOLDER}/a", f"{FOLDER}/b/"]),
    min_score=st.sampled_from([0.0, 0.5]),
    min_documents=st.integers(1, 2),
)
DATES = ["", "2000-12", "2001", "2001-03-04", "2002-05-06"]


def brute(said: list[tuple[list[Fact], str, str]], wanted: GraphFilter) -> dict[tuple[str, str, str], int]:
    """Count the documents that say each thing, one by one in Python."""
    counted: dict[tuple[str, str, str], set[int]] = {}
    for number, (facts, date, folder) in enumerate(said):
        dated = date or "1970-01-01"
        begins = wanted.until and dated.startswith(wanted.until)
        if (wanted.since and dated < wanted.since) or (wanted.until and dated > wanted.until and not begins):
            continue
        if wanted.folder and wanted.folder.rstrip("/") != f"{FOLDER}/{folder}":
            continue
        best: dict[tuple[str, str, str], float] = {}
        for subject, predicate, object_, score in facts:
            ends = (subject, object_)
            if predicate == "co_mention":
                ends = tuple(sorted(ends))  # type: ignore[assignment]
            key = (ends[0], predicate, ends[1])
            best[key] = max(best.get(key, 0), score)
        for (subject, predicate, object_), score in best.items():
            is_typed = predicate != "co_mention"
            if wanted.predicates and predicate not in wanted.predicates:
                continue
            if (wanted.is_typed_only and not is_typed) or (is_typed and score < wanted.min_score):
                continue
            if wanted.labels and not {LABEL[subject], LABEL[object_]} <= set(wanted.labels):
                continue
            counted.setdefault((subject, predicate, object_), set()).add(number)
    return {fact: len(ids) for fact, ids in counted.items() if len(ids) >= wanted.min_documents}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.lists(
        st.tuples(st.lists(FACT, min_size=1, max_size=5), st.sampled_from(DATES), st.sampled_from("ab")),
        min_size=1,
        max_size=4,
    ),
    wanted=WORDS,
)
def test_filters_keep_what_counting_by_hand_keeps(store: Store, said: Any, wanted: GraphFilter) -> None:
    with store.write() as db:
        db.execute("SAVEPOINT trial")
        for number, (facts, date, folder) in enumerate(said):
            put(store, f"{number}.txt", facts, date=date, folder=folder)
        names = dict(fetch(db, "SELECT id, name FROM entity"))
        found = edges.every_edge(db, filter=wanted)
        db.execute("ROLLBACK TO trial")
    seen = {}
    for edge in found:
        ends = (names[edge.subject_id], names[edge.object_id])
        if edge.predicate == "co_mention":
            ends = tuple(sorted(ends))  # type: ignore[assignment]
        seen[ends[0], edge.predicate, ends[1]] = edge.n_documents
    assert seen == brute(said, wanted)


def test_who_is_asked_for_may_have_any_label(store: Store, queries: GraphQueries) -> None:
    put(store, "1.txt", [("Dee", "co_mention", "Ada", 1), ("Dee", "co_mention", "Cy", 1)])
    found = queries.neighbourhood([id_of(store, "Dee")], filter=GraphFilter(labels=("PER",)))
    assert [node.name for node in found.nodes] == ["Dee", "Ada"]
    (path,) = queries.paths(id_of(store, "Dee"), id_of(store, "Cy"), filter=GraphFilter(labels=("PER",)))
    assert [node.name for node in path.nodes] == ["Dee", "Cy"]


def test_edges_tell_sentences_and_evidence(store: Store, queries: GraphQueries) -> None:
    put(store, "1.txt", [("Ada", "co_mention", "Bob", 3), ("Bob", "works_for", "Ada", 0.9)])
    put(store, "2.txt", [("Ada", "co_mention", "Bob", 2)])
    (edge,) = queries.neighbourhood([id_of(store, "Ada")]).edges
    assert (edge.predicates, edge.n_sentences, edge.n_evidence) == (("works_for", "co_mention"), 5, 3)


def test_what_merged_into_one_is_no_edge_and_counts_once(store: Store, queries: GraphQueries) -> None:
    put(store, "1.txt", [("Ada", "co_mention", "Bob", 1), ("Eve", "co_mention", "Bob", 1)])
    ada, bob, eve = (id_of(store, name) for name in ("Ada", "Bob", "Eve"))
    with store.write() as db:  # as when a person says that Eve is Ada
        db.execute("UPDATE relation SET subject_id = ?1 WHERE subject_id = ?2", (ada, eve))
        db.execute("UPDATE relation SET object_id = ?1 WHERE object_id = ?2", (ada, eve))
    with store.read() as db:
        (edge,) = edges.every_edge(db)
    assert (edge.total, edge.n_documents) == (2.0, 1)
    assert len(queries.evidence(ada, bob)) == 1
    with store.write() as db:
        db.execute("UPDATE relation SET object_id = subject_id")
    assert queries.overview().communities == ()


CHAIN = [("Ada", "works_for", "Cy", 0.9), ("Cy", "co_mention", "Bob", 1), ("Bob", "co_mention", "Dee", 1)]


def test_a_path_gives_each_step_its_best_evidence(store: Store, queries: GraphQueries) -> None:
    put(store, "1.txt", CHAIN, date="2001")
    put(store, "2.txt", [("Ada", "works_for", "Cy", 0.5), ("Ada", "co_mention", "Dee", 1)], date="2005")
    ada, dee = id_of(store, "Ada"), id_of(store, "Dee")
    first, second = queries.paths(ada, dee)
    assert [node.name for node in first.nodes] == ["Ada", "Dee"]
    assert [node.name for node in second.nodes] == ["Ada", "Cy", "Bob", "Dee"]
    assert [(step.predicate, step.direction, step.evidence.text) for step in second.steps] == [
        ("works_for", "out", "Ada works_for Cy."),
        ("co_mention", "both", "Cy co_mention Bob."),
        ("co_mention", "both", "Bob co_mention Dee."),
    ]
    assert second.n_evidence == (2, 1, 1)
    (old,) = queries.paths(ada, dee, filter=GraphFilter(until="2001"))
    assert old.n_evidence == (1, 1, 1)
    assert queries.paths(ada, dee, max_steps=2) == (first,)
    assert queries.paths(ada, ada) == queries.paths(ada, 999) == ()


def test_many_documents_make_a_detour_worth_its_steps(store: Store, queries: GraphQueries) -> None:
    put(store, "0.txt", [("Ada", "co_mention", "Bob", 1)])
    for number in range(1, 4):
        put(store, f"{number}.txt", [("Ada", "co_mention", "Eve", 1), ("Eve", "co_mention", "Bob", 1)])
    ada, bob = id_of(store, "Ada"), id_of(store, "Bob")
    assert len(queries.paths(ada, bob)[0].nodes) == 2
    best = queries.paths(ada, bob, is_by_evidence=True)[0]
    assert [node.name for node in best.nodes] == ["Ada", "Eve", "Bob"]
    assert best.cost == pytest.approx(2 / 3, abs=1e-6)


def test_answers_follow_what_changes(store: Store, queries: GraphQueries) -> None:
    put(store, "1.txt", CHAIN)
    ada, dee = id_of(store, "Ada"), id_of(store, "Dee")
    assert len(queries.paths(ada, dee)) == 1
    assert queries.overview() == queries.overview()
    document_id = put(store, "2.txt", [("Ada", "co_mention", "Dee", 1)])
    assert len(queries.paths(ada, dee)) == 2
    with store.write() as db:
        graph.remove_knowledge(db, document_id)
    assert len(queries.paths(ada, dee)) == 1


def test_the_overview_opens_into_communities(store: Store, queries: GraphQueries) -> None:
    near = [("Ada", "co_mention", "Bob", 5), ("Bob", "co_mention", "Eve", 5), ("Ada", "co_mention", "Eve", 5)]
    far = [("Cy", "co_mention", "Dee", 5), ("Dee", "co_mention", "Fay", 5), ("Cy", "co_mention", "Fay", 5)]
    put(store, "1.txt", [*near, *far, ("Ada", "co_mention", "Cy", 1)])
    overview = queries.overview()
    assert (overview.n_communities, overview.n_entities, overview.n_pairs) == (2, 6, 7)
    assert {frozenset(community.name.split(" · ")) for community in overview.communities} == {
        frozenset(("Ada", "Bob", "Eve")), frozenset(("Cy", "Dee", "Fay"))
    }  # fmt: skip
    (link,) = overview.links
    assert link.n_pairs == 1
    view = queries.community(id_of(store, "Bob"), budget=2)
    assert (view.n_entities, view.members[0].name, view.members[0].degree) == (3, "Ada", 3)
    assert len(view.graph.nodes) == 2
    with pytest.raises(EntityUnknown):
        queries.community(999)
    assert len(queries.overview(limit=1).communities) == 1
    for record in (overview, view, queries.paths(id_of(store, "Bob"), id_of(store, "Fay"))):
        assert pickle.loads(pickle.dumps(record)) == record


def test_the_most_central_come_first_when_asked(store: Store, queries: GraphQueries) -> None:
    put(store, "1.txt", [("Bob", "owns", name, 0.9) for name in ("Ada", "Cy", "Dee")])
    put(store, "2.txt", [("Eve", "co_mention", "Fay", 1)] * 4)
    assert queries.entities(limit=1)[0].name == "Eve"
    first, *rest = queries.entities(order="centrality")
    assert (first.name, len(rest)) == ("Bob", 5)
    assert first.centrality is not None
    assert first.centrality > 1
    assert [row.name for row in queries.entities(order="centrality", label="ORG", prefix="f")] == ["Fay"]


def test_growth_and_timeline_go_by_the_dates_of_documents(store: Store, queries: GraphQueries) -> None:
    put(store, "1.txt", [("Ada", "co_mention", "Bob", 1)], date="2001-03-04")
    put(store, "2.txt", [("Ada", "co_mention", "Cy", 1), ("Ada", "owns", "Cy", 1)], day=11 * 365)
    put(store, "3.txt", [("Bob", "co_mention", "Cy", 1)], date="2001-03")
    points = [
        (p.month, p.n_documents, p.n_mentions, p.n_relations, p.n_new_entities) for p in queries.growth()
    ]
    assert points == [("1980-12", 1, 4, 2, 2), ("2001-03", 2, 4, 2, 1)]
    about = queries.timeline(id_of(store, "Ada"))
    assert [(p.title, p.date, p.n_mentions) for p in about] == [
        ("2.txt", "1980-12-29", 2), ("1.txt", "2001-03-04", 1)
    ]  # fmt: skip
    assert [p.title for p in queries.timeline(id_of(store, "Ada"), limit=1)] == ["1.txt"]


def test_an_empty_library_has_an_empty_graph(store: Store, queries: GraphQueries) -> None:
    overview = queries.overview()
    assert (overview.communities, overview.n_communities, overview.n_pairs) == ((), 0, 0)
    assert queries.growth() == ()
    assert queries.entities(order="centrality") == ()
    with store.write() as db:
        make_file(db, f"{FOLDER}/x.txt", ["nothing"])
    assert queries.neighbourhood([1]).nodes == ()
    assert queries.overview(filter=EVERYTHING).n_entities == 0
