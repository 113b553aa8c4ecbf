"""Scoring counts as seqeval does, leaves aside what is not stated, and tells what was taken for what."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.teaching import LabelledSpan, LabelledText
from engine.training.verdict.scoring import (
    OVERALL,
    confusion,
    f1_of,
    label_scores,
    labels_of,
    stated,
    tally,
)

TEXT = "Ada met Bob in Paris and Rome ."
SPANS = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from(["PER", "LOC", "ORG"])),
    max_size=5,
    unique_by=lambda pair: pair[0],
).map(lambda pairs: tuple(LabelledSpan(4 * at, 4 * at + 3, label) for at, label in sorted(pairs)))


def spans(*parts: tuple[int, int, str]) -> tuple[LabelledSpan, ...]:
    return tuple(LabelledSpan(*part) for part in parts)


@settings(max_examples=25)
@given(pairs=st.lists(st.tuples(SPANS, SPANS), min_size=1, max_size=6))
def test_counts_give_the_f1_that_seqeval_gives(
    pairs: list[tuple[tuple[LabelledSpan, ...], tuple[LabelledSpan, ...]]],
) -> None:
    texts = [LabelledText(text="x" * 30, spans=wanted, labels=("PER", "LOC", "ORG")) for wanted, _ in pairs]
    found = [given_ for _, given_ in pairs]
    sums = [sum(column) for column in zip(*map(tally, texts, found), strict=True)]

    scores = label_scores(texts, found)
    assert f1_of(*sums) == pytest.approx(scores[OVERALL].f1 if scores else 0.0)


def test_labels_that_a_text_does_not_state_are_left_aside() -> None:
    text = LabelledText(text=TEXT, spans=spans((0, 3, "PER")), labels=("PER",))
    found = spans((0, 3, "PER"), (15, 20, "LOC"))

    assert tally(text, found) == (1, 1, 1)
    assert list(label_scores([text], [found])) == ["PER", OVERALL]


def test_a_corpus_states_what_it_uses() -> None:
    one = LabelledText(text=TEXT, spans=spans((0, 3, "PER")))
    other = LabelledText(text=TEXT, spans=spans((15, 20, "LOC")), labels=("LOC", "ORG"))

    assert [text.labels for text in stated([one, other])] == [("LOC", "PER"), ("LOC", "ORG")]
    assert labels_of([one, other]) == ("LOC", "ORG", "PER")


def test_confusion_says_what_was_taken_for_what() -> None:
    text = LabelledText(
        text=TEXT,
        spans=spans((0, 3, "PER"), (8, 11, "PER"), (15, 20, "LOC")),
        labels=("PER", "LOC", "ORG"),
    )
    found = spans((0, 3, "ORG"), (15, 24, "LOC"), (25, 29, "LOC"))

    assert confusion([text], [found]) == {
        "LOC": {"LOC": 1},
        "O": {"LOC": 1},
        "PER": {"O": 1, "ORG": 1},
    }


def test_nothing_at_all_scores_nothing() -> None:
    text = LabelledText(text=TEXT, labels=("PER",))

    assert label_scores([text], [()]) == {}
    assert f1_of(0, 0, 0) == 0.0
