"""Where a graph view looks from: places in the engine's units to pixels and back."""

from __future__ import annotations

from dataclasses import dataclass, replace

MIN_SCALE, MAX_SCALE = 12.0, 420.0
_NATURAL_SCALE = 118.0  # pixels between well-laid neighbours that read best
_SIDE_ROOM, _TOP_ROOM = 128.0, 56.0  # for the names at the rim


@dataclass(slots=True)
class Camera:
    """Looks at ``x, y`` with ``scale`` pixels to a unit, in a view of ``width`` by ``height``."""

    x: float = 0.0
    y: float = 0.0
    scale: float = _NATURAL_SCALE
    width: float = 100.0
    height: float = 100.0
    min_scale: float = MIN_SCALE

    def to_pixels(self, x: float, y: float) -> tuple[float, float]:
        """Where a place is seen."""
        return (x - self.x) * self.scale + self.width / 2, (y - self.y) * self.scale + self.height / 2

    def to_place(self, px: float, py: float) -> tuple[float, float]:
        """The place seen at a point."""
        return (px - self.width / 2) / self.scale + self.x, (py - self.height / 2) / self.scale + self.y

    def pan(self, dx: float, dy: float) -> None:
        """Move what is seen by so many pixels."""
        self.x -= dx / self.scale
        self.y -= dy / self.scale

    def zoom(self, factor: float, px: float, py: float) -> None:
        """Zoom so that the place under a point stays there."""
        x, y = self.to_place(px, py)
        self.scale = min(max(self.scale * factor, self.min_scale), MAX_SCALE)
        new_x, new_y = self.to_place(px, py)
        self.x += x - new_x
        self.y += y - new_y

    def fitting(self, bounds: tuple[float, float, float, float], *, is_small: bool = False) -> Camera:
        """The camera that sees all of ``bounds``; never nearer than names need."""
        left, top, right, bottom = bounds
        side, above = (64.0, 28.0) if is_small else (_SIDE_ROOM, _TOP_ROOM)
        wide = max(self.width - 2 * side, 40.0) / max(right - left, 0.01)
        high = max(self.height - 2 * above, 40.0) / max(bottom - top, 0.01)
        scale = min(wide, high, _NATURAL_SCALE * 1.35)
        return Camera((left + right) / 2, (top + bottom) / 2, max(scale, MIN_SCALE), self.width, self.height)

    def copy(self) -> Camera:
        """A camera that looks from the same place."""
        return replace(self)

    def look_between(self, start: Camera, end: Camera, t: float) -> None:
        """Look from a point on the way from ``start`` (0) to ``end`` (1); the view keeps its size."""
        self.x = start.x + (end.x - start.x) * t
        self.y = start.y + (end.y - start.y) * t
        self.scale = start.scale * (end.scale / start.scale) ** t
