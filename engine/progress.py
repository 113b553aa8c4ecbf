"""How fast the stages go and how long they still need.

Input: the stages' counts whenever some work was done. Output: an
``IndexProgress`` with a rate and the seconds left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from engine.events import Activity, IndexProgress
from engine.records import Reason, Stage, StageProgress

_WINDOW_S = 30.0
_LANES: tuple[tuple[Stage, ...], ...] = ((Stage.TEXT,), (Stage.OCR,), (Stage.VECTORS, Stage.KNOWLEDGE))
_ACTIVITY_STAGE = {
    Activity.SCANNING: Stage.NAMES,
    Activity.READING: Stage.TEXT,
    Activity.OCR: Stage.OCR,
    Activity.EMBEDDING: Stage.VECTORS,
    Activity.TAGGING: Stage.KNOWLEDGE,
}


class ProgressMeter:
    """Rates by exponential decay over the seconds that each stage was busy."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._units: dict[Stage, float] = {}
        self._seconds: dict[Stage, float] = {}

    def add(self, stage: Stage, *, n_units: int, seconds: float) -> None:
        """Note that ``stage`` did ``n_units`` in ``seconds``."""
        keep = 0.5 ** (seconds / _WINDOW_S)
        self._units[stage] = self._units.get(stage, 0.0) * keep + n_units
        self._seconds[stage] = self._seconds.get(stage, 0.0) * keep + seconds

    def rate(self, stage: Stage) -> float | None:
        """Units a second, or None while unknown."""
        seconds = self._seconds.get(stage, 0.0)
        return self._units[stage] / seconds if seconds > 0 else None

    def left_s(self, stages: Mapping[str, StageProgress]) -> float | None:
        """Seconds until all stages are done; lanes run side by side, stages of a lane in turn."""
        text = stages[Stage.TEXT]
        growth = text.total / text.done if text.done else None
        lanes: list[float] = []
        for lane in _LANES:
            left = 0.0
            for stage in lane:
                progress = stages[stage]
                total: float = progress.total
                if stage is not Stage.TEXT and text.done < text.total:
                    if growth is None:
                        return None
                    total *= growth
                todo = total - progress.done
                if todo <= 0:
                    continue
                rate = self.rate(stage)
                if not rate:
                    return None
                left += todo / rate
            lanes.append(left)
        return max(lanes)

    def report(
        self,
        activity: Activity,
        stages: Mapping[str, StageProgress],
        *,
        current_path: str = "",
        restraint: Reason | None = None,
    ) -> IndexProgress:
        """Put counts, rate and time left into one event."""
        stage = _ACTIVITY_STAGE.get(activity)
        return IndexProgress(
            activity=activity,
            stages=stages,
            rate=(self.rate(stage) or 0.0) if stage else 0.0,
            left_s=self.left_s(stages),
            current_path=current_path,
            restraint=restraint,
        )
