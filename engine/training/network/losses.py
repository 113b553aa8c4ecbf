"""What is wrong with an answer: one number to make smaller, each a tensor that gradients flow through."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from engine.training.network.examples import IGNORED

_KEEPING_HEAT = 2.0
"""Temperature at which a network is held to what it said: how sure it was counts, not the first tag alone."""


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


def soft_loss(found: Any, given: Any, temperature: float) -> Any:
    """Return KL(teacher, student) of logits ``[n, n_tags]``, softened, in nats times temperature squared."""
    import torch

    wanted = torch.log_softmax(given.float() / temperature, dim=-1)
    said = torch.log_softmax(found.float() / temperature, dim=-1)
    kl = torch.nn.functional.kl_div(said, wanted, reduction="batchmean", log_target=True)
    return kl * temperature**2


def kept_loss(found: Any, given: Any, right: Any, competing: Any) -> Any:
    """Return how far a network has moved from what it said before, at words where that need not change.

    Between the tags that it knew it is to say what it said, where that was right and where a tag is right
    that it did not know (Li and Hoiem 2016, "Learning without Forgetting", https://arxiv.org/abs/1606.09282).

    Args:
        found: Logits of words, ``[n, n_tags]``, n at least 1; the tags it knew come first.
        given: What it said before, ``[n, n_known]``.
        right: Which tags are right, ``[n, n_tags]``.
        competing: Which tags could be right as far as is known, ``[n, n_tags]``.
    """
    import torch

    n_known = given.shape[-1]
    is_right = right[:, :n_known]
    said = given.float().masked_fill(~competing[:, :n_known], -torch.inf).argmax(dim=-1, keepdim=True)
    stays = is_right.gather(1, said).squeeze(1) | ~is_right.any(dim=-1)
    if not bool(stays.any()):
        return found.sum() * 0.0
    # Where little stays, little is asked: the mean is one over all words.
    return soft_loss(found[stays, :n_known], given[stays], _KEEPING_HEAT) * stays.float().mean()


def state_loss(found: Sequence[Any], given: Sequence[Any], is_read: Any) -> Any:
    """Return the mean of 1 - cosine between states of like depth.

    Args:
        found: The student's states, ``[n, length, width]``: of the word vectors, then of each layer.
        given: The teacher's.
        is_read: Where there is no padding.
    """
    import torch

    losses = []
    for number, of_teacher in enumerate(like_depth(len(found) - 1, len(given) - 1), start=1):
        states = found[number][is_read].float(), given[of_teacher][is_read].float()
        losses.append(1 - torch.nn.functional.cosine_similarity(*states, dim=-1).mean())
    return torch.stack(losses).mean()


def like_depth(n_layers: int, n_given: int) -> list[int]:
    """Return for each of ``n_layers`` which of ``n_given`` it stands for, counted from 1; last for last."""
    return [math.ceil(number * n_given / n_layers) for number in range(1, n_layers + 1)]
