"""Sentences tile their range and end where English and Chinese readers expect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.sentences import sentences


def _texts(text: str) -> list[str]:
    return [text[span.start : span.end].strip() for span in sentences(text)]


@given(text=st.text(alphabet='aB1 中。！；.!?\n\t…”"-#', max_size=200), data=st.data())
def test_sentences_tile_any_range(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    spans = sentences(text, start, end)

    assert "".join(text[span.start : span.end] for span in spans) == text[start:end]
    assert all(span.start < span.end for span in spans)


@pytest.mark.parametrize(
    "expected",
    [
        ["Dr. Smith met Mr. J. K. Rowling in the U.S. on Jan. 5.", "They talked, e.g. about art."],
        ["“Really?” she asked.", "Yes!", "See No. 7 and Fig. 3."],
        ["It costs 3.50 at example.com today.", "Next."],
    ],
)
def test_english_sentences(expected: list[str]) -> None:
    assert _texts(" ".join(expected)) == expected


def test_chinese_sentences_keep_their_closing_quotes() -> None:
    expected = ["他说：“好。”", "然后走了！", "真的吗?", "她不知道；", "但是……", "算了。"]
    assert _texts("".join(expected)) == expected


def test_wrapped_prose_is_one_sentence_and_short_lines_are_not() -> None:
    wrapped = "This line of prose is long enough to have been wrapped\nand it ends only here."
    assert _texts(wrapped) == [wrapped]
    assert _texts("Contents\nFirst part\nSecond part") == ["Contents", "First part", "Second part"]
    assert _texts("A line of prose that goes on and on to the right margin\n- a list item") == [
        "A line of prose that goes on and on to the right margin",
        "- a list item",
    ]
