"""Search for settings that teach best, under a budget of attempts or of seconds.

Input:  a way to make the network anew, examples, a judge and a plan to vary. Output: the best plan, and
        all attempts. The first attempt is the plan as given, so that the best is never worse.

Proposals come from a tree-structured Parzen estimator (Bergstra et al. 2011), seeded; an attempt that the
judge finds worse than the median of those before it at the same step is given up.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from engine.errors import Cancelled
from engine.training.network.examples import Example, TargetTable
from engine.training.network.extra import NETWORK, need
from engine.training.network.finetune import finetune
from engine.training.network.loop import Judge, Progress
from engine.training.network.plan import Method, Plan

_N_BEFORE_PRUNING = 3
_PACES = (0.1, 10.0)
_MOST_DROPOUT = 0.4
_SHIFTS = (0.0, 0.5, 1.0)
_DECAYS = (0.0, 0.01, 0.1)
_Learn = Callable[[Plan, Judge, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One plan that was tried; ``score`` is what the judge said last, None if it never got so far.

    ``is_whole`` is false where the attempt was given up or ran out of time.
    """

    number: int
    plan: Plan
    score: float | None
    is_whole: bool
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """What a search found; ``best`` is the plan of the whole attempt with the highest score."""

    best: Plan
    attempts: tuple[Attempt, ...]


def tune(
    make_network: Callable[[], Any],
    examples: Sequence[Example],
    table: TargetTable,
    plan: Plan,
    judge: Judge,
    *,
    former: Any = None,
    methods: Sequence[Method] = (),
    n_attempts: int = 12,
    seconds: float | None = None,
    on_progress: Callable[[int, Progress], None] = lambda number, progress: None,
    on_attempt: Callable[[Attempt], None] = lambda attempt: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Tuning:
    """Vary learning rate, dropout, weight decay and adversarial shift of ``plan``; return what was best.

    Args:
        make_network: Gives the network to begin with, each time a new one.
        examples: What to learn from, as for ``finetune``.
        table: As for ``finetune``.
        plan: Where to begin; steps, batches and seed stay as they are.
        judge: The more the better; on examples held out from ``examples``.
        former: As for ``finetune``.
        methods: Methods to choose among; none = that of ``plan``.
        n_attempts: Attempts at most.
        seconds: Time at most; the attempt in hand ends there. None = no limit.
        on_progress: Told after every step of an attempt, with its number from 0.
        on_attempt: Told after every attempt.
        cancelled: Asked as ``finetune`` asks.

    Raises:
        Cancelled: ``cancelled`` turned true.
        TrainingExtraMissing: A package that the search needs is not installed.
    """
    need(*NETWORK, "optuna")
    study = _begin(plan)
    ends = time.monotonic() + seconds if seconds is not None else float("inf")

    def is_over() -> bool:
        return cancelled() or time.monotonic() >= ends

    teach = partial(finetune, former=former, cancelled=is_over)

    def learn(tried: Plan, watch: Judge, number: int) -> None:
        tell = partial(on_progress, number)
        teach(make_network(), examples, table, tried, judge=watch, on_progress=tell)

    attempts: list[Attempt] = []
    while len(attempts) < n_attempts and (not attempts or not is_over()):
        attempt = _attempt(study, plan, methods or (plan.method,), judge, learn)
        if cancelled():
            raise Cancelled
        attempts.append(attempt)
        on_attempt(attempt)
    return Tuning(best=_best(attempts, plan), attempts=tuple(attempts))


def _begin(plan: Plan) -> Any:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=plan.seed, n_startup_trials=_N_BEFORE_PRUNING),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=_N_BEFORE_PRUNING),
    )
    study.enqueue_trial(_near(plan))
    return study


def _attempt(study: Any, plan: Plan, methods: Sequence[Method], judge: Judge, learn: _Learn) -> Attempt:
    import optuna

    trial = study.ask()
    proposed = _propose(trial, plan, methods)
    tried = proposed if trial.number else plan
    watch = _Watch(trial, judge)
    started = time.monotonic()
    try:
        learn(tried, watch, trial.number)
    except (Cancelled, optuna.TrialPruned):
        study.tell(trial, state=optuna.trial.TrialState.PRUNED)
        is_whole = False
    else:
        study.tell(trial, watch.best)
        is_whole = True
    seconds = time.monotonic() - started
    return Attempt(number=trial.number, plan=tried, score=watch.best, is_whole=is_whole, seconds=seconds)


class _Watch:
    """Passes what the judge says on to the search, which may give the attempt up."""

    def __init__(self, trial: Any, judge: Judge) -> None:
        self._trial, self._judge = trial, judge
        self._n_judged = 0
        self.best: float | None = None

    def __call__(self, network: Any) -> float:
        import optuna

        score = self._judge(network)
        self.best = score if self.best is None else max(score, self.best)
        self._trial.report(score, self._n_judged)
        self._n_judged += 1
        if self._trial.should_prune():
            raise optuna.TrialPruned
        return score


def _propose(trial: Any, plan: Plan, methods: Sequence[Method]) -> Plan:
    method = Method(trial.suggest_categorical("method", [method.value for method in methods]))
    own = replace(plan, method=method, learning_rate=0.0)
    pace = trial.suggest_float("pace", *_PACES, log=True)  # in the method's own rates
    return replace(
        own,
        learning_rate=min(1.0, own.rate * pace),
        dropout=trial.suggest_float("dropout", 0.0, _MOST_DROPOUT),
        weight_decay=trial.suggest_categorical("weight_decay", _DECAYS),
        adversarial=trial.suggest_categorical("adversarial", _SHIFTS),
    )


def _near(plan: Plan) -> dict[str, Any]:
    """Return the choices of ``_propose`` that come nearest to ``plan``."""
    pace = plan.rate / replace(plan, learning_rate=0.0).rate
    return {
        "pace": min(max(pace, _PACES[0]), _PACES[1]),
        "dropout": min(plan.dropout, _MOST_DROPOUT),
        "weight_decay": min(_DECAYS, key=lambda value: abs(value - plan.weight_decay)),
        "adversarial": min(_SHIFTS, key=lambda value: abs(value - plan.adversarial)),
    }


def _best(attempts: Sequence[Attempt], plan: Plan) -> Plan:
    whole = [(attempt.score, attempt.plan) for attempt in attempts if attempt.is_whole]
    scored = [(score, tried) for score, tried in whole if score is not None]
    return max(scored, key=lambda pair: pair[0])[1] if scored else plan
