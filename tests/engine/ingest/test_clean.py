"""Cleaned text has one form, loses nothing that is fine, and knows where it came from."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ingest.clean import clean, clean_page
from engine.records import Page, RawText

_RAW = st.text(
    alphabet="aeb-C中国\r\n\t \x00\x02\x0c\u00ad\u00a0\u0301\u0327\ufffe\ud83d\u200b\u212b\u1112\u1161\uf900"
)


def _cleaned(text: str, *, is_typeset: bool = False) -> str:
    return clean(RawText(pages=(text,), is_paged=is_typeset, is_typeset=is_typeset)).text


@given(raw=_RAW)
def test_the_page_index_points_at_the_raw_text(raw: str) -> None:
    page = clean_page(raw)

    assert len(page.source_index) == len(page.text)
    assert list(page.source_index) == sorted(page.source_index)
    for char, source in zip(page.text, page.source_index, strict=True):
        assert char not in "b中国" or raw[source] == char


@given(raw=_RAW)
def test_cleaning_again_changes_nothing(raw: str) -> None:
    text = _cleaned(raw)

    assert _cleaned(text) == text
    assert unicodedata.is_normalized("NFC", text)
    assert not set(text) & set("\r\x00\x02\x0c\u00ad\ud83d\u200b")
    assert "\n\n\n\n" not in text


def test_pages_are_joined_and_keep_their_spans() -> None:
    document = clean(RawText(pages=("One\r\n", " \n", "第二页"), is_paged=True))

    assert document.text == "One\n第二页"
    assert document.pages == (
        Page(number=1, start=0, end=3),
        Page(number=2, start=3, end=3),
        Page(number=3, start=4, end=7),
    )


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("con\ufffetrolled", "controlled"),
        ("con\u00ad\r\ntrolled", "controlled"),
        ("govern-\r\nment", "government"),
        ("X-\nray and 3-\nfold", "X-\nray and 3-\nfold"),
    ],
)
def test_words_broken_at_a_line_end_are_joined(raw: str, expected: str) -> None:
    assert _cleaned(raw, is_typeset=True) == expected


def test_unpaged_text_keeps_its_line_end_hyphens() -> None:
    assert _cleaned("a list-\nof flags") == "a list-\nof flags"


def test_clear_mojibake_is_repaired() -> None:
    text = "Citroën’s café\nnaïve façade\ndéjà vu — “oui”"
    assert _cleaned(text.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")) == text


@pytest.mark.parametrize(
    "text",
    [
        "知识图谱，实体与关系。",
        "Ã© is how é looks in a wrong code page; 这一行有中文 Ã©",
        "\n".join(["Plain café line"] * 9 + ["A line about Ã© being wrong"]),
        "ÀÂÃ Ελληνικά Кириллица",
    ],
)
def test_text_that_is_fine_is_left_alone(text: str) -> None:
    assert _cleaned(text) == text


def test_titles_and_attributes_are_single_clean_lines() -> None:
    document = clean(
        RawText(pages=("x",), title=" A\x00\r\n title ", attributes={"author": "  ", "date": "2020\n"})
    )
    assert document.title == "A title"
    assert document.attributes == {"date": "2020"}


def test_radicals_of_a_page_become_the_characters_they_look_like() -> None:
    assert _cleaned("⼤学⻓⾯", is_typeset=True) == "大学长面"
    assert clean_page("⼤学").text == "大学"
    assert _cleaned("部首：⼤") == "部首：⼤"  # in running text it is meant


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("zero\u200bwidth\u2060 \u200emarks\u202e and\u2066 so\ufeff", "zerowidth marks and so"),
        ("知\u200c识\u200d图谱", "知识图谱"),
        ("\uf0b7 a point\n\uf0a7 another \ue123one", "• a point\n• another one"),
        ("\U000f0001私有\U00100001", "私有"),
        ("soft\u00adly", "softly"),
    ],
)
def test_what_nobody_sees_goes(raw: str, expected: str) -> None:
    assert _cleaned(raw) == expected


@pytest.mark.parametrize("text", ["می\u200cخواهم", "क\u200dष", "👩\u200d🔬", "🏳️\u200d🌈"])
def test_joiners_that_shape_what_is_seen_stay(text: str) -> None:
    assert _cleaned(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Größe, naïve, façade, “quoted” — and €5",
        "Â la carte\nÃ la maison\nL’Âge d’or\nÎle-de-France",
        "São Paulo, Århus, Łódź, Kraków\nÆsir, œuvre\nMotörhead",
        "价格：50€，£30；«引号»",
        "ÂÊÎÔÛ âêîôû ÃÕ ãõ",
        "Ä°C, 10 µm, ±5 %, ½ cup, 30 °C, §12, ©2020, “a”…",
    ],
)
def test_western_letters_are_never_taken_for_mojibake(text: str) -> None:
    assert _cleaned(text) == text


def test_a_character_written_twice_for_one_glyph_counts_once() -> None:
    page = "不\uf967需要提供，\u2f6c目标只是大\u2f24量\uf97e数据，\u2f00年"
    raw = RawText(pages=(page,), is_paged=True, is_typeset=True)
    assert clean(raw).text == "不需要提供，目标只是大量数据，一年"
    cleaned = clean_page(page)
    assert cleaned.text == clean(raw).text
    assert len(cleaned.source_index) == len(cleaned.text)
