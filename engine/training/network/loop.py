"""The one training loop: optimiser, rising and falling rate, clipping, judging, checkpoints, cancelling.

Input:  a network, batches, and the loss of a batch. Output: the network changed in place, with the weights
        that were judged best where there is a judge. Every choice follows from the plan and its seed:
        a run that was stopped and resumed ends like one that was not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from engine.errors import Cancelled
from engine.language.runtime import half_the_cores
from engine.training.network.adversarial import WordShift
from engine.training.network.batches import Batch
from engine.training.network.checkpoint import read_checkpoint, write_checkpoint
from engine.training.network.keeper import Keeper
from engine.training.network.plan import HEAD, Method, Plan
from engine.training.network.precision import autocast

Judge = Callable[[Any], float]
LossOf = Callable[[Any, tuple[Any, ...]], Any]
_SMOOTHING = 0.98
_LONGEST_GRADIENT = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """State after a step.

    Attributes:
        loss: Running mean over the last 50 steps or so.
        step_loss: Loss of this step alone.
        rate: Subwords a second, since the start or the resumption.
        learning_rate: That of the step.
        n_trainable: How many numbers learn.
        score: What the judge said after this step, None where it was not asked.
        is_last: Whether the run ends here, at ``max_steps`` or sooner.
    """

    step: int
    max_steps: int
    loss: float
    step_loss: float
    rate: float
    learning_rate: float
    n_trainable: int
    score: float | None
    is_last: bool


class Companion(Protocol):
    """What a method does beside each step."""

    def penalty(self) -> Any:
        """Return what is added to the loss of a step."""
        ...

    def after_step(self, step: int) -> None:
        """Act after step ``step``, counted from 1, while its gradients are there."""
        ...

    def state(self) -> dict[str, Any]:
        """Return what a checkpoint keeps."""
        ...

    def load_state(self, state: dict[str, Any]) -> None:
        """Go on from what a checkpoint kept."""
        ...


def train(
    network: Any,
    batches: Iterator[Batch],
    loss_of: LossOf,
    plan: Plan,
    *,
    companion: Companion | None = None,
    checkpoint: Path | None = None,
    judge: Judge | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Train ``network`` in place, going on from ``checkpoint`` where that file holds a run of this plan.

    Args:
        network: What of it asks for a gradient learns.
        batches: At least ``max_steps * accumulate`` of them, the same ones on every call.
        loss_of: From the network and a batch's tensors to the mean loss, a scalar.
        plan: How to train; its method is the caller's business.
        companion: What the method does beside each step.
        checkpoint: Where to keep the state; written whole or not at all.
        judge: Says how good the network is, the more the better; it is given the network in eval mode.
        on_progress: Told after every step.
        cancelled: Asked before each batch and each judgement.

    Raises:
        Cancelled: ``cancelled`` turned true.
    """
    run = _Run(network, loss_of, plan, companion)
    run.resume(checkpoint)
    source = islice(batches, run.step * plan.accumulate, None)
    network.train()
    try:
        while not run.is_over:
            progress = run.advance(source, judge, cancelled)
            on_progress(progress)
            if checkpoint is not None and (progress.is_last or run.step % plan.checkpoint_every == 0):
                write_checkpoint(checkpoint, plan, run.state())
    finally:
        run.close()
    run.keeper.finish()
    network.eval()


class _Run:
    """The state of one run."""

    def __init__(self, network: Any, loss_of: LossOf, plan: Plan, companion: Companion | None) -> None:
        import torch

        torch.set_num_threads(plan.n_threads or half_the_cores())
        torch.manual_seed(plan.seed)
        self._network, self._loss_of, self._plan, self._companion = network, loss_of, plan, companion
        self._device = next(network.parameters()).device
        self._learning = [item for item in network.parameters() if item.requires_grad]
        groups = _parameter_groups(network, plan)
        self._optimizer = torch.optim.AdamW(groups, fused=True)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, self._rate_factor)
        self._shift = WordShift(network, plan.adversarial) if plan.adversarial else None
        self.keeper = Keeper(
            network, first_averaged=plan.max_steps - round(plan.average * plan.max_steps) + 1
        )
        self.step = 0
        self._loss = 0.0
        self._started, self._n_tokens = time.monotonic(), 0

    def _rate_factor(self, step: int) -> float:
        return rate_factor(step, max_steps=self._plan.max_steps, warm_up=self._plan.warm_up)

    @property
    def is_over(self) -> bool:
        """Whether there is no step left to take."""
        return self.step >= self._plan.max_steps or self.keeper.is_stuck(self._plan.patience)

    def advance(
        self, source: Iterator[Batch], judge: Judge | None, cancelled: Callable[[], bool]
    ) -> Progress:
        """Take one step, judge the network if it is time, and say how things stand."""
        plan = self._plan
        learning_rate = plan.rate * self._rate_factor(self.step)
        loss = self._learn(source, cancelled)
        self._loss = loss if self.step == 1 else _SMOOTHING * self._loss + (1 - _SMOOTHING) * loss
        score = None
        if judge is not None and (self.step % plan.judge_every == 0 or self.step == plan.max_steps):
            _stop_if(cancelled)
            score = self.keeper.judge(judge)
        return Progress(
            step=self.step,
            max_steps=plan.max_steps,
            loss=self._loss,
            step_loss=loss,
            rate=self._n_tokens / max(time.monotonic() - self._started, 1e-9),
            learning_rate=learning_rate,
            n_trainable=sum(item.numel() for item in self._learning),
            score=score,
            is_last=self.is_over,
        )

    def _learn(self, source: Iterator[Batch], cancelled: Callable[[], bool]) -> float:
        """Take one step and return its loss."""
        import torch

        self._optimizer.zero_grad(set_to_none=True)
        loss = 0.0
        for batch in islice(source, self._plan.accumulate):
            _stop_if(cancelled)
            loss += self._backward(tuple(torch.from_numpy(array).to(self._device) for array in batch))
            self._n_tokens += int(batch[2].sum())
        if self._companion is not None:
            self._companion.penalty().backward()
        torch.nn.utils.clip_grad_norm_(self._learning, _LONGEST_GRADIENT)
        self._optimizer.step()
        self._schedule.step()
        self.step += 1
        if self._companion is not None:
            self._companion.after_step(self.step)
        self.keeper.note(self.step)
        return loss

    def _backward(self, tensors: tuple[Any, ...]) -> float:
        """Add the gradients of one batch, adversarial ones with them; return its share of the loss."""
        if self._shift is None:
            return self._pass(tensors)
        with self._shift.watched():
            loss = self._pass(tensors)
        with self._shift.shifted():
            self._pass(tensors)
        return loss

    def _pass(self, tensors: tuple[Any, ...]) -> float:
        with autocast(self._device):
            loss = self._loss_of(self._network, tensors) / self._plan.accumulate
        loss.backward()
        return float(loss.detach())

    def resume(self, checkpoint: Path | None) -> None:
        """Go on from ``checkpoint`` if there is one of this plan."""
        state = read_checkpoint(checkpoint, self._plan) if checkpoint is not None else None
        if state is None:
            return
        self.step, self._loss = state["step"], state["loss"]
        self.keeper.load_state(state["weights"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._schedule.load_state_dict(state["schedule"])
        if self._companion is not None:
            self._companion.load_state(state["companion"])

    def state(self) -> dict[str, Any]:
        """Return all that a checkpoint keeps."""
        return {
            "step": self.step,
            "loss": self._loss,
            "weights": self.keeper.state(),
            "optimizer": self._optimizer.state_dict(),
            "schedule": self._schedule.state_dict(),
            "companion": self._companion.state() if self._companion is not None else {},
        }

    def close(self) -> None:
        """Leave the network as a caller knows it."""
        self._optimizer.zero_grad(set_to_none=True)
        if self._shift is not None:
            self._shift.close()


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled


def _parameter_groups(network: Any, plan: Plan) -> list[dict[str, Any]]:
    head_rate = plan.rate * plan.head_pace if plan.method is Method.FULL else plan.rate
    groups: dict[tuple[float, float], list[Any]] = {}
    for name, item in network.named_parameters():
        if item.requires_grad:
            decay = plan.weight_decay if item.ndim > 1 and "embeddings" not in name else 0.0
            rate = head_rate if name.startswith(HEAD) else plan.rate
            groups.setdefault((rate, decay), []).append(item)
    return [{"params": items, "lr": rate, "weight_decay": decay} for (rate, decay), items in groups.items()]


def rate_factor(step: int, *, max_steps: int, warm_up: float) -> float:
    """Return the share of the highest rate at ``step``: up for ``warm_up`` of the steps, then down to 0."""
    rising = max(1, round(warm_up * max_steps))
    if step < rising:
        return (step + 1) / rising
    return max(0.0, (max_steps - step) / max(1, max_steps - rising))
