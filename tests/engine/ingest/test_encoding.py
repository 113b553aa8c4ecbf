"""Old encodings are told apart, damage is borne, and what is no text is refused."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import EncodingUnknown
from engine.ingest.encoding import declared_encoding, decode, sample

SIMPLIFIED = "根据合同的规定，双方应当在三十日内完成付款。\n北京市朝阳区建国路八十八号\n"
TRADITIONAL = "根據合同的規定，雙方應當在三十日內完成付款。\n臺北市信義區市府路一號\n"
JAPANESE = "この契約に基づき、双方は三十日以内に支払いを完了するものとします。\n東京都千代田区\n"
KOREAN = "이 계약에 따라 양 당사자는 삼십 일 이내에 지급을 완료하여야 한다.\n서울특별시 종로구\n"
RUSSIAN = "Согласно договору стороны должны завершить оплату в течение тридцати дней.\n"
GREEK = "Σύμφωνα με τη σύμβαση, τα μέρη πρέπει να ολοκληρώσουν την πληρωμή.\n"
WESTERN = "Übergrößenträger für schöne Mädchen; déjà vu à la crêperie.\n"
ENGLISH = "Don’t worry — it’s only “smart” punctuation… and a naïve café.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "gbk"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "utf-16"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
        (SIMPLIFIED, "utf-8-sig"),
        (SIMPLIFIED, "hz"),
        (TRADITIONAL, "big5"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (KOREAN, "cp949"),
        (RUSSIAN * 3, "cp1251"),
        (RUSSIAN * 3, "koi8_r"),
        (GREEK * 3, "cp1253"),
        (WESTERN, "cp1252"),
        (ENGLISH, "cp1252"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-32-be"),
        ("张三丰", "gbk"),
    ],
)
def test_text_comes_back_from_its_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@given(
    text=st.text(
        alphabet=st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cc", "Cs"])
    )
)
def test_all_utf8_stays_utf8(text: str) -> None:
    data = text.encode()
    if data.startswith((b"\xff\xfe", b"\xfe\xff", "\ufeff".encode())) or "~{" in text:
        return
    assert decode(data)[0] == text


def test_slightly_damaged_utf8_stays_utf8() -> None:
    damaged = RUSSIAN.encode() + b"\xff" + (RUSSIAN + SIMPLIFIED).encode()[:-1]
    text, encoding = decode(damaged)
    assert encoding == "utf-8"
    assert RUSSIAN in text


@pytest.mark.parametrize(
    "data", [random.Random(7).randbytes(4000), bytes(500), b"MZ\x90\x00\x03\x00\x00\x00" * 20]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(EncodingUnknown):
        decode(data)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'<?xml version="1.0" encoding="GB2312"?>', "gb18030"),
        (b"<html><meta http-equiv=x content='text/html; charset=Shift_JIS'>", "cp932"),
        (b"# -*- coding: big5 -*-", "big5hkscs"),
        (b'<?xml encoding="no-such-thing"?>', None),
        (b"plain", None),
    ],
)
def test_what_a_text_declares(head: bytes, expected: str | None) -> None:
    assert declared_encoding(head) == expected


def test_a_declaration_helps_only_where_it_fits() -> None:
    assert decode("naïve".encode("mac_roman"), declared="mac_roman")[0] == "naïve"
    assert decode(SIMPLIFIED.encode(), declared="iso-8859-1")[0] == SIMPLIFIED


def test_a_sample_of_a_long_text_shows_what_comes_late() -> None:
    blocks = [b"plain ascii\n" * 10_000] * 3 + [SIMPLIFIED.encode("gbk") * 50]
    assert decode(sample(iter(blocks)))[1] == "gb18030"
