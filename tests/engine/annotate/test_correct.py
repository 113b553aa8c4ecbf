"""What a person said of a span has the last word, the latest first; the rest stays as it was."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.annotate.correct import USER, apply_corrections
from engine.annotate.gazetteer import Gazetteer, merge_mentions
from engine.annotate.resolve import resolve
from engine.pipeline import understand
from engine.records import Mention
from engine.teaching import Correction

LENGTH = 30
TEXT = "Ada met Bob, 张三在北京. Paris and "[:LENGTH].ljust(LENGTH, "x")


def correction(number: int, start: int, end: int, label: str | None, *, text: str = TEXT) -> Correction:
    return Correction(
        correction_id=number, group=number, document_id=1, path="/a", start=start, end=end, label=label,
        quote=text[start:end], created_ms=0,
    )  # fmt: skip


def found(start: int, end: int, label: str, score: float = 0.7) -> Mention:
    return Mention(start=start, end=end, label=label, score=score, source="test")


spans = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 8)).map(
    lambda pair: (pair[0], min(LENGTH, pair[0] + pair[1]))
)
labels = st.sampled_from(["PER", "ORG", "LOC"])
mentions = st.lists(st.builds(lambda span, label: found(*span, label), spans, labels), max_size=8).map(
    lambda some: merge_mentions(some, [])
)
corrections = st.lists(st.tuples(spans, st.none() | labels), max_size=6).map(
    lambda some: [correction(n, *span, label) for n, (span, label) in enumerate(some, start=1)]
)


def overlaps(a: Mention | Correction, b: Mention | Correction) -> bool:
    return a.start < b.end and b.start < a.end


@given(mentions=mentions, said=corrections, order=st.randoms(use_true_random=False))
def test_the_result_never_overlaps_and_says_what_was_said_last(
    mentions: tuple[Mention, ...], said: list[Correction], order: object
) -> None:
    shuffled = list(said)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    result = apply_corrections(TEXT, mentions, shuffled)
    assert all(a.end <= b.start for a, b in pairwise(result))
    for number, one in enumerate(said):
        if any(overlaps(one, later) for later in said[number + 1 :]):
            continue
        here = [m for m in result if overlaps(m, one)]
        expected = [] if one.label is None else [(one.start, one.end, one.label, 1.0, USER)]
        assert [(m.start, m.end, m.label, m.score, m.source) for m in here] == expected
    untouched = [m for m in mentions if not any(overlaps(m, one) for one in said)]
    assert [m for m in result if m.source != USER] == untouched


@given(mentions=mentions, said=corrections)
def test_without_the_last_one_it_is_as_it_was_before_it(
    mentions: tuple[Mention, ...], said: list[Correction]
) -> None:
    step_by_step = mentions
    for one in said:
        step_by_step = apply_corrections(TEXT, step_by_step, [one])
    assert apply_corrections(TEXT, mentions, said) == step_by_step
    assert apply_corrections(TEXT, mentions, []) == mentions


def test_a_new_mention_another_label_another_span_and_a_rejection() -> None:
    mentions = [found(0, 3, "ORG"), found(8, 11, "PER"), found(21, 26, "PER")]
    said = [
        correction(1, 0, 3, "PER"),
        correction(2, 21, 30, "ORG"),
        correction(3, 8, 11, None),
        correction(4, 13, 15, "PER"),
    ]
    result = apply_corrections(TEXT, mentions, said)
    assert [(m.start, m.end, m.label) for m in result] == [(0, 3, "PER"), (13, 15, "PER"), (21, 30, "ORG")]


def test_one_whose_quote_does_not_stand_there_is_left_out() -> None:
    moved = correction(1, 0, 3, "PER", text="Bob" + TEXT[3:])
    assert apply_corrections(TEXT, [], [moved]) == ()
    assert apply_corrections("Ad", [], [correction(1, 0, 3, "PER")]) == ()


def test_what_was_said_of_one_mention_neither_changes_nor_is_changed_by_others() -> None:
    text = "Jordan is hot. Jordan is dry. Jordan is big. Jordan is tall."
    starts = [0, 15, 30, 45]
    places = [found(start, start + 6, "LOC", 0.6) for start in starts[:3]]
    said = apply_corrections(text, places, [correction(1, 45, 51, "PER", text=text)])
    assert [m.mention.label for m in resolve(text, said)] == ["LOC", "LOC", "LOC", "PER"]
    said = apply_corrections(text, places[:1], [correction(1, 45, 51, "PER", text=text)])
    assert [m.mention.label for m in resolve(text, said)] == ["LOC", "PER"]


def test_a_rejection_holds_against_the_gazetteer_too() -> None:
    text = "Paris is a name in Troy."
    gazetteer = Gazetteer.of({"Paris": "LOC", "Troy": "LOC"})
    knowledge = understand(text, [], gazetteer=gazetteer, corrections=[correction(1, 0, 5, None, text=text)])
    assert [m.name for m in knowledge.mentions] == ["Troy"]
    assert [m.name for m in understand(text, [], gazetteer=gazetteer).mentions] == ["Paris", "Troy"]
