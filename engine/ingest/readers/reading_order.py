"""The order in which a person reads the lines on a page: columns one after the other, rows across.

A recursive X-Y cut (Nagy and Seth, 1984): where a gutter parts a region into columns of
running text, they are read in turn; else the widest gap between rows parts it into an
upper and a lower region. What stands side by side otherwise, as in a table, is one row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

_LEAST_GUTTER = 0.6
_LEAST_LINES = 3
_LEAST_WIDTH = 8.0
"""Of the lines of a column, in heights of a line; cells of tables are shorter."""


class Region(NamedTuple):
    """Where a line stands, in any unit; ``number`` tells which line it is."""

    left: float
    top: float
    right: float
    bottom: float
    number: int


def rows_in_order(regions: Sequence[Region]) -> list[list[int]]:
    """Return the lines of each row, left to right, the rows as they are read."""
    if not regions:
        return []
    unit = median(_height(region) for region in regions)
    rows: list[list[int]] = []
    waiting = [list(regions)]
    while waiting:
        group = waiting.pop()
        if parts := _columns(group, unit) or _bands(group):
            waiting += reversed(parts)
        else:
            rows += _rows(group)
    return rows


def _columns(group: Sequence[Region], unit: float) -> list[list[Region]]:
    """Part a region at its widest gutter, if what stands on both sides is running text."""
    parts = _parted(group, lambda region: (region.left, region.right), at_least=_LEAST_GUTTER * unit)
    if any(len(part) < _LEAST_LINES for part in parts):
        return []
    is_text = all(median(map(_width, part)) >= _LEAST_WIDTH * unit for part in parts)
    return parts if is_text else []


def _bands(group: Sequence[Region]) -> list[list[Region]]:
    return _parted(group, lambda region: (region.top, region.bottom), at_least=0.0)


def _parted(
    group: Sequence[Region], extent: Callable[[Region], tuple[float, float]], *, at_least: float
) -> list[list[Region]]:
    """Part regions in two at the widest gap that nothing reaches across; none when there is no such gap."""
    ordered = sorted(group, key=extent)
    widest, at = at_least, 0
    reach = extent(ordered[0])[1]
    for i, region in enumerate(ordered[1:], 1):
        start, end = extent(region)
        if start - reach > widest:
            widest, at = start - reach, i
        reach = max(reach, end)
    return [ordered[:at], ordered[at:]] if at else []


def _rows(group: Sequence[Region]) -> list[list[int]]:
    """Put what overlaps with its neighbour by half of the lower one's height into one row."""
    rows: list[list[Region]] = []
    for region in sorted(group, key=lambda region: region.top + region.bottom):
        if rows and _overlap(rows[-1][-1], region) >= 0.5 * min(_height(rows[-1][-1]), _height(region)):
            rows[-1].append(region)
        else:
            rows.append([region])
    return [[region.number for region in sorted(row)] for row in rows]


def _overlap(one: Region, other: Region) -> float:
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def _width(region: Region) -> float:
    return region.right - region.left


def _height(region: Region) -> float:
    return region.bottom - region.top
