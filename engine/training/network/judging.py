"""Judge a network while it learns, on examples held out from it: fast, without export.

The tokens are judged as the tagger in use would judge them, but for int8 and long documents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.annotate.tag import best_tags
from engine.errors import Cancelled
from engine.training.network.batches import group_by_length, pad
from engine.training.network.examples import IGNORED, Example, TargetTable
from engine.training.network.precision import autocast
from engine.training.network.reading import read_batch
from engine.training.verdict.scoring import f1_of

_TIE_BREAK = 1e-3
Entity = tuple[int, int, int]


def make_judge(
    examples: Sequence[Example],
    table: TargetTable,
    *,
    special: tuple[int, int, int],
    batch_tokens: int = 1024,
    cancelled: Callable[[], bool] = lambda: False,
) -> Callable[[Any], float]:
    """Return a function from a network to its entity F1 on ``examples``, 0 to 1, and a little more.

    Labels that a source does not annotate are left aside where it says ``O``. To the F1, a thousandth
    of the mean probability of a right tag is added: it tells apart networks that find the same, as all
    do at first, when they find none of a new label.

    Args:
        examples: Held out; not empty.
        table: As for training, complete.
        special: Ids of padding, start and end.
        batch_tokens: Subwords in a batch, padding included.
        cancelled: Asked before each batch; the judge raises ``Cancelled`` when it turns true.
    """
    right, competing = table.arrays()
    batches = [pad(group, special) for group in group_by_length(examples, batch_tokens)]

    def judge(network: Any) -> float:
        n_right = n_found = n_wanted = 0
        surprise: list[NDArray[np.float64]] = []
        for ids, types, mask, targets in batches:
            if cancelled():
                raise Cancelled
            shares = _shares(network, ids, types, mask)
            for row, wanted in zip(shares, targets, strict=True):
                rows = wanted[wanted != IGNORED]
                allowed = row[wanted != IGNORED] * competing[rows]
                surprise.append(-np.log(np.maximum((allowed * right[rows]).sum(1) / allowed.sum(1), 1e-12)))
                found = best_tags(row[wanted != IGNORED])
                gold = np.where(right[rows, found], found, right[rows].argmax(axis=1))
                counts = competing[rows, found]  # false where a source says nothing of what was found
                here = {entity for entity in _entities(found) if counts[entity[0]]}
                there = _entities(gold)
                n_right += len(here & there)
                n_found += len(here)
                n_wanted += len(there)
        likely = float(np.exp(-np.concatenate(surprise).mean()))
        return f1_of(n_right, n_found, n_wanted) + _TIE_BREAK * likely

    return judge


def _shares(network: Any, ids: Any, types: Any, mask: Any) -> NDArray[np.float32]:
    """Return the tags' probabilities, ``[n, length, n_tags]``; none is 0."""
    import torch

    device = next(network.parameters()).device
    given = [torch.from_numpy(array).to(device) for array in (ids, types, mask)]
    with torch.inference_mode(), autocast(device):
        logits = read_batch(network, *given)[0]
        shares: NDArray[np.float32] = logits.float().softmax(dim=-1).clamp_min(1e-30).cpu().numpy()
        return shares


def _entities(tags: NDArray[np.intp]) -> set[Entity]:
    """Return first word, end and label number of each entity; an ``I-`` that continues nothing is none."""
    entities: set[Entity] = set()
    first = -1
    for word, tag in enumerate([*tags.tolist(), 0]):
        if first >= 0 and tag != tags[first] + 1:
            entities.add((first, word, int(tags[first]) // 2))
            first = -1
        if tag % 2 == 1:
            first = word
    return entities
