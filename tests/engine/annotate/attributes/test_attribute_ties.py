"""A value is tied to the entity that it stands with, in the role that the text states, or to none."""

# ruff: noqa: E501

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.annotate.attributes.find import attributes
from engine.annotate.resolve import resolve
from engine.records import Mention

_MARK = re.compile(r"\[([A-Z]+) ([^\]]*)\]")


def tied(marked: str) -> list[str]:
    """Return ``role: value -> name`` of each value of "[PER Ada] was born in 1815."."""
    text, found, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        end = len(text) + len(match[2])
        found.append(Mention(start=len(text), end=end, label=match[1], score=1.0, source="test"))
        text += match[2]
        at = match.end()
    text += marked[at:]
    return [
        f"{a.role}: {a.value} -> {a.mention.name}" if a.mention else a.value
        for a in attributes(text, resolve(text, found))
    ]


SAID = [
    ("[PER Ada Lovelace] (born 10 December 1815) wrote.", ["born: 1815-12-10 -> Ada Lovelace"]),
    ("[PER Ada Lovelace] (10 December 1815 – 27 November 1852) wrote.", ["born: 1815-12-10 -> Ada Lovelace", "died: 1852-11-27 -> Ada Lovelace"]),
    ("[PER Ada Lovelace] (1815–1852) wrote.", ["born: 1815 -> Ada Lovelace", "died: 1852 -> Ada Lovelace"]),
    ("[PER Ada] was born in [LOC London] on 10 December 1815 and died in [LOC Bath] on 27 November 1852.", ["born: 1815-12-10 -> Ada", "died: 1852-11-27 -> Ada"]),
    ("[ORG Acme Inc.] was founded in 1998.", ["founded: 1998 -> Acme Inc."]),
    ("In 1998, [ORG Acme] was founded.", ["founded: 1998 -> Acme"]),
    ("[PER Jane Roe] founded [ORG Acme] in 1998.", ["founded: 1998 -> Acme"]),
    ("In 1998, [PER Jane Roe] founded [ORG Acme].", ["founded: 1998 -> Acme"]),
    ("[ORG Acme] was founded by [PER Jane Roe] in 1998.", ["founded: 1998 -> Acme"]),
    ("[ORG Acme] (est. 1998) is here.", ["founded: 1998 -> Acme"]),
    ("The revenue of [ORG Acme] rose to $3 million.", ["revenue: USD 3000000 -> Acme"]),
    ("[ORG Acme]'s net income was $3 million, while [ORG Globex] reported a net loss of $5 million.", ["profit: USD 3000000 -> Acme", "loss: USD 5000000 -> Globex"]),
    ("[ORG Acme] raised $20 million.", ["funding: USD 20000000 -> Acme"]),
    ("The [PRODUCT X1] costs $500.", ["price: USD 500 -> X1"]),
    ("[WORK Emma] was published in 1815.", ["released: 1815 -> Emma"]),
    ("[EVENT Expo] was held in [LOC Shanghai] in 2010.", ["held: 2010 -> Expo"]),
    ("contact: [PER Jane Roe], jane@x.org, +1 415 555 0100", ["email: jane@x.org -> Jane Roe", "phone: +14155550100 -> Jane Roe"]),
    ("You can reach [PER Jane Roe] at j@x.org.", ["email: j@x.org -> Jane Roe"]),
    ("[PER Tom Hill] and [PER Jane Roe]: tom@x.org", ["email: tom@x.org -> Tom Hill"]),
    ("[PER Jane Roe]\nSales\n[ORG Acme Inc.]\nTel: (415) 555-0100\nFax: (415) 555-0101\n", ["phone: +14155550100 -> Jane Roe", "fax: +14155550101 -> Jane Roe"]),
    ("[PER 张三]（电话：13800138000，邮箱：zs@x.com）", ["phone: +8613800138000 -> 张三", "email: zs@x.com -> 张三"]),
    ("[PER 张三]的手机号码是13800138000。", ["mobile: +8613800138000 -> 张三"]),
    ("[PER 張三]，男，漢族，1980年5月1日出生，住[LOC 北京]。", ["born: 1980-05-01 -> 張三"]),
    ("[PER 张三]（1940年5月1日－2020年3月2日），作家。", ["born: 1940-05-01 -> 张三", "died: 2020-03-02 -> 张三"]),
    ("[PER 鲁迅]1881年9月25日出生于[LOC 绍兴]，1936年10月19日在[LOC 上海]逝世。", ["born: 1881-09-25 -> 鲁迅", "died: 1936-10-19 -> 鲁迅"]),
    ("[PER 李四]生于1980年。", ["born: 1980 -> 李四"]),
    ("[ORG 甲公司]成立于1998年，注册资本5000万元。", ["founded: 1998 -> 甲公司", "registered capital: CNY 50000000 -> 甲公司"]),
    ("[ORG 甲公司]已于1998年3月在[LOC 北京]成立，法定代表人[PER 王五]，注册资本人民币5000万元。", ["founded: 1998-03 -> 甲公司", "registered capital: CNY 50000000 -> 甲公司"]),
    ("[ORG 甲公司]营业收入达到1.2亿元，净利润3000万元。", ["revenue: CNY 120000000 -> 甲公司", "profit: CNY 30000000 -> 甲公司"]),
    ("[ORG 甲公司]完成5000万元融资。", ["funding: CNY 50000000 -> 甲公司"]),
    ("[ORG 甲公司]，统一社会信用代码：91350100M000100Y43。", ["uscc: 91350100M000100Y43 -> 甲公司"]),
    ("[ORG 贵州茅台]（600519.SH）", ["stock: 600519.SH -> 贵州茅台"]),
    ("[PER 张三]，身份证号11010519491231002X。", ["id_card: 11010519491231002X -> 张三"]),
    ("甲方（出租方）：[ORG 甲公司]\n统一社会信用代码：91350100M000100Y43\n乙方：[PER 王五]\n身份证号码：11010519491231002X\n", ["uscc: 91350100M000100Y43 -> 甲公司", "id_card: 11010519491231002X -> 王五"]),
    ("[WORK 红楼梦]于1791年出版。", ["released: 1791 -> 红楼梦"]),
    ("[EVENT 世博会]于2010年5月1日在[LOC 上海]开幕。", ["held: 2010-05-01 -> 世博会"]),
    ("[PER Tom] left on 3 March 2020.", [": 2020-03-03 -> Tom"]),
    ("[PER 伽利略]在1610年3月出版了此书。", [": 1610-03 -> 伽利略"]),
]  # fmt: skip

IN_DOUBT = [
    "[PER Tom] met [PER Bob] on 3 March 2020.",
    "[PER Tom Hill] and [PER Jane Roe]: office@x.org",
    "[PER Louis Deacon] (1991 - 1995) played.",
    "[ORG 乙公司]是甲公司在中国大陆的独家代理，1986年成立国语部。",
    "[PER Tom] paid $500.",
    "[PER Tom] spoke. It was 3 March 2020.",
    "[LOC Chile]\t2020-08-24",
    "[PER 张三]和[PER 李四]的电话：13800138000",
    "[PER 张三]负责该项目的全部生产与销售工作，1998年以来从未间断。",
    "[ORG 甲公司]与[ORG 乙公司]签订合同，金额为5000万元。",
    "[LOC 北京]，身份证号11010519491231002X。",
    "[PER Jane Roe]\n\nTel: (415) 555-0100",
    "[PER Jane Roe]\n[PER Tom Hill]\nTel: (415) 555-0100",
    "[DATE 3 March 2020] it rained.",
]


@pytest.mark.parametrize(("marked", "expected"), SAID)
def test_value_is_tied_as_the_text_says(marked: str, expected: list[str]) -> None:
    assert tied(marked) == expected


@pytest.mark.parametrize("marked", IN_DOUBT)
def test_value_in_doubt_stands_alone(marked: str) -> None:
    found = tied(marked)
    assert found or "1991" in marked
    assert not [line for line in found if "->" in line]


@given(parts=st.lists(st.sampled_from([marked for marked, _ in SAID] + IN_DOUBT), max_size=4))
def test_what_a_paragraph_says_does_not_depend_on_the_others(parts: list[str]) -> None:
    own = [line for part in parts for line in tied(part)]
    names = {line.split(" -> ")[-1] for line in own if "->" in line}
    together = tied("\n\n".join(parts))
    # Names resolve over the whole document ("Ada" may become "Ada Lovelace"), values and roles stay.
    assert [line.split(" -> ")[0] for line in together] == [line.split(" -> ")[0] for line in own]
    assert {line.split(" -> ")[-1] for line in together if "->" in line} == names


def test_a_mention_within_a_value_owns_nothing() -> None:
    assert tied("[PER Jane] x, https://[ORG acme].com/, 3 March 2020")[0] == "https://acme.com"


@pytest.mark.parametrize(
    "piece", ["[PER Tom], 3 March 2020, ", "3 March 2020, ", "[PER Tom] a@b.org ", "[ORG 甲]的"]
)
def test_one_endless_sentence_ends(piece: str) -> None:
    assert len(tied(piece * 2000 + "3 March 2020")) == 2000 * (("2020" in piece) + ("@" in piece)) + 1
