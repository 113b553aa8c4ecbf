"""What answers the query is marked, nothing else, and the snippet shows it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.records import Span
from engine.search.query import parse
from engine.search.snippet import cut_snippet, highlights


def marked(text: str, query: str, *, is_typing: bool = False) -> list[str]:
    return [text[span.start : span.end] for span in highlights(text, parse(query), is_typing=is_typing)]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("The engine. An ENGINE, engines; engineer", "engine", ["engine", "ENGINE", "engines"]),
        ("Café culture, cafe", "cafe", ["Café", "cafe"]),
        ("我在北京大學讀書，大学", "大学", ["大學", "大学"]),
        ("先完成MyAPI配置，API 配置", "API配置", ["API配置", "API 配置"]),
        ("an analytical\nengine; analytical", '"analytical engine"', ["analytical\nengine"]),
        ("an analytical\nengine; analytical", "analytical engine", ["analytical\nengine", "analytical"]),
        ("the cat and the dog", "the cat", ["the cat"]),
        ("钱学森出生于上海", "钱学森是哪里出生的", ["钱学森", "出生"]),
        ("Lovelace", "lovel", []),
        ("C++ and C#", "C++", ["C", "C"]),
        ("nothing here", "elsewhere", []),
        ("indemnity, Indemnified; condemn", "indemn*", ["indemnity", "Indemnified"]),
        ("woman, women, wooman", "wom?n", ["woman", "women"]),
        ("把Ada写进API里", "ada OR api", ["Ada", "API"]),
        ("apples and a pear. Far away from it all, an apple", "apple NEAR/2 pear", ["apples", "pear"]),
        ("合同的违约，和别处的合同", "合同 近/1 违约", ["合同", "违约"]),
        ("an apple, far away from any pear", "apple NEAR/1 pear", ["apple", "pear"]),
        ("a draft of the contract", "contract -draft", ["contract"]),
        ("type pdf contract", "type:pdf contract", ["contract"]),
        ("neural networks, networks", '"neural networks" OR cats', ["neural networks"]),
    ],
)
def test_words_and_phrases_are_marked(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected


def test_the_word_being_typed_is_marked_where_words_begin_so() -> None:
    assert marked("Ada Lovelace loves glove", "ada love", is_typing=True) == ["Ada Love", "love"]


@given(text=st.text("ab 中国API, ", max_size=60), query=st.text('ab 中国API"', max_size=10))
def test_marks_never_overlap_and_hold_every_exact_occurrence(text: str, query: str) -> None:
    parsed = parse(query)
    if not parsed.terms:
        return
    spans = highlights(text, parsed)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    if any(char in "中国" for char in parsed.text):
        at = text.find(parsed.text)
        assert at < 0 or any(span.start < at + len(parsed.text) and at < span.end for span in spans)


@given(
    text=st.text("ab. 中国。\n", max_size=900),
    starts=st.lists(st.integers(0, 890), unique=True, max_size=6).map(sorted),
)
def test_a_snippet_is_a_piece_of_the_text_that_shows_a_mark(text: str, starts: list[int]) -> None:
    spans = [Span(start, start + 1) for start in starts if start < len(text) and not text[start].isspace()]
    piece, offset = cut_snippet(text, spans)
    assert text[offset : offset + len(piece)] == piece
    assert len(piece) <= 240
    assert piece == piece.strip()
    if spans:
        assert any(offset <= span.start and span.end <= offset + len(piece) for span in spans)


def test_a_snippet_begins_with_a_sentence_and_ends_with_a_word() -> None:
    filler = "Nothing of interest happens in this sentence. " * 8
    text = filler + "Then Ada met Charles Babbage in London. " + filler
    piece, _ = cut_snippet(text, highlights(text, parse("Babbage")))
    assert "Ada met Charles Babbage" in piece
    assert piece.startswith(("Nothing", "Then"))
    assert text[text.index(piece) + len(piece)] in " ."


def test_the_densest_place_is_shown() -> None:
    text = "analytical. " + "x " * 300 + "the analytical engine, an engine that is analytical. " + "x " * 300
    piece, _ = cut_snippet(text, highlights(text, parse("analytical engine")))
    assert "the analytical engine, an engine" in piece
