"""Let a network read the user's own text before it is taught: masked language modelling.

Input:  any texts. Output: the network's body changed in place; a tag head on it must be trained afterwards.

Whole words are hidden and guessed (Devlin et al. 2018, https://arxiv.org/abs/1810.04805, and their whole-word
variant): a Latin word with all its subwords, a run of one to three CJK characters. The guess is made by
a head tied to the word table, made for the run and thrown away. To be cheap it chooses among the words of its
batch and a random sample of others, not among all: what stands near is the hard part of the choice
(the partitions of Jean et al. 2015, https://arxiv.org/abs/1412.2007, are batches here).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import Cancelled, CorpusEmpty
from engine.language.script import is_cjk
from engine.language.tokens import Tokenise, Tokens
from engine.training.network.batches import Batch, group_by_length, pad
from engine.training.network.examples import IGNORED, Example
from engine.training.network.extra import NETWORK, need
from engine.training.network.loop import Progress, train
from engine.training.network.plan import Plan
from engine.training.network.precision import set_dropout, use_plain_attention
from engine.training.network.reading import read_batch

MASK = "[MASK]"
_HIDDEN_SHARE = 0.15
_MASKED, _SWAPPED = 0.8, 0.9
"""Of the hidden words 8 in 10 become ``[MASK]``, one a random subword, one stays (Devlin et al. 2018)."""
_LONGEST_RUN = 3
_N_SAMPLED = 1024
_LEAST_WINDOW = 8


@dataclass(frozen=True, slots=True)
class _Window:
    """A piece of text as subwords; ``words`` are half-open ranges of them that are hidden together."""

    ids: list[int]
    types: list[int]
    words: list[tuple[int, int]]


def adapt(
    network: Any,
    texts: Iterable[str],
    plan: Plan,
    *,
    tokenise: Tokenise,
    mask_id: int,
    checkpoint: Path | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Any:
    """Train the body of ``network`` to fill in words of ``texts``, and return ``network``.

    All of the body learns, whatever the plan's method is.

    Args:
        network: A transformers network with or without a head.
        texts: Read once, in order, and no further than the plan's steps need; where they end sooner
            they are gone over again. A resumed run must be given the same.
        plan: How to train; ``join_tokens`` is the longest window.
        tokenise: How the network reads texts.
        mask_id: Number of its ``[MASK]``.
        checkpoint: Where the state is kept between calls.
        on_progress: Told after every step.
        cancelled: Asked before each text and each batch.

    Raises:
        Cancelled: ``cancelled`` turned true.
        CorpusEmpty: There is nothing to read.
        TrainingExtraMissing: A package that training needs is not installed.
    """
    need(*NETWORK)
    import torch

    wanted = plan.max_steps * plan.accumulate * plan.batch_tokens
    windows = _read(texts, tokenise, plan, wanted, cancelled)
    if not windows:
        raise CorpusEmpty(path="", line=0)
    torch.manual_seed(plan.seed)
    body = network.base_model
    use_plain_attention(network)
    set_dropout(body, plan.dropout)
    learner = _with_head(body.requires_grad_(True))
    batches = _hidden_batches(windows, plan, mask_id=mask_id, n_words=body.config.vocab_size)
    train(learner, batches, _loss, plan, checkpoint=checkpoint, on_progress=on_progress, cancelled=cancelled)
    return network.eval()


def _read(
    texts: Iterable[str], tokenise: Tokenise, plan: Plan, wanted: int, cancelled: Callable[[], bool]
) -> list[_Window]:
    windows: list[_Window] = []
    choose = random.Random(plan.seed)
    n_read = 0
    for text in texts:
        if cancelled():
            raise Cancelled
        tokens = tokenise([text])[0]
        for window in _windows(text, tokens, plan.join_tokens, choose):
            windows.append(window)
            n_read += len(window.ids)
        if n_read >= wanted:
            break
    return windows


def _windows(text: str, tokens: Tokens, size: int, choose: random.Random) -> Iterator[_Window]:
    """Cut a text into windows of whole words; a rest too short to say anything is left out."""
    held: list[tuple[int, int]] = []
    for start, end in [*_words(text, tokens, choose), (len(tokens), len(tokens) + size + 1)]:
        if held and end - held[0][0] > size:
            first, last = held[0][0], held[-1][1]
            if min(_LEAST_WINDOW, size) <= last - first <= size:
                words = [(a - first, b - first) for a, b in held]
                yield _Window(tokens.ids[first:last], tokens.types[first:last], words)
            held = []
        held.append((start, end))


def _words(text: str, tokens: Tokens, choose: random.Random) -> Iterator[tuple[int, int]]:
    """Yield the ranges of subwords that are hidden together; they tile the text."""
    start, n_left = 0, 0
    for at in range(1, len(tokens) + 1):
        if at < len(tokens) and tokens.words[at] == tokens.words[at - 1]:
            continue
        if at < len(tokens) and _is_run(text, tokens, at):
            n_left = n_left or choose.randint(1, _LONGEST_RUN)
            n_left -= 1
            if n_left:
                continue
        yield start, at
        start, n_left = at, 0


def _is_run(text: str, tokens: Tokens, at: int) -> bool:
    """Whether subword ``at`` and the one before are CJK characters side by side."""
    (_, end), (start, _) = tokens.offsets[at - 1], tokens.offsets[at]
    return end == start and is_cjk(text[end - 1]) and is_cjk(text[start])


def _hidden_batches(windows: Sequence[_Window], plan: Plan, *, mask_id: int, n_words: int) -> Iterator[Batch]:
    """Yield the batches of all steps; targets are the hidden ids."""
    choose = random.Random(plan.seed)
    n_left = plan.max_steps * plan.accumulate
    while n_left:
        hidden = [_hide(window, choose, mask_id, n_words) for window in windows]
        groups = list(group_by_length(hidden, plan.batch_tokens))
        choose.shuffle(groups)
        for group in groups[:n_left]:
            yield pad(group, plan.special)
        n_left -= min(n_left, len(groups))


def _hide(window: _Window, choose: random.Random, mask_id: int, n_words: int) -> Example:
    ids, targets = list(window.ids), [IGNORED] * len(window.ids)
    n_wanted = max(1, round(_HIDDEN_SHARE * len(ids)))
    for start, end in choose.sample(window.words, len(window.words)):
        if n_wanted <= 0:
            break
        n_wanted -= end - start
        targets[start:end] = ids[start:end]
        fate = choose.random()
        if fate < _MASKED:
            ids[start:end] = [mask_id] * (end - start)
        elif fate < _SWAPPED:
            ids[start:end] = [choose.randrange(n_words) for _ in range(end - start)]
    return Example(ids, window.types, targets)


def _with_head(body: Any) -> Any:
    from torch import nn

    width, n_words = body.config.hidden_size, body.config.vocab_size
    transform = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
    frequency = nn.Embedding(n_words, 1)
    nn.init.zeros_(frequency.weight)
    device = next(body.parameters()).device
    return nn.ModuleDict({"body": body, "transform": transform, "frequency": frequency}).to(device)


def _loss(learner: Any, batch: tuple[Any, ...]) -> Any:
    """Mean of ``-log p(the hidden subword)`` over the batch's own subwords and a sample of others."""
    import torch

    ids, types, mask, targets = batch
    body = learner["body"]
    states = read_batch(body, ids, types, mask)[0]
    is_hidden = targets != IGNORED
    true = torch.where(is_hidden, targets, ids)
    sample = torch.randint(0, body.config.vocab_size, (_N_SAMPLED,)).to(ids.device)
    choices = torch.unique(torch.cat([true.flatten(), sample]))
    rows = body.get_input_embeddings().weight[choices]
    guesses = learner["transform"](states[is_hidden]) @ rows.T + learner["frequency"](choices).squeeze(-1)
    right = torch.searchsorted(choices, targets[is_hidden])
    return torch.nn.functional.cross_entropy(guesses.float(), right)
