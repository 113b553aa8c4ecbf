"""How long something takes, as the median and the slow end of many tries."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

Asked = TypeVar("Asked")


def percentiles(
    run: Callable[[Asked], object], asked: Iterable[Asked], *, rounds: int = 1
) -> dict[str, float]:
    """Return p50 and p95 in ms of ``run`` with each thing asked, after a first round that does not count."""
    everything = list(asked)
    for one in everything:
        run(one)
    took: list[float] = []
    for one in everything * rounds:
        started = time.perf_counter()
        run(one)
        took.append(1000 * (time.perf_counter() - started))
    cuts = statistics.quantiles(took, n=20, method="inclusive")
    return {"p50_ms": round(cuts[9], 2), "p95_ms": round(cuts[18], 2)}
