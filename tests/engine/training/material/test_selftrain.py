"""Self-training keeps a sentence only if nothing in it is in doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.annotate.gazetteer import Gazetteer
from engine.errors import Cancelled
from engine.records import Mention
from engine.training.material.selftrain import Trust, label_surely

GAZETTEER = Gazetteer.of({"London": "LOC", "北京": "LOC", "Globex": "ORG"})
NONE = Gazetteer.of({})
LABELS = ("PER", "ORG", "LOC")


def tagger(scores: dict[str, tuple[str, float]]):  # noqa: ANN201
    """Return a tagger that finds each name once, with the label and the score given."""

    def tag(text: str) -> tuple[Mention, ...]:
        found = [
            Mention(
                start=text.index(name), end=text.index(name) + len(name), label=label, score=score, source=""
            )
            for name, (label, score) in scores.items()
            if name in text
        ]
        return tuple(sorted(found, key=lambda mention: mention.start))

    return tag


def kept(text: str, scores: dict[str, tuple[str, float]], gazetteer: Gazetteer = GAZETTEER) -> list[str]:
    trust = Trust(empty_share=1.0)
    silver = label_surely([text], tagger(scores), gazetteer, labels=LABELS, trust=trust)
    return [item.text for item in silver]


def test_sure_and_agreed_mentions_are_kept_others_lose_their_sentence() -> None:
    text = "Ada was in London. Grace was in Paris. 张伟到过北京。Nothing was said."
    scores = {
        "Ada": ("PER", 0.97),
        "London": ("LOC", 0.8),
        "Grace": ("PER", 0.99),
        "Paris": ("LOC", 0.8),
        "张伟": ("PER", 0.96),
        "北京": ("LOC", 0.76),
    }
    assert kept(text, scores) == ["Ada was in London.", "张伟到过北京。", "Nothing was said."]
    assert kept(text, scores, NONE) == []


def test_a_known_name_that_was_missed_is_a_doubt() -> None:
    assert kept("Ada was in London.", {"Ada": ("PER", 0.99)}) == []
    assert kept("Ada was in London.", {"Ada": ("PER", 0.99)}, NONE) == ["Ada was in London."]


def test_agreement_is_on_the_label_too() -> None:
    assert kept("They like Globex now.", {"Globex": ("LOC", 0.9)}) == []
    assert kept("They like Globex now.", {"Globex": ("ORG", 0.9)}) == ["They like Globex now."]


def test_spans_fit_the_sentence_and_sentences_come_once() -> None:
    text = "It rained. \n\n Ada was in London. Ada was in London. "
    silver = label_surely(
        [text, text], tagger({"Ada": ("PER", 0.99), "London": ("LOC", 0.99)}), NONE, labels=LABELS
    )
    first = silver[0]
    assert [item.text for item in silver] == ["Ada was in London."]
    assert [(first.text[s.start : s.end], s.label) for s in first.spans] == [
        ("Ada", "PER"),
        ("London", "LOC"),
    ]
    assert first.labels == LABELS


def test_there_are_never_more_than_asked_for_and_few_without_a_name() -> None:
    texts = [f"Ada was in town {n}. Then number {n} was empty." for n in range(50)]
    silver = label_surely(texts, tagger({"Ada": ("PER", 0.99)}), NONE, labels=LABELS)
    assert len(silver) == 50 + 15
    few = label_surely(texts, tagger({"Ada": ("PER", 0.99)}), NONE, labels=LABELS, n_most=7)
    assert len(few) == 7


@given(score=st.floats(0, 1), sure=st.floats(0, 1), agreed=st.floats(0, 1), is_known=st.booleans())
def test_the_thresholds_are_what_decides(score: float, sure: float, agreed: float, is_known: bool) -> None:
    silver = label_surely(
        ["They went to London."],
        tagger({"London": ("LOC", score)}),
        GAZETTEER if is_known else NONE,
        labels=LABELS,
        trust=Trust(sure=sure, agreed=agreed),
    )
    assert bool(silver) == (score >= (min(sure, agreed) if is_known else sure))


def test_it_stops_when_told() -> None:
    with pytest.raises(Cancelled):
        label_surely(["a"], tagger({}), NONE, labels=LABELS, cancelled=lambda: True)
