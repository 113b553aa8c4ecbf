"""What is gathered to learn from: corpora whole, corrected sentences with the labels they are judged by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lesson_makers import drug_texts, write_corpus

from engine.library import Library
from engine.training.taught import Taught, gather

TEXT = "Grace Hopper took morphine in London .\n\nthe report by Ada of Globex was read by many people .\n"


@pytest.fixture
def library(tmp_path: Path, tiny_models: Path) -> Iterator[Library]:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text(TEXT, "utf-8")
    with Library.open(tmp_path / "test.satchel", models_root=tiny_models) as made:
        made.add_folder(tmp_path / "files")
        made.index()
        yield made


def correct(library: Library, quote: str, label: str | None) -> None:
    document_id = library.search("Globex").hits[0].document_id
    start = library.document(document_id).text.index(quote)
    library.correct(document_id, start, start + len(quote), label)


def gathered(library: Library, *corpora: Path) -> Taught:
    with library._store.read() as db:
        return gather(db, corpora, known=library.models.tagger_card.labels)


def test_nothing_taught_is_nothing(library: Library) -> None:
    assert gathered(library).texts == ()


def test_a_corrected_sentence_states_all_and_is_judged_by_what_was_corrected(library: Library) -> None:
    correct(library, "morphine", "DRUG")
    taught = gathered(library)

    (text,) = taught.corrected
    named = {text.text[span.start : span.end]: span.label for span in text.spans}
    assert named["morphine"] == "DRUG"
    assert set(text.labels) == {"PER", "ORG", "LOC", "DATE", "DRUG"}
    assert taught.judged == ("DRUG",)


def test_a_rejection_may_be_meant_for_any_label(library: Library) -> None:
    correct(library, "Globex", None)
    taught = gathered(library)

    (text,) = taught.corrected
    assert "Globex" not in {text.text[span.start : span.end] for span in text.spans}
    assert set(taught.judged) == {"PER", "ORG", "LOC", "DATE"}


def test_only_held_out_corrections_are_judged_by_less_than_they_state(
    library: Library, tmp_path: Path
) -> None:
    correct(library, "morphine", "DRUG")
    taught = gathered(library, write_corpus(tmp_path / "drugs.jsonl", drug_texts(40)))

    for seed in range(8):
        parts = taught.parts(seed)
        assert len(parts.train) + len(parts.held_out) == 41
        corrected = taught.corrected[0]
        for text in parts.train:
            assert text.labels == (corrected.labels if text.text == corrected.text else ("DRUG",))
        assert {text.labels for text in parts.held_out} == {("DRUG",)}
