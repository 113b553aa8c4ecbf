"""Teach an encoder Chinese without losing its English.

Four kinds of step, mixed:

- *pairs* and *glossary*: the Chinese side, and the English side now and then, is pulled to the frozen
  teacher's vector of the English side (Reimers and Gurevych, 2020, https://arxiv.org/abs/2004.09813), and
  told apart from the rest of the batch (InfoNCE, van den Oord et al., 2018);
- *passages*: a question finds its Chinese passage among the others of the batch (inverse cloze task, Lee et
  al., 2019, https://arxiv.org/abs/1906.00300), in both directions;
- *masked*: Chinese characters are filled in (masked language modelling, Devlin et al., 2018).

Rows of the word table that English uses stay as they are; only those named in ``fresh`` learn.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from encoder_texts import EncoderTexts
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from engine.language.tokens import special_ids, tokenise
from engine.training.network.loop import rate_factor

_KINDS = (
    "pairs",
    "passages",
    "masked",
    "pairs",
    "passages",
    "glossary",
    "pairs",
    "passages",
    "masked",
    "passages",
)
_SCALE = 20.0
_MASK_RATE = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderPlan:
    """How to train; rates are the highest ones, reached after ``warm_up`` of the steps, then falling to 0."""

    max_steps: int
    seed: int = 7
    rate: float = 2e-4
    fresh_rate: float = 1.5e-3
    warm_up: float = 0.04
    n_pairs: int = 64
    n_glossary: int = 192
    n_passages: int = 28
    n_masked: int = 32
    pair_tokens: int = 64
    checkpoint_every: int = 100
    n_threads: int = 2


class Student(nn.Module):
    """A BERT whose word table is split: known rows are frozen, ``fresh`` rows learn."""

    def __init__(self, network: Any, fresh: Sequence[int]) -> None:
        super().__init__()
        table = network.get_input_embeddings().weight.detach()
        self.network = network
        self.network.get_input_embeddings().weight.requires_grad_(False)
        self.register_buffer("known", table.clone(), persistent=False)
        slots = torch.full((len(table),), -1, dtype=torch.long)
        slots[list(fresh)] = torch.arange(len(fresh))
        self.register_buffer("slots", slots, persistent=False)
        self.fresh = nn.Parameter(table[list(fresh)].clone())
        width = table.shape[1]
        self.fill = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        self.bias = nn.Parameter(torch.zeros(len(fresh)))

    def rows(self, ids: torch.Tensor) -> torch.Tensor:
        """Return the word vectors of ``ids``."""
        slots = self.slots[ids]
        chosen = functional.embedding(slots.clamp(min=0), self.fresh)
        return torch.where((slots >= 0).unsqueeze(-1), chosen, functional.embedding(ids, self.known))

    def states(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the last hidden states, ``[n, length, width]``."""
        output: torch.Tensor = self.network(inputs_embeds=self.rows(ids), attention_mask=mask)[0]
        return output

    def vectors(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the mean state of each text, of length 1."""
        return mean_state(self.states(ids, mask), mask)

    def merged(self) -> Any:
        """Return the network with what was learnt in its word table."""
        weight = self.network.get_input_embeddings().weight
        rows = torch.nonzero(self.slots >= 0).flatten()
        weight.data[rows] = self.fresh.detach()[self.slots[rows]]
        return self.network.eval()


def mean_state(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return the mean over what is no padding, scaled to length 1, float32."""
    summed = (states.float() * mask.unsqueeze(-1)).sum(dim=1)
    return functional.normalize(summed, dim=-1)


class Batcher:
    """Texts to padded ids, as the engine does it."""

    def __init__(self, tokenizer: Tokenizer, *, most: int) -> None:
        self._tokenizer = tokenizer
        self._most = most
        self._special = special_ids(tokenizer)

    def __call__(self, texts: Sequence[str], longest: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return ids and mask, ``[n, length]``."""
        pad, start, end = self._special
        room = min(longest, self._most) - 2
        rows = [[start, *tokens.ids[:room], end] for tokens in tokenise(self._tokenizer, texts)]
        width = max(map(len, rows))
        ids = np.full((len(rows), width), pad, dtype=np.int64)
        for row, given in zip(ids, rows, strict=True):
            row[: len(given)] = given
        given_ids = torch.from_numpy(ids)
        return given_ids, (given_ids != pad).long()


def train_encoder(
    network: Any,
    teacher: Any,
    tokenizer: Tokenizer,
    fresh: Sequence[int],
    texts: EncoderTexts,
    plan: EncoderPlan,
    *,
    checkpoint: Path,
    on_progress: Callable[[int, str, dict[str, float]], None],
) -> Any:
    """Train ``network`` and return it; goes on from ``checkpoint`` where that file exists."""
    torch.set_num_threads(plan.n_threads)
    torch.manual_seed(plan.seed)
    student = Student(network, fresh)
    trained = [item for item in student.parameters() if item.requires_grad and item is not student.fresh]
    groups = [
        {"params": [item for item in trained if item.ndim > 1], "lr": plan.rate, "weight_decay": 0.01},
        {"params": [item for item in trained if item.ndim <= 1], "lr": plan.rate, "weight_decay": 0.0},
        {"params": [student.fresh], "lr": plan.fresh_rate, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: rate_factor(step, max_steps=plan.max_steps, warm_up=plan.warm_up)
    )
    first = _resume(checkpoint, student, optimizer, schedule)
    batcher = Batcher(tokenizer, most=network.config.max_position_embeddings)
    step_of = _Steps(student, teacher.eval(), batcher, texts, plan, tokenizer.token_to_id("[MASK]"))
    means: dict[str, float] = {}
    started = time.monotonic()
    student.train()
    for step in range(first, plan.max_steps):
        kind = _KINDS[step % len(_KINDS)]
        optimizer.zero_grad(set_to_none=True)
        loss = step_of(kind, random.Random(f"{plan.seed}:{step}"))
        loss.backward()
        nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        means[kind] = 0.95 * means.get(kind, loss.item()) + 0.05 * loss.item()
        on_progress(step + 1, kind, means | {"s_per_step": (time.monotonic() - started) / (step + 1 - first)})
        if (step + 1) % plan.checkpoint_every == 0 or step + 1 == plan.max_steps:
            _save(checkpoint, student, optimizer, schedule, step + 1)
    return student.merged()


class _Steps:
    """The loss of each kind of step."""

    def __init__(
        self,
        student: Student,
        teacher: Any,
        batcher: Batcher,
        texts: EncoderTexts,
        plan: EncoderPlan,
        mask_id: int,
    ) -> None:
        self._student, self._teacher, self._batch = student, teacher, batcher
        self._texts, self._plan, self._mask_id = texts, plan, mask_id

    def __call__(self, kind: str, rng: random.Random) -> torch.Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            if kind == "pairs":
                return self._mimic(self._sorted_pairs(rng), is_english_asked=rng.random() < 0.5)
            if kind == "glossary":
                return self._mimic(
                    self._texts.draw_glossary(rng, self._plan.n_glossary), is_english_asked=False
                )
            if kind == "passages":
                return self._retrieve(rng)
            return self._fill_in(rng)

    def _sorted_pairs(self, rng: random.Random) -> list[tuple[str, str]]:
        """Draw four batches' worth and keep a quarter of like length: little padding."""
        drawn = sorted(self._texts.draw_pairs(rng, 4 * self._plan.n_pairs), key=lambda pair: len(pair[1]))
        start = rng.randrange(4) * self._plan.n_pairs
        return drawn[start : start + self._plan.n_pairs]

    def _mimic(self, pairs: Sequence[tuple[str, str]], *, is_english_asked: bool) -> torch.Tensor:
        longest = self._plan.pair_tokens * (3 if max(len(chinese) for _, chinese in pairs) > 120 else 1)
        english = self._batch([pair[0] for pair in pairs], longest)
        chinese = self._batch([pair[1] for pair in pairs], longest)
        with torch.no_grad():
            goal = mean_state(self._teacher(input_ids=english[0], attention_mask=english[1])[0], english[1])
        found = self._student.vectors(*chinese)
        loss = (1 - (found * goal).sum(dim=-1)).mean() + 0.1 * contrast(found, goal)
        if is_english_asked:
            loss = loss + 2 * (1 - (self._student.vectors(*english) * goal).sum(dim=-1)).mean()
        return loss

    def _retrieve(self, rng: random.Random) -> torch.Tensor:
        drawn = self._texts.draw_passages(rng, self._plan.n_passages)
        questions = self._student.vectors(*self._batch([passage.question for passage in drawn], 48))
        passages = self._student.vectors(*self._batch([passage.text for passage in drawn], 192))
        return 0.5 * (contrast(questions, passages) + contrast(passages, questions))

    def _fill_in(self, rng: random.Random) -> torch.Tensor:
        ids, mask = self._batch(self._texts.draw_prose(rng, self._plan.n_masked), 128)
        slots = self._student.slots[ids]
        draw = torch.Generator().manual_seed(rng.randrange(2**31))
        chosen = (torch.rand(ids.shape, generator=draw) < _MASK_RATE) & (slots >= 0)
        # Neighbours are hidden together half the time: single characters of a word are too easy to guess.
        later = torch.zeros_like(chosen)
        later[:, 1:] = chosen[:, :-1] & (torch.rand(ids.shape, generator=draw)[:, 1:] < 0.5)
        chosen |= later & (slots >= 0)
        is_shown = torch.rand(ids.shape, generator=draw) < 0.1
        hidden = torch.where(chosen & ~is_shown, torch.full_like(ids, self._mask_id), ids)
        states = self._student.states(hidden, mask)[chosen]
        logits = self._student.fill(states) @ self._student.fresh.T + self._student.bias
        return 0.2 * functional.cross_entropy(logits.float(), slots[chosen])


def contrast(asked: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of finding row n of ``answers`` by row n of ``asked``."""
    return functional.cross_entropy(_SCALE * asked @ answers.T, torch.arange(len(asked)))


def _resume(checkpoint: Path, student: Student, optimizer: Any, schedule: Any) -> int:
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    student.load_state_dict(state["student"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    torch.set_rng_state(state["random"])
    return int(state["step"])


def _save(checkpoint: Path, student: Student, optimizer: Any, schedule: Any, step: int) -> None:
    draft = checkpoint.with_suffix(".new")
    state = {
        "student": student.state_dict(),
        "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(),
        "random": torch.get_rng_state(),
        "step": step,
    }
    torch.save(state, draft)
    draft.replace(checkpoint)
