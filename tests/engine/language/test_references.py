"""What a text refers to is found with its exact span; what it goes by has the same key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.references import Reference, identifiers, references, title_key


def found(text: str, format: str = "text", **attributes: str) -> list[tuple[str, str, str]]:
    """Return kind, key and the text at the span of each."""
    return [
        (each.kind, each.key, text[each.start : each.end])
        for each in references(text, attributes, format=format)
    ]


def test_links_that_a_reader_kept_stand_where_they_are_shown() -> None:
    text = "See the plan, her notes and the plan again."
    links = "Plans/The%20Plan.md#top|the plan; Ada|her notes; missing.md|nowhere; #x; mailto:a@b.c|See"
    assert found(text, "markdown", links=links) == [
        ("page", "missing.md", ""),
        ("page", "the plan.md", "the plan"),
        ("page", "ada", "her notes"),
    ]


def test_wiki_links_count_in_plain_text_only() -> None:
    text = "x [[Notes/Ada Lovelace|her]] y"
    assert found(text) == [("page", "ada lovelace", "[[Notes/Ada Lovelace|her]]")]
    assert found(text, "python") == []


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("(see https://www.Example.org/a_(b)/?x=1#frag).", "url", "example.org/a_(b)/?x=1"),
        ("doi:10.1000/ABC.12-3.", "doi", "10.1000/abc.12-3"),
        ("https://doi.org/10.1000/abc.12-3,", "doi", "10.1000/abc.12-3"),
        ("参见 https://example.org/甲。", "url", "example.org/甲"),
    ],
)
def test_addresses_are_known_by_what_is_left_without_their_form(text: str, kind: str, key: str) -> None:
    assert {each[:2] for each in found(text)} == {(kind, key)}


def test_titles_are_found_in_marks_and_bibliographies() -> None:
    text = (
        "他读过《资本论导读：第一卷》。\n"
        "He said \"I do not know what you mean\" in 1999.\n"
        "[3] A. Turing. Computing machinery and intelligence. Mind, 1950.\n"
        "Newman, M. (2001). Scientific collaboration networks. Physical Review.\n"
        "[4] 张三. 知识图谱综述[J]. 计算机学报, 2019.\n"
        "On computable numbers (1936), by Alan Turing.\n"
    )  # fmt: skip
    titles = {shown for kind, _, shown in found(text) if kind == "title"}
    assert {
        "资本论导读：第一卷",
        "Computing machinery and intelligence",
        "Scientific collaboration networks",
        "On computable numbers",
        "知识图谱综述",
    } <= titles
    assert not any("know what" in title for title in titles)


def test_a_letter_answers_another_by_its_id() -> None:
    text = "From: Bob\nSubject: Re: plan\n\nFine."
    assert found(text, "eml", in_reply_to="one@example.com") == [
        ("mail", "one@example.com", "Subject: Re: plan")
    ]
    assert identifiers("", {"message_id": "<one@example.com>"}, format="eml") == {("mail", "one@example.com")}


def test_a_document_goes_by_its_title_address_and_doi() -> None:
    paper = "Deep things\n10.1000/abc\n" + "text " * 1000 + "10.1000/cited"
    assert identifiers(paper, {}, format="pdf", title="Deep things of old") == {
        ("doi", "10.1000/abc"),
        ("title", "deepthingsofold"),
    }
    assert identifiers(paper, {}, format="text", title="Notes") == frozenset()
    assert identifiers("", {"url": "http://example.org/x/"}, format="mhtml") == {("url", "example.org/x")}
    assert [each[1] for each in found(paper, "pdf")] == ["10.1000/cited"]


def test_a_title_has_one_key_in_any_script_and_case() -> None:
    assert title_key("  The Idea: of (a) University ") == title_key("the idea of a university")
    assert title_key("知識圖譜導論") == title_key("知识图谱导论") != ""
    assert title_key("Introduction") == title_key("导论") == title_key("notes") == ""


@given(
    text=st.text(alphabet="ab 《》[]|.1290/\n:hts“”年", max_size=200),
    links=st.text(alphabet="ab|;# .", max_size=40),
)
def test_any_text_gives_spans_within_it_each_once(text: str, links: str) -> None:
    every = references(text, {"links": links}, format="text")
    assert all(isinstance(each, Reference) and 0 <= each.start <= each.end <= len(text) for each in every)
    assert len({(each.kind, each.key, each.start) for each in every}) == len(every)
    assert all(each.key for each in every)
