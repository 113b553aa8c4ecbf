"""Fine-tune a token classifier: warm-up, weight decay, progress, cancel, checkpoint and resume.

Input:  examples (see ``engine.training.examples``) and a plan whose every choice is seeded.
Output: the model given, changed in place. Rates are per optimiser step.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import Cancelled, CorpusInvalid
from engine.language.runtime import N_SPECIAL, half_the_cores
from engine.training.examples import IGNORED, Example, TargetTable

_CHUNK = 2048
"""Examples sorted by length together: little padding, yet a mixed order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train.

    Attributes:
        batch_tokens: Subwords in a batch, padding included.
        join_rate: Share of sentences that are read together with their neighbours.
        join_tokens: Longest joined example.
        special: Ids of padding, start and end.
        n_threads: 0 = half the cores, at least one.
    """

    max_steps: int
    special: tuple[int, int, int]
    learning_rate: float = 2e-4
    warm_up: float = 0.06
    weight_decay: float = 0.01
    batch_tokens: int = 1024
    join_rate: float = 0.3
    join_tokens: int = 120
    seed: int = 7
    checkpoint_every: int = 200
    n_threads: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """State after a step; ``loss`` is a running mean, ``rate`` in subwords a second."""

    step: int
    max_steps: int
    loss: float
    rate: float


def finetune(
    model: Any,
    examples: Sequence[Example],
    table: TargetTable,
    plan: Plan,
    *,
    checkpoint: Path | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Train ``model`` in place, going on from ``checkpoint`` where that file exists.

    Raises:
        Cancelled: ``cancelled`` turned true; it is asked before each step.
        CorpusInvalid: There is nothing to learn from.
    """
    import torch

    if not examples:
        raise CorpusInvalid(path="", line=0, detail="no examples")
    torch.set_num_threads(plan.n_threads or half_the_cores())
    torch.manual_seed(plan.seed)
    device = next(model.parameters()).device
    optimizer = torch.optim.AdamW(_parameter_groups(model, plan.weight_decay), lr=plan.learning_rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate_factor(step, plan))
    first = _resume(checkpoint, model, optimizer, schedule)
    right, competing = (torch.from_numpy(array).to(device) for array in table.arrays())
    loss_mean, n_tokens, started = 0.0, 0, time.monotonic()
    model.train()
    for step, batch in enumerate(_batches(examples, plan), start=1):
        if step <= first:
            continue
        if cancelled():
            raise Cancelled
        ids, cases, mask, targets = (torch.from_numpy(array).to(device) for array in batch)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            logits = model(input_ids=ids, attention_mask=mask, token_type_ids=cases).logits
        loss = partial_loss(logits.float(), targets, right, competing)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        n_tokens += int(mask.sum())
        loss_mean = loss.item() if loss_mean == 0.0 else 0.98 * loss_mean + 0.02 * loss.item()
        rate = n_tokens / max(time.monotonic() - started, 1e-9)
        on_progress(Progress(step=step, max_steps=plan.max_steps, loss=loss_mean, rate=rate))
        if checkpoint and (step % plan.checkpoint_every == 0 or step == plan.max_steps):
            _save(checkpoint, model, optimizer, schedule, step)
    model.eval()


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


def _parameter_groups(model: Any, weight_decay: float) -> list[dict[str, Any]]:
    named = [(name, item) for name, item in model.named_parameters() if item.requires_grad]
    decayed = [item for name, item in named if item.ndim > 1 and "embeddings" not in name]
    plain = [item for name, item in named if item.ndim <= 1 or "embeddings" in name]
    return [{"params": decayed, "weight_decay": weight_decay}, {"params": plain, "weight_decay": 0.0}]


def _rate_factor(step: int, plan: Plan) -> float:
    rising = max(1, round(plan.warm_up * plan.max_steps))
    if step < rising:
        return (step + 1) / rising
    return max(0.0, (plan.max_steps - step) / max(1, plan.max_steps - rising))


def _batches(examples: Sequence[Example], plan: Plan) -> Iterator[tuple[np.ndarray, ...]]:
    """Yield ``max_steps`` batches of ids, cases, mask and targets, the same for the same seed."""
    made = 0
    order = random.Random(plan.seed)
    while made < plan.max_steps:
        joined = list(_join_neighbours(examples, plan, order))
        order.shuffle(joined)
        groups: list[list[Example]] = []
        for first in range(0, len(joined), _CHUNK):
            groups += _group(sorted(joined[first : first + _CHUNK], key=_length), plan.batch_tokens)
        order.shuffle(groups)
        for group in groups[: plan.max_steps - made]:
            yield _pad(group, plan.special)
        made += len(groups)


def _join_neighbours(examples: Sequence[Example], plan: Plan, order: random.Random) -> Iterator[Example]:
    held: Example | None = None
    for item in examples:
        if held is None:
            held = item
        elif (
            held.source == item.source
            and len(held.ids) + len(item.ids) <= plan.join_tokens
            and order.random() < plan.join_rate
        ):
            held = Example(
                held.ids + item.ids, held.cases + item.cases, held.targets + item.targets, item.source
            )
        else:
            yield held
            held = item
    if held is not None:
        yield held


def _group(items: Sequence[Example], batch_tokens: int) -> Iterator[list[Example]]:
    group: list[Example] = []
    for item in items:
        if group and (len(group) + 1) * (_length(item) + N_SPECIAL) > batch_tokens:
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _length(item: Example) -> int:
    return len(item.ids)


def _pad(group: Sequence[Example], special: tuple[int, int, int]) -> tuple[np.ndarray, ...]:
    pad, start, end = special
    width = max(len(item.ids) for item in group) + N_SPECIAL
    ids = np.full((len(group), width), pad, dtype=np.int64)
    cases = np.zeros_like(ids)
    mask = np.zeros_like(ids)
    targets = np.full_like(ids, IGNORED)
    for row, item in enumerate(group):
        stop = len(item.ids) + 1
        ids[row, 0], ids[row, 1:stop], ids[row, stop] = start, item.ids, end
        cases[row, 1:stop] = item.cases
        targets[row, 1:stop] = item.targets
        mask[row, : stop + 1] = 1
    return ids, cases, mask, targets


def _resume(checkpoint: Path | None, model: Any, optimizer: Any, schedule: Any) -> int:
    if checkpoint is None or not checkpoint.exists():
        return 0
    import torch

    state = torch.load(checkpoint, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    torch.set_rng_state(state["random"])
    return int(state["step"])


def _save(checkpoint: Path, model: Any, optimizer: Any, schedule: Any, step: int) -> None:
    import torch

    draft = checkpoint.with_suffix(".new")
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(),
        "random": torch.get_rng_state(),
        "step": step,
    }
    torch.save(state, draft)
    draft.replace(checkpoint)
