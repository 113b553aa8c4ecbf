"""Whatever holds the query is found, the best first, and no input is a syntax error."""

from __future__ import annotations

import pytest
from apsw import Connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_makers import make_document

from engine.search.query import parse
from engine.store import fulltext
from engine.store.connection import Store
from engine.store.fulltext import Found, Match, match_expression
from engine.store.rows import fetch
from engine.store.terms import fold, has_cjk

MIXED = "中国大学的语言知識图𠀀⼈かカ한API配置my ab1C2.,，。-_\n\"'é*"


def search_text(db: Connection, query: str, *, limit: int, is_typing: bool = False) -> dict[int, Found]:
    return fulltext.search_text(db, parse(query), limit=limit, is_typing=is_typing)


def texts(db: Connection, query: str, *, limit: int = 100, is_typing: bool = False) -> list[str]:
    """Return what is found, where every passage is a document of its own."""
    hashes = dict(
        fetch(db, "SELECT passage.id, content_hash FROM passage JOIN document ON document_id = document.id")
    )
    return [hashes[passage_id] for passage_id in search_text(db, query, limit=limit, is_typing=is_typing)]


def fill(store: Store, passages: list[str]) -> Connection:
    with store.write() as db:
        for text in passages:
            make_document(db, [text])
    return store.reader()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    passages=st.lists(st.text(MIXED, min_size=1, max_size=25), min_size=1, max_size=12, unique=True),
    data=st.data(),
)
def test_every_passage_that_holds_a_cjk_or_mixed_string_is_found(
    store: Store, passages: list[str], data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(passages))
    start = data.draw(st.integers(0, len(text) - 1))
    query = text[start : data.draw(st.integers(start + 1, len(text)))].strip()
    with store.write() as db:
        db.execute("SAVEPOINT trial")
        for passage in passages:
            make_document(db, [passage])
        found = set(texts(db, query))
        db.execute("ROLLBACK TO trial")
    if any(has_cjk(char) for char in query) and not parse(query).filters:  # "-か" leaves out
        assert {passage for passage in passages if query in passage} <= found


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    passages=st.lists(st.text("ab c", min_size=3, max_size=16), min_size=1, max_size=12, unique=True),
    data=st.data(),
)
def test_every_passage_that_holds_a_quoted_phrase_is_found(
    store: Store, passages: list[str], data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(passages))
    start = data.draw(st.integers(0, len(text) - 1))
    query = text[start : data.draw(st.integers(start + 1, len(text)))].strip()
    with store.write() as db:
        db.execute("SAVEPOINT trial")
        for passage in passages:
            make_document(db, [passage])
        found = texts(db, f'"{query}"')
        db.execute("ROLLBACK TO trial")
    if len(query.split()) > 1:
        assert {passage for passage in passages if query in passage} <= set(found)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.one_of(st.text(max_size=30), st.text("\"'*()^:-+{}|&\x00,，AND OR NEAR 中文a", max_size=30)))
def test_no_query_is_a_syntax_error(store: Store, query: str) -> None:
    db = store.reader()
    for is_typing in (False, True):
        search_text(db, query, limit=5, is_typing=is_typing)
        match_expression(db, parse(query), is_typing=is_typing)


@pytest.mark.parametrize(
    ("query", "holding", "other"),
    [
        ("大学", "我在北京大学读书", "大家学习"),
        ("API配置", "先完成MyAPI配置，再启动", "配置文件和API"),
        ("配置API", "请配置APIs以后启动", "API的配置"),
        ("中华人民共和国", "中华人民共和国成立了", "中华民国人民共和"),
        ("知識圖譜", "构建知识图谱的方法", "知识与图书"),
        ('"neural networks"', "deep neural networks learn", "networks of neural cells"),
        ("⼈", "部首⼈在此", "部首在此"),
    ],
)
def test_what_holds_the_query_exactly_comes_first(store: Store, query: str, holding: str, other: str) -> None:
    db = fill(store, [other, f"{other}。{other}", holding, "none of it"])
    assert texts(db, query)[0] == holding
    assert [fit.match for fit in search_text(db, query, limit=9).values()].count(Match.EXACT) == 1


def test_exact_then_all_words_then_some(store: Store) -> None:
    some = "engine engine engine engine"
    everything = "an engine that is truly analytical, or so they say, in many words that dilute it"
    exact = "the analytical engine is described here in many words that dilute it even more than that"
    db = fill(store, [some, everything, exact, "neither of them"])
    assert texts(db, "analytical engine") == [exact, everything, some]
    assert [fit.match for fit in search_text(db, "analytical engine", limit=9).values()] == [
        Match.EXACT,
        Match.ALL,
        Match.SOME,
    ]


def test_case_script_accents_and_plural_do_not_count(store: Store) -> None:
    db = fill(store, ["A Café in Paris", "两个數據庫", "many compilers", "one company"])
    assert texts(db, "cafe") == ["A Café in Paris"]
    assert texts(db, "数据库") == ["两个數據庫"]
    assert texts(db, "COMPILER") == ["many compilers"]
    assert texts(db, "companies") == ["one company"]


def test_a_question_is_answered_by_its_telling_words(store: Store) -> None:
    db = fill(
        store, ["Alan Turing worked at Bletchley Park", "who is at the who", "谁在这里", "钱学森出生于上海"]
    )
    assert texts(db, "who worked at Bletchley Park?")[0] == "Alan Turing worked at Bletchley Park"
    assert texts(db, "钱学森是哪里出生的？")[0] == "钱学森出生于上海"
    assert "who is at the who" in texts(db, "who at the")


def test_the_last_word_may_be_unfinished_while_typing(store: Store) -> None:
    db = fill(store, ["Ada Lovelace wrote", "Ada loves cats", "lonely"])
    assert texts(db, "ada lovel") == ["Ada Lovelace wrote", "Ada loves cats"]
    assert texts(db, "ada lovel", is_typing=True)[0] == "Ada Lovelace wrote"
    assert texts(db, "lovel") == []
    assert texts(db, "lovel", is_typing=True) == ["Ada Lovelace wrote"]
    assert texts(db, "lovel ", is_typing=True) == []


def test_nothing_is_found_by_nothing(store: Store) -> None:
    db = fill(store, ["text"])
    for query in ("", "  ", '""', "?!", "“”"):
        assert search_text(db, query, limit=9) == {}


@given(text=st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
