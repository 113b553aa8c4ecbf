"""Turn examples into padded batches of like length, in an order that the plan's seed decides."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.language.runtime import N_SPECIAL
from engine.training.network.examples import IGNORED, Example
from engine.training.network.plan import Plan

Batch = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Ids, types, mask and targets, each ``[n, length]``; the mask is 1 where there is a subword."""

_CHUNK = 2048
"""Examples sorted by length together: little padding, yet a mixed order."""


def make_batches(examples: Sequence[Example], plan: Plan) -> Iterator[Batch]:
    """Yield the batches of ``max_steps`` steps, the same for the same seed; ``examples`` is not empty."""
    wanted = plan.max_steps * plan.accumulate
    made = 0
    order = random.Random(plan.seed)
    while made < wanted:
        joined = list(_join_neighbours(examples, plan, order))
        order.shuffle(joined)
        groups: list[list[Example]] = []
        for first in range(0, len(joined), _CHUNK):
            groups += group_by_length(joined[first : first + _CHUNK], plan.batch_tokens)
        order.shuffle(groups)
        for group in groups[: wanted - made]:
            yield pad(group, plan.special)
        made += len(groups)


def group_by_length(examples: Sequence[Example], batch_tokens: int) -> Iterator[list[Example]]:
    """Yield examples of like length: ``batch_tokens`` subwords with padding at most, or a longer one."""
    group: list[Example] = []
    for item in sorted(examples, key=_length):
        if group and (len(group) + 1) * (_length(item) + N_SPECIAL) > batch_tokens:
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def pad(group: Sequence[Example], special: tuple[int, int, int]) -> Batch:
    """Return one batch; ``special`` are the ids of padding, start and end."""
    padding, start, end = special
    width = max(len(item.ids) for item in group) + N_SPECIAL
    ids = np.full((len(group), width), padding, dtype=np.int64)
    types = np.zeros_like(ids)
    mask = np.zeros_like(ids)
    targets = np.full_like(ids, IGNORED)
    for row, item in enumerate(group):
        stop = len(item.ids) + 1
        ids[row, 0], ids[row, 1:stop], ids[row, stop] = start, item.ids, end
        types[row, 1:stop] = item.types
        targets[row, 1:stop] = item.targets
        mask[row, : stop + 1] = 1
    return ids, types, mask, targets


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
                held.ids + item.ids, held.types + item.types, held.targets + item.targets, item.source
            )
        else:
            yield held
            held = item
    if held is not None:
        yield held


def _length(item: Example) -> int:
    return len(item.ids)
