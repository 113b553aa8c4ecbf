"""Smaller taggers, and one table of what each costs and gives on this computer.

Input:  a tagger and texts that it is judged on.
Output: rows of entity F1, words a second, size and peak memory: of the float32 graph, the
        int8 one, a student of half the layers and a network with its least parts cut out,
        these two as int8 and taught by the original (``engine.training.network.distil``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.language.catalog import ModelCard
from engine.language.runtime import N_SPECIAL
from engine.language.tokens import tokenise_as
from engine.measure.taggers import measure_tagger
from engine.teaching import LabelledText
from engine.training.forms.quantize import copy_graph, save_model
from engine.training.network.batches import group_by_length, pad
from engine.training.network.distil import distil, student_of
from engine.training.network.examples import Example, TargetTable, make_text_examples
from engine.training.network.loop import Progress
from engine.training.network.losses import partial_loss
from engine.training.network.plan import Plan
from engine.training.network.prune import measure_importance, prune
from engine.training.network.reading import read_batch

EXACT, SMALL, STUDENT, PRUNED = "float32", "int8", "student-int8", "pruned-int8"
KEPT_HEADS, KEPT_NEURONS = 0.67, 0.5
_N_SAMPLE_BATCHES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one form of a model gives and costs.

    Attributes:
        f1: Entity F1 over all labels, 0 to 1.
        words_per_s: Words read a second by one thread.
        size_bytes: The graph alone.
        peak_bytes: The most memory of a process that does nothing but load it and tag; Python included.
    """

    name: str
    f1: float
    words_per_s: float
    size_bytes: int
    peak_bytes: int


def make_variants(
    card: ModelCard,
    texts: Sequence[LabelledText],
    plan: Plan,
    *,
    into: Path,
    on_progress: Callable[[str, Progress], None] = lambda name, progress: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, ModelCard]:
    """Write every form of the tagger ``card`` into folders under ``into``; ``card`` is the int8 one.

    Args:
        card: The tagger; its network teaches the smaller ones.
        texts: What they learn from.
        plan: How; both take as many steps.
        into: An empty folder.
        on_progress: Told after every step, with the name of the form.
        cancelled: Asked before each batch.

    Raises:
        Cancelled: ``cancelled`` turned true.
        CorpusEmpty: There is nothing to learn from.
        TrainingExtraMissing: A package that training needs is not installed.
    """
    from engine.language.cuda import load_network

    teacher = load_network(card)
    tokenizer = json.loads(card.tokenizer.read_text("utf-8"))
    table = TargetTable(card.labels)
    examples = make_text_examples(
        texts, tokenise=tokenise_as(card), table=table, max_tokens=card.max_tokens - N_SPECIAL
    )
    n_layers = teacher.config.num_hidden_layers
    drafts = {
        STUDENT: student_of(teacher, range(0, n_layers, 2)),
        PRUNED: prune_by(teacher, examples, table, plan, heads=KEPT_HEADS, neurons=KEPT_NEURONS),
    }
    cards = {EXACT: copy_graph(card, teacher, into / EXACT), SMALL: card}
    for name, draft in drafts.items():

        def tell(progress: Progress, name: str = name) -> None:
            on_progress(name, progress)

        network = distil(teacher, draft, examples, table, plan, on_progress=tell, cancelled=cancelled)
        described = replace(card, name=name, folder=into / name, metrics={})
        cards[name] = save_model(network, tokenizer, described, keeps_half=True, lexicon=card.lexicon)
    return cards


def prune_by(
    network: Any,
    examples: Sequence[Example],
    table: TargetTable,
    plan: Plan,
    *,
    heads: float,
    neurons: float,
) -> Any:
    """Return ``network`` without what matters least for ``examples``; see ``prune``."""
    import torch

    right, competing = (torch.from_numpy(array) for array in table.arrays())

    def loss_of(tagger: Any, batch: tuple[Any, ...]) -> Any:
        ids, types, mask, targets = batch
        logits = read_batch(tagger, ids, types, mask).logits
        return partial_loss(logits, targets, right, competing)

    batches = [pad(group, plan.special) for group in group_by_length(examples, plan.batch_tokens)]
    sample = batches[:: max(1, len(batches) // _N_SAMPLE_BATCHES)]
    importance = measure_importance(network, sample, loss_of)
    return prune(network, importance, heads=heads, neurons=neurons)


def measure(cards: Mapping[str, ModelCard], base_set: Path) -> tuple[Cost, ...]:
    """Return a row for each of ``cards``, each measured on one thread of a process of its own.

    Args:
        cards: The forms by name.
        base_set: Folder of the base set, whose check part is read.

    Raises:
        ModelError: A form or the base set is missing or damaged.
    """
    measured = {name: measure_tagger(card, base_set) for name, card in cards.items()}
    return tuple(
        Cost(
            name=name,
            f1=figures["overall"]["f1"],
            words_per_s=figures["words_per_s"],
            size_bytes=cards[name].onnx.stat().st_size,
            peak_bytes=figures["peak_memory_bytes"],
        )
        for name, figures in measured.items()
    )


def as_table(rows: Sequence[Cost]) -> str:
    """Return ``rows`` as a Markdown table."""
    lines = ["| form | F1 | words a second | size, MB | peak memory, MB |", "|---|---|---|---|---|"]
    for row in rows:
        size, peak = row.size_bytes / 1e6, row.peak_bytes / 1e6
        lines.append(f"| {row.name} | {row.f1:.3f} | {row.words_per_s:,.0f} | {size:.1f} | {peak:.0f} |")
    return "\n".join(lines)
