"""Offsets of other programs are believed only where they fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.errors import CorpusInvalid, CorpusSpanWrong
from engine.teaching import LabelledSpan, LabelledText
from engine.training.material.corpora.spans import to_claims, to_text

_PATH = Path("some.jsonl")
_TEXT = "Ada met Bob 😀 in London"


def test_spans_come_in_reading_order_once_each() -> None:
    claims = [(8, 11, "per"), (0, 3, "Per"), (8, 11, "PER"), (17, 23, "loc")]
    assert to_text(_TEXT, claims, path=_PATH, line=4) == LabelledText(
        text=_TEXT,
        spans=(LabelledSpan(0, 3, "PER"), LabelledSpan(8, 11, "PER"), LabelledSpan(17, 23, "LOC")),
        place="some.jsonl:4",
    )


@pytest.mark.parametrize(
    "claims",
    [
        [(0, 0, "PER")],
        [(3, 0, "PER")],
        [(-3, 2, "PER")],
        [(17, 24, "LOC")],
        [(99, 120, "LOC")],
        [(3, 4, "PER")],
        [(0, 3, "PER"), (0, 7, "PER")],
        [(0, 3, "PER"), (0, 3, "LOC")],
        [(0, 3, "PER"), (2, 7, "LOC")],
        [(10**30, 10**31, "LOC")],
    ],
)
def test_a_span_that_does_not_fit_is_refused(claims: list[Any]) -> None:
    with pytest.raises(CorpusSpanWrong) as caught:
        to_text(_TEXT, claims, path=_PATH, line=4)
    start, end, _ = claims[-1]
    length = len(_TEXT)
    assert (caught.value.params["start"], caught.value.params["end"]) in ((start, end), claims[0][:2])
    assert caught.value.params["path"] == "some.jsonl"
    assert (caught.value.params["line"], caught.value.params["length"]) == (4, length)


@pytest.mark.parametrize(
    "claim",
    [
        (0, 3.0, "PER"),
        (float("nan"), 3, "PER"),
        ("0", "3", "PER"),
        (False, True, "PER"),
        (None, None, "PER"),
        (0, [3], "PER"),
        (0, 3, ""),
        (0, 3, "-"),
        (0, 3, "O"),
        (0, 3, None),
        (0, 3, 7),
        (0, 3, {"name": "PER"}),
        (0, 3, "x" * 100_000),
    ],
)
def test_what_is_no_offset_or_label_is_refused_in_few_words(claim: Any) -> None:
    with pytest.raises(CorpusInvalid) as caught:
        to_text(_TEXT, [claim], path=_PATH, line=4)
    assert type(caught.value) is CorpusInvalid
    assert len(caught.value.params["detail"]) < 120


@pytest.mark.parametrize("text", [None, 7, ["Ada"], b"Ada", "half \ud83d"])
def test_what_is_no_text_is_refused(text: Any) -> None:
    with pytest.raises(CorpusInvalid):
        to_text(text, [], path=_PATH, line=1)


@pytest.mark.parametrize("items", [None, {}, "PER", [7], [[0, 3]], ["abc"], [[0, 3, "PER", 1, 2]]])
def test_what_is_no_list_of_spans_is_refused(items: Any) -> None:
    with pytest.raises(CorpusInvalid):
        to_claims(items, path=_PATH, line=1)


def test_lists_and_objects_name_the_same() -> None:
    items = [
        [0, 3, "PER"],
        [0, 3, "PER", "Q7259"],
        {"start": 0, "end": 3, "label": "PER"},
        {"start_offset": 0, "end_offset": 3, "label": "PER", "id": 5},
    ]
    assert to_claims(items, path=_PATH, line=1) == [(0, 3, "PER")] * 4
