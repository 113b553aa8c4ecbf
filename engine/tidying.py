"""Gives room in the library file back to the disk while there is nothing else to do.

In: whether something else has come up, asked before every step. Out: nothing; a
library that is used as before, in a smaller file.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.errors import DiskFull
from engine.governor import Pace
from engine.pacer import Pacer
from engine.store import upkeep
from engine.store.connection import Store

_PAUSE_S = 0.05
"""Between two steps; a search or a change has the library to itself meanwhile."""


class Tidier:
    """Looks at most once after each piece of work, and stops as soon as there is more of it."""

    def __init__(self, store: Store, pacer: Pacer) -> None:
        self._store = store
        self._pacer = pacer
        self._done_after = -1

    def tidy(self, generation: int, *, is_called: Callable[[float], bool]) -> None:
        """Work until all is done or ``is_called``, which waits as many seconds for that as it is given."""
        if generation == self._done_after:
            return
        is_more = upkeep.is_due(self._store.reader())
        if is_more and self._pacer.look().pace is not Pace.FULL:
            return  # later, when the computer has more to spare
        self._done_after = generation
        if not is_more:
            return
        while is_more:
            if is_called(_PAUSE_S):
                return
            try:
                with self._store.write() as db:
                    is_more = upkeep.step(db)
            except DiskFull:
                return  # moving things takes room too
        self._store.shrink_log()
