"""Carry the graph to another program, or keep a picture of it: in which form, how much of it, and where.

Out: what to export; the owner knows what is shown and runs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QIODevice, QStandardPaths, Signal
from PySide6.QtGui import QImage, QImageWriter, QPaintDevice, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.carried import FOLDER_FORMS
from engine.errors import FileUnwritable
from gui.texts import AMOUNTS
from gui.translatable import QT_TRANSLATE_NOOP
from gui.widgets.controls import FlowLayout, styled_button
from gui.widgets.graph_bubbles import GraphBubbles
from gui.widgets.graph_view import GraphView
from gui.widgets.theme import XL, L, M, S

PICTURE_FORMS = ("png", "svg")
_SCALE = 2  # pixels of a PNG to one of the screen, so that it can be printed
_FORMS: Mapping[str, tuple[str, str]] = {
    "gexf": (QT_TRANSLATE_NOOP("GraphExport", "Gephi (GEXF)"), "gexf"),
    "graphml": (QT_TRANSLATE_NOOP("GraphExport", "GraphML"), "graphml"),
    "obsidian": (QT_TRANSLATE_NOOP("GraphExport", "Obsidian notes"), ""),
    "csv": (QT_TRANSLATE_NOOP("GraphExport", "Spreadsheets (CSV)"), ""),
    "json": (QT_TRANSLATE_NOOP("GraphExport", "JSON"), "json"),
    "neo4j": (QT_TRANSLATE_NOOP("GraphExport", "Neo4j import (CSV)"), ""),
    "cypher": (QT_TRANSLATE_NOOP("GraphExport", "Neo4j script (Cypher)"), "cypher"),
    "json-ld": (QT_TRANSLATE_NOOP("GraphExport", "Linked data (JSON-LD)"), "jsonld"),
    "turtle": (QT_TRANSLATE_NOOP("GraphExport", "Linked data (Turtle)"), "ttl"),
    "n-triples": (QT_TRANSLATE_NOOP("GraphExport", "Linked data (N-Triples)"), "nt"),
    "png": (QT_TRANSLATE_NOOP("GraphExport", "Picture (PNG)"), "png"),
    "svg": (QT_TRANSLATE_NOOP("GraphExport", "Picture to edit (SVG)"), "svg"),
}
Part = Literal["all", "shown", "around"]


class GraphExportBar(QWidget):
    """Form, part, and a button that asks for the place.

    ``wanted`` tells form, part and path.
    """

    wanted = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._n_shown = 0
        self._around = ""
        self.form, self.part = QComboBox(), QComboBox()
        self.button = styled_button("primary", "export")
        self._form_label, self._part_label = QLabel(), QLabel()
        for form in _FORMS:
            self.form.addItem("", form)
        for part in ("all", "shown", "around"):
            self.part.addItem("", part)
        row = FlowLayout(gap=M)
        column = QVBoxLayout(self)
        column.setContentsMargins(XL, S, L, S)
        column.addLayout(row)
        for label, control in ((self._form_label, self.form), (self._part_label, self.part)):
            label.setProperty("role", "muted")
            label.setBuddy(control)
            pair = QWidget()
            line = QHBoxLayout(pair)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(S)
            line.addWidget(label)
            line.addWidget(control)
            row.addWidget(pair)
        row.addWidget(self.button)
        self.setFocusProxy(self.form)
        self.form.currentIndexChanged.connect(self._show_part)
        self.button.clicked.connect(self._choose)
        self.retranslate()

    def set_parts(self, n_shown: int, around: str) -> None:
        """Offer what is shown, where that is some entities, and what is around one of a name."""
        self._n_shown, self._around = n_shown, around
        self._name_parts()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self._form_label.setText(self.tr("For"))
        self._part_label.setText(self.tr("What"))
        self.form.setAccessibleName(self.tr("For which program"))
        self.part.setAccessibleName(self.tr("What to export"))
        for i, (name, _ending) in enumerate(_FORMS.values()):
            self.form.setItemText(i, QCoreApplication.translate("GraphExport", name))
        self.button.setText(self.tr("Choose a place …"))
        self._name_parts()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _name_parts(self) -> None:
        shown = AMOUNTS.entities(self._n_shown)
        texts = (
            self.tr("Everything"),
            self.tr("What is shown ({entities})").format(entities=shown),
            self.tr("Around {name}").format(name=_short(self._around)),
        )
        chosen = self.part.currentData()
        self.part.clear()
        for part, text, is_offered in zip(
            ("all", "shown", "around"), texts, (True, self._n_shown, self._around), strict=True
        ):
            if is_offered:
                self.part.addItem(text, part)
        self.part.setCurrentIndex(max(self.part.findData(chosen), 0))

    def _show_part(self) -> None:
        is_picture = self.form.currentData() in PICTURE_FORMS
        self.part.setEnabled(not is_picture)

    def _choose(self) -> None:
        form, part = str(self.form.currentData()), str(self.part.currentData())
        path = choose_place(self, form)
        if path:
            self.wanted.emit(form, part, path)


def choose_place(parent: QWidget, form: str) -> str:
    """The file, or for some forms the new folder, that the user chose; empty when none."""
    start = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
    title = QCoreApplication.translate("GraphExport", "Where to write it")
    if form in FOLDER_FORMS:
        title = QCoreApplication.translate("GraphExport", "Make a folder for it in")
        folder = QFileDialog.getExistingDirectory(parent, title, str(start))
        return str(Path(folder) / f"Satchel {form}") if folder else ""
    name, ending = _FORMS[form]
    kind = f"{QCoreApplication.translate('GraphExport', name)} (*.{ending})"
    path, _ = QFileDialog.getSaveFileName(parent, title, str(start / f"satchel.{ending}"), kind)
    return path if not path or Path(path).suffix else f"{path}.{ending}"


def write_picture(view: GraphView | GraphBubbles, path: str, form: str) -> None:
    """Write what ``view`` shows as PNG, twice as fine as the screen, or as SVG with its texts.

    Raises:
        FileUnwritable: It cannot be written there.
    """
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    if form == "png":
        image = QImage(view.size() * _SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SCALE)
        _paint(view, image)
        QImageWriter(content, b"png").write(image)
    else:
        drawing = QSvgGenerator()
        drawing.setOutputDevice(content)
        drawing.setSize(view.size())
        drawing.setViewBox(view.rect())
        drawing.setTitle("Satchel")
        _paint(view, drawing)
    try:
        Path(path).write_bytes(content.data().data())
    except OSError as error:
        raise FileUnwritable(path=path, detail=error.strerror or str(error)) from error


def _paint(view: GraphView | GraphBubbles, device: QPaintDevice) -> None:
    painter = QPainter(device)
    view.paint_onto(painter)
    painter.end()


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
