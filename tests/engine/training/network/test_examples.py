"""Examples: the first subword of a word carries its tag, and unknown labels go unpunished."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_models import LABELS as KNOWN
from tiny_models import tiny_sentences

from engine.language.catalog import find_model
from engine.language.tokens import tokenise_as
from engine.teaching import LabelledSpan, LabelledText
from engine.training.material.corpora.conll import to_spans
from engine.training.material.corpus import Sentence, join_tokens
from engine.training.network.examples import (
    IGNORED,
    Example,
    Source,
    TargetTable,
    bio_tags,
    make_examples,
    make_text_examples,
)
from engine.training.network.losses import partial_loss

LABELS = ("PER", "WORK", "MISC")
NEWS = Source(labels=("PER",))
WIKI = Source(labels=LABELS, broad={"MISC": ("MISC", "WORK"), "NUM": ()})


def allowed(source: Source, tag: str) -> tuple[set[str], set[str]]:
    table = TargetTable(LABELS)
    row = table.row(source, tag)
    right, competing = (
        {name for name, is_in in zip(table.tags, array[row], strict=True) if is_in}
        for array in table.arrays()
    )
    return right, competing


def test_outside_competes_only_with_labels_that_the_source_annotates() -> None:
    assert allowed(NEWS, "O") == ({"O"}, {"O", "B-PER", "I-PER"})


def test_an_entity_competes_with_every_label() -> None:
    assert allowed(NEWS, "B-PER") == ({"B-PER"}, set(bio_tags(LABELS)))


def test_a_broad_label_may_be_any_of_ours() -> None:
    assert allowed(WIKI, "I-MISC")[0] == {"I-MISC", "I-WORK"}
    assert allowed(WIKI, "B-NUM")[0] == {"O"}


def test_subwords_after_the_first_are_left_aside(tiny_models: Path) -> None:
    read = tokenise_as(find_model("ner", root=tiny_models))
    table = TargetTable(LABELS)
    given = Sentence(("Zuse", "wrote", "Plan-Kalkül"), ("B-PER", "O", "B-WORK"))
    (example,) = make_examples([given], NEWS, tokenise=read, table=table)

    firsts = [table.tags[_only(table, row)] for row in example.targets if row != IGNORED]
    assert firsts == ["B-PER", "O", "B-WORK", "I-WORK", "I-WORK"]
    assert example.targets.count(IGNORED) == len(example.ids) - 5


def _only(table: TargetTable, row: int) -> int:
    (number,) = table.arrays()[0][row].nonzero()[0]
    return int(number)


def text_of(written: str, *spans: tuple[int, int, str], labels: tuple[str, ...] = ()) -> LabelledText:
    return LabelledText(text=written, spans=tuple(LabelledSpan(*span) for span in spans), labels=labels)


def tags_of(examples: list[Example], table: TargetTable) -> list[list[str]]:
    return [
        [table.tags[_only(table, row)] for row in example.targets if row != IGNORED] for example in examples
    ]


def test_offsets_give_the_same_examples_as_tokens(tiny_models: Path) -> None:
    read = tokenise_as(find_model("ner", root=tiny_models))
    sentences = tiny_sentences(60)
    texts = []
    for sentence in sentences:
        text, starts = join_tokens(sentence.tokens)
        texts.append(LabelledText(text=text, spans=tuple(to_spans(sentence.tokens, sentence.tags, starts))))
    tables = TargetTable(KNOWN), TargetTable(KNOWN)
    by_tokens = make_examples(sentences, Source(labels=KNOWN), tokenise=read, table=tables[0], number=3)
    by_offsets = make_text_examples(texts, tokenise=read, table=tables[1], number=3)

    assert by_offsets == by_tokens
    assert all((a == b).all() for a, b in zip(tables[0].arrays(), tables[1].arrays(), strict=True))


def test_a_word_that_a_span_touches_belongs_to_it(tiny_models: Path) -> None:
    read = tokenise_as(find_model("ner", root=tiny_models))
    table = TargetTable(LABELS)
    texts = [
        text_of("Adas Plan-B 钱学森", (0, 3, "PER"), (7, 10, "WORK"), (12, 15, "PER")),
        text_of("unAda", (2, 5, "PER")),
        text_of("AdaBob Zuse", (0, 3, "PER"), (3, 11, "WORK")),
        text_of(" \n"),
    ]
    assert tags_of(make_text_examples(texts, tokenise=read, table=table), table) == [
        ["B-PER", "B-WORK", "I-WORK", "O", "B-PER", "I-PER", "I-PER"],
        ["B-PER"],
        ["B-PER", "B-WORK"],
    ]


def test_what_a_text_does_not_annotate_goes_unpunished(tiny_models: Path) -> None:
    read = tokenise_as(find_model("ner", root=tiny_models))
    table = TargetTable(LABELS)
    texts = [text_of("x"), text_of("Ada", (0, 3, "PER")), text_of("x", labels=("WORK", "MISC"))]
    rows = [example.targets[0] for example in make_text_examples(texts, tokenise=read, table=table)]
    _, competing = table.arrays()

    def tags(row: int) -> set[str]:
        return {tag for tag, is_in in zip(table.tags, competing[row], strict=True) if is_in}

    # The first two share a corpus, which names nobody but people.
    assert tags(rows[0]) == {"O", "B-PER", "I-PER"}
    assert tags(rows[2]) == {"O", "B-WORK", "I-WORK", "B-MISC", "I-MISC"}


@settings(max_examples=40)
@given(
    words=st.lists(
        st.sampled_from(["ada", "Kalkül", "plankalkül", "中", "。", ".", "\n\n", "x"]), max_size=40
    ),
    max_tokens=st.integers(1, 12),
    data=st.data(),
)
def test_a_long_text_is_cut_and_nothing_of_it_is_lost(
    tiny_models: Path, words: list[str], max_tokens: int, data: st.DataObject
) -> None:
    read = tokenise_as(find_model("ner", root=tiny_models))
    text = " ".join(words)
    spans = ()
    if words and text.strip():
        start = data.draw(st.integers(0, len(text) - 1))
        spans = ((start, data.draw(st.integers(start + 1, len(text))), "PER"),)
    table = TargetTable(LABELS)
    given_text = text_of(text, *spans)
    whole = make_text_examples([given_text], tokenise=read, table=table, max_tokens=10_000)
    pieces = make_text_examples([given_text], tokenise=read, table=table, max_tokens=max_tokens)

    assert all(0 < len(piece.ids) <= max_tokens for piece in pieces)
    for part in ("ids", "types", "targets"):
        joined = [item for piece in pieces for item in getattr(piece, part)]
        assert joined == [item for piece in whole for item in getattr(piece, part)]


def test_a_cut_falls_after_a_sentence_and_never_in_a_name_that_fits(tiny_models: Path) -> None:
    read = tokenise_as(find_model("ner", root=tiny_models))
    table = TargetTable(LABELS)

    def pieces(text: LabelledText, max_tokens: int) -> list[int]:
        made = make_text_examples([text], tokenise=read, table=table, max_tokens=max_tokens)
        return [len(piece.ids) for piece in made]

    assert pieces(text_of("Work went on. Ada met nothing. People read many"), 10) == [8, 3]
    assert pieces(text_of("工作。没有人。报告在。"), 8) == [7, 4]
    assert pieces(text_of("the work of ada and people read many", (12, 26, "PER")), 5) == [3, 5]
    # No better place: within a name, before a word; within a word, where it is full.
    assert pieces(text_of("ada and people read many", (0, 24, "PER")), 2) == [2, 2, 1]
    length = len(read(["zzzzzzz"])[0])
    assert pieces(text_of("zzzzzzz"), length - 1) == [length - 1, 1]


def test_loss_pulls_at_no_label_that_the_source_lacks() -> None:
    import torch

    table = TargetTable(LABELS)
    rows = [table.row(NEWS, "O"), table.row(WIKI, "B-MISC")]
    right, competing = (torch.from_numpy(array) for array in table.arrays())
    logits = torch.zeros(1, 3, len(table.tags), requires_grad=True)
    loss = partial_loss(logits, torch.tensor([[*rows, IGNORED]]), right, competing)
    loss.backward()
    assert logits.grad is not None
    pull = dict(zip(table.tags, logits.grad[0, 0].tolist(), strict=True))

    assert pull["B-WORK"] == pull["I-MISC"] == 0
    assert pull["B-PER"] > 0 > pull["O"]
    broad = dict(zip(table.tags, logits.grad[0, 1].tolist(), strict=True))
    assert broad["B-MISC"] == pytest.approx(broad["B-WORK"])
    assert broad["B-MISC"] < 0 < broad["B-PER"]
    assert not logits.grad[0, 2].any()
