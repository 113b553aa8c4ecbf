"""Layouts that are emptied and filled anew, and the way of the Tab key through them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def empty_layout(layout: QLayout) -> None:
    """Take every item out of ``layout`` and delete its widgets, those of inner layouts too."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty_layout(inner)


def show_layout(layout: QLayout) -> None:
    """Show the widgets of ``layout`` now; Qt itself would do so only after the next paint."""
    for number in range(layout.count()):
        item = layout.itemAt(number)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            widget.show()
        elif inner is not None:
            show_layout(inner)


def order_tabs(root: QWidget, *, after: QWidget | None = None) -> None:
    """Let Tab go through ``root`` as it is read; Qt itself puts what was made last at the end of the window.

    Args:
        root: What it holds in layouts is ordered.
        after: What comes before all of it; without it, the first thing in ``root`` stays where it is.
    """
    first = [after] if after is not None and after.window() is root.window() else []
    for one, other in pairwise([*first, *_stops(root)]):
        QWidget.setTabOrder(one, other)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    held = widget.widget() if isinstance(widget, QScrollArea) else None
    if held is not None:
        yield from _stops(held)
    elif (layout := widget.layout()) is not None:
        yield from _stops_of(layout)


def _stops_of(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield from _stops(widget)
        elif inner is not None:
            yield from _stops_of(inner)
