"""What is proposed fits what is typed, in its language, and makes a query that says so."""

from __future__ import annotations

from datetime import date

import pytest
from apsw import Connection
from store_makers import make_file, mention

from engine.annotate.keys import entity_key
from engine.search.complete import MOST, complete
from engine.search.query import parse
from engine.searches import Suggestion
from engine.store import graph
from engine.store.connection import Store

TODAY = date(2024, 5, 15)


@pytest.fixture
def db(store: Store) -> Connection:
    named = [("Ada Lovelace", "PER", 3), ("Adam Smith", "PER", 1), ("Adobe", "ORG", 2), ("阿达", "PER", 1)]
    with store.write() as db:
        for name, label, n in named:
            text = f"{name}. " * n
            document_id = make_file(db, f"/files/Contracts {label}/{name}.txt", [text])
            mentions = [
                mention(text, name, label=label, key=entity_key(name, label), nth=nth) for nth in range(n)
            ]
            graph.replace_knowledge(db, document_id, mentions=mentions, relations=[], stamp="s")
    return store.reader()


def proposed(db: Connection, text: str, cursor: int | None = None) -> tuple[Suggestion, ...]:
    return complete(db, text, len(text) if cursor is None else cursor, today=TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("per", ["person:"]), ("engine or", ["org:"]), ("t", ["type:", "title:", "tag:"]),
        ("人", ["人:"]), ("文", ["文件夹:", "文件名:"]), ("-ty", ["type:"]), ("(lan", ["lang:"]),
        ("person:Ad", ['"Ada Lovelace"', '"Adam Smith"']), ("person:ada", ['"Ada Lovelace"', '"Adam Smith"']),
        ('engine person:"Ada L', ['"Ada Lovelace"']), ("机构:", ["Adobe"]),
        ("entity:ad", ['"Ada Lovelace"', "Adobe", '"Adam Smith"']),
        ("人：阿", ["阿达"]), ("type:pd", ["pdf"]),
        ("类型:图", ["图片", "图纸"]), ("type:spre", ["spreadsheet"]),
        ("in:contracts", ['"Contracts ORG"', '"Contracts PER"']),
        ("语言:", ["英文", "中文"]), ("lang:", ["en", "zh"]),
        ("label:", ["ORG", "PER"]), ("类别:人", ["人物"]),
        ("before:last", ['"last week"', '"last month"', '"last year"']),
        ("之后:上", ["上周", "上个月"]), ("on:20", ["2024", "2023", "2022"]),
        ("size:>", [">1mb", ">10mb", ">100mb"]),
        ("", []), ("nothing such", []), ("engine ", []), ("name:x", []), ('"per', []), ("x:per", []),
    ],
)  # fmt: skip
def test_what_may_come_next(db: Connection, text: str, expected: list[str]) -> None:
    assert [suggestion.text for suggestion in proposed(db, text)] == expected


@pytest.mark.parametrize(
    "text", ["per", 'x person:"Ada L', "in:contr", "类型:", "之前:", "size:", "(label:", "-人:阿"]
)
def test_a_suggestion_put_in_its_place_is_understood(db: Connection, text: str) -> None:
    for suggestion in proposed(db, text):
        query = text[: suggestion.start] + suggestion.text + text[suggestion.end :]
        if suggestion.kind == "field":
            query += "*"
        parsed = parse(query, today=TODAY)
        assert parsed.filters, query
        assert not parsed.notices


def test_only_what_is_before_the_cursor_counts(db: Connection) -> None:
    (suggestion,) = proposed(db, "per engine", cursor=3)
    assert (suggestion.start, suggestion.end, suggestion.text) == (0, 3, "person:")


def test_proposals_have_counts_and_are_few(db: Connection) -> None:
    assert [suggestion.count for suggestion in proposed(db, "person:Ad")] == [3, 1]
    assert len(proposed(db, "type:")) == MOST
