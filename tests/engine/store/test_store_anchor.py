"""A quote is found again where it was meant, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.store.anchor import CONTEXT_CHARS, anchor, cuts_word

TEXT = (
    "Yesterday Ada met Charles Babbage at the station. They spoke of engines. "
    "In the evening Ada wrote a long letter to her mother about it. 张三在北京大学读书，后来张三去了上海。"
)


def seek(old: str, new: str, quote: str, *, nth: int = 0, knows_old: bool = False) -> int | None:
    start = -1
    for _ in range(nth + 1):
        start = old.index(quote, start + 1)
    end = start + len(quote)
    return anchor(
        new,
        quote=quote,
        before=old[max(0, start - CONTEXT_CHARS) : start],
        after=old[end : end + CONTEXT_CHARS],
        former=old if knows_old else "",
        former_start=start if knows_old else None,
    )


chunks = st.text(alphabet="Ab 张\n.", max_size=12)


@given(
    head=chunks,
    quote=st.text(alphabet="Ab张", min_size=1, max_size=3),
    tail=chunks,
    edit=chunks,
    at=st.integers(0, 24),
)
def test_what_lies_outside_the_edit_only_moves(head: str, quote: str, tail: str, edit: str, at: int) -> None:
    old = head + quote + tail
    at = min(at, len(old))
    new = old[:at] + edit + old[at:]
    found = anchor(new, quote=quote, before=head[-40:], after=tail[:40], former=old, former_start=len(head))
    if found is not None:
        assert new[found : found + len(quote)] == quote
    if edit and len(head) + len(quote) < at:
        assert found == len(head)


@given(head=st.text(alphabet="cd \n", max_size=60), tail=st.text(alphabet="cd \n", max_size=60))
def test_a_unique_quote_is_found_by_its_surroundings_alone(head: str, tail: str) -> None:
    assert seek(TEXT, head + TEXT + tail, "Charles Babbage") == len(head) + TEXT.index("Charles")


def test_of_several_places_the_one_with_the_old_surroundings_is_meant() -> None:
    first, second = TEXT.index("Ada"), TEXT.rindex("Ada")
    assert seek(TEXT, TEXT, "Ada") == first
    assert seek(TEXT, "New first line. " + TEXT, "Ada", nth=1) == second + 16
    edited = TEXT.replace("Yesterday", "On Monday").replace("met", "saw")
    assert seek(TEXT, edited, "Ada") == first
    assert seek(TEXT, edited, "张三", nth=1) == TEXT.rindex("张三")
    assert (
        seek(TEXT, TEXT.replace("Yesterday Ada met", "She met"), "Ada") is None
    )  # the other Ada is not meant


def test_like_places_are_told_apart_only_by_the_old_text() -> None:
    old = "Acme Corp signed.\n" * 7
    new = "A new head.\n" + old
    assert seek(old, new, "Acme Corp", nth=3) is None
    assert seek(old, new, "Acme Corp", nth=3, knows_old=True) == 12 + 3 * 18


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("", None),
        (TEXT.replace("Babbage", "Babage"), None),
        ("Nothing like it was here before: Charles Babbage, you see, is quite alone 1234567890", None),
        (TEXT.replace("Charles Babbage", "XCharles Babbage"), None),
        (TEXT.replace("Charles Babbage", "(Charles Babbage)"), TEXT.index("Charles") + 1),
    ],
)
def test_a_quote_that_is_gone_or_grown_together_is_not_found(new: str, expected: int | None) -> None:
    assert seek(TEXT, new, "Charles Babbage") == expected
    assert seek(TEXT, new, "Charles Babbage", knows_old=True) == expected


def test_a_text_that_is_nothing_but_the_quote() -> None:
    assert seek("Ada", "Ada", "Ada") == 0
    assert seek("Ada", "Ada. Ada", "Ada") is None
    assert seek("a" * 3000, "a" * 2000, "a", nth=50) is None


def test_words_go_on_across_letters_and_not_across_cjk() -> None:
    assert cuts_word("Adam", 3)
    assert not cuts_word("Ada m", 3)
    assert not cuts_word("张三丰", 2)
    assert not cuts_word("在London", 1)
    assert not cuts_word("Ada", 3)
