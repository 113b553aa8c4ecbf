"""The menu of an entity, the same wherever one is shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from gui.widgets.icons import icon
from gui.widgets.navigator import Navigator


def add_entity_actions(menu: QMenu, navigator: Navigator, entity_id: int, name: str) -> None:
    """Put what can be done with an entity on ``menu``."""
    menu.addAction(
        icon("open"),
        QCoreApplication.translate("EntityMenu", "Open “{name}”").format(name=name),
        lambda: navigator.open_entity(entity_id),
    )
    menu.addAction(
        icon("graph"),
        QCoreApplication.translate("EntityMenu", "Show in graph"),
        lambda: navigator.open_graph((entity_id,)),
    )
    menu.addAction(
        icon("search"),
        QCoreApplication.translate("EntityMenu", "Search for it"),
        lambda: navigator.search(quoted(name)),
    )


def quoted(name: str) -> str:
    """``name`` as one phrase of a query."""
    bare = name.replace('"', " ").strip()
    return f'"{bare}"' if " " in bare else bare
