"""Facts have names and values in both languages, and contradictions are seen where there are any."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from engine.annotate.attributes.roles import CONTACT_ROLES, RULES
from engine.attributes import KINDS
from engine.records import EntityAttribute, Evidence
from gui import fact_texts
from gui.fact_texts import day, fact_name, fact_value
from gui.widgets.fact_table import disagree, group_facts
from gui.widgets.language import speak

_EVIDENCE = Evidence(document_id=1, path="/x/a.pdf", title="A", page=None, start=0, end=4, text="1971")


def fact(value: str, role: str = "born", *, kind: str = "date", when: str | None = None) -> EntityAttribute:
    return EntityAttribute(
        kind=kind, value=value, role=role, score=0.9, n_documents=1, evidence=_EVIDENCE, when=when
    )


def test_every_role_and_kind_of_the_engine_has_a_name_in_both_languages(app: QApplication) -> None:
    roles = {rule.role for rule in RULES} | {role for _, role in CONTACT_ROLES}
    known = [("date", role) for role in roles] + [(kind, "") for kind in KINDS]
    english = [fact_name(*one) for one in known]
    speak(app, "zh_CN")
    chinese = [fact_name(*one) for one in known]

    assert not {role for role in roles if role not in fact_texts.ROLES}
    assert not any(re.search(r"[\u4e00-\u9fff]", name) for name in english)
    assert all(re.search(r"[\u4e00-\u9fff]", name) for name in chinese)


@pytest.mark.parametrize(
    ("kind", "value", "english", "chinese"),
    [
        ("date", "1971-03-05", "5 Mar 1971", "1971-03-05"),
        ("date", "2021-03", "Mar 2021", "2021年3月"),
        ("date", "1998", "1998", "1998年"),
        ("date", "XXXX-03-05", "5 Mar", "3月5日"),
        ("money", "CNY 35000000", "CNY 35 million", "3,500万元"),
        ("money", "USD 4200000", "USD 4.2 million", "420万美元"),
        ("money", "CNY 12000000000", "CNY 12 billion", "120亿元"),
        ("money", "EUR 1234567.89", "EUR 1,234,567.89", "1,234,567.89欧元"),
        ("quantity", "5000 m", "5,000 m", "5,000 m"),
        ("percent", "12.5%", "12.5%", "12.5%"),
        ("phone", "+31101234567;ext=12", "+31101234567 ext. 12", "+31101234567 转 12"),
        ("email", "a@b.example", "a@b.example", "a@b.example"),
    ],
)
def test_values_read_as_people_write_them(
    app: QApplication, kind: str, value: str, english: str, chinese: str
) -> None:
    assert fact_value(kind, value) == english
    speak(app, "zh_CN")
    assert fact_value(kind, value) == chinese


@given(st.sampled_from(KINDS), st.text(max_size=20))
def test_no_value_breaks_the_window(kind: str, value: str) -> None:
    assert isinstance(fact_value(kind, value), str)
    assert isinstance(day(value), str)


@given(st.dates())
def test_a_date_shows_its_own_year(date: object) -> None:
    assert str(date)[:4].lstrip("0") in day(str(date))


def test_dates_of_less_precision_do_not_contradict() -> None:
    assert not disagree("born", [fact("1971"), fact("1971-03-05")])
    assert disagree("born", [fact("1971"), fact("1972")])
    assert disagree("founded", [fact("1998", "founded"), fact("1999-03-05", "founded")])
    assert not disagree("date", [fact("1971", ""), fact("1972", "")])


def test_amounts_contradict_only_for_one_date() -> None:
    first = fact("CNY 1", "revenue", kind="money", when="2020")

    assert not disagree("revenue", [first, fact("CNY 2", "revenue", kind="money", when="2021")])
    assert disagree("revenue", [first, fact("CNY 2", "revenue", kind="money", when="2020")])


def test_what_only_stands_near_comes_last() -> None:
    facts = [
        fact("2020", ""),
        fact("a@b.example", "", kind="email"),
        fact("CNY 1", "revenue", kind="money"),
        fact("1971"),
    ]

    assert [name for name, _ in group_facts(facts)] == ["born", "revenue", "email", "date"]
