"""Mentions of one thing meet under one key; in doubt they stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.annotate.resolve import entity_key, query_keys, resolve
from engine.records import Mention

LABELS = ("PER", "ORG", "LOC", "MISC")


def mentions(text: str, *names: tuple[str, str]) -> list[Mention]:
    """Mark ``names`` (surface form, label), each one searched after the last."""
    found, at = [], 0
    for name, label in names:
        start = text.index(name, at)
        at = start + len(name)
        found.append(Mention(start=start, end=at, label=label, score=0.9, source="test"))
    return found


def keys(text: str, *names: tuple[str, str]) -> list[str]:
    return [resolved.key for resolved in resolve(text, mentions(text, *names))]


@pytest.mark.parametrize(
    ("label", "forms"),
    [
        (
            "PER",
            [
                "J.R.R. Tolkien",
                "J. R. R. Tolkien",
                "JRR Tolkien",
                "Prof. J. R. R.\nTolkien",
                "J.R.R. Tolkien's",
            ],
        ),
        ("PER", ["约翰·史密斯", "約翰・史密斯", "约翰 史密斯", "约翰•史密斯先生"]),
        ("PER", ["钱学森", "錢學森", "钱学森教授", "钱\n学森 博士"]),
        ("PER", ["Marie Curie", "Dr. Marie Curie", "MARIE CURIE", "Marie  Curie’s"]),
        ("PER", ["Kurt Gödel", "Kurt Godel", "Prof. Kurt Go\u0308del"]),
        ("PER", ["Martin Luther King", "Dr. Martin Luther King", "Martin Luther King, Ph.D."]),
        ("PER", ["Tony Blair", "Prime Minister Tony Blair"]),
        ("PER", ["特朗普", "特朗普总统", "特朗普總統"]),
        ("ORG", ["Apple Inc.", "Apple, Inc", "APPLE INC", "Apple"]),
        ("ORG", ["Ford Motor Co.", "Ford Motor Company", "the Ford Motor Co"]),
        (
            "ORG",
            [
                "腾讯科技（深圳）有限公司",
                "腾讯科技(深圳)有限公司",
                "騰訊科技（深圳） 有限公司",
                "腾讯科技（深圳）",
            ],
        ),
        ("ORG", ["World Health Organization (WHO)", "the World Health Organization"]),
        ("ORG", ["微软 Azure", "微软Azure"]),
        ("LOC", ["U.S.A.", "USA", "U. S. A."]),
        ("LOC", ["the United Kingdom", "United Kingdom"]),
        ("LOC", ["中國", "中国"]),
    ],
)
def test_forms_of_one_name_share_a_key(label: str, forms: list[str]) -> None:
    assert len({entity_key(form, label) for form in forms}) == 1


@pytest.mark.parametrize(
    ("label", "a", "b"),
    [
        ("PER", "居里夫人", "居里"),
        ("PER", "John Smith", "John Smith Jr."),
        ("PER", "King Charles", "Charles"),
        ("PER", "张先生", "张"),
        ("PER", "李教授", "李"),
        ("ORG", "Bell Labs", "Bell"),
        ("ORG", "The Company", "Company"),
        ("ORG", "北京大学", "北京"),
        ("LOC", "The Hague", "Hague"),
        ("MISC", "Apple Inc.", "Apple"),
    ],
)
def test_names_of_different_things_keep_different_keys(label: str, a: str, b: str) -> None:
    assert entity_key(a, label) != entity_key(b, label)


@pytest.mark.parametrize(
    ("name", "label"),
    [("Mr.", "PER"), ("Co., Ltd.", "ORG"), ("先生", "PER"), ("有限公司", "ORG"), ("?!", "PER")],
)
def test_a_key_never_becomes_empty(name: str, label: str) -> None:
    assert entity_key(name, label)


@given(
    name=st.text(alphabet="aB.'s- ·张三先生公司 (WHO)Inc,éﬁ\n", max_size=24), label=st.sampled_from(LABELS)
)
def test_keys_are_stable_and_empty_only_for_blanks(name: str, label: str) -> None:
    key = entity_key(name, label)

    assert entity_key(key, label) == key
    assert bool(key) == bool(name.strip())


def test_surnames_and_initials_refer_to_the_only_full_name() -> None:
    text = "Ada Lovelace met J. Smith. John Smith wrote to Lovelace. Smith liked Ada."
    people = [
        (name, "PER") for name in ("Ada Lovelace", "J. Smith", "John Smith", "Lovelace", "Smith", "Ada")
    ]

    assert keys(text, *people) == [
        "ada lovelace", "john smith", "john smith", "ada lovelace", "john smith", "ada lovelace",
    ]  # fmt: skip


def test_chinese_short_forms_refer_to_the_only_full_name() -> None:
    text = "钱学森回国。钱先生说，学森也说。约翰·史密斯到了，史密斯很高兴。"
    names = ("钱学森", "钱先生", "学森", "约翰·史密斯", "史密斯")

    assert keys(text, *((name, "PER") for name in names)) == [
        "钱学森",
        "钱学森",
        "钱学森",
        "约翰史密斯",
        "约翰史密斯",
    ]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("John Smith and Mary Smith. Smith left.", ["John Smith", "Mary Smith", "Smith"], "smith"),
        ("John Smith and Mrs. Smith.", ["John Smith", "Smith"], "smith"),
        ("John Smith. Mr. Smith met Ms. Smith. Smith left", ["John Smith", "Smith", "Smith"], "smith"),
        ("阿达·洛芙莱斯写道。后来有“洛芙莱斯夫人的异议”。", ["阿达·洛芙莱斯", "洛芙莱斯"], "洛芙莱斯"),
        ("John Smith met R. Smith.", ["John Smith", "R. Smith"], "r smith"),
        ("张三和张四。张先生走了。", ["张三", "张四", "张先生"], "张先生"),
        ("张三来了。张先生和张女士走了。", ["张三", "张先生", "张女士"], "张女士"),
        ("张李明来了，李明没来。", ["张李明", "李明"], "李明"),
        ("Queen Elizabeth II met Charles II.", ["Queen Elizabeth II", "Charles II"], "charles ii"),
    ],
)
def test_a_doubtful_short_form_keeps_its_own_key(text: str, names: list[str], expected: str) -> None:
    assert keys(text, *((name, "PER") for name in names))[-1] == expected


def test_a_title_that_stays_is_no_second_person() -> None:
    text = "Ada Lovelace knew Lord Byron. Lady Lovelace wrote; Lovelace admired Byron."
    people = [(name, "PER") for name in ("Ada Lovelace", "Lord Byron", "Lovelace", "Byron")]

    assert keys(text.replace("Lady Lovelace wrote; ", ""), *people)[2:] == ["ada lovelace", "lord byron"]
    with_lady = [people[0], people[1], ("Lady Lovelace", "PER"), *people[2:]]
    assert keys(text, *with_lady)[2:] == ["lady lovelace", "ada lovelace", "lord byron"]


def test_a_doubtful_mention_leaves_the_others_alone() -> None:
    text = "John Smith and Mrs. Smith left. Smith came back."

    assert keys(text, ("John Smith", "PER"), ("Smith", "PER"), ("Smith", "PER")) == [
        "john smith",
        "smith",
        "john smith",
    ]


def test_a_name_keeps_one_label_where_most_mentions_agree() -> None:
    text = "钱学森来了。钱学森说。钱学森走了。"
    marked = mentions(text, ("钱学森", "PER"), ("钱学森", "ORG"), ("钱学森", "PER"))

    assert [found.mention.label for found in resolve(text, marked)] == ["PER", "PER", "PER"]
    assert [found.mention.label for found in resolve(text, marked[:2])] == ["PER", "ORG"]


def test_labels_never_mix() -> None:
    text = "Ada Lovelace moved to Lovelace."

    assert keys(text, ("Ada Lovelace", "PER"), ("Lovelace", "LOC")) == ["ada lovelace", "lovelace"]


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("The World Health Organization (WHO) met. WHO said so.", "World Health Organization", "WHO"),
        ("世界卫生组织（WHO）开会。WHO表示。", "世界卫生组织", "WHO"),
        ("中国科学院（以下简称“中科院”）成立。中科院位于北京。", "中国科学院", "中科院"),
    ],
)
def test_an_acronym_spelt_out_once_is_the_organisation(text: str, long: str, short: str) -> None:
    found = keys(text, (long, "ORG"), (short, "ORG"), (short, "ORG"))

    assert found == [entity_key(long, "ORG")] * 3


def test_an_acronym_of_something_else_stays_apart() -> None:
    assert keys("Bell Labs (IBM) and IBM.", ("Bell Labs", "ORG"), ("IBM", "ORG"), ("IBM", "ORG")) == [
        "bell labs", "ibm", "ibm",
    ]  # fmt: skip


def test_names_are_the_surface_forms_in_text_order() -> None:
    text = "In Paris, Ada \n Lovelace met 钱\n学森."
    found = mentions(text, ("Paris", "LOC"), ("Ada \n Lovelace", "PER"), ("钱\n学森", "PER"))

    assert [resolved.name for resolved in resolve(text, found[::-1])] == ["Paris", "Ada Lovelace", "钱学森"]


def test_a_query_holds_the_keys_of_what_it_names() -> None:
    found = query_keys("what did 約翰·史密斯 say to the Ford Motor Company (WHO) in 北京大學 who")

    assert {"约翰史密斯", "ford motor", "who", "北京大学"} <= set(found)
    assert "what" not in found
    assert "who" not in query_keys("who is it")


@given(st.text(alphabet="ab 中文·WHO.", max_size=400))
def test_query_keys_are_few_and_distinct(query: str) -> None:
    found = query_keys(query)

    assert len(found) == len(set(found)) <= 512
    assert "" not in found
