"""Filters hold in every leg, operators mean what they say, facets count what is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import numpy as np
import pytest
from apsw import Connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from store_makers import FOLDER, make_document, mention, source

from engine.annotate.keys import entity_key
from engine.records import Document, FileStatus, Passage, SourceFile
from engine.search.legs import entity_leg, name_leg, text_leg, vector_leg
from engine.search.naming import entities_named
from engine.search.query import parse
from engine.search.search import BY_RELEVANCE, View, scope_for, search
from engine.searches import Hit, SearchResult
from engine.settings import Searching
from engine.store import documents, fulltext, graph, ledger, vectors
from engine.store.connection import Store
from engine.store.filters import scope_of
from engine.store.fulltext import Match
from engine.store.query_tree import Query
from engine.store.rows import fetch
from engine.store.scope import Scope


class OneTopic:
    """Every text means the same: the vector leg brings whatever it may."""

    id = "one"

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), 4), np.float32)
        rows[:, 0] = 1
        return rows


@dataclass(frozen=True)
class Made:
    """One file of the library of these tests."""

    path: str
    text: str = ""
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    size: int = 10
    modified: str = "2020-06-01"
    title: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


FILES = (
    Made("Contracts/old.pdf", "Indemnity for Ada Lovelace in London.", ("Ada Lovelace",), ("London",),
         size=5_000_000, modified="2019-03-02", attributes=(("language", "en"), ("author", "Clara Ruiz"))),
    Made("Contracts/2024/new.pdf", "Indemnity for Charles Babbage.", ("Charles Babbage",), size=20_000_000,
         modified="2024-03-02", attributes=(("language", "en-GB"), ("tags", "law; Draft"))),
    Made("Contracts/notes.md", "Notes of Ada Lovelace on the indemnity.", ("Ada Lovelace",),
         attributes=(("date", "2023-11-05T10:00:00+08:00"), ("language", "en")), title="Indemnity notes"),
    Made("资料/合同.docx", "张三签了赔偿合同。", ("张三",),
         attributes=(("language", "zh"), ("author", "林梅"))),
    Made("资料/草稿/合同草稿.docx", "張三的合同草稿。", ("張三",), modified="2024-01-01",
         attributes=(("language", "zh"), ("tags", "草稿"))),
    Made("Pictures/indemnity.jpg", modified="2024-12-24", size=700),
    Made("README", "An indemnity without an ending."),
)  # fmt: skip


def add(db: Connection, made: Made) -> None:
    folder_id = ledger.add_folder(db, FOLDER)
    path = f"{FOLDER}/{made.path}"
    modified = int(datetime.fromisoformat(made.modified).timestamp()) * 1_000_000_000
    ledger.put_files(
        db, folder_id, [SourceFile(path=path, size_bytes=made.size, modified_ns=modified, inode=path)]
    )
    if not made.text:
        return
    document_id = documents.insert(
        db, content_hash=made.text, format="text",
        document=Document(text=made.text, title=made.title, attributes=dict(made.attributes)),
        passages=[Passage(ordinal=0, start=0, end=len(made.text))], read_stamp="1",
    )  # fmt: skip
    file_id = ledger.known_files(db, path)[path].file_id
    ledger.set_status(db, file_id, FileStatus.INDEXED, content_hash=made.text, document_id=document_id)
    named = [(name, "PER") for name in made.people] + [(name, "LOC") for name in made.places]
    mentions = [mention(made.text, name, label=label, key=entity_key(name, label)) for name, label in named]
    graph.replace_knowledge(db, document_id, mentions=mentions, relations=[], stamp="s")


@pytest.fixture
def db(store: Store) -> Connection:
    with store.write() as db:
        for made in FILES:
            add(db, made)
        vectors.ensure(db, model_id="one", dimension=4)
        waiting = vectors.waiting(db, limit=100)
        vectors.insert(
            db, [row.passage_id for row in waiting], OneTopic().encode(["x"] * len(waiting)), model_id="one"
        )
    return store.reader()


def result(
    db: Connection, query: str, *, limit: int = 30, view: View = BY_RELEVANCE, is_typing: bool = False
) -> SearchResult:
    return search(
        db, query, limit=limit, encoder=OneTopic(), entity_keys=lambda _: ("ada lovelace",),
        settings=Searching(), is_typing=is_typing, view=view,
    )  # fmt: skip


def names(hits: Sequence[Hit]) -> list[str]:
    return [hit.path.rpartition("/")[2] for hit in hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('person:"Ada Lovelace"', "notes.md old.pdf"), ("人:张三", "合同.docx 合同草稿.docx"),
        ("person:Ada", "notes.md old.pdf"), ("person:London", ""), ("place:London", "old.pdf"),
        ("entity:London", "old.pdf"), ("place:*", "old.pdf"),
        ("person:*", "new.pdf notes.md old.pdf 合同.docx 合同草稿.docx"), ("label:LOC", "old.pdf"),
        ('person:"Ada Lovelace",张三', "notes.md old.pdf 合同.docx 合同草稿.docx"),
        ("type:pdf", "new.pdf old.pdf"), ("类型:图片", "indemnity.jpg"),
        ("type:word", "合同.docx 合同草稿.docx"),
        ("type:jpg,md", "indemnity.jpg notes.md"),
        ("in:contracts", "new.pdf notes.md old.pdf"), ("in:Contracts/2024", "new.pdf"),
        ("in:2024/Contracts", ""),
        ("目录:資料", "合同.docx 合同草稿.docx"), ("in:资料 -in:草稿", "合同.docx"),
        ("before:2020", "old.pdf"), ("after:2024", "indemnity.jpg new.pdf 合同草稿.docx"),
        ("on:2023-11", "notes.md"), ("之前:2024-03-02 after:2023", "notes.md 合同草稿.docx"),
        ("lang:en", "new.pdf notes.md old.pdf"), ("语言:中文", "合同.docx 合同草稿.docx"),
        ("name:indemn", "indemnity.jpg"), ("文件名:合同", "合同.docx 合同草稿.docx"),
        ("title:NOTES", "notes.md"), ("title:old", "old.pdf"),  # its name, as it states none
        ("author:clara", "old.pdf"), ("作者:林", "合同.docx"), ("author:*", "old.pdf 合同.docx"),
        ("size:>10mb", "new.pdf"), ("size:1kb..6mb", "old.pdf"), ("size:700..700", "indemnity.jpg"),
        ("tag:draft", "new.pdf"), ("tag:dra", ""), ("标签:草稿", "合同草稿.docx"),
        ("-type:pdf -in:资料", "README indemnity.jpg notes.md"),
        ("type:pdf OR tag:草稿", "new.pdf old.pdf 合同草稿.docx"),
        ("-indemnity -type:jpg", "合同.docx 合同草稿.docx"), ("-草稿 lang:zh", "合同.docx"),
        ("(type:pdf OR notes) -Babbage", "notes.md old.pdf"), ("-(Ada NEAR/1 Lovelace) type:pdf", "new.pdf"),
    ],
)  # fmt: skip
def test_filters_alone_list_what_passes(db: Connection, query: str, expected: str) -> None:
    assert sorted(names(result(db, query).hits)) == expected.split()


def test_filters_hold_in_each_leg(db: Connection) -> None:
    scope, _ = scope_for(db, parse("type:pdf"))
    assert scope is not None
    words = parse("indemnity")
    best = partial(dict[int, tuple[str, int]])
    legs: dict[str, Callable[[Scope | None], Sequence[tuple[tuple[str, int], float]]]] = {
        "text": lambda s: text_leg(db, words, depth=99, is_typing=False, scope=s)[0],
        "vector": lambda s: vector_leg(db, "indemnity", depth=99, encoder=OneTopic(), scope=s)[0],
        "entity": lambda s: entity_leg(db, ["ada lovelace"], depth=99, scope=s)[0],
        "name": lambda s: name_leg(db, parse("new OR old OR indemnity"), depth=99, is_typing=False,
                                   best=best(), scope=s)[0],
    }  # fmt: skip
    passage_ids = dict(fetch(db, "SELECT passage.id, document_id FROM passage"))
    for name, leg in legs.items():
        every = {item for item, _ in leg(None)}
        inside = {
            item for item in every if item[0] == "passage" and passage_ids[item[1]] in set(scope.document_ids)
        }
        assert {item for item, _ in leg(scope)} == inside, name
        assert inside < every, name


def test_a_deep_hit_is_found_behind_many_that_are_filtered_out(store: Store) -> None:
    with store.write() as db:
        for number in range(40):
            add(db, Made(f"a/{number}.md", f"indemnity indemnity {number}"))
        add(db, Made("b/one.md", "so many words around one indemnity that it ranks behind all of the others"))
    small = Searching(leg_depth=10)
    (hit,) = search(
        store.reader(), "indemnity in:b", limit=5, encoder=None, entity_keys=lambda _: (), settings=small
    ).hits
    assert hit.path.endswith("b/one.md")


def test_a_copy_is_shown_where_it_passes(store: Store) -> None:
    with store.write() as db:
        add(db, Made("a/copy.txt", "the same words"))
        add(db, Made("b/copy.md", "the same words"))
    for query in ("same in:b", "in:b", "same type:md"):
        (hit,) = result(store.reader(), query).hits
        assert (hit.path, hit.n_copies) == (f"{FOLDER}/b/copy.md", 2)


def test_files_left_out_by_a_rule_are_not_listed(store: Store) -> None:
    with store.write() as db:
        folder_id = ledger.add_folder(db, FOLDER)
        ledger.put_files(db, folder_id, [source(f"{FOLDER}/a.tmp"), source(f"{FOLDER}/b.tmp")])
        db.execute("UPDATE file SET status = 'ignored', code = 'ignored.rule' WHERE path LIKE '%a.tmp'")
    assert names(result(store.reader(), "type:tmp").hits) == ["b.tmp"]


def test_who_is_asked_for_is_marked(db: Connection) -> None:
    (notes, old) = sorted(result(db, 'person:"Ada Lovelace"').hits, key=lambda hit: hit.path, reverse=True)
    for hit in (notes, old):
        assert [hit.passage[s.start : s.end] for s in hit.highlights] == ["Ada Lovelace"]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("person:Nobody", ["query.entity"]), ("in:Nowhere type:pdf", ["query.folder"]),
        ("type:xyz", ["query.type"]), ("type:jpg", []), ("before:banana type:pdf", ["query.date"]),
        ("person:Nobody before:banana", ["query.date", "query.entity"]), ("indemnity", []),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(db: Connection, query: str, codes: list[str]) -> None:
    assert [notice.code for notice in result(db, query).notices] == codes


def test_an_ending_that_files_have_is_a_type(store: Store) -> None:
    with store.write() as db:
        add(db, Made("a.xyz", "words"))
    found = result(store.reader(), "type:xyz")
    assert (names(found.hits), found.notices) == (["a.xyz"], ())


def test_what_is_being_typed_is_not_held_against_it(db: Connection) -> None:
    assert names(result(db, "indemnity type:pdf in:Cont").hits) == []
    typing = result(db, "indemnity type:pdf in:Cont", is_typing=True)
    assert (sorted(names(typing.hits)), typing.notices) == (["new.pdf", "old.pdf"], ())
    assert result(db, "indemnity before:20x", is_typing=True).notices == ()
    assert result(db, "type:pdf person:", is_typing=True).hits == result(db, "type:pdf").hits
    assert result(db, "title:", is_typing=True).hits == ()
    assert result(db, "indemnity before:20x").notices


def test_hits_come_in_the_order_asked_for_and_in_pages(db: Connection) -> None:
    def order(query: str, sort: str, **rest: int) -> list[str]:
        return names(result(db, query, view=View(sort=sort, **rest)).hits)  # type: ignore[arg-type]

    for words in ("", "indemnity "):
        assert order(f"{words}type:pdf", "newest") == ["new.pdf", "old.pdf"]
        assert order(f"{words}type:pdf", "oldest") == ["old.pdf", "new.pdf"]
        assert order(f"{words}type:pdf,md", "name") == ["new.pdf", "notes.md", "old.pdf"]
        assert order(f"{words}type:pdf,md", "size") == ["new.pdf", "old.pdf", "notes.md"]
        assert order(f"{words}type:pdf,md", "name", offset=1) == ["notes.md", "old.pdf"]
    every = result(db, "indemnity").hits
    paged = [
        hit for at in range(0, 9, 2) for hit in result(db, "indemnity", limit=2, view=View(offset=at)).hits
    ]
    assert tuple(paged) == every


def test_further_places_of_a_document_are_quoted(store: Store) -> None:
    with store.write() as db:
        folder_id = ledger.add_folder(db, FOLDER)
        ledger.put_files(db, folder_id, [source(f"{FOLDER}/long.txt")])
        passages = [f"The engine of part {n}. " for n in range(6)] + ["Nothing here. "]
        document_id = make_document(db, passages)
        file_id = ledger.known_files(db, FOLDER)[f"{FOLDER}/long.txt"].file_id
        ledger.set_status(db, file_id, FileStatus.INDEXED, content_hash="x", document_id=document_id)
    text = "".join(passages)
    (hit,) = result(store.reader(), "engine", limit=1, view=View(has_context=True)).hits
    assert len(hit.context) == 3
    assert len({hit.snippet_start, *(quote.start for quote in hit.context)}) == 4
    for quote in hit.context:
        assert text[quote.start : quote.start + len(quote.text)] == quote.text
        assert [text[span.start : span.end] for span in quote.highlights] == ["engine"]


@pytest.mark.parametrize(
    "query", ["indemnity", "合同", "type:pdf", "lang:zh", "after:2020", "indemnity person:*", "-type:none"]
)
def test_a_facet_counts_what_is_left_when_its_text_is_added(db: Connection, query: str) -> None:
    found = result(db, query, view=View(has_facets=True))
    parsed = parse(query)
    scope, _ = scope_for(db, parsed)
    candidates = set(scope.file_ids.tolist()) if scope and not parsed.terms else _files(db, found.hits)
    assert found.facets
    for facet in found.facets:
        for value in facet.values:
            filters = parse(value.text).filters
            passing = scope_of(db, filters, entity_ids=partial(entities_named, db))
            assert len(filters) == 1
            assert value.n_files == len(candidates & set(passing.file_ids.tolist())), (facet.name, value)
            assert value.n_files


def _files(db: Connection, hits: Sequence[Hit]) -> set[int]:
    paths = {hit.path for hit in hits}
    return {file_id for file_id, path in fetch(db, "SELECT id, path FROM file") if path in paths}


def test_facets_are_in_the_language_of_the_query(db: Connection) -> None:
    def texts(query: str) -> dict[str, list[str]]:
        facets = result(db, query, view=View(has_facets=True)).facets
        return {facet.name: [value.text for value in facet.values] for facet in facets}

    english, chinese = texts("in:Contracts"), texts("in:资料 合同")
    assert english["type"] == ["type:pdf", "type:note"]
    assert english["entity"] == ['person:"Ada Lovelace"', 'person:"Charles Babbage"', "place:London"]
    assert chinese["type"] == ["类型:文档"]
    assert chinese["entity"] == ["人:张三"]
    assert chinese["language"] == ["语言:zh"]


# Operators against brute force

WORDS = ("ada", "bob", "cat", "dog", "同", "合")


@dataclass(frozen=True)
class Asked:
    """A query of text, and whether words in a row answer it."""

    text: str
    holds: Callable[[Sequence[str]], bool]


def _in_a_row(parts: Sequence[str], words: Sequence[str]) -> bool:
    return any(tuple(words[at : at + len(parts)]) == tuple(parts) for at in range(len(words)))


def _near(one: str, other: str, n: int, words: Sequence[str]) -> bool:
    places = [[at for at, word in enumerate(words) if word == wanted] for wanted in (one, other)]
    return any(abs(a - b) - 1 <= n for a in places[0] for b in places[1])


def _leaves() -> st.SearchStrategy[Asked]:
    word = st.sampled_from(WORDS).map(lambda w: Asked(w, lambda words: w in words))
    phrase = st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(
        lambda parts: Asked(f'"{" ".join(parts)}"', lambda words: _in_a_row(parts, words))
    )
    wild = st.sampled_from([("ad*", "ada"), ("bo*b", "bob"), ("do*", "dog"), ("xy*z", "")]).map(
        lambda pair: Asked(pair[0], lambda words: pair[1] in words)
    )
    near = st.tuples(st.permutations(WORDS[:4]), st.integers(0, 3)).map(
        lambda pair: Asked(
            f"({pair[0][0]} NEAR/{pair[1]} {pair[0][1]})",
            lambda words: _near(pair[0][0], pair[0][1], pair[1], words),
        )
    )
    return st.one_of(word, phrase, wild, near)


def _joined(inner: st.SearchStrategy[Asked]) -> st.SearchStrategy[Asked]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(lambda p: Asked(f"({p[0].text} OR {p[1].text})", lambda w: p[0].holds(w) or p[1].holds(w))),
        pairs.map(lambda p: Asked(f"({p[0].text} {p[1].text})", lambda w: p[0].holds(w) and p[1].holds(w))),
        inner.map(lambda a: Asked(f"-({a.text})", lambda w: not a.holds(w))),
    )


ASKED = st.recursive(_leaves(), _joined, max_leaves=5)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.lists(st.sampled_from(WORDS), max_size=7), min_size=1, max_size=8, unique_by=tuple),
    asked=st.lists(ASKED, min_size=1, max_size=2),
)
def test_operators_mean_what_they_say(store: Store, texts: list[list[str]], asked: list[Asked]) -> None:
    query = " ".join(one.text for one in asked)
    with store.write() as db:
        db.execute("SAVEPOINT trial")
        for number, words in enumerate(texts):
            add(db, Made(f"{number}.txt", f"{' '.join(words)} ."))
        found = _found(db, parse(query))
        db.execute("ROLLBACK TO trial")
    expected = {n for n, words in enumerate(texts) if all(one.holds(words) for one in asked)}
    assert found == {f"{FOLDER}/{n}.txt" for n in expected}


def _found(db: Connection, query: Query) -> set[str]:
    scope, notices = scope_for(db, query)
    assert not [notice for notice in notices if notice.code != "query.type"]
    rows = fetch(db, "SELECT path, document_id, passage.id FROM file JOIN passage USING (document_id)")
    if not query.terms:
        assert scope is not None
        return {path for path, document_id, _ in rows if document_id in set(scope.document_ids)}
    matched = fulltext.search_text(db, query, limit=99, scope=scope)
    fitting = {passage_id for passage_id, fit in matched.items() if fit.match <= Match.ALL}
    return {path for path, _, passage_id in rows if passage_id in fitting}
