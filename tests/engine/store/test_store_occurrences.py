"""Every place where a name stands as a word is found, in one text and in the library."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from store_makers import make_file

from engine.store.connection import Store
from engine.store.occurrences import documents_with, occurrences


def quotes(text: str, name: str) -> list[str]:
    return [text[span.start : span.end] for span in occurrences(text, name)]


def test_case_counts_and_script_does_not() -> None:
    assert quotes("Apple, apple, APPLE and Apple's", "Apple") == ["Apple", "Apple"]
    assert quotes("張三和张三", "张三") == ["張三", "张三"]
    assert quotes("在London工作，Londoners", "London") == ["London"]
    assert quotes("foo.Ada Adam MacAda Ada", "Ada") == ["Ada", "Ada"]


def test_white_space_within_a_name_may_be_any_but_a_blank_line() -> None:
    text = "Charles  Babbage, Charles\n  Babbage, Charles\n\nBabbage, CharlesBabbage"
    assert quotes(text, "Charles Babbage") == ["Charles  Babbage", "Charles\n  Babbage"]
    assert quotes(text, "Charles\nBabbage") == ["Charles  Babbage", "Charles\n  Babbage"]
    assert quotes("a b", " ") == []


@given(text=st.text(alphabet="ab .张", max_size=30), name=st.text(alphabet="ab.张", min_size=1, max_size=3))
def test_each_place_holds_the_name_and_none_overlaps(text: str, name: str) -> None:
    spans = occurrences(text, name)
    assert all(text[span.start : span.end] == name for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_the_index_knows_which_documents_may_hold_it(store: Store) -> None:
    with store.write() as db:
        one = make_file(db, "/files/one.txt", ["The report of Acme", " Corp and O'Brien & Sons."])
        two = make_file(db, "/files/two.txt", ["張三在北京大學。", "Acme Corp again"])
        make_file(db, "/files/three.txt", ["Corp Acme"])
        assert documents_with(db, "Acme Corp") == [two]
        assert documents_with(db, "O'Brien & Sons") == [one]
        assert documents_with(db, "张三") == [two]
        assert documents_with(db, "***") == []
