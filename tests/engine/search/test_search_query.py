"""The query language in both languages: what is syntax, what is words, and what is said of mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.search.fields import FIELD_NAMES
from engine.search.query import parse
from engine.search.when import days_of
from engine.searches import NOTICE_CODES
from engine.store.query_tree import AllOf, AnyOf, Between, Named, Near, Node, Not
from engine.store.terms import STOP_WORDS, Term, tokens

TODAY = date(2024, 5, 15)  # a Wednesday


def shown(node: Node) -> str:
    """Return a node as text that a table can hold."""
    match node:
        case Near(terms, distance):
            text = f"near{distance}({_each(terms)})"
        case AllOf(parts):
            text = f"all({_each(parts)})"
        case AnyOf(parts):
            text = f"any({_each(parts)})"
        case Not(part):
            text = f"not({shown(part)})"
        case Between():
            text = f"{node.field}={node.lower or ''}..{node.upper or ''}"
        case Named():
            text = f"{node.field}{node.label or ''}={'|'.join(node.values) or '*'}"
        case Term():
            text = f"[{node.text}]" if node.is_quoted else node.text
    return text


def _each(nodes: Sequence[Node]) -> str:
    return " ".join(map(shown, nodes))


def taken_apart(query: str) -> tuple[list[str], list[str]]:
    parsed = parse(query, today=TODAY)
    return [shown(unit) for unit in parsed.units], [shown(node) for node in parsed.filters]


@pytest.mark.parametrize(
    ("query", "units", "filters"),
    [
        (
            'person:"Ada Lovelace" type:pdf before:2024 in:Contracts indemnity',
            ["indemnity"],
            ["entityPER=Ada Lovelace", "type=pdf", "date=..2024-01-01", "folder=Contracts"],
        ),
        ("人:张三 机构:* 之前:2024 合同", ["合同"], ["entityPER=张三", "entityORG=*", "date=..2024-01-01"]),
        ("人：张三，李四 合同", ["合同"], ["entityPER=张三|李四"]),
        ("地点:“北京 海淀” x1", ["x1"], ["entityLOC=北京 海淀"]),
        ("label:DATE 类别:事件 entity:x", [], ["entityDATE=*", "entityEVENT=*", "entity=x"]),
        ("after:2024-03 之后:2024年3月5日", [], ["date=2024-03-01..", "date=2024-03-05.."]),
        ("on:yesterday 日期:上周", [], ["date=2024-05-14..2024-05-15", "date=2024-05-06..2024-05-13"]),
        ('on:"last month" on:2020..2021', [], ["date=2024-04-01..2024-05-01", "date=2020-01-01..2022-01-01"]),
        ("lang:Chinese 语言:英文 lang:de", [], ["language=zh", "language=en", "language=de"]),
        ("size:>10mb 大小:<1.5GB size:1k..2k", [],
         ["size=10000001..", "size=..1500000000", "size=1000..2001"]),
        ("name:report 文件名:报告 title:x 标题:y author:z 作者:张", [],
         ["name=report", "name=报告", "title=x", "title=y", "author=z", "author=张"]),
        ("tag:a,b 标签:计算机 标签:PER", [], ["tag=a|b", "tag=计算机", "entityPER=*"]),
        ("TYPE:PDF Type:.Md", [], ["type=pdf", "type=md"]),
        ("contract -draft -type:pdf", ["contract"], ["not(draft)", "not(type=pdf)"]),
        ("合同 非 草稿 NOT x1", ["合同"], ["not(草稿)", "not(x1)"]),
        ('x1 -"rough draft" -(a1 b1)', ["x1"], ["not([rough draft])", "not(all(a1 b1))"]),
        ("a1 b1 OR c1 d1", ["a1", "any(b1 c1)", "d1"], []),
        ("合同 或 协议", ["any(合同 协议)"], []),
        ("(a1 b1) OR (c1 OR d1)", ["any(all(a1 b1) any(c1 d1))"], []),
        ("（合同 或 协议） 违约", ["any(合同 协议)", "违约"], []),
        ("type:pdf OR type:md x1", ["x1"], ["any(type=pdf type=md)"]),
        ("(type:pdf OR secret) x1", ["x1"], ["any(type=pdf secret)"]),
        ("a1 AND b1", ["a1", "b1"], []),
        ("apple NEAR/5 pear juice", ["near5(apple pear)", "juice"], []),
        ("合同 近/3 违约 ~4 金", ["near4(合同 违约 金)"], []),
        ("a1 NEAR b1", ["near10(a1 b1)"], []),
        ("indemn* wom?n co*ly?", ["indemn*", "wom?n", "co*ly"], []),
        # words, whatever they look like
        ("C++ 3:30 re: hello 比例1:2", ["C++", "3:30", "re:", "hello", "比例1:2"], []),
        ("http://a.b/c?d=1", ["http://a.b/c", "d=1"], []),
        ("Who is Ada?", ["Ada"], []),
        ("f(x) (foo bar)", ["f", "x", "foo", "bar"], []),
        ("type: pdf", ["type:", "pdf"], []),
        ("在文件夹:x1 nosuch:y1", ["在文件夹:x1", "nosuch:y1"], []),
        ("- item --help -5 well-known", ["item", "--help", "-5", "well-known"], []),
        ("非洲 或者 近代", ["非洲", "或者", "近代"], []),
        ("or not near", ["near"], []),
        ("OR", ["OR"], []),
        ("x1 OR", ["x1"], []),  # a stop word like any other
        ("NEAR/3 x1", ["NEAR/3", "x1"], []),
        ("2*3 *bold* a*", ["2*3", "*bold*", "a*"], []),
        ('"no end', ["[no end]"], []),
        ("(a1 b1", ["a1", "b1"], []),
        ("a1) b1", ["a1", "b1"], []),
        ("type:pdf, foo", ["foo"], ["type=pdf"]),
        ("(type:pdf) foo", ["foo"], ["type=pdf"]),
    ],
)  # fmt: skip
def test_a_query_is_taken_apart(query: str, units: list[str], filters: list[str]) -> None:
    assert taken_apart(query) == (units, filters)


def test_types_are_kinds_in_both_languages_or_endings() -> None:
    picture, same, ending = (parse(q).filters[0] for q in ("type:picture", "类型:图片", "type:png"))
    assert isinstance(picture, Named)
    assert isinstance(same, Named)
    assert isinstance(ending, Named)
    assert picture.values == same.values
    assert {"png", "jpg", "heic"} <= set(picture.values)
    assert ending.values == ("png",)


@pytest.mark.parametrize(
    ("query", "code", "place"),
    [
        ("x1 before:banana", "query.date", "before:banana"),
        ("之后:2024-13 x1", "query.date", "之后:2024-13"),
        ("on:2023-02-30", "query.date", "on:2023-02-30"),
        ("size:huge", "query.size", "size:huge"),
        ("type:xyz", "query.type", "type:xyz"),
        ('type:"a b"', "query.type", 'type:"a b"'),
        ("lang:中国话", "query.language", "lang:中国话"),
        ("x1 a*", "query.wildcard", "a*"),
    ],
)
def test_a_mistake_is_told_where_it_is_and_the_rest_is_searched(query: str, code: str, place: str) -> None:
    parsed = parse(query, today=TODAY)
    (notice,) = parsed.notices
    assert (notice.code, query[notice.start : notice.end]) == (code, place)
    assert code in NOTICE_CODES
    assert bool(parsed.terms) == ("x1" in query)


def test_words_are_kept_apart_from_syntax() -> None:
    assert parse('person:"Ada" engine type:pdf "the notes" -draft').text == "engine the notes"
    assert parse("what (exactly), then?").text == "what (exactly), then?"


@pytest.mark.parametrize(
    ("query", "is_open"),
    [("ada lov", True), ("ada ", False), ('"ada', False), ("x1 type:pd", False), ("x1 -dra", False),
     ("type:pdf x1", True), ("x1*", True)],
)  # fmt: skip
def test_only_a_last_word_may_go_on(query: str, is_open: bool) -> None:
    assert parse(query).is_open is is_open


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2024", "2024-01-01", "2025-01-01"), ("2024-12", "2024-12-01", "2025-01-01"),
        ("2024/2/29", "2024-02-29", "2024-03-01"), ("2024年12月", "2024-12-01", "2025-01-01"),
        ("去年", "2023-01-01", "2024-01-01"), ("last year", "2023-01-01", "2024-01-01"),
        ("this week", "2024-05-13", "2024-05-20"), ("Last-Week", "2024-05-06", "2024-05-13"),
        ("今天", "2024-05-15", "2024-05-16"), ("上个月", "2024-04-01", "2024-05-01"),
    ],
)  # fmt: skip
def test_dates_are_spans_of_days(text: str, first: str, after: str) -> None:
    assert days_of(text, today=TODAY) == (date.fromisoformat(first), date.fromisoformat(after))


def test_the_month_before_january_is_december() -> None:
    assert days_of("last month", today=date(2024, 1, 31)) == (date(2023, 12, 1), date(2024, 1, 1))


SYNTAX = [
    "OR ",
    "NOT ",
    "AND ",
    "NEAR/3 ",
    "~2 ",
    "或 ",
    "非 ",
    "近 ",
    "type:",
    "人:",
    "before:",
    "size:",
    "tag:",
]


@given(parts=st.lists(st.one_of(st.text(max_size=6), st.sampled_from([*SYNTAX, *'()（）"“-*?:：,， ']))))
def test_any_text_can_be_parsed(parts: list[str]) -> None:
    query = "".join(parts)
    parsed = parse(query)
    assert all(0 <= notice.start < notice.end for notice in parsed.notices)
    assert not parsed.units or parsed.terms


NAMES = {name for field in FIELD_NAMES for name in (*field.english, *field.chinese)}


@given(words=st.lists(st.text("abcXY中文学5.:/+'_", min_size=1, max_size=8), max_size=8))
def test_every_word_of_a_query_without_syntax_is_kept(words: list[str]) -> None:
    assert not NAMES & {word.split(":")[0].lower() for word in words}
    parsed = parse(" ".join(words))
    kept = {token for term in parsed.terms for token in tokens(term.text)}
    asked = {token for word in words for token in tokens(word)}
    assert kept >= {token for token in asked if token.lower() not in STOP_WORDS} - {"的"}
    assert parsed.text == " ".join(words).strip()
    assert not parsed.filters
    assert not parsed.notices


def test_much_nesting_is_no_fault() -> None:
    parse("(" * 3000 + "x1")
    parse("NOT " * 3000 + "x1")
    parse("-(" * 3000 + "x1")
    parse("x1 OR " * 3000)
