"""What one row of a spreadsheet is as a line of text, whatever file it comes from."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

MOST_GAP = 16
"""More empty cells than this between two others count as one."""
_EXACT = 1e15


def cell_text(value: object) -> str:
    """Return a cell as people read it: no ``.0``, dates in ISO 8601, truth in capitals, on one line."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # Programs show 15 digits; the rest is noise of binary fractions.
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return value.date().isoformat() if is_day else value.isoformat(timespec="seconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="seconds")
    return " ".join(str(value).split())


def row_line(cells: Iterable[str]) -> str:
    """Return a row with a tab between cells, without the empty ones at its end; "" for an empty row."""
    parts: list[str] = []
    n_empty = 0
    for cell in cells:
        if not cell:
            n_empty += 1
            continue
        parts.append("\t" * (n_empty if n_empty <= MOST_GAP else 1))
        parts.append(cell)
        n_empty = 1
    return "".join(parts)
