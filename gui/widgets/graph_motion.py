"""Let new nodes come in and the camera travel, over a short time or, when it is 0, at once."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

from gui.widgets.graph_camera import Camera
from gui.widgets.graph_scene import GraphScene, Place

DURATION_MS = 320


class GraphMotion(QObject):
    """Moves the places of a scene and a camera.

    Attributes:
        moved: Something is in another place; paint again.
        duration_ms: How long a motion takes.
    """

    moved = Signal()

    def __init__(self, scene: GraphScene, camera: Camera, parent: QObject) -> None:
        super().__init__(parent)
        self.duration_ms = DURATION_MS
        self._scene = scene
        self._camera = camera
        self._arrivals: dict[int, tuple[Place, Place]] = {}
        self._progress = 1.0
        self._travel: tuple[Camera, Camera] | None = None
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._advance)

    def bring_in(self, entity_ids: Sequence[int], start: Place | None) -> None:
        """Let nodes move to their places from ``start``; from nowhere they only fade in."""
        for entity_id in entity_ids:
            end = self._scene.places[entity_id]
            self._scene.places[entity_id] = start or end
            self._arrivals[entity_id] = (start or end, end)

    def travel_to(self, camera: Camera) -> None:
        """Let the camera move to where ``camera`` looks from."""
        self._travel = (self._camera.copy(), camera)

    def run(self, *, at_once: bool) -> None:
        """Begin what was asked for."""
        self._animation.stop()
        self._arrivals = {i: (self._scene.places[i], end) for i, (_start, end) in self._arrivals.items()}
        if at_once or self.duration_ms <= 0:
            self._advance(1.0)
        else:
            self._animation.setDuration(self.duration_ms)
            self._animation.start()

    def finish(self) -> None:
        """Bring everything to where it is on its way to."""
        self._animation.stop()
        self._advance(1.0)

    def leave_camera(self) -> None:
        """The user moves the camera: it travels no further."""
        self._travel = None

    def leave_node(self, entity_id: int) -> None:
        """The user moves this node: it goes nowhere by itself."""
        self._arrivals.pop(entity_id, None)

    def ends(self) -> dict[int, Place]:
        """Where the nodes that are on their way will be."""
        return {entity_id: end for entity_id, (_start, end) in self._arrivals.items()}

    def arriving(self) -> dict[int, float]:
        """How far each node that is on its way has come, 0 to 1."""
        return dict.fromkeys(self._arrivals, self._progress)

    def _advance(self, progress: object) -> None:
        self._progress = float(progress) if isinstance(progress, float | int) else 1.0
        for entity_id, (start, end) in self._arrivals.items():
            self._scene.places[entity_id] = (
                start[0] + (end[0] - start[0]) * self._progress,
                start[1] + (end[1] - start[1]) * self._progress,
            )
        if self._travel is not None:
            self._camera.look_between(*self._travel, self._progress)
        if math.isclose(self._progress, 1.0):
            self._arrivals.clear()
            self._travel = None
        self.moved.emit()
