"""What a text states is found where it stands, in its normal form; and what only looks like it is not."""

# ruff: noqa: E501

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.annotate.attributes.find import attributes
from engine.annotate.attributes.identifiers import is_id_card, is_uscc
from engine.attributes import KINDS

FOUND = [
    # dates
    ("date", "签于【2021年3月5日】。", "2021-03-05"),
    ("date", "【民国110年】立", "2021"),
    ("date", "【民國110年3月5日】立", "2021-03-05"),
    ("date", "【二〇二一年三月五日】", "2021-03-05"),
    ("date", "【二○二一年十二月三十一日】", "2021-12-31"),
    ("date", "【２０２１年３月】起", "2021-03"),
    ("date", "自【2021 年 3 月 5 日】起施行", "2021-03-05"),
    ("date", "【1998年】创办", "1998"),
    ("date", "每年【三月五日】", "XXXX-03-05"),
    ("date", "【10月1日】放假", "XXXX-10-01"),
    ("date", "日期：【2021-3-5】，", "2021-03-05"),
    ("date", "【2021/03/05】", "2021-03-05"),
    ("date", "【2021.03.05】 签", "2021-03-05"),
    ("date", "on the 【12th of March 2024】.", "2024-03-12"),
    ("date", "on 【March 5, 2024】, we", "2024-03-05"),
    ("date", "on 【MARCH 5, 2024】", "2024-03-05"),
    ("date", "on 【5 March 2024】", "2024-03-05"),
    ("date", "( 【January 7 , 1918】 )", "1918-01-07"),
    ("date", "【5-Mar-2024】", "2024-03-05"),
    ("date", "in 【March 2024】.", "2024-03"),
    ("date", "due 【Sept. 3】 at noon", "XXXX-09-03"),
    ("date", "on 【25/12/2024】", "2024-12-25"),
    ("date", "on 【12/25/2024】", "2024-12-25"),
    ("date", "on 【3/3/2024】", "2024-03-03"),
    ("date", "am 【05.03.2024】", "2024-03-05"),
    ("date", "since 【1998】, the", "1998"),
    ("date", "Smith (【2019】) says", "2019"),
    ("date", "at 【2024-03-05T10:00:00Z】", "2024-03-05T10:00:00Z"),
    ("date", "at 【2024-03-05 10:00 +0800】", "2024-03-05T10:00+08:00"),
    # times
    ("time", "【上午9点半】开会", "09:30"),
    ("time", "【下午三点一刻】", "15:15"),
    ("time", "【下午3：20】", "15:20"),
    ("time", "【9时30分】", "09:30"),
    ("time", "at 【9:30 am】", "09:30"),
    ("time", "at 【12 a.m.】", "00:00"),
    ("time", "at 【14:05】", "14:05"),
    ("time", "【14:05:30】 UTC", "14:05:30"),
    # money
    ("money", "【人民币三千五百万元整】", "CNY 35000000"),
    ("money", "【￥1,200.50】", "CNY 1200.5"),
    ("money", "【RMB 3.5 million】", "CNY 3500000"),
    ("money", "【US$20m】", "USD 20000000"),
    ("money", "【$3 million】", "USD 3000000"),
    ("money", "【€5.99】 each", "EUR 5.99"),
    ("money", "【1.2亿元】", "CNY 120000000"),
    ("money", "【3千万元】", "CNY 30000000"),
    ("money", "【5000萬港元】", "HKD 50000000"),
    ("money", "【五萬圓整】", "CNY 50000"),
    ("money", "【三千五百元五角】", "CNY 3500.5"),
    ("money", "【壹拾贰万叁仟肆佰伍拾陆元柒角捌分】", "CNY 123456.78"),
    ("money", "【2 million euros】", "EUR 2000000"),
    ("money", "【500 yuan】", "CNY 500"),
    # quantities and percentages
    ("quantity", "跑了【5公里】", "5000 m"),
    ("quantity", "约【三十吨】", "30000 kg"),
    ("quantity", "【5,000 kg】", "5000 kg"),
    ("quantity", "【2.5 GB】 free", "2500000000 B"),
    ("quantity", "【1.2万平方公里】", "12000000000 m²"),
    ("quantity", "【500克】面粉", "0.5 kg"),
    ("quantity", "(【-3.5 °C】)", "-3.5 °C"),
    ("quantity", "【212 °F】", "100 °C"),
    ("quantity", "at 【36 km/h】", "10 m/s"),
    ("percent", "占【30%】", "30%"),
    ("percent", "占【３０．５％】", "30.5%"),
    ("percent", "【百分之三十】", "30%"),
    ("percent", "【千分之五】", "0.5%"),
    ("percent", "【20 percent】 of", "20%"),
    # ways to reach
    ("email", "写信到【Jane.Roe@X.org】。", "jane.roe@x.org"),
    ("email", "('【xxxx@163.com】')", "xxxx@163.com"),
    ("url", "见【https://Example.com/A(b)c】）。", "https://example.com/A(b)c"),
    ("url", "(【www.example.com】).", "www.example.com"),
    ("phone", "电话【+86 138 0013 8000】", "+8613800138000"),
    ("phone", "电话【13800138000】", "+8613800138000"),
    ("phone", "电话：【010-6255 1234】", "+861062551234"),
    ("phone", "【（021）62551234转8001】", "+862162551234;ext=8001"),
    ("phone", "客服电话【400-810-6666】", "+864008106666"),
    ("phone", "call 【(415) 555-0100】", "+14155550100"),
    ("phone", "call 【+44 20 7946 0958】.", "+442079460958"),
    ("phone", "call 【800-919-0452】", "+18009190452"),
    ("ip", "host 【192.168.1.10】:8080", "192.168.1.10"),
    ("ip", "ping 【1.1.1.1】", "1.1.1.1"),
    ("ip", "at 【2001:DB8::1】", "2001:db8::1"),
    # identifiers
    ("isbn", "ISBN 【978-7-302-51185-4】", "9787302511854"),
    ("isbn", "ISBN: 【0-306-40615-2】", "9780306406157"),
    ("isbn", "【978-0-306-40615-7】", "9780306406157"),
    ("doi", "doi:【10.1000/XYZ(123)】).", "10.1000/xyz(123)"),
    ("arxiv", "【arXiv:2103.01234v2】", "2103.01234"),
    ("iban", "【GB29 NWBK 6016 1331 9268 19】", "GB29NWBK60161331926819"),
    ("uscc", "统一社会信用代码：【91350100M000100Y43】", "91350100M000100Y43"),
    ("id_card", "身份证【11010519491231002x】", "11010519491231002X"),
    ("passport", "护照号码：【E12345678】", "E12345678"),
    ("stock", "【600519.SH】", "600519.SH"),
    ("stock", "股票代码：【000001】", "000001.SZ"),
    ("stock", "(【NASDAQ: AAPL】)", "NASDAQ:AAPL"),
    # citations
    ("case", "【（2021）京01民终123号】判决", "(2021)京01民终123号"),
    ("case", "【（2019）最高法民申第45号】", "(2019)最高法民申45号"),
    ("contract", "合同编号：【HT-2021-0035】", "HT-2021-0035"),
    ("contract", "Contract No. 【ab/2021/7】,", "AB/2021/7"),
    ("article", "依照【《民法典》第一百二十条第二款】", "《民法典》120(2)"),
    ("article", "违反本法【第十二条之一第三项】", "12-1[3]"),
    ("article", "under 【Article 6(1)(f)】 of", "6(1)(f)"),
    ("version", "since 【v1.2.3】", "1.2.3"),
    ("version", "版本：【2.3】", "2.3"),
]  # fmt: skip

NOT_FOUND = [
    ("date", "3/5/2024"), ("date", "13/13/2024"), ("date", "2021年13月5日"), ("date", "2月30日"), ("date", "February 30, 2021"),
    ("date", "version 2021.3.5"), ("date", "posts/2021-03-05-title"), ("date", "2021-03-05.txt"), ("date", "20210305"),
    ("date", "1980年代"), ("date", "公元前1500年"), ("date", "约2000年历史"), ("date", "5000年"), ("date", "may 5"), ("date", "1 May be"),
    ("date", "in 2000 cases"), ("date", "in 1999.5"), ("date", "March 3-5"), ("date", "3.5.2024.1"), ("date", "192.168.2021.1"),
    ("date", "3号楼"), ("date", "10月"), ("date", "(1991 - 1995)"),
    ("time", "John 3:16"), ("time", "00:03:21"), ("time", "25:10 UTC"), ("time", "三点意见"), ("time", "13 am"), ("time", "3.5 am"),
    ("money", "echo $1 $2"), ("money", "$10$ apples"), ("money", "二元方程"), ("money", "3元组"), ("money", "多元"), ("money", "$x"),
    ("money", "2021元旦"), ("money", "EURO 2020"), ("money", "一千二元"), ("money", "10多万元"),
    ("percent", "100%d"), ("percent", "%20E5"), ("percent", "5个百分点"), ("percent", "百分之三十到五十"),
    ("quantity", "2升级"), ("quantity", "5G"), ("quantity", "5m"), ("quantity", "五千克"), ("quantity", "第5米"), ("quantity", "3x5mm"), ("quantity", "3.4.5 km"),
    ("email", "icon@2x.png"), ("email", "git@github.com:a/b"), ("email", "a@b"), ("email", "@user"), ("email", "npm i x@1.2.3"), ("email", "a..b@c.org"),
    ("url", "http://"), ("url", "xhttp://a.b"), ("url", "http://nowhere"), ("url", "www"),
    ("phone", "138001380001"), ("phone", "订单1234567890123"), ("phone", "12345678901"), ("phone", "2021-03-05"), ("phone", "010-000"), ("phone", "+1 000 000 0000"),
    ("ip", "version 1.2.3.4"), ("ip", "Paragraph 1.2.3.1"), ("ip", "256.1.1.1"), ("ip", "01.2.3.40"), ("ip", "abc::def"), ("ip", "12:30:45"),
    ("isbn", "ISBN 978-7-302-51185-5"), ("isbn", "978 7 302 51185 4"), ("isbn", "0-306-40615-2"),
    ("doi", "1.10.1000/5"), ("arxiv", "2103.01234"), ("iban", "GB29 NWBK 6016 1331 9268 18"), ("iban", "GB29NWBK601613319268"),
    ("uscc", "91350100M000100Y44"), ("id_card", "110105194912310021"), ("id_card", "11010519491331002X"), ("passport", "E12345678"),
    ("stock", "60051.SH"), ("stock", "600519.SHX"), ("case", "国发（2021）5号"), ("case", "（2021）第3期"), ("contract", "合同编号：见附件"),
    ("article", "第十二条 本法"), ("article", "第三条街"), ("article", "Article"), ("version", "v1"), ("version", "div1.2"),
]  # fmt: skip


def read(marked: str) -> tuple[str, int, int]:
    start, end = marked.index("【"), marked.index("】") - 1
    return marked.replace("【", "").replace("】", ""), start, end


@pytest.mark.parametrize(("kind", "marked", "value"), FOUND)
def test_value_is_found_where_it_stands(kind: str, marked: str, value: str) -> None:
    text, start, end = read(marked)
    found = [(a.kind, a.value, text[a.start : a.end]) for a in attributes(text, ())]
    assert found == [(kind, value, text[start:end])]


@pytest.mark.parametrize(("kind", "text"), NOT_FOUND)
def test_what_only_looks_like_it_is_not_found(kind: str, text: str) -> None:
    assert [a.value for a in attributes(text, ()) if a.kind == kind] == []


def test_every_kind_is_covered() -> None:
    assert {kind for kind, _, _ in FOUND} == set(KINDS)
    assert {kind for kind, _ in NOT_FOUND} <= set(KINDS)


NEEDS_CONTEXT = {
    "1998",
    "2019",
    "1.1.1.1",
    "192.168.1.10",
    "9780306406157",
    "9787302511854",
    "+18009190452",
    "+864008106666",
    "12-1[3]",
}
"""Values that count because of what stands before or after them."""
ALONE = [
    row for row in FOUND
    if row[0] not in {"passport", "contract", "stock"} and row[2] not in NEEDS_CONTEXT and "版本" not in row[1]
]  # fmt: skip


@pytest.mark.parametrize(("kind", "marked", "value"), ALONE)
def test_the_span_alone_reads_as_the_same_value(kind: str, marked: str, value: str) -> None:
    text, start, end = read(marked)
    before = "依" if kind == "article" else "at " if kind == "time" else ""
    after = " UTC" if kind == "time" else ""
    assert [(a.kind, a.value) for a in attributes(before + text[start:end] + after, ())] == [(kind, value)]


PIECES = [read(marked)[0] for _, marked, _ in FOUND] + [text for _, text in NOT_FOUND]


@given(
    parts=st.lists(st.sampled_from(PIECES), max_size=8), glue=st.sampled_from([" ", "\n", "，", "。", "; "])
)
def test_spans_are_ordered_apart_and_inside_their_sentences(parts: list[str], glue: str) -> None:
    text = glue.join(parts)
    at = 0
    for a in attributes(text, ()):
        assert at <= a.start < a.end <= len(text)
        assert a.sentence_start <= a.start
        assert a.end <= a.sentence_end
        assert a.kind in KINDS
        assert 0 < a.score <= 1
        at = a.end


@given(number=st.integers(0, 10**17 - 1), place=st.integers(0, 17), digit=st.sampled_from("0123456789X"))
def test_one_wrong_digit_is_never_an_identity_card(number: int, place: int, digit: str) -> None:
    good = "11010519491231002X"
    assert is_id_card(good)
    assert is_id_card(good[:place] + digit + good[place + 1 :]) == (good[place] == digit)
    assert not is_id_card(f"99{number:015}1")


@given(place=st.integers(0, 17), sign=st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_sign_is_never_a_company(place: int, sign: str) -> None:
    good = "91350100M000100Y43"
    assert is_uscc(good)
    assert is_uscc(good[:place] + sign + good[place + 1 :]) == (good[place] == sign)


HOSTILE = [
    "1", "1,", "1.", "1 ", "1-", "+1", "(1", "a@", "@", "a.", "http://", "www.", "万", "一", "第", "第一", "十年", "百分之", "$", "¥1", "1:",
    "a:", "A1", "10.1000/", "ISBN ", "《", "合同编号:", "January ", "1 January ", "(2021)京", "v1.", "二〇二一", "123,", "1/", "12.34.", "·", "ＡＢ１",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_repeats_end(piece: str) -> None:
    """Bounded patterns: each of these would run for hours with one that is not."""
    text = piece * (60_000 // len(piece))
    assert all(text[a.start : a.end] for a in attributes(text, ()))
