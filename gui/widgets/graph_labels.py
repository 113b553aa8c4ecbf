"""Choose where node names stand so that they cover neither one another nor a node.

All lengths are logical pixels; boxes are (left, top, right, bottom). Greedy: names
come in order of importance and take the best free side of their node.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]
_GAP = 3.0
_CELL = 96.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTag:
    """A name to place: its node's centre and radius, its own width and height.

    One without a width is not written; its node keeps other names away all the same.
    ``is_wanted`` names are placed even where they cover something.
    """

    entity_id: int
    x: float
    y: float
    radius: float
    width: float
    height: float
    is_wanted: bool = False


class _Grid:
    """Boxes by the cells that they touch, so that a look-up meets only near ones."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[int, Box]]] = {}

    def add(self, owner: int, box: Box) -> None:
        for cell in self._touched(box):
            self._cells.setdefault(cell, []).append((owner, box))

    def is_free(self, owner: int, box: Box) -> bool:
        left, top, right, bottom = box
        for cell in self._touched(box):
            for other_owner, other in self._cells.get(cell, ()):
                if (
                    other_owner != owner
                    and left < other[2]
                    and other[0] < right
                    and top < other[3]
                    and other[1] < bottom
                ):
                    return False
        return True

    @staticmethod
    def _touched(box: Box) -> list[tuple[int, int]]:
        left, top, right, bottom = (int(side // _CELL) for side in box)
        return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def place_names(tags: Sequence[NameTag]) -> dict[int, Box]:
    """Boxes of the names that fit, by entity id; ``tags`` come most important first."""
    grid = _Grid()
    for tag in tags:
        reach = tag.radius + 1
        grid.add(tag.entity_id, (tag.x - reach, tag.y - reach, tag.x + reach, tag.y + reach))
    placed: dict[int, Box] = {}
    for tag in sorted(tags, key=lambda tag: not tag.is_wanted):
        if not tag.width:
            continue
        sides = _sides(tag)
        box = next((side for side in sides if grid.is_free(tag.entity_id, side)), None)
        if box is None and tag.is_wanted:
            box = sides[0]
        if box is not None:
            placed[tag.entity_id] = box
            grid.add(-tag.entity_id - 1, box)
    return placed


def _sides(tag: NameTag) -> tuple[Box, Box, Box, Box]:
    """Below, right, left and above the node."""
    half_width, half_height, reach = tag.width / 2, tag.height / 2, tag.radius + _GAP
    return (
        (tag.x - half_width, tag.y + reach, tag.x + half_width, tag.y + reach + tag.height),
        (tag.x + reach, tag.y - half_height, tag.x + reach + tag.width, tag.y + half_height),
        (tag.x - reach - tag.width, tag.y - half_height, tag.x - reach, tag.y + half_height),
        (tag.x - half_width, tag.y - reach - tag.height, tag.x + half_width, tag.y - reach),
    )
