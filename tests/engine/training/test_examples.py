"""Examples: the first subword of a word carries its tag, and unknown labels go unpunished."""

from pathlib import Path

import pytest

from engine.language.tokens import load_tokenizer
from engine.training.corpus import Sentence
from engine.training.examples import IGNORED, Source, TargetTable, bio_tags, make_examples
from engine.training.finetune import partial_loss

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
    tokenizer = load_tokenizer(tiny_models / "ner" / "tokenizer.json")
    table = TargetTable(LABELS)
    given = Sentence(("Zuse", "wrote", "Plan-Kalkül"), ("B-PER", "O", "B-WORK"))
    (example,) = make_examples([given], NEWS, tokenizer=tokenizer, table=table)

    firsts = [table.tags[_only(table, row)] for row in example.targets if row != IGNORED]
    assert firsts == ["B-PER", "O", "B-WORK", "I-WORK", "I-WORK"]
    assert example.targets.count(IGNORED) == len(example.ids) - 5


def _only(table: TargetTable, row: int) -> int:
    (number,) = table.arrays()[0][row].nonzero()[0]
    return int(number)


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
