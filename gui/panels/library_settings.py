"""The settings of the library in the Settings screen: asked of the engine, changed through it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.errors import EngineError
from engine.requests import ChangeSetting, ListSettings
from engine.settings import SettingRow
from gui.engine_bridge import EngineBridge
from gui.setting_texts import HISTORY, MODELS, READING, RESOURCES, SettingText
from gui.widgets.setting_row import SettingLine
from gui.widgets.theme import XS, L

GROUPS: Mapping[str, Mapping[str, SettingText]] = {
    "reading": READING,
    "resources": RESOURCES,
    "models": MODELS,
    "history": HISTORY,
}


class LibrarySettings(QWidget):
    """Not shown itself: keeps one widget a group, which the screen puts into its cards.

    Attributes:
        groups: Widget by name of the group.
        lines: The line of each setting shown, once the engine has told its value.
    """

    def __init__(self, bridge: EngineBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()
        self._bridge = bridge
        self.groups: dict[str, QWidget] = {}
        self.lines: dict[str, SettingLine] = {}
        self._columns: dict[str, QVBoxLayout] = {}
        for name in GROUPS:
            self.groups[name] = QWidget()
            column = QVBoxLayout(self.groups[name])
            column.setContentsMargins(0, XS, 0, 0)
            column.setSpacing(L)
            self._columns[name] = column

    def reload(self) -> None:
        """Ask for the values in force."""
        self._bridge.ask(self, ListSettings(), self._take)

    def _take(self, rows: tuple[SettingRow, ...]) -> None:
        by_name = {row.name: row for row in rows}
        for group, texts in GROUPS.items():
            for name, text in texts.items():
                if name in self.lines:
                    self.lines[name].show_row(by_name[name])
                elif name in by_name:
                    self._add(group, by_name[name], text)

    def _add(self, group: str, row: SettingRow, text: SettingText) -> None:
        line = self.lines[row.name] = SettingLine(row, text)
        line.changed.connect(lambda value, name=row.name: self._change(name, value))
        self._columns[group].addWidget(line)

    def _change(self, name: str, value: object) -> None:
        request = ChangeSetting(
            name=name, value=value if isinstance(value, bool | int | float | str) else None
        )
        self._bridge.ask(
            self, request, lambda _none: self._done(name), lambda error: self._tell_fault(name, error)
        )

    def _done(self, name: str) -> None:
        self.lines[name].show_refusal("")
        self.reload()

    def _tell_fault(self, name: str, error: EngineError) -> None:
        if not self.lines[name].show_refusal(error.code):
            self._bridge.faulted.emit(error)
        self.reload()  # what was chosen does not count
