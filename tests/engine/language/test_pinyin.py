"""Pinyin as people type it, and the words that are read so."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language import pinyin
from engine.language.common_words import halvings


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("BeiJing", "beijing"),
        ("běijīng", "beijing"),
        ("bei3jing1", "bei'jing"),
        ("xi’an", "xi'an"),
        ("lüshi", "lvshi"),
        ("lǜshī", "lvshi"),
        ("ｂｅｉｊｉｎｇ", "beijing"),
        ("北京", None),
        ("2024", None),
        ("", None),
    ],
)
def test_what_is_typed_is_brought_to_letters(typed: str, letters: str | None) -> None:
    assert pinyin.typed(typed) == letters


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("beijing", {"北京"}),
        ("xian", {"西安"}),
        ("xi'an", {"西安"}),
        ("fangan", {"方案", "反感"}),
        ("chongqing", {"重庆"}),
        ("lvshi", {"律师"}),
        ("qianxuesen", {"钱学森"}),
        ("weiyuejin", {"违约金"}),
    ],
)
def test_words_are_found_by_their_pinyin(letters: str, words: set[str]) -> None:
    found = {word for way in pinyin.splits(letters) for word in pinyin.words(way)}
    assert words <= found


def test_the_last_syllable_may_be_unfinished() -> None:
    assert pinyin.splits("beij") == []
    (way,) = pinyin.splits("beij", is_open=True)
    assert way == ("bei", "j*")
    assert {"北京", "北极"} <= set(pinyin.words(way))


@pytest.mark.parametrize("letters", ["report", "annual", "x", "'", ""])
def test_what_is_no_pinyin_has_no_syllables(letters: str) -> None:
    assert [way for way in pinyin.splits(letters) if way] == []


@given(syllables=st.lists(st.sampled_from(sorted(pinyin.characters())), min_size=1, max_size=5))
def test_syllables_written_apart_are_taken_as_they_stand(syllables: list[str]) -> None:
    assert tuple(syllables) in pinyin.splits("'".join(syllables))
    for way in pinyin.splits("".join(syllables)):
        assert "".join(way) == "".join(syllables)


@given(word=st.sampled_from([word for word in halvings("zh") if len(word) in (2, 3)]))
def test_what_sounds_alike_can_be_read_the_same(word: str) -> None:
    for other in pinyin.sounds_like(word):
        assert other != word
        assert len(other) == len(word)
        pairs = zip(word, other, strict=True)
        assert all(
            any(re.search(a, chars) and re.search(b, chars) for chars in pinyin.characters().values())
            for a, b in pairs
        )


def test_a_wrong_character_of_the_same_sound_is_put_right() -> None:
    assert pinyin.sounds_like("陪偿") == ["赔偿"]
    assert pinyin.sounds_like("陪") == []
    assert pinyin.sounds_like("ab") == []
