"""A lexicon tells where dictionary words stand and what names may stand for."""

import lzma
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.catalog import find_model
from engine.language.lexicon import N_CASES, N_TYPES, TITLE, Kind, Lexicon, load_lexicon, read_entries
from engine.language.tokens import tokenise_as

WORDS = Lexicon(
    [
        ("研究", Kind.PLAIN, 900),
        ("研究生", Kind.PLAIN, 300),
        ("生命", Kind.PLAIN, 600),
        ("命", Kind.PLAIN, 50),
        ("起源", Kind.PLAIN, 200),
        ("北京", Kind.PLACE, 700),
        ("北京大学", Kind.ORGANISATION, 400),
        ("大学", Kind.PLAIN, 800),
        ("周小川", Kind.PERSON, 3),
        ("new york", Kind.PLACE, 1),
        ("york", Kind.PERSON, 1),
        ("jordan", Kind.NAME, 1),
        ("iraqis", Kind.PEOPLE, 1),
    ]
)


def chinese(text: str) -> list[str]:
    """Return each character's kind and place as ``PER0``: the first of a person."""
    types = WORDS.types(text, [(at, at + 1) for at in range(len(text))])
    first = N_CASES * (Kind.NAME + 1)
    return [
        "-" if number < first else f"{Kind((number - first) // N_CASES).name[:3]}{(number - first) % N_CASES}"
        for number in types
    ]


def latin(words: list[str]) -> list[tuple[Kind, int]]:
    """Return kind and case of each word."""
    text, spans = " ".join(words), []
    for word in words:
        start = spans[-1][1] + 1 if spans else 0
        spans.append((start, start + len(word)))
    of_people = N_TYPES - N_CASES
    return [
        (Kind.PEOPLE if number >= of_people else Kind(number // N_CASES), number % N_CASES)
        for number in WORDS.types(text, spans)
    ]


def test_the_likeliest_words_win_over_the_longest() -> None:
    """研究 生命 起源 is likelier than 研究生 命 起源."""
    assert chinese("研究生命起源") == ["PLA0", "PLA2", "PLA0", "PLA2", "PLA0", "PLA2"]


def test_kinds_and_places_of_characters() -> None:
    assert chinese("周小川在北京大学。") == [
        "PER0", "PER1", "PER2", "PLA3", "ORG0", "ORG1", "ORG1", "ORG2", "-",
    ]  # fmt: skip


def test_the_longest_latin_name_wins_and_case_is_told_beside() -> None:
    assert latin(["in", "New", "York", "York", "said", "Jordan"]) == [
        (Kind.PLAIN, 0),
        (Kind.PLACE, TITLE),
        (Kind.PLACE, TITLE),
        (Kind.PERSON, TITLE),
        (Kind.PLAIN, 0),
        (Kind.NAME, TITLE),
    ]
    assert latin(["Iraqis", "iraqis"]) == [(Kind.PEOPLE, TITLE), (Kind.PEOPLE, 0)]


def test_types_of_a_tagger_made_before_peoples_mean_what_they_did() -> None:
    """A model's table of types is as long as its lexicon's kinds were many when it was made."""
    assert N_TYPES - N_CASES == 40
    assert WORDS.types("New York", [(0, 3), (4, 8)]) == [9, 9]
    assert WORDS.types("北京", [(0, 1), (1, 2)]) == [28, 30]


@given(text=st.text(alphabet="研究生命起源北京大学周小川 ab。𠀀\u0301", max_size=40))
def test_every_word_has_a_type_and_the_parts_of_words_fit_together(text: str) -> None:
    places = chinese(text)
    assert len(places) == len(text)
    inside = ""
    for char, place in zip(text, places, strict=True):
        assert (place == "-") == (not "\u4e00" <= char <= "\u9fff")
        number = place[-1]
        assert (number in "12") == (inside != "")
        inside = place[:3] if number in "01" else ""
    assert inside == ""


@given(
    words=st.lists(st.text(alphabet="abcde", min_size=1, max_size=3), max_size=30),
    name=st.lists(st.text(alphabet="abcde", min_size=1, max_size=3), min_size=1, max_size=3),
)
def test_a_name_is_found_wherever_it_stands(words: list[str], name: list[str]) -> None:
    lexicon = Lexicon([(" ".join(name), Kind.PLACE, 1)])
    text, spans = " ".join([*words, *name]), []
    for word in [*words, *name]:
        start = spans[-1][1] + 1 if spans else 0
        spans.append((start, start + len(word)))
    marked = [number // N_CASES == Kind.PLACE for number in lexicon.types(text, spans)]
    # An overlap with an earlier occurrence may take its begin away, never all of it.
    assert marked[-1] or any(marked[-len(name) :])


def test_a_file_gives_its_entries_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.txt.xz"
    path.write_bytes(lzma.compress("北京\tplace\t7\nada\tperson\t1\n".encode()))
    assert list(read_entries(path)) == [("北京", Kind.PLACE, 7.0), ("ada", Kind.PERSON, 1.0)]
    path.write_bytes(lzma.compress("北京 place\n".encode()))
    with pytest.raises(ValueError, match="unpack"):
        list(read_entries(path))


def test_a_model_reads_text_with_its_own_lexicon(tiny_models: Path) -> None:
    card = find_model("ner", root=tiny_models)
    assert card.lexicon is not None
    (tokens,) = tokenise_as(card)(["Ada saw 北京 and 北京"])
    kinds = [number // N_CASES % (Kind.NAME + 1) for number in tokens.types]
    assert kinds[0] == Kind.PERSON
    assert kinds.count(Kind.PLACE) == 4
    assert load_lexicon(card.lexicon, card.files[card.lexicon.name]) is load_lexicon(
        card.lexicon, card.files[card.lexicon.name]
    )
