"""Puts the library file in order while there is nothing else to do: cells for its vectors, room given back.

In: whether something else has come up, asked before every step. Out: nothing; a
library that is used as before, in a smaller file that is searched faster.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.errors import DiskFull
from engine.governor import Pace
from engine.pacer import Pacer
from engine.store import cells, upkeep, vectors
from engine.store.cells import LAYOUT, Layout
from engine.store.connection import Store

_PAUSE_S = 0.05
"""Between two steps; a search or a change has the library to itself meanwhile."""


class Tidier:
    """Looks at most once after each piece of work, and stops as soon as there is more of it."""

    def __init__(self, store: Store, pacer: Pacer, *, layout: Layout = LAYOUT) -> None:
        self._store = store
        self._pacer = pacer
        self._layout = layout
        self._done_after = -1

    def tidy(self, generation: int, *, is_called: Callable[[float], bool]) -> None:
        """Work until all is done or ``is_called``, which waits as many seconds for that as it is given."""
        if generation == self._done_after:
            return
        is_more = upkeep.is_due(self._store.reader(), layout=self._layout)
        if is_more and self._pacer.look().pace is not Pace.FULL:
            return  # later, when the computer has more to spare
        self._done_after = generation
        if not is_more:
            return
        try:
            find_cells(self._store, cancelled=lambda: is_called(0.0), layout=self._layout)
            while is_more:
                if is_called(_PAUSE_S):
                    return
                with self._store.write() as db:
                    is_more = upkeep.step(db)
        except DiskFull:
            return  # moving things takes room too
        self._store.shrink_log()


def find_cells(store: Store, *, cancelled: Callable[[], bool], layout: Layout = LAYOUT) -> None:
    """Open new cells where the library has outgrown those it has; ``cells.move_some`` fills them.

    Takes seconds where it does anything, unless ``cancelled``.

    Raises:
        DiskFull: There is no room; nothing has changed.
    """
    db = store.reader()
    if vectors.encoder_of(db) is None or not cells.is_outgrown(db, layout=layout):
        return
    centroids = cells.train(db, cancelled=cancelled, layout=layout)
    if centroids is not None:
        with store.write() as writer:
            cells.open_new(writer, centroids)
