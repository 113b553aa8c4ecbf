"""What is written is read back: the same spans where a format has offsets, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import CorpusInvalid, FileUnwritable
from engine.teaching import LabelledSpan, LabelledText
from engine.training.material.corpora.read import FORMS, detect, read_texts
from engine.training.material.corpora.write import write_texts

_NAMES = {
    "spacy": ("a.json", "a.jsonl"),
    "doccano": ("a.jsonl",),
    "label_studio": ("a.json",),
    "brat": ("a",),
    "table": ("a.csv", "a.tsv"),
}
_CASES = [(form, name) for form, names in _NAMES.items() for name in names]
_LETTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from('a中😀\ufeff\r\n\t",;#-')
_ADA = LabelledText(text="Ada met Bob", spans=(LabelledSpan(0, 3, "PER"), LabelledSpan(8, 11, "PER")))


@st.composite
def labelled_texts(draw: st.DrawFn) -> LabelledText:
    text = draw(st.text(_LETTERS, max_size=20))
    bounds = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = [
        LabelledSpan(start, end, draw(st.sampled_from(["PER", "WORK_OF_ART", "人名"])))
        for start, end in zip(bounds[::2], bounds[1::2], strict=False)
        if text[start:end].replace("\ufeff", "").strip()
    ]
    return LabelledText(text=text, spans=tuple(spans))


@pytest.mark.parametrize(("form", "name"), _CASES)
@given(texts=st.lists(labelled_texts(), max_size=4))
def test_spans_survive_every_format_with_offsets(
    form: str, name: str, texts: list[LabelledText], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("written") / name
    write_texts([*texts, _ADA], path, form=form)

    assert detect(path) == form
    assert [replace(text, place="") for text in read_texts(path)] == [*texts, _ADA]


@pytest.mark.parametrize("form", FORMS)
def test_a_format_converts_to_every_other(tmp_path: Path, form: str) -> None:
    write_texts([_ADA, _ADA], tmp_path / "first", form=form)
    for other in FORMS:
        write_texts(read_texts(tmp_path / "first"), tmp_path / other, form=other)
        assert [replace(text, place="") for text in read_texts(tmp_path / other)] == [_ADA, _ADA]


@pytest.mark.parametrize("form", FORMS)
def test_a_fault_half_way_leaves_everything_as_it_was(tmp_path: Path, form: str) -> None:
    def faulty() -> Iterator[LabelledText]:
        yield _ADA
        raise CorpusInvalid(path="other", line=2, detail="broken")

    target = tmp_path / "a.json"
    target.write_text("before", "utf-8")
    with pytest.raises(CorpusInvalid):
        write_texts(faulty(), target, form=form)
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert target.read_text("utf-8") == "before"


def test_a_corpus_may_be_rewritten_in_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_texts([_ADA], path, form="doccano")
    write_texts(read_texts(path), path, form="spacy")
    assert detect(path) == "spacy"


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("keep", "utf-8")
    for path in (tmp_path / "full", tmp_path / "missing" / "a"):
        with pytest.raises(FileUnwritable) as caught:
            write_texts([_ADA], path, form="brat")
        assert caught.value.params["path"] == str(path)
    assert (tmp_path / "full" / "mine.txt").read_text("utf-8") == "keep"
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
