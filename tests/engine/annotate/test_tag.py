"""Tagging a document: right spans in either language, however long, and never across a blank line."""

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine.annotate.tag import Tagger, best_tags, load_tagger
from engine.errors import Cancelled
from engine.language.catalog import find_model
from engine.language.script import is_cjk

_PIECES = [
    "Ada",
    "Charles Babbage",
    "London",
    "王小明",
    "北京",
    "met",
    "。",
    ".",
    " ",
    "\n",
    "\n\n",
    "(",
    '"',
    "é",
]


@pytest.fixture(scope="module")
def tagger(tiny_models: Path) -> Tagger:
    return load_tagger(find_model("ner", root=tiny_models), device="cpu", n_threads=1)


def found(tagger: Tagger, text: str) -> list[tuple[str, str]]:
    return [(text[mention.start : mention.end], mention.label) for mention in tagger.tag(text)]


def test_names_of_both_languages(tagger: Tagger) -> None:
    assert found(tagger, "Ada met Charles Babbage in London. 王小明在北京为清华大学工作。") == [
        ("Ada", "PER"),
        ("Charles Babbage", "PER"),
        ("London", "LOC"),
        ("王小明", "PER"),
        ("北京", "LOC"),
        ("清华大学", "ORG"),
    ]


def test_mentions_name_their_source_and_how_sure_it_is(tagger: Tagger) -> None:
    mentions = tagger.tag("Ada met Grace Hopper in Paris.")

    assert {mention.source for mention in mentions} == {tagger.id}
    assert all(0.5 < mention.score <= 1 for mention in mentions)


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "。", "12 + 30 = 42"])
def test_nothing_is_named_where_nothing_is(tagger: Tagger, text: str) -> None:
    assert [name for name, label in found(tagger, text) if label != "DATE"] == []


def test_a_name_deep_in_a_long_text_is_found_where_it_stands(tagger: Tagger) -> None:
    filler = "the report was read by many people , and the work went on . "
    text = filler * 40 + "Charles Babbage met Ada in London . " + filler * 40

    assert found(tagger, text) == [("Charles Babbage", "PER"), ("Ada", "PER"), ("London", "LOC")]


def test_every_name_of_a_text_of_many_windows_is_found_once(tagger: Tagger) -> None:
    text = "the report by Grace Hopper of Globex was read by many people . " * 200

    assert found(tagger, text) == [("Grace Hopper", "PER"), ("Globex", "ORG")] * 200


def test_a_blank_line_parts_names(tagger: Tagger) -> None:
    text = "the report by Charles\n \nBabbage was read"

    assert all("\n" not in name for name, _ in found(tagger, text))


@hypothesis_settings(max_examples=60)
@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=40))
def test_mentions_are_sorted_apart_and_trimmed(tagger: Tagger, pieces: list[str]) -> None:
    text = "".join(pieces)
    mentions = tagger.tag(text)

    assert all(0 <= mention.start < mention.end <= len(text) for mention in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    for mention in mentions:
        name = text[mention.start : mention.end]
        assert name == name.strip(' \n"。')
        assert "\n\n" not in name
        assert not (len(name) == 1 and is_cjk(name))


def test_cancel_stops_before_the_next_batch(tagger: Tagger) -> None:
    before = tagger.n_calls
    with pytest.raises(Cancelled):
        tagger.tag("Ada met Grace Hopper . " * 5000, cancelled=lambda: tagger.n_calls - before >= 2)
    assert tagger.n_calls == before + 2


@given(st.data())
def test_tags_are_the_likeliest_that_are_well_formed(data: st.DataObject) -> None:
    n_words = data.draw(st.integers(1, 4))
    cells = st.lists(st.floats(0.01, 1), min_size=5, max_size=5)
    table = np.array([data.draw(cells) for _ in range(n_words)], dtype=np.float32)
    table /= table.sum(axis=1, keepdims=True)

    def likelihood(path: tuple[int, ...]) -> float:
        return float(np.prod([row[tag] for row, tag in zip(table, path, strict=True)]))

    best = max(likelihood(path) for path in product(range(5), repeat=n_words) if _is_well_formed(path))
    chosen = tuple(int(tag) for tag in best_tags(table))
    assert _is_well_formed(chosen)
    assert likelihood(chosen) == pytest.approx(best, rel=1e-4)


def _is_well_formed(path: tuple[int, ...]) -> bool:
    return all(
        tag not in (2, 4) or before in (tag, tag - 1) for before, tag in zip((0, *path), path, strict=False)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ada Lovelace worked with Charles Babbage in London.",
            {("Ada Lovelace", "PER"), ("Charles Babbage", "PER"), ("London", "LOC")},
        ),
        ("王小明在北京大学读书，后来去了上海。", {("王小明", "PER"), ("北京大学", "ORG"), ("上海", "LOC")}),
        ("王小明在北京大學讀書，後來去了上海。", {("王小明", "PER"), ("北京大學", "ORG"), ("上海", "LOC")}),
        ("J.R.R. Tolkien was born on 3 January 1892.", {("J.R.R. Tolkien", "PER")}),
    ],
)
def test_shipped_tagger_knows_common_names(text: str, expected: set[tuple[str, str]]) -> None:
    shipped = load_tagger(find_model("ner"), device="cpu", n_threads=1)

    assert expected <= set(found(shipped, text))


@pytest.mark.gpu
def test_gpu_and_cpu_find_the_same_names() -> None:
    text = "Ada Lovelace worked with Charles Babbage in London. 王小明在北京大学读书。"
    card = find_model("ner")

    assert found(load_tagger(card, device="cuda"), text) == found(load_tagger(card, device="cpu"), text)
