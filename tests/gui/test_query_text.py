"""A query is changed as text without losing what else it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.records import Span
from gui.widgets.query_text import exactly, instead, parts_of, without_spans

_PARTS = st.lists(st.sampled_from(["engine", "合同", "type:pdf", 'person:"Ada Lovelace"', "é"]), max_size=6)


@given(parts=_PARTS, data=st.data())
def test_parts_are_taken_out_and_the_others_stay(parts: list[str], data: st.DataObject) -> None:
    query = " ".join(parts)
    chosen = {number for number in range(len(parts)) if data.draw(st.booleans())}
    spans, at = [], 0
    for number, part in enumerate(parts):
        if number in chosen:
            spans.append(Span(at, at + len(part)))
        at += len(part) + 1
    assert parts_of(query, spans) == tuple(parts[number] for number in sorted(chosen))
    rest = [part for number, part in enumerate(parts) if number not in chosen]
    assert without_spans(query, spans).split() == " ".join(rest).split()


@pytest.mark.parametrize(
    ("query", "asked", "quoted", "changed"),
    [
        ("enigne pump", "enigne", '"enigne" pump', "engine pump"),
        ("art part enigne", "art", '"art" part enigne', "engine part enigne"),
        ("part art", "art", 'part "art"', "part engine"),
        ("Bei  Jing map", "bei jing", '"bei jing" map', "engine map"),
        ("我要找和同的", "和同", '我要找"和同"的', "我要找engine的"),
        ("gone", "enigne", '"enigne"', "engine"),
    ],
)
def test_what_was_asked_is_found_where_it_stands(query: str, asked: str, quoted: str, changed: str) -> None:
    assert exactly(query, asked) == quoted
    assert instead(query, asked, "engine") == changed
