"""Words of the library that are nearly spelled like another: all of them, and none that is farther."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_makers import make_document, make_file

from engine.store.connection import Store
from engine.store.spelling import edits, exists, n_holding, names_like, nearby_words, walk
from engine.store.terms import phrase

WORDS = st.text("abcd", min_size=1, max_size=8)


def naive_edits(left: str, right: str) -> int:
    """The definition of optimal string alignment, one case after the other."""
    if not left or not right:
        return len(left) + len(right)
    cases = [
        naive_edits(left[1:], right) + 1,
        naive_edits(left, right[1:]) + 1,
        naive_edits(left[1:], right[1:]) + (left[0] != right[0]),
    ]
    if left[:2] == right[:2][::-1] and len(left) > 1 and len(right) > 1:
        cases.append(naive_edits(left[2:], right[2:]) + 1)
    return min(cases)


@given(left=st.text("abc", max_size=5), right=st.text("abc", max_size=5))
def test_the_distance_is_that_of_its_definition(left: str, right: str) -> None:
    assert edits(left, right) == naive_edits(left, right)


@settings(max_examples=300)
@given(
    words=st.lists(WORDS, max_size=50, unique=True),
    word=WORDS,
    most_edits=st.integers(1, 2),
    n_kept=st.integers(0, 2),
)
def test_the_walk_meets_every_near_word_and_no_other(
    words: Sequence[str], word: str, most_edits: int, n_kept: int
) -> None:
    words, prefix = sorted(words), word[:n_kept]

    def next_term(least: str) -> str | None:
        at = bisect_left(words, least)
        return words[at] if at < len(words) else None

    near = {
        other: edits(word, other)
        for other in words
        if edits(word, other) <= most_edits and other.startswith(prefix)
    }
    assert dict(walk(next_term, word, most_edits=most_edits, prefix=prefix)) == near


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.text("abé中", min_size=1, max_size=5), min_size=1, max_size=20), word=WORDS)
def test_the_index_itself_is_the_dictionary(store: Store, words: list[str], word: str) -> None:
    with store.write() as db:
        db.execute("SAVEPOINT trial")
        make_document(db, [" ".join(words)])
        found = dict(nearby_words(db, word, most_edits=1))
        there = {token for (token,) in db.execute("SELECT DISTINCT term FROM temp.passage_index_words")}
        db.execute("ROLLBACK TO trial")
    assert found == {other: 1 for other in there if edits(word, other) == 1}


def test_words_of_texts_and_of_file_names_are_known(store: Store) -> None:
    with store.write() as db:
        make_file(db, "/files/zebra.txt", ["The indemnity clause. 北京大学"])
    db = store.reader()
    assert nearby_words(db, "zebro", most_edits=1) == [("zebra", 1)]
    assert nearby_words(db, "indmenity", most_edits=1) == [("indemnity", 1)]
    assert nearby_words(db, "indemnity", most_edits=2) == []
    assert [exists(db, phrase(text)) for text in ("大学", "学大")] == [True, False]
    assert (n_holding(db, "zebra", most=9), n_holding(db, "clause", most=9)) == (1, 1)


@pytest.mark.parametrize("text", ["", " ", "中"])
def test_an_empty_library_has_no_words(store: Store, text: str) -> None:
    db = store.reader()
    assert nearby_words(db, text, most_edits=2) == []
    assert names_like(db, "[中]", first="中", size=1) == []
