"""Tokens: offsets fit the text given, words are whole, case is that of the word."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.tokens import (
    LOWER,
    MIXED,
    TITLE,
    UPPER,
    case_class,
    load_tokenizer,
    tokenise,
    word_starts,
)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("said", LOWER),
        ("London", TITLE),
        ("A", TITLE),
        ("NATO", UPPER),
        ("iPhone", MIXED),
        ("McDonald", MIXED),
        ("北京", LOWER),
        ("2024", LOWER),
        ("Élan", TITLE),
    ],
)
def test_case_class(word: str, expected: int) -> None:
    assert case_class(word) == expected


@given(text=st.text(alphabet="abZ 中國é1.,\n\u0301ﬁ", max_size=60))
def test_offsets_rise_within_the_text_and_cover_all_that_is_no_space(tiny_models: Path, text: str) -> None:
    (tokens,) = tokenise(load_tokenizer(tiny_models / "ner" / "tokenizer.json"), [text])

    assert all(0 <= start <= end <= len(text) for start, end in tokens.offsets)
    assert all(a[1] <= b[0] or a == b for a, b in zip(tokens.offsets, tokens.offsets[1:], strict=False))
    assert len(tokens.ids) == len(tokens.cases) == len(tokens.words) == len(word_starts(tokens.words))


def test_a_word_has_one_case_and_traditional_reads_as_simplified(tiny_models: Path) -> None:
    tokenizer = load_tokenizer(tiny_models / "ner" / "tokenizer.json")
    title, traditional, simplified = tokenise(tokenizer, ["Xylophones play", "圖書館", "图书馆"])

    assert title.cases == [TITLE] * title.words.count(0) + [LOWER] * title.words.count(1)
    assert traditional.ids == simplified.ids
