"""Passages tile the text, respect their size and end where a reader would pause."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ingest.split import CJK_COST, split_passages
from engine.records import Document, Page

_TEXT = st.text(alphabet='ab 中文。！.!?\n\t，,#-\u0301\u200d\U0001f468\U0001f3fd…”"(', max_size=400)


def _cost(text: str) -> int:
    return sum(CJK_COST if "\u2e80" <= char <= "\uffef" and char != "\ufe0f" else 1 for char in text)


def _texts(text: str, *, size: int) -> list[str]:
    return [text[passage.start : passage.end] for passage in split_passages(Document(text=text), size=size)]


@given(text=_TEXT, size=st.integers(1, 90))
def test_passages_tile_the_text_within_their_size(text: str, size: int) -> None:
    passages = split_passages(Document(text=text), size=size)

    assert "".join(text[p.start : p.end] for p in passages) == text
    assert [p.ordinal for p in passages] == list(range(len(passages)))
    assert all(p.start < p.end for p in passages)
    assert all(p.end - p.start == 1 or _cost(text[p.start : p.end]) <= size for p in passages)


@given(texts=st.lists(_TEXT, min_size=1, max_size=5), size=st.integers(1, 90))
def test_passages_never_cross_a_page_border(texts: list[str], size: int) -> None:
    pages, start = [], 0
    for number, text in enumerate(texts, 1):
        pages.append(Page(number=number, start=start, end=start + len(text)))
        start += len(text) + 1
    whole = "\n".join(texts)

    passages = split_passages(Document(text=whole, pages=tuple(pages)), size=size)

    assert "".join(whole[p.start : p.end] for p in passages) == whole
    for passage in passages:
        page = pages[(passage.page or 0) - 1]
        assert page.start <= passage.start
        assert passage.end <= page.end + 1


@given(
    words=st.lists(st.text(alphabet=string.ascii_letters, min_size=1, max_size=12), min_size=1),
    size=st.integers(13, 80),
)
def test_no_word_is_cut_while_there_is_white_space(words: list[str], size: int) -> None:
    assert [word for text in _texts(" ".join(words), size=size) for word in text.split()] == words


@pytest.mark.parametrize(
    ("text", "size", "expected"),
    [
        ("知识图谱。实体与关系", 32, ["知识图谱。", "实体与关系"]),
        ("他说：“我来了。”然后走了。", 40, ["他说：“我来了。”", "然后走了。"]),
        ("Dr. Who came. He left again.", 18, ["Dr. Who came. ", "He left again."]),
        ("One two three.\n\nThree four. Five six.", 24, ["One two three.\n\n", "Three four. Five six."]),
        ("Some text here.\n\n# Next part\nmore", 24, ["Some text here.\n\n", "# Next part\nmore"]),
    ],
)
def test_cuts_fall_where_a_reader_would_pause(text: str, size: int, expected: list[str]) -> None:
    assert _texts(text, size=size) == expected


def test_a_character_of_several_code_points_stays_whole() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert _texts(family * 4, size=7) == [family] * 4


def test_an_empty_text_has_no_passages() -> None:
    assert split_passages(Document(text=""), size=10) == ()
