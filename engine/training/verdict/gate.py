"""The gate: does a candidate model take the place of the one in use?

Input:  what both find in the same held-out texts and in the same base set.
Output: a ``Verdict``. A candidate is adopted only when it is better on what was
        taught, by more than luck explains, and no worse on the base set. Of what it
        finds anew more must be right than wrong: beside a model that never heard of
        a label, a guess in ten that hits would count as better.

Luck is measured by the paired bootstrap over texts (Koehn, "Statistical
Significance Tests for Machine Translation Evaluation", EMNLP 2004; Berg-Kirkpatrick,
Burkett and Klein, "An Empirical Investigation of Statistical Significance in
NLP", EMNLP 2012). It asks for the same texts in the same order from the same
seed, so a verdict can be repeated; the order of texts does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.teaching import LabelledText, Verdict
from engine.training.verdict.scoring import Spans, f1_of, tally

N_RESAMPLES: Final = 1000
MAX_P: Final = 0.05
MAX_BASE_LOSS: Final = 0.005
"""Half a point of F1: what the base set may lose."""
LEAST_DIFFERING: Final = 5
"""With fewer texts in which the two differ, even the luckiest outcome has a chance above 1/20 (1/2⁴)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The same texts as both models read them; the lists are parallel."""

    texts: Sequence[LabelledText]
    before: Sequence[Spans]
    after: Sequence[Spans]


def judge(taught: Trial, base: Trial, *, seed: int = 7) -> Verdict:
    """Say whether the candidate is adopted, and the figures it rests on.

    Args:
        taught: Held-out texts of what was taught; only labels that they state count.
        base: The check part of the shipped base set.
        seed: Of the resampling.
    """
    counts, base_counts = _counts(taught), _counts(base)
    before, after = _f1(counts.sum(axis=0))
    base_before, base_after = _f1(base_counts.sum(axis=0))
    p_value = _chance(counts, seed=seed)
    net_before, net_after = _net(counts.sum(axis=0))
    n_differing = int((counts[:, :3] != counts[:, 3:]).any(axis=1).sum())
    if after <= before or net_after <= net_before:
        code = "not_better"
    elif n_differing < LEAST_DIFFERING:
        code = "too_little_evidence"
    elif p_value > MAX_P:
        code = "not_better"
    elif base_before - base_after > MAX_BASE_LOSS:
        code = "base_worse"
    else:
        code = "adopted"
    return Verdict(
        is_adopted=code == "adopted",
        code=code,
        taught_before=before,
        taught_after=after,
        base_before=base_before,
        base_after=base_after,
        p_value=p_value,
    )


def _counts(trial: Trial) -> NDArray[np.int64]:
    """Return ``[n_texts, 6]``: right, found, wanted before, and the same after; in an order of their own."""
    rows = sorted(
        (*tally(text, before), *tally(text, after))
        for text, before, after in zip(trial.texts, trial.before, trial.after, strict=True)
    )
    return np.asarray(rows, dtype=np.int64).reshape(len(rows), 6)


def _f1(sums: NDArray[np.int64]) -> tuple[float, float]:
    right, found, wanted, right_after, found_after, wanted_after = (float(value) for value in sums)
    return f1_of(right, found, wanted), f1_of(right_after, found_after, wanted_after)


def _net(sums: NDArray[np.int64]) -> tuple[int, int]:
    """Return how many more of the found entities were right than wrong, before and after."""
    right, found, _, right_after, found_after, _ = (int(value) for value in sums)
    return 2 * right - found, 2 * right_after - found_after


def _chance(counts: NDArray[np.int64], *, seed: int) -> float:
    """Return the share of resamples in which the candidate is not the better one.

    It is never 0 (Phipson and Smyth, "Permutation P-values Should Never Be Zero", 2010).
    """
    n_texts = len(counts)
    if not n_texts:
        return 1.0
    drawn = np.random.default_rng(seed).multinomial(n_texts, [1 / n_texts] * n_texts, size=N_RESAMPLES)
    right, found, wanted, right_after, found_after, wanted_after = (drawn @ counts).T
    # The F1s compared without dividing: nothing may be there, or be found, in a resample.
    is_better = right_after * (found + wanted) > right * (found_after + wanted_after)
    not_better = N_RESAMPLES - int(is_better.sum())
    return (not_better + 1) / (N_RESAMPLES + 1)
