"""Keywords are words of their text that tell what it is about, whatever the text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.common_words import chinese_words, dull_words, halvings
from engine.language.identify import stop_words
from engine.language.keywords import keywords
from engine.language.script import to_simplified

SAMPLE = Path(__file__).parents[3] / "resources" / "sample"
ENGLISH = (
    "The engines of Ada Lovelace ran. An engine needs cards; cards were punched in 1843 at 3.14 % of it. "
)
CHINESE = "钱学森在力学研究所工作，研究火箭。力学研究所的火箭在一九七〇年发射，钱学森担任所长。"
PIECES = st.sampled_from(
    [
        *(
            "the",
            "of",
            "and",
            "engine",
            "engines",
            "Ada Lovelace",
            "don't",
            "Babbage's",
            "2024",
            "3.14",
            "x²",
        ),
        *(
            "钱学森",
            "研究",
            "的",
            "了",
            "不是",
            "第三章",
            "二十",
            "臺灣",
            "台湾",
            "冯·卡门",
            "𠮷野家",
            "カード",
        ),
        *(
            " ",
            "\n",
            "\n\n",
            ", ",
            "。",
            "——",
            "`",
            "```",
            "<b>",
            "http://a.b/c",
            "a_b",
            "%",
            "🎉",
            "\x00",
            "\u2028",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=120).map("".join) | st.text(max_size=200)


def _comparable(text: str) -> str:
    return " ".join(to_simplified(text).casefold().split())


@given(TEXTS)
def test_each_keyword_stands_in_the_text_and_is_neither_a_stop_word_nor_a_number(text: str) -> None:
    found = keywords(text)

    assert len(found) <= 8
    assert len({_comparable(word) for word in found}) == len(found)
    for word in found:
        assert _comparable(word) in _comparable(text)
        assert to_simplified(word).lower() not in stop_words("en") | stop_words("zh")
        assert re.search(r"[^\W\d_]", word)


@given(TEXTS)
def test_the_same_text_has_the_same_keywords(text: str) -> None:
    assert keywords(text) == keywords(text)


@given(TEXTS, st.integers(0, 5))
def test_fewer_are_the_first_ones_or_none(text: str, most: int) -> None:
    assert len(keywords(text, most=most)) <= most


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "1 2 3\n4 5 6", "的了是", "the of and", "a" * 100_000, "/" * 100_000, "." * 100_000,
        "`" * 50_001, "<" * 100_000, "汉" * 100_000, "_a" * 50_000, "a@" * 50_000, "ab " * 50_000,
    ],
)  # fmt: skip
def test_a_text_that_says_nothing_is_survived(text: str) -> None:
    assert len(keywords(text)) <= 1


@pytest.mark.parametrize(
    ("path", "expected", "never"),
    [
        (
            "Notes/Ada Lovelace.md",
            {"Ada Lovelace", "Analytical Engine", "Charles Babbage"},
            {"Lovelace", "Engine", "title", "lang"},
        ),
        ("Notes/The Analytical Engine.md", {"Analytical Engine", "cards"}, {"Babbage", "today"}),
        ("Notes/Grace Hopper.txt", {"Grace Hopper", "bug"}, {"Hopper", "1952"}),
        ("资料/钱学森.md", {"钱学森", "加州理工学院", "喷气推进实验室"}, {"喷气", "学森", "出生", "title"}),
        ("资料/詹天佑与京张铁路.txt", {"詹天佑", "铁路", "青龙桥车站"}, {"车站", "青龙", "修"}),
        ("资料/艾伦·图灵.md", {"图灵", "布莱切利园", "冯·诺依曼"}, {"毕业", "诺依曼"}),
    ],
)
def test_real_documents_are_told_in_a_few_words(path: str, expected: set[str], never: set[str]) -> None:
    content = (SAMPLE / path).read_bytes()
    found = set(keywords(content.decode("gb18030" if path.startswith("资料/詹") else "utf-8")))

    assert expected <= found
    assert not never & found


def test_one_of_many_and_many_of_one_count_together() -> None:
    text = "A sensor failed. " + "Two sensors were replaced, and sensors are checked. " * 2

    assert "sensors" in keywords(text)
    assert "sensor" not in keywords(text)


def test_traditional_and_simplified_count_together() -> None:
    text = "軟體由臺灣設計。台湾的工厂制造芯片。芯片在臺灣測試，臺灣的芯片很多。"

    found = keywords(text)

    assert "臺灣" in found
    assert "台湾" not in found


def test_case_is_kept_as_it_mostly_stands() -> None:
    assert "TiDB" in keywords("TiDB stores rows. Tune TiDB with care. tidb is typed so. TiDB grows.")
    assert "compiler" in keywords("Compiler warnings matter. The compiler stops. A compiler helps.")


def test_a_part_of_a_name_gives_way_to_the_whole_unless_it_is_a_name_of_its_own() -> None:
    people = (
        "Ada Lovelace wrote notes. Lovelace knew Babbage. Lovelace died. Ada Lovelace is read. Babbage lived."
    )
    product = (
        "React renders trees. We at React Labs share news of React. React Labs says React is fast. We like "
        "React. Hooks of React changed React, and React is free. Learn it. React and React alone. Use React."
    )

    assert "Ada Lovelace" in keywords(people)
    assert "Lovelace" not in keywords(people)
    assert "React" in keywords(product)


def test_a_mixed_document_has_both() -> None:
    found = keywords(ENGLISH * 3 + "\n\n" + CHINESE)

    assert any(word.isascii() for word in found)
    assert any(not word.isascii() for word in found)


@pytest.mark.parametrize(
    "noise",
    [
        "```\nfrobnicate = frobnicate(frobnicate)\nfrobnicate += 1\n```\n",
        "for (int frobnicate = 0; frobnicate < n; frobnicate++) { frobnicate[i] *= 2; }\n",
        "Message-ID: <frobnicate.frobnicate@frobnicate.example>\nReceived: from frobnicate by frobnicate\n",
        "frobnicate\t1,204.50\t88.1\t20,431\t1999\n",
        "https://frobnicate.example/frobnicate/frobnicate?frobnicate=1\n",
        "C:\\frobnicate\\frobnicate\\frobnicate.txt and frobnicate_frobnicate\n",
        "Printed by frobnicate\n",
    ],
)
def test_what_is_not_said_does_not_count(noise: str) -> None:
    prose = "\nCards drive engines. Ada Lovelace wrote of cards and looms.\nA loom weaves; a loom, a mill.\n"

    text = noise * 6 + ENGLISH * 2 + prose + noise * 6

    assert not any("frobnicate" in word for word in keywords(text))


def test_numbers_and_dates_in_words_are_no_keywords() -> None:
    found = keywords("第三章 二十岁 一九七〇年 三月 第三章。第三章 二十岁。火箭发射，火箭升空。")

    assert found[0] == "火箭"
    assert not set("三二章岁年月") & set("".join(found))


def test_a_late_part_of_a_long_text_counts() -> None:
    early, late = "The harbour was quiet. " * 300, "Every beekeeper knows the hive and its honey.\n"
    text = early + "".join(f"{late[:-1]} Line {number}.\n" for number in range(3000))

    assert {"beekeeper", "hive", "honey"} & set(keywords(text))


def test_stated_keywords_come_first_and_are_not_said_twice() -> None:
    found = keywords(CHINESE, stated="航天； 火箭,Rocket science ;;, 12, 航天")

    assert found[:3] == ("航天", "火箭", "Rocket science")
    assert found.count("火箭") == 1
    assert "钱学森" in found[3:]
    assert "12" not in found


def test_a_sentence_is_no_stated_keyword() -> None:
    assert (
        keywords("", stated="This field was misused for a whole sentence that goes on without a mark") == ()
    )


@given(st.text(alphabet="钱学森在力学研究所工作的了𠮷汉", max_size=40))
def test_chinese_words_tile_their_run(run: str) -> None:
    spans = chinese_words(run)

    assert "".join(run[start:end] for start, end in spans) == run
    assert all(start < end for start, end in spans)


def test_the_lists_are_of_their_language() -> None:
    assert halvings("en")["the"] < halvings("en")["engine"] < halvings("en").get("cybernetics", 99)
    assert halvings("zh")["我们"] < halvings("zh")["火箭"]
    for language, is_ascii in (("en", True), ("zh", False)):
        assert all(word.isascii() is is_ascii for word in dull_words(language))  # type: ignore[arg-type]
        assert not dull_words(language) & stop_words(language)  # type: ignore[arg-type]
