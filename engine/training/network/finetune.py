"""Teach a tagger: by any method, with early stopping, resumable, and plain again at the end.

Input:  a network, examples (see ``network.examples``) and a plan whose every choice is seeded.
Output: a plain network; the one given is changed in place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from engine.errors import CorpusEmpty
from engine.training.network.batches import make_batches
from engine.training.network.examples import IGNORED, Example, TargetTable
from engine.training.network.extra import NETWORK, need
from engine.training.network.loop import Judge, LossOf, Progress, train
from engine.training.network.methods import merge, prepare, rank_budget
from engine.training.network.plan import Plan
from engine.training.network.precision import set_dropout, use_plain_attention
from engine.training.network.reading import read_batch
from engine.training.network.rounding import rounded


def finetune(
    network: Any,
    examples: Sequence[Example],
    table: TargetTable,
    plan: Plan,
    *,
    checkpoint: Path | None = None,
    judge: Judge | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Any:
    """Train ``network`` and return it plain, going on from ``checkpoint`` where that is of the same plan.

    Args:
        network: A network with a tag head, as ``BertForTokenClassification``; it has a row for each
            tag of ``table``.
        examples: What to learn from; a resumed run must be given the same.
        table: Which tags are right, and which compete, for each target.
        plan: How to train.
        checkpoint: Where the state is kept between calls.
        judge: Says how good a network is, the more the better, as ``make_judge`` does. The network it is
            given answers like a plain one but may be wrapped: it can be run, not exported.
        on_progress: Told after every step.
        cancelled: Asked before each batch and each judgement.

    Raises:
        Cancelled: ``cancelled`` turned true.
        CorpusEmpty: There is nothing to learn from.
        ModelUnsupported: The method needs another kind of network.
        TrainingExtraMissing: A package that training needs is not installed.
    """
    need(*NETWORK)
    import torch

    if not examples:
        raise CorpusEmpty(path="", line=0)
    torch.manual_seed(plan.seed)
    use_plain_attention(network)
    learner = prepare(network, plan)
    set_dropout(learner, plan.dropout)
    with rounded(learner, is_on=plan.rounds):
        train(
            learner,
            make_batches(examples, plan),
            tagging_loss(table, next(learner.parameters()).device),
            plan,
            companion=rank_budget(learner, plan),
            checkpoint=checkpoint,
            judge=judge,
            on_progress=on_progress,
            cancelled=cancelled,
        )
    return merge(learner)


def tagging_loss(table: TargetTable, device: Any) -> LossOf:
    """Return the loss of a batch as ``train`` asks for it; see ``partial_loss``."""
    import torch

    right, competing = (torch.from_numpy(array).to(device) for array in table.arrays())

    def loss_of(tagger: Any, batch: tuple[Any, ...]) -> Any:
        ids, types, mask, targets = batch
        logits = read_batch(tagger, ids, types, mask)[0]
        return partial_loss(logits.float(), targets, right, competing)

    return loss_of


def partial_loss(logits: Any, targets: Any, right: Any, competing: Any) -> Any:
    """Mean of ``-log p(a right tag)``, the probabilities being over the competing tags.

    Shapes: logits ``[n, length, n_tags]``, targets ``[n, length]``, tables ``[n_rows, n_tags]``.
    """
    import torch

    counted = targets != IGNORED
    rows = targets[counted]
    chosen = logits[counted]
    lowest = torch.finfo(chosen.dtype).min
    among_right = torch.logsumexp(chosen.masked_fill(~right[rows], lowest), dim=-1)
    among_all = torch.logsumexp(chosen.masked_fill(~competing[rows], lowest), dim=-1)
    return (among_all - among_right).mean()
