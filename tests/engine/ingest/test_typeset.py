"""What the setting of pages did to text is undone, and nothing that only looks like it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ingest.clean import clean, source_index
from engine.records import RawText

FILL = "it goes on at some length so that the lines are full"


def cleaned(*pages: str) -> list[str]:
    document = clean(RawText(pages=pages, is_paged=True, is_typeset=True))
    return [document.text[page.start : page.end] for page in document.pages]


def one(*lines: str) -> str:
    (text,) = cleaned("\r\n".join(lines))
    return text


def with_margins(bodies: Sequence[str], header: str, footer: str) -> list[str]:
    return cleaned(
        *(
            "\r\n".join([header.format(n), body, footer.format(n)])
            for n, body in enumerate(bodies, 1)
        )
    )  # fmt: skip


BODIES = ["Apples are red.", "梨是黄的。", "Plums are blue.", "葡萄是紫的。", "Figs are green."]


@pytest.mark.parametrize(
    "footer",
    [
        "Page {} of 5",
        "第 {} 页",
        "第 {} 页 共 5 页",
        "- {} -",
        "{}",
        "{}/5",
        "Seite {} von 5",
        "— {} —",
        "p. {}",
        "第{}頁",
    ],
)
def test_page_numbers_of_both_languages_go(footer: str) -> None:
    assert with_margins(BODIES, "", footer) == BODIES


def test_a_running_line_is_kept_where_it_stands_first() -> None:
    pages = with_margins(BODIES, "某某股份有限公司 2018 年报告", "Annual Report   Page {}")
    assert pages[0] == "某某股份有限公司 2018 年报告\nApples are red.\nAnnual Report   Page 1"
    assert pages[1:] == BODIES[1:]


def test_headers_of_left_and_right_pages_go() -> None:
    pages = cleaned(
        *(f"{'The Book' if n % 2 else 'Its Chapter'}\n{body}" for n, body in enumerate(BODIES * 2))
    )
    assert pages[2:] == (BODIES * 2)[2:]


@pytest.mark.parametrize(
    ("header", "footer"),
    [
        ("Name\tPrice", ""),  # the head of a table
        ("", "12 450 3.5 88 1{}"),  # its last row
        ("", "And all the world is still,"),  # a refrain
        ("", "他日相逢，"),
    ],
)
def test_tables_and_verse_stay(header: str, footer: str) -> None:
    pages = with_margins(BODIES, header, footer)
    assert all(line.format(n) in page for n, page in enumerate(pages, 1) for line in (header, footer))


def test_numbers_that_do_not_count_pages_stay() -> None:
    pages = cleaned(*(f"{body}\n{number}" for body, number in zip(BODIES, (7, 300, 12, 5, 41), strict=True)))
    assert pages[1] == "梨是黄的。\n300"


def test_a_page_of_nothing_but_its_number_keeps_it() -> None:
    assert cleaned("1", "2", "3", "4") == ["1", "2", "3", "4"]


def test_two_pages_are_too_few_for_a_running_line() -> None:
    assert cleaned("Contract\nfirst", "Contract\nsecond") == ["Contract\nfirst", "Contract\nsecond"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("the govern\ufffement said", "the government said"),
        ("the govern-\r\nment said", "the government said"),
        ("die Regie\u0002rung sagte", "die Regierung sagte"),
        ("GOVERN\ufffeMENT", "GOVERNMENT"),
        ("a well\ufffeknown fact", "a well-known fact"),
        ("a well-\r\nknown fact", "a well-known fact"),
        ("state-of-the\ufffeart", "state-of-the-art"),
        ("a cross-exam\ufffeination", "a cross-examination"),
        ("non\ufffeEnglish", "non-English"),
        ("3\ufffefold", "3-fold"),
        ("Haupt\ufffeund Nebensache", "Haupt- und Nebensache"),
        ("first\ufffeand second-class", "first- and second-class"),
        ("an email, an e\ufffemail and email", "an email, an email and email"),
        ("our co-op; the co\ufffeop", "our co-op; the co-op"),
        ("run(a, b-\r\nlong);", "run(a, b-\nlong);"),
        ("x = total-\r\ndiscount", "x = total-\ndiscount"),
        ("\u0002 stray", "stray"),
    ],
)
def test_broken_words_are_mended_and_hyphens_kept(raw: str, expected: str) -> None:
    assert one(raw).strip() == expected


def test_lines_of_a_paragraph_are_joined() -> None:
    first, second = f"The first line of it, {FILL},", "and the second line ends it."
    assert one(first, second) == f"{first} {second}"


def test_chinese_lines_are_joined_without_a_space() -> None:
    first, second = "知识图谱把人物、机构和地点以及它们之间的关系都放在一", "起，便于查找。"
    assert one(first, second) == first + second
    mixed = "本系统的读取程序运行在独立的进程之中并且使用了开源的"
    assert one(mixed, "Python实现。") == f"{mixed}Python实现。"


@pytest.mark.parametrize(
    "lines",
    [
        ("Introduction", "This is what the chapter is about, and it is long enough for a line"),
        (f"- a point of the list, {FILL}", "- another point of the list"),
        (f"（一）第一条很长很长的规定，{'规定' * 10}", "（二）第二条"),
        (f"A sentence that ends. {FILL} to here.", "Another paragraph begins."),
        (
            "Shall I compare thee to a summer’s day",
            "Thou art more lovely and more temperate",
            "Rough winds do shake the darling buds of May",
            "And summer’s lease hath all too short a date",
        ),
        ("床前明月光，", "疑是地上霜。"),
        ("Revenue 2019 2020 1,200.00 1,300.00 8 %", "Costs 2019 2020 1,100.00 1,150.00 4 %"),
        ("公路 等级 车道数 用地指标基准值 编制条件路段交通量", "高速 公路 八 很宽的车道 指标"),
        ("for (int i = 0; i < length_of_it; i++) {", "print(i)"),
        ("A long line of a table   with gaps between its cells", "and another   one of the same"),
        ("Contents of the whole book ................ 3", "and of its second part ................ 9"),
    ],
)
def test_headings_lists_verse_tables_and_code_keep_their_lines(lines: tuple[str, ...]) -> None:
    assert one(*lines) == "\n".join(lines)


def test_what_is_not_set_keeps_its_lines_and_running_lines() -> None:
    first = f"The first line of it, {FILL},"
    pages = tuple(f"Deck\n{first}\nand more\n{n}" for n in range(1, 6))
    assert clean(RawText(pages=pages, is_paged=True)).text == "\n".join(pages)


@given(
    pages=st.lists(
        st.text("ab中。-1 \r\n\ufffe\u00ad", max_size=60), min_size=1, max_size=6
    )
)  # fmt: skip
def test_nothing_but_running_lines_gets_lost(pages: list[str]) -> None:
    text = "".join(cleaned(*pages))
    assert not set(text) & set("\r\ufffe\u00ad")
    for char in "ab中。":
        assert (char in text) == any(char in page for page in pages)


@given(body=st.text("ab中国。-, \n\ufffe", min_size=1, max_size=80))
def test_each_character_on_show_is_found_in_the_raw_page(body: str) -> None:
    raw = body.replace("\n", "\r\n")
    (shown,) = cleaned(raw)
    index = source_index(raw, shown)
    if any(char in "ab中国。," for char in shown):
        assert list(index) == sorted(index)
        assert all(raw[at] == char for at, char in zip(index, shown, strict=True) if char in "ab中国。,")


def test_a_span_is_found_below_a_running_line_that_was_left_out() -> None:
    raws = [f"The Report\r\n{body}\r\nPage {n}" for n, body in enumerate(BODIES, 1)]
    shown = cleaned(*raws)[1]
    index = source_index(raws[1], shown)
    assert "".join(raws[1][at] for at in index) == shown == BODIES[1]
    assert len(source_index(raws[0], "another text")) == 0


def test_what_is_left_of_a_page_is_one_stretch_of_it() -> None:
    pages = cleaned(*(f"The Report\n{n}\n{body}" for n, body in enumerate(BODIES, 1)))
    assert pages == ["The Report\n1\nApples are red.", *BODIES[1:]]
