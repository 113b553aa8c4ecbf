"""Fields that can be taken out of a query one by one are told with where they stand."""

from __future__ import annotations

import pytest

from engine.search.lexer import filters_in


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("engine type:pdf", ["type:pdf"]),
        ('-person:"Ada Lovelace" engine 类型:pdf,word', ['-person:"Ada Lovelace"', "类型:pdf,word"]),
        ("非 类型:pdf 合同", ["非 类型:pdf"]),
        ("type:pdf OR type:word", []),  # without one of them the other would mean something else
        ("engine (type:pdf in:Notes) after:2024", ["after:2024"]),
        ("see http://example.org type:", []),
        ("", []),
    ],
)
def test_filters_are_told_by_themselves(query: str, filters: list[str]) -> None:
    assert [query[span.start : span.end] for span in filters_in(query)] == filters
