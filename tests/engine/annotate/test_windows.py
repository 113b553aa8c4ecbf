"""A long block is read in pieces that end with its sentences, and no word is left out."""

from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.annotate.windows import choose_widest, plan_windows
from engine.language.tokens import Tokens
from engine.records import Span

_SIZE = 12


def read(text: str) -> Tokens:
    """Read each character but a space as a subword, and each run of them as a word."""
    ids, offsets, words = [], [], []
    word = -1
    for at, char in enumerate(text):
        if char == " ":
            continue
        if at == 0 or text[at - 1] == " ":
            word += 1
        ids.append(ord(char))
        offsets.append((at, at + 1))
        words.append(word)
    return Tokens(ids=ids, offsets=offsets, words=words, types=[0] * len(ids))


def texts(text: str) -> list[str]:
    tokens = read(text)
    return [
        text[tokens.offsets[span.start][0] : tokens.offsets[span.end - 1][1]]
        for span in plan_windows(text, tokens, _SIZE)
    ]


def test_pieces_end_with_sentences_and_none_is_read_twice() -> None:
    assert texts("Ada came. Bob left. All was still.") == ["Ada came.", "Bob left.", "All was still."]


def test_a_text_that_fits_is_one_piece() -> None:
    assert texts("Ada came. B.") == ["Ada came. B."]
    assert texts("") == []


def test_a_long_sentence_is_read_in_pieces_that_overlap() -> None:
    words = "aa bb cc dd ee ff gg hh ii jj"
    pieces = texts(words)

    assert len(pieces) > 1
    assert all(left.split()[-1] in right.split() for left, right in pairwise(pieces))


def test_a_sentence_far_from_filling_a_piece_does_not_end_it() -> None:
    assert texts("A b. Cccc dddd eeee ffff gggg.")[0].startswith("A b. Cccc")


@given(
    st.lists(st.text("ab", min_size=1, max_size=6), min_size=1, max_size=40).map(" ".join),
    st.lists(st.sampled_from([". ", "。", "! ", "。 "]), max_size=5),
    st.randoms(use_true_random=False),
)
def test_every_subword_is_read_and_spoken_for_once(text: str, marks: list[str], random: object) -> None:
    for mark in marks:
        at = random.randrange(len(text) + 1)  # type: ignore[attr-defined]
        text = f"{text[:at]}{mark}{text[at:]}"
    tokens = read(text)
    spans = plan_windows(text, tokens, _SIZE)

    assert all(0 < span.end - span.start <= _SIZE for span in spans)
    assert all(a.start < b.start <= a.end for a, b in pairwise(spans))
    firsts = [at for at, word in enumerate(tokens.words) if at == 0 or word != tokens.words[at - 1]]
    longest = max(Counter(tokens.words).values())
    assert longest > _SIZE // 3 or all(span.start in firsts for span in spans)
    numbered = [np.arange(span.start, span.end)[:, None] for span in spans]
    assert choose_widest(spans, numbered, n_tags=1)[:, 0].tolist() == list(range(len(tokens)))
    assert not spans or (spans[0].start, spans[-1].end) == (0, len(tokens))
    assert all(isinstance(span, Span) for span in spans)
