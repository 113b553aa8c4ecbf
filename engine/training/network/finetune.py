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
from engine.training.network.losses import kept_loss, partial_loss
from engine.training.network.methods import merge, prepare, rank_budget
from engine.training.network.plan import Plan
from engine.training.network.precision import set_dropout, use_plain_attention
from engine.training.network.reading import read_batch
from engine.training.network.rounding import rounded

_KEEPING = 3.0
"""Weight of what is kept, beside 1 for the right tags."""


def finetune(
    network: Any,
    examples: Sequence[Example],
    table: TargetTable,
    plan: Plan,
    *,
    former: Any = None,
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
        former: The network before it was taught, with the first of the tags: what it says rightly
            is kept. None = all may change.
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
    with rounded(learner, share=plan.rounds):
        train(
            learner,
            make_batches(examples, plan),
            tagging_loss(table, former, next(learner.parameters()).device),
            plan,
            companion=rank_budget(learner, plan),
            checkpoint=checkpoint,
            judge=judge,
            on_progress=on_progress,
            cancelled=cancelled,
        )
    return merge(learner)


def tagging_loss(table: TargetTable, former: Any, device: Any) -> LossOf:
    """Return the loss of a batch as ``train`` asks for it; see ``partial_loss`` and ``kept_loss``."""
    import torch

    right, competing = (torch.from_numpy(array).to(device) for array in table.arrays())
    if former is not None:
        former.eval()
        use_plain_attention(former)

    def loss_of(tagger: Any, batch: tuple[Any, ...]) -> Any:
        ids, types, mask, targets = batch
        logits = read_batch(tagger, ids, types, mask)[0]
        loss = partial_loss(logits.float(), targets, right, competing)
        if former is None:
            return loss
        with torch.no_grad():
            given = read_batch(former, ids, types, mask)[0]
        asked = targets != IGNORED
        rows = targets[asked]
        return loss + _KEEPING * kept_loss(logits[asked], given[asked], right[rows], competing[rows])

    return loss_of
