"""Graphs of other programs that were taken in: a list, and a way to forget each.

Asks ``ListImports`` and ``RemoveImport``. What is removed can be imported again, so it is asked about
where it stands, and not undone.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from engine.carried import ImportedGraph
from engine.requests import ListImports, RemoveImport
from gui.engine_bridge import EngineBridge
from gui.texts import AMOUNTS, moment
from gui.widgets.column import empty_layout, show_layout
from gui.widgets.controls import ElidedLabel, styled_button, styled_label
from gui.widgets.theme import XS, S


class GraphImports(QWidget):
    """Imported graphs and a button for more.

    ``import_wanted`` tells the file that the user chose.
    """

    import_wanted = Signal(str)

    def __init__(self, bridge: EngineBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._graphs: tuple[ImportedGraph, ...] = ()
        self._doubted: int | None = None
        self.heading = styled_label("strong")
        self.add_button = styled_button("quiet", "plus")
        self.add_button.clicked.connect(self._choose)
        self._hint = styled_label("faint", wraps=True)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(XS)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addLayout(head)
        column.addWidget(self._hint)
        column.addLayout(self.rows)
        self.retranslate()

    def read(self) -> None:
        """Ask for the list anew."""
        self._bridge.ask(self, ListImports(), self._take)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.heading.setText(self.tr("Imported graphs"))
        self.add_button.setText(self.tr("Import …"))
        self._hint.setText(self.tr("Take in GraphML or CSV; it stands beside what your files say."))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _take(self, graphs: tuple[ImportedGraph, ...]) -> None:
        self._graphs = graphs
        self._show()

    def _show(self) -> None:
        empty_layout(self.rows)
        self._hint.setVisible(not self._graphs)
        for graph in self._graphs:
            self.rows.addLayout(self._row(graph))
        show_layout(self.rows)

    def _row(self, graph: ImportedGraph) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(S)
        name = ElidedLabel("body")
        row.addWidget(name, 1)
        if self._doubted == graph.graph_id:
            name.setText(self.tr("Forget {name}?").format(name=graph.name))
            for kind, text, slot in (
                ("danger", self.tr("Forget"), lambda: self._remove(graph.graph_id)),
                ("plain", self.tr("Keep"), lambda: self._doubt(None)),
            ):
                button = styled_button(kind)
                button.setText(text)
                button.clicked.connect(slot)
                row.addWidget(button)
            return row
        name.setText(graph.name)
        counts = (AMOUNTS.entities(graph.n_entities), AMOUNTS.relations(graph.n_relations))
        name.setToolTip(" · ".join((graph.name, *counts, moment(graph.imported_ms))))
        name.setAccessibleName(name.toolTip())
        count = styled_label("faint")
        count.setText(counts[0])
        row.addWidget(count)
        remove = styled_button("icon", "trash")
        remove.setToolTip(self.tr("Forget this graph"))
        remove.setAccessibleName(f"{remove.toolTip()}: {graph.name}")
        remove.clicked.connect(lambda: self._doubt(graph.graph_id))
        row.addWidget(remove)
        return row

    def _doubt(self, graph_id: int | None) -> None:
        self._doubted = graph_id
        self._show()

    def _remove(self, graph_id: int) -> None:
        self._doubted = None
        self._bridge.ask(self, RemoveImport(graph_id=graph_id), lambda _none: self.read())

    def _choose(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        kinds = self.tr("Graphs") + " (*.graphml *.xml *.csv)"
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Import a graph"), start, kinds)
        if path:
            self.import_wanted.emit(path)
