"""Tokens: offsets fit the text given, words are whole, case is that of the word."""

from itertools import pairwise
from pathlib import Path

import pytest
from foreign_models import make_tokenizer
from hypothesis import given
from hypothesis import strategies as st

from engine.language.lexicon import LOWER, MIXED, TITLE, UPPER, case_class
from engine.language.tokens import (
    load_tokenizer,
    special_ids,
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
    assert len(tokens.ids) == len(tokens.types) == len(tokens.words) == len(word_starts(tokens.words))


def test_a_word_has_one_case_and_traditional_reads_as_simplified(tiny_models: Path) -> None:
    tokenizer = load_tokenizer(tiny_models / "ner" / "tokenizer.json")
    title, traditional, simplified = tokenise(tokenizer, ["Xylophones play", "圖書館", "图书馆"])

    assert title.types == [TITLE] * title.words.count(0) + [LOWER] * title.words.count(1)
    assert traditional.ids == simplified.ids


OTHERS = ("roberta", "deberta-v2")
"""Bodies with byte-level BPE and with SentencePiece."""


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("tokenizers")
    for body in OTHERS:
        make_tokenizer(body).save(str(folder / f"{body}.json"))
    return {body: folder / f"{body}.json" for body in OTHERS}


def words_of(path: Path, text: str) -> list[str]:
    (tokens,) = tokenise(load_tokenizer(path), [text], simplifies=False)
    spans: dict[int, tuple[int, int]] = {}
    for word, (start, end) in zip(tokens.words, tokens.offsets, strict=True):
        spans[word] = (spans.get(word, (start, end))[0], end)
    return [text[start:end] for start, end in spans.values()]


@pytest.mark.parametrize("body", OTHERS)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada  Lovelace\nmet", "Ada|Lovelace|met"),
        (" in London, and", "in|London|,|and"),
        ("O'Neil (U.S based) 3rd", "O'Neil|(|U.S|based|)|3rd"),
        ("London北Ada。", "London|北|Ada|。"),
    ],
)
def test_words_are_told_from_the_text_and_hold_no_space(
    body: str, text: str, expected: str, others: dict[str, Path]
) -> None:
    assert [word for word in words_of(others[body], text) if word] == expected.split("|")


@pytest.mark.parametrize("body", OTHERS)
@given(text=st.text(alphabet="aA1 中國.,'\n\u0301ﬁ\u3000é", max_size=40))
def test_words_of_other_tokenizers_rise_within_the_text(
    body: str, others: dict[str, Path], text: str
) -> None:
    (tokens,) = tokenise(load_tokenizer(others[body]), [text])
    starts = word_starts(tokens.words)
    firsts = [at for at, is_first in enumerate(starts) if is_first]

    assert all(0 <= start <= end <= len(text) for start, end in tokens.offsets)
    for first, following in pairwise(firsts):
        assert tokens.offsets[following - 1][1] <= tokens.offsets[following][0]
        assert tokens.offsets[first][0] < tokens.offsets[following][0]
    assert not any(text[start : start + 1].isspace() for start, end in tokens.offsets if start < end)


@pytest.mark.parametrize(("body", "names"), [("roberta", "<pad> <s> </s>"), ("bert", "[PAD] [CLS] [SEP]")])
def test_special_tokens_go_by_either_name_and_only_where_they_are_meant(
    body: str, names: str, tmp_path: Path
) -> None:
    path = tmp_path / "tokenizer.json"
    make_tokenizer(body).save(str(path))
    tokenizer = load_tokenizer(path)

    assert [tokenizer.id_to_token(number) for number in special_ids(tokenizer)] == names.split()
    (tokens,) = tokenise(tokenizer, ["<s>struck out</s>"])
    assert not {tokenizer.token_to_id(name) for name in ("<s>", "</s>")} & set(tokens.ids)


def test_a_tokenizer_without_special_tokens_is_refused() -> None:
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece

    with pytest.raises(ValueError, match="no token"):
        special_ids(Tokenizer(WordPiece({"a": 0}, unk_token="a")))


def test_traditional_stays_where_a_model_knows_it(tiny_models: Path) -> None:
    tokenizer = load_tokenizer(tiny_models / "ner" / "tokenizer.json")
    kept, changed = (tokenise(tokenizer, ["圖"], simplifies=flag)[0].ids for flag in (False, True))
    assert kept != changed
