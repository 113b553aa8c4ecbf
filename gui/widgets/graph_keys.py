"""Keys that every picture of a graph knows: arrows go somewhere, plus and minus zoom, F shows all."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt

ARROWS: Mapping[Qt.Key, tuple[float, float]] = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
ZOOMS: Mapping[Qt.Key, float] = {Qt.Key.Key_Plus: 1.25, Qt.Key.Key_Equal: 1.25, Qt.Key.Key_Minus: 0.8}
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
