"""When failed files are tried again by themselves, with growing pauses.

A failure may pass though the file stays the same: another program has it open, it
may not be read now, or its reader was killed when the computer was short of
something. What is damaged, encrypted or unsupported fails the same next time.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from contextlib import suppress

from apsw import Connection

from engine.errors import (
    DiskFull,
    FileTooLarge,
    FileUnreadable,
    ReaderCrashed,
    ReaderOutOfMemory,
    ReaderTimedOut,
)
from engine.records import Reason
from engine.store.connection import Store
from engine.store.rows import fetch, fetch_ids

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400
_UNREADABLE_S = (10, _MINUTE_S, 10 * _MINUTE_S, _HOUR_S, 6 * _HOUR_S)
"""Pauses after the first tries; every day from then on."""
_KILLED_S = (_MINUTE_S, 10 * _MINUTE_S)
"""A file that has killed its reader three times would do so for ever."""
_PAUSES_S: Mapping[str, tuple[tuple[int, ...], int | None]] = {
    FileUnreadable.code: (_UNREADABLE_S, _DAY_S),
    ReaderTimedOut.code: (_KILLED_S, None),
    ReaderCrashed.code: (_KILLED_S, None),
    ReaderOutOfMemory.code: (_KILLED_S, None),
}


def pause_s(reason: Reason, *, tries: int) -> int | None:
    """Return how long to wait after the try number ``tries`` failed, None = for ever."""
    pauses, then = _PAUSES_S.get(reason.code, ((), None))
    return pauses[tries - 1] if tries <= len(pauses) else then


def next_in_s(db: Connection) -> float:
    """Return in how many seconds the next file is due whose drive is there; infinite when none is."""
    (at_ms,) = fetch(
        db,
        """SELECT min(retry_at_ms) FROM file
           WHERE retry_at_ms IS NOT NULL AND folder_id IN (SELECT id FROM folder WHERE is_online)""",
    )[0]
    return math.inf if at_ms is None else at_ms / 1000 - time.time()


def let_due_wait(store: Store) -> None:
    """Let every file wait that is due and whose drive is there; nothing is written where none is."""
    if next_in_s(store.reader()) > 0:
        return
    with store.write() as db:
        db.execute(
            """UPDATE file SET status = 'waiting', code = NULL, params = NULL, retry_at_ms = NULL
           WHERE retry_at_ms <= ? AND folder_id IN (SELECT id FROM folder WHERE is_online)""",
            (time.time() * 1000,),
        )


def read_ignored(db: Connection, code: str) -> None:
    """Let files wait that were ignored for the reason ``code``; what lies in archives stays so."""
    db.execute(
        """UPDATE file SET status = 'waiting', code = NULL, params = NULL
           WHERE status = 'ignored' AND code = ? AND archive_id IS NULL""",
        (code,),
    )


def over_limits(db: Connection) -> list[int]:
    """Return the files of which a limit that people set kept all or some out."""
    return fetch_ids(
        db,
        "SELECT id FROM file WHERE code IN (?, 'partial.page_limit', 'partial.text_limit')",
        (FileTooLarge.code,),
    )


def hasten(store: Store) -> None:
    """Make everything due now that would be tried again at all; nothing where there is no room."""
    with suppress(DiskFull), store.write() as db:
        db.execute("UPDATE file SET retry_at_ms = 0 WHERE retry_at_ms IS NOT NULL")
