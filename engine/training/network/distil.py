"""Teach a small tagger what a large one says: of every text, labelled or not.

Input:  a teacher, a student with the same tags, and examples. A text without labels is one that states
        none (see ``make_text_examples``): there nothing but the teacher says what is right.
Output: the student, changed in place.

The student is made of layers of its teacher (Sanh et al. 2019, "DistilBERT",
https://arxiv.org/abs/1910.01108: every second one) and learns three things at once: the teacher's
softened tag probabilities of each word (Hinton et al. 2015, https://arxiv.org/abs/1503.02531), the right
tags where they are known, and the direction of the teacher's hidden states, at its own depth of
each layer (Sun et al. 2019, https://arxiv.org/abs/1908.09355). One of another width can learn the first two.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import CorpusEmpty
from engine.language.lexicon import LOWER, N_CASES, UPPER, has_case
from engine.training.network.batches import make_batches
from engine.training.network.examples import IGNORED, Example, TargetTable
from engine.training.network.extra import NETWORK, need
from engine.training.network.loop import Judge, Progress, train
from engine.training.network.losses import partial_loss, soft_loss, state_loss
from engine.training.network.plan import Plan
from engine.training.network.precision import set_dropout, use_plain_attention
from engine.training.network.reading import read_batch
from engine.training.network.rounding import rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Distillation:
    """What counts, and what of it the student is shown.

    Attributes:
        soft: Weight of the teacher's probabilities.
        hard: Weight of the right tags.
        states: Weight of the teacher's hidden states; both must be of one width.
        temperature: What both logits are divided by.
        hides_case: Share of the texts that the student is shown in small letters, and half as often in
            capitals, while the teacher sees them as they are.
        learns_words: Whether the word table learns as well; all else does.
    """

    soft: float
    hard: float
    states: float
    temperature: float
    hides_case: float = 0.0
    learns_words: bool = False


OF_ITS_LAYERS = Distillation(soft=5.0, hard=2.0, states=1.0, temperature=2.0)
"""For a student made of layers of its teacher: those of DistilBERT."""


def student_of(network: Any, layers: Sequence[int] = (0, 2, 4)) -> Any:
    """Return a network of these layers of ``network``, counted from 0; all else is copied as it is.

    Args:
        network: A transformers BERT with or without a head; it stays as it is.
        layers: Which of its layers, at least one, in the order they are to have.

    Raises:
        IndexError: ``network`` has no such layer.
    """
    import torch

    student = copy.deepcopy(network)
    body = getattr(student, student.base_model_prefix, student)
    body.encoder.layer = torch.nn.ModuleList([body.encoder.layer[number] for number in layers])
    for number, layer in enumerate(body.encoder.layer):
        layer.attention.self.layer_idx = number
    student.config.num_hidden_layers = body.config.num_hidden_layers = len(layers)
    return student


def distil(
    teacher: Any,
    student: Any,
    examples: Sequence[Example],
    table: TargetTable,
    plan: Plan,
    *,
    distillation: Distillation = OF_ITS_LAYERS,
    checkpoint: Path | None = None,
    judge: Judge | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Any:
    """Train ``student`` to answer like ``teacher``; return it.

    Args:
        teacher: A tagger; it does not change.
        student: A tagger with the same tags in the same order.
        examples: What both read.
        table: Which tags are right, and which compete, for each target.
        plan: How to train.
        distillation: What counts.
        checkpoint: Where the state is kept between calls.
        judge: Says how good the student is, the more the better.
        on_progress: Told after every step.
        cancelled: Asked before each batch and each judgement.

    Raises:
        Cancelled: ``cancelled`` turned true.
        CorpusEmpty: There is nothing to learn from.
        TrainingExtraMissing: A package that training needs is not installed.
    """
    need(*NETWORK)
    import torch

    if not examples:
        raise CorpusEmpty(path="", line=0)
    use_plain_attention(teacher)
    use_plain_attention(student)
    set_dropout(student, plan.dropout)
    teacher = teacher.eval()
    student.requires_grad_(True).get_input_embeddings().requires_grad_(distillation.learns_words)
    draw = torch.Generator().manual_seed(plan.seed)
    with (
        _showing_states(teacher, is_on=distillation.states > 0),
        _showing_states(student, is_on=distillation.states > 0),
        rounded(student, share=plan.rounds),
    ):
        train(
            student,
            make_batches(examples, plan),
            _loss_of(teacher, table, distillation, draw, next(student.parameters()).device),
            plan,
            checkpoint=checkpoint,
            judge=judge,
            on_progress=on_progress,
            cancelled=cancelled,
        )
    return student


def _loss_of(
    teacher: Any, table: TargetTable, weights: Distillation, draw: Any, device: Any
) -> Callable[[Any, tuple[Any, ...]], Any]:
    import torch

    right, competing = (torch.from_numpy(array).to(device) for array in table.arrays())
    total = weights.soft + weights.hard + weights.states

    def loss_of(learner: Any, batch: tuple[Any, ...]) -> Any:
        ids, types, mask, targets = batch
        with torch.no_grad():
            given = read_batch(teacher, ids, types, mask)
        shown = _hide_case(types, share=weights.hides_case, generator=draw)
        found = read_batch(learner, ids, shown, mask)
        # What either says of the rest of a word was never asked.
        speaks = targets != IGNORED
        loss = weights.soft * soft_loss(found.logits[speaks], given.logits[speaks], weights.temperature)
        loss = loss + weights.hard * partial_loss(found.logits.float(), targets, right, competing)
        if weights.states:
            loss = loss + weights.states * state_loss(found.hidden_states, given.hidden_states, mask.bool())
        return loss / total

    return loss_of


def _hide_case(types: Any, *, share: float, generator: Any) -> Any:
    """Return token types ``[n, length]`` with some rows in small letters, and half as many in capitals."""
    import torch

    if not share:
        return types
    draw = torch.rand(len(types), generator=generator).to(types.device)[:, None]
    case = torch.where(draw < share, LOWER, UPPER)
    return torch.where((draw < 1.5 * share) & has_case(types), types - types % N_CASES + case, types)


@contextmanager
def _showing_states(network: Any, *, is_on: bool) -> Iterator[None]:
    if not is_on:
        yield
        return
    body = getattr(network, network.base_model_prefix, network)
    configs = {id(item): item for item in (network.config, body.config)}.values()
    before = [item.output_hidden_states for item in configs]
    for item in configs:
        item.output_hidden_states = True
    try:
        yield
    finally:
        for item, value in zip(configs, before, strict=True):
            item.output_hidden_states = value
