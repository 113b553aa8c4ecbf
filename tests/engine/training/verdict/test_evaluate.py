"""Evaluation: exact entities count, others do not, labels not asked for are left aside."""

from collections.abc import Callable
from pathlib import Path

from tiny_models import tiny_sentences

from engine.annotate.tag import load_tagger
from engine.language.catalog import find_model
from engine.records import Mention
from engine.training.material.corpus import Sentence
from engine.training.verdict.evaluate import evaluate

GOLD = [
    Sentence(("Ada", "Lovelace", "met", "Bob"), ("B-PER", "I-PER", "O", "B-PER")),
    Sentence(("北", "京", "在", "1843"), ("B-LOC", "I-LOC", "O", "B-DATE")),
]


def names(*spans: tuple[str, str]) -> Callable[[str], list[Mention]]:
    def tag(text: str) -> list[Mention]:
        places = [(text.index(name), len(name), label) for name, label in spans]
        return [
            Mention(start=at, end=at + length, label=label, score=1.0, source="test")
            for at, length, label in sorted(places)
        ]

    return tag


def test_exact_spans_count() -> None:
    result = evaluate(
        names(("Ada Lovelace", "PER"), ("Bob", "PER"), ("北京", "LOC")), GOLD, labels=("PER", "LOC")
    )

    assert (result.overall.f1, result.overall.support) == (1.0, 3)
    assert {name: score.support for name, score in result.by_label.items()} == {"PER": 2, "LOC": 1}


def test_half_a_name_or_another_label_is_wrong() -> None:
    result = evaluate(
        names(("Lovelace", "PER"), ("Bob", "ORG"), ("北京", "LOC")), GOLD, labels=("PER", "LOC", "ORG")
    )

    assert result.overall.precision == result.overall.recall == 1 / 3
    assert result.by_label["PER"].f1 == 0.0


def test_labels_not_asked_for_are_left_aside() -> None:
    result = evaluate(names(("北京", "LOC"), ("Ada Lovelace", "WORK")), GOLD, labels=("LOC",))

    assert (result.overall.f1, list(result.by_label)) == (1.0, ["LOC"])


def test_silence_scores_nothing() -> None:
    assert evaluate(names(), GOLD, labels=("PER",)).overall.f1 == 0.0
    assert evaluate(names(), GOLD, labels=("ORG",)).overall.support == 0


def test_a_tagger_is_measured_as_it_is_used(tiny_models: Path) -> None:
    tagger = load_tagger(find_model("ner", root=tiny_models), device="cpu", n_threads=1)
    result = evaluate(tagger.tag, tiny_sentences(60, seed=9), labels=tagger.labels)

    assert result.overall.f1 > 0.9
    assert result.to_json()["words_per_s"] > 0
