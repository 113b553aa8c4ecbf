"""Ask several things of the engine and take all answers together, so that a screen fills in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from engine.errors import EngineError
from engine.requests import Query
from gui.engine_bridge import EngineBridge


def ask_all(
    bridge: EngineBridge,
    owner: QObject,
    requests: Sequence[Query],
    on_all: Callable[[Sequence[Any]], None],
) -> None:
    """Call ``on_all`` once with the answers in the order of ``requests``, None for each that failed."""
    answers: list[Any] = [None] * len(requests)
    missing = set(range(len(requests)))

    def take(number: int, answer: Any) -> None:
        answers[number] = answer
        missing.discard(number)
        if not missing:
            on_all(answers)

    for number, request in enumerate(requests):
        bridge.ask(owner, request, partial(take, number), partial(_take_none, take, number))


def _take_none(take: Callable[[int, Any], None], number: int, _error: EngineError) -> None:
    take(number, None)
