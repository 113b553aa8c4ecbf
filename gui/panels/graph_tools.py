"""What can be done with a graph beside looking at it: filter, find a path, carry it elsewhere.

Three strips below the head, one open at a time, each with its button; below them the export or import
that is under way.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from engine.records import LibraryStatus
from engine.requests import GetStatus
from gui.engine_bridge import EngineBridge
from gui.panels.graph_export import GraphExportBar
from gui.panels.graph_filter import GraphFilterBar
from gui.panels.graph_path import GraphPathBar
from gui.panels.transfer_bar import TransferBar
from gui.widgets.controls import framed, styled_button
from gui.widgets.navigator import Navigator

_ICONS = {"filter": "filter", "path": "route", "export": "export"}


class GraphTools(QWidget):
    """The strips; ``buttons`` are for the head of the screen.

    ``opened`` tells which strip was opened, or "" when it was closed.
    """

    opened = Signal(str)

    def __init__(self, bridge: EngineBridge, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.filter = GraphFilterBar()
        self.path = GraphPathBar(bridge)
        self.export = GraphExportBar()
        self.transfer = TransferBar(bridge, navigator)
        self.strips: dict[str, QWidget] = {"filter": self.filter, "path": self.path, "export": self.export}
        self.buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for name, strip in self.strips.items():
            button = styled_button("quiet", _ICONS[name])
            button.setCheckable(True)
            button.clicked.connect(lambda is_on, which=name: self.open(which if is_on else ""))
            self.buttons[name] = button
            column.addWidget(strip)
            strip.hide()
        column.addWidget(self.transfer)
        column.addWidget(framed("line"))
        self._is_narrow = False
        self.retranslate()

    def open(self, name: str) -> None:
        """Open a strip in place of the one that is open; "" closes it."""
        for other, strip in self.strips.items():
            strip.setVisible(other == name)
            self.buttons[other].setChecked(other == name)
        if name:
            self.strips[name].setFocus()
        if name == "filter":
            self._bridge.ask(self, GetStatus(), self._take_folders)
        self.opened.emit(name)

    def set_narrow(self, is_narrow: bool) -> None:
        """Leave the buttons' texts out where there is little room."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.retranslate()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        for name, text, tip in (
            ("filter", self.tr("Filter"), self.tr("Choose which relations count")),
            ("path", self.tr("Path"), self.tr("Find what leads from one entity to another")),
            ("export", self.tr("Export"), self.tr("Carry the graph to another program, or keep a picture")),
        ):
            self.buttons[name].setText("" if self._is_narrow else text)
            self.buttons[name].setToolTip(tip)
            self.buttons[name].setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opened = next((name for name, strip in self.strips.items() if strip.isVisible()), "")
        if event.key() == Qt.Key.Key_Escape and opened:
            self.open("")
            self.buttons[opened].setFocus()
        else:
            super().keyPressEvent(event)

    def _take_folders(self, status: LibraryStatus) -> None:
        self.filter.set_folders([folder.path for folder in status.folders])
