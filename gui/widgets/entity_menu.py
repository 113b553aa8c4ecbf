"""The menu of an entity, the same wherever one is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from gui.translatable import QT_TRANSLATE_NOOP
from gui.widgets.icons import icon
from gui.widgets.navigator import Navigator

ACTS: Mapping[str, str] = {
    "rename": QT_TRANSLATE_NOOP("EntityMenu", "Rename"),
    "kind": QT_TRANSLATE_NOOP("EntityMenu", "Change kind…"),
    "merge": QT_TRANSLATE_NOOP("EntityMenu", "Merge with…"),
    "names": QT_TRANSLATE_NOOP("EntityMenu", "Names…"),
    "nothing": QT_TRANSLATE_NOOP("EntityMenu", "This is nothing"),
}
ACT_KEYS: Mapping[str, str] = {
    "rename": "F2",
    "kind": "Ctrl+T",
    "merge": "Ctrl+M",
    "names": "Ctrl+N",
    "nothing": "Ctrl+Del",
}
_ACT_ICONS = {"rename": "text-cursor", "kind": "tag", "merge": "merge", "names": "people", "nothing": "ban"}


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
    menu.addSeparator()
    add_act_actions(menu, lambda act: navigator.correct_entity(entity_id, act))


def add_act_actions(menu: QMenu, begin: Callable[[str], None], *, has_keys: bool = False) -> None:
    """Put the ways to correct an entity on ``menu``, with the keys they have in its dossier if wanted."""
    for act, text in ACTS.items():
        name = QCoreApplication.translate("EntityMenu", text)
        action = menu.addAction(icon(_ACT_ICONS[act]), f"{name}\t{ACT_KEYS[act]}" if has_keys else name)
        action.triggered.connect(lambda _checked=False, chosen=act: begin(chosen))


def quoted(name: str) -> str:
    """``name`` as one phrase of a query."""
    bare = name.replace('"', " ").strip()
    return f'"{bare}"' if " " in bare else bare
