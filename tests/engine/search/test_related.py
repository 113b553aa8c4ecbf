"""What belongs with a document or an entity, and why: rare names count, hubs do not, versions are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from apsw import Connection
from hypothesis import given
from hypothesis import strategies as st
from store_makers import FOLDER, make_file, mention, relation

from engine.records import Reason
from engine.search.diverse import diversify, likeness_of
from engine.search.related import related_documents
from engine.search.related_entities import related_entities
from engine.store import graph_write, incidence, likeness, vectors
from engine.store.connection import Store
from engine.store.rows import count, fetch
from engine.suggestions import SuggestedDocument

DIMENSION = 8
HUB = "Everyone"


def add(db: Connection, path: str, names: Sequence[str], *, words: str = "", axis: int | None = None) -> int:
    """Add a file that mentions people and means one of ``DIMENSION`` things."""
    text = f"{', '.join(names)}. {words}"
    document_id = make_file(db, f"{FOLDER}/{path}", [text], content_hash=path)
    graph_write.replace_knowledge(
        db, document_id, mentions=[mention(text, name) for name in names], relations=[], stamp="1"
    )
    if axis is not None:
        vector = np.full(DIMENSION, 0.05, np.float32)
        vector[axis] = 1
        (passage_id,) = fetch(db, "SELECT id FROM passage WHERE document_id = ?", (document_id,))[0]
        vectors.insert(db, [passage_id], (vector / np.linalg.norm(vector))[None], model_id="m")
    return document_id


@pytest.fixture
def db(store: Store) -> Iterator[Connection]:
    with store.write() as made:
        vectors.ensure(made, model_id="m", dimension=DIMENSION)
        yield made


def related(db: Connection, document_id: int, *, limit: int = 10) -> tuple[SuggestedDocument, ...]:
    return related_documents(db, document_id, limit=limit, rrf_k=60)


def codes(reasons: Sequence[Reason]) -> list[str]:
    return [reason.code for reason in reasons]


def test_people_in_common_are_told_by_name_the_rarest_first(db: Connection) -> None:
    own = add(db, "a/1.txt", ["Ada", "Bea", "Cyd", "Dov", "Eve"])
    near = add(db, "b/2.txt", ["Cyd", "Bea", "Ada", "Dov"])
    add(db, "c/3.txt", ["Dov", "Gil"])
    (first, second) = related(db, own)
    assert first.document_id == near
    (reason,) = first.reasons
    assert reason.code == "related.names"
    assert (reason.params["label"], reason.params["n"]) == ("PER", 4)
    assert reason.params["names"] == ["Ada", "Bea", "Cyd"]
    assert second.reasons[0].params == {"label": "PER", "n": 1, "names": ["Dov"]}


def test_who_is_everywhere_relates_nothing(db: Connection) -> None:
    own = add(db, "a/own.txt", [HUB, "Ada"])
    friend = add(db, "b/friend.txt", [HUB, "Ada"])
    for number in range(40):
        add(db, f"c{number}/x.txt", [HUB, f"Solo{number}"])
    found = related(db, own)
    assert [one.document_id for one in found] == [friend]
    assert found[0].reasons[0].params["names"] == ["Ada"]


def test_chinese_words_names_and_folder_are_reasons_too(db: Connection) -> None:
    text = "量子计算的纠错方法。纠错方法需要量子比特。"
    own = add(db, "项目/一.txt", ["张伟"], words=text)
    other = add(db, "项目/二.txt", ["张伟"], words="纠错方法：量子比特的实验。纠错方法。")
    for number in range(12):
        add(db, f"别处{number}/三.txt", [f"某人{number}"], words="今天的天气很好。")
    (found,) = related(db, own)
    assert found.document_id == other
    assert codes(found.reasons) == ["related.names", "related.words", "related.folder"]
    assert any("纠错" in word for word in found.reasons[1].params["words"])
    assert found.reasons[2].params == {"folder": f"{FOLDER}/项目"}


def test_meaning_is_a_reason_where_it_stands_out(db: Connection) -> None:
    own = add(db, "a/1.txt", ["Ada"], axis=0)
    near = add(db, "b/2.txt", ["Bea"], axis=0)
    for number in range(30):
        add(db, f"c{number}/x.txt", [f"Solo{number}"], axis=1 + number % 7)
    (found,) = related(db, own)
    assert (found.document_id, codes(found.reasons)) == (near, ["related.meaning"])
    assert found.reasons[0].params["similarity"] == pytest.approx(1, abs=0.01)


def test_versions_are_one_and_named(db: Connection) -> None:
    prose = " ".join(f"word{number} stands here" for number in range(120))
    own = add(db, "a/draft.txt", ["Ada"], words=prose)
    add(db, "a/final.txt", ["Ada"], words=prose + " last change")
    twins = [add(db, f"b/{name}.txt", ["Ada"], words="Of Babbage. " * 40 + name) for name in ("x", "y")]
    likeness.regroup(db, threshold=0.5)
    first, second = related(db, own)
    assert (first.path, codes(first.reasons)) == (f"{FOLDER}/a/final.txt", ["related.version"])
    assert second.document_id in twins
    assert (second.n_alike, len(second.alike)) == (1, 1)


def test_results_differ_from_each_other(db: Connection) -> None:
    names = ["Ada", "Bea", "Cyd", "Dov"]
    own = add(db, "own.txt", names)
    for number in range(6):  # all say of the same two
        add(db, f"same{number}/x.txt", ["Ada", "Bea"], axis=0)
    other = add(db, "other/x.txt", ["Cyd"], axis=3)
    assert other in [one.document_id for one in related(db, own, limit=3)]


def test_what_cannot_be_opened_is_not_shown(db: Connection) -> None:
    own = add(db, "a/1.txt", ["Ada"])
    add(db, "b/2.txt", ["Ada"])
    assert len(related(db, own)) == 1
    db.execute("UPDATE file SET status = 'ignored' WHERE path LIKE '%/2.txt'")
    assert related(db, own) == ()
    db.execute("UPDATE file SET status = 'indexed'")
    db.execute("UPDATE folder SET is_online = 0")
    assert related(db, own) == ()


def test_a_document_without_names_vectors_or_neighbours_has_nothing_related(db: Connection) -> None:
    assert related(db, make_file(db, "/files/lone.txt", ["x"])) == ()


def test_a_crowded_folder_is_no_reason(db: Connection) -> None:
    for number in range(101):
        make_file(db, f"/files/full/{number}.txt", [f"text {number}"])
    assert incidence.beside(db, "/files/full") == {}
    make_file(db, "/files/near/1.txt", ["y"])
    make_file(db, "/files/near/2.txt", ["z"])
    make_file(db, "/files/near/deep/3.txt", ["w"])
    assert len(incidence.beside(db, "/files/near")) == 2


# Entities


def entity(db: Connection, name: str) -> int:
    return count(db, "SELECT id FROM entity WHERE name = ?", (name,))


def company(db: Connection, path: str, text: str, pairs: Sequence[tuple[str, str, str]]) -> None:
    names = {name for one, _, other in pairs for name in (one, other)}
    document_id = make_file(db, f"{FOLDER}/{path}", [text], content_hash=path)
    graph_write.replace_knowledge(
        db,
        document_id,
        mentions=[mention(text, name) for name in sorted(names)],
        relations=[relation(one.casefold(), predicate, other.casefold()) for one, predicate, other in pairs],
        stamp="1",
    )


def test_entities_with_the_same_company_belong_together_though_they_never_met(db: Connection) -> None:
    company(db, "1", "Ada Bea Cyd", [("Ada", "co_mention", "Bea"), ("Ada", "co_mention", "Cyd")])
    company(db, "2", "Dov Bea Cyd", [("Dov", "co_mention", "Bea"), ("Dov", "co_mention", "Cyd")])
    company(db, "3", "Ada Eve", [("Ada", "works_for", "Eve")])
    found = {
        one.name: one.reasons
        for one in related_entities(db, entity(db, "Ada"), label="PER", limit=10, rrf_k=60)
    }
    assert set(found) == {"Bea", "Cyd", "Dov", "Eve"}
    assert codes(found["Dov"]) == ["related.company"]
    assert found["Dov"][0].params == {"n": 2, "names": ["Bea", "Cyd"], "label": "PER"}
    assert found["Eve"][0] == Reason(code="related.predicate", params={"predicate": "works_for"})
    assert codes(found["Bea"]) == ["related.documents"]


def test_names_that_are_only_in_one_document_do_not_crowd_out_those_that_lead_on(db: Connection) -> None:
    own = add(db, "a/1.txt", [*(f"Only{number}x" for number in range(60)), "Ada"])
    near = add(db, "b/2.txt", ["Ada"])
    assert [one.document_id for one in related(db, own)] == [near]


def test_a_hub_is_no_company(db: Connection) -> None:
    for number in range(30):
        company(db, str(number), f"Hub Solo{number}x", [("Hub", "co_mention", f"Solo{number}x")])
    assert [
        one.name for one in related_entities(db, entity(db, "Solo3x"), label="PER", limit=9, rrf_k=60)
    ] == ["Hub"]


# Choosing


@given(relevance=st.lists(st.floats(0, 1), max_size=12), limit=st.integers(0, 12), seed=st.integers(0, 99))
def test_chosen_are_different_rows_the_most_relevant_first(
    relevance: list[float], limit: int, seed: int
) -> None:
    points = np.random.default_rng(seed).normal(size=(len(relevance), 4)).astype(np.float32)
    chosen = diversify(relevance, likeness_of(list(points)), limit=limit)
    assert len(chosen) == len(set(chosen)) == min(limit, len(relevance))
    if chosen:
        assert relevance[chosen[0]] == max(relevance)


def test_of_two_alike_the_second_gives_way_to_something_else() -> None:
    same = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]], np.float64)
    assert diversify([1.0, 0.9, 0.6], same, limit=2) == [0, 2]
