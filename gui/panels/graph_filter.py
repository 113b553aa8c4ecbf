"""Which relations the graph counts: what is set, as chips that go one by one, and where it is set.

In: the watched folders. Out: a ``GraphFilter``. Labels are set in the legend; this holds the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.neighbours import EVERYTHING, GraphFilter
from gui.relation_names import PREDICATES, predicate_name
from gui.texts import AMOUNTS
from gui.widgets.controls import FlowLayout, styled_button, styled_label
from gui.widgets.paths import breadcrumb, name_of
from gui.widgets.theme import XL, L, M, S

MAX_DOCUMENTS = 99
_DATE = r"([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?"
_OTHER = "…"


class GraphFilterBar(QWidget):
    """Where a filter is set.

    Attributes:
        changed: The filter is another.
        filter: What is set here.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = EVERYTHING
        self.typed = QCheckBox()
        self.predicates: dict[str, QPushButton] = {}
        self.since, self.until = _date_edit(), _date_edit()
        self.folder = QComboBox()
        self.documents = QDoubleSpinBox()
        self._labels = {name: QLabel() for name in ("since", "until", "folder", "documents")}
        self._hint = styled_label("faint")
        self.setFocusProxy(self.typed)
        self._build()
        self.set_folders(())
        self.retranslate()

    def set_folders(self, folders: Sequence[str]) -> None:
        """Offer these folders, and what is chosen already."""
        chosen = self.filter.folder
        self.folder.blockSignals(True)
        self.folder.clear()
        self.folder.addItem("", "")
        for path in dict.fromkeys((*folders, *((chosen,) if chosen else ()))):
            self.folder.addItem(name_of(path), path)
        self.folder.addItem("", _OTHER)
        self.folder.setCurrentIndex(max(self.folder.findData(chosen), 0))
        self.folder.blockSignals(False)
        self._name_folders()

    def show_filter(self, wanted: GraphFilter) -> None:
        """Set the controls to ``wanted`` and tell."""
        self.filter = wanted
        for control in (self.typed, self.since, self.until, self.folder, self.documents):
            control.blockSignals(True)
        self.typed.setChecked(wanted.is_typed_only)
        for predicate, chip in self.predicates.items():
            chip.setChecked(predicate in wanted.predicates)
        self.since.setText(wanted.since)
        self.until.setText(wanted.until)
        self.folder.setCurrentIndex(max(self.folder.findData(wanted.folder), 0))
        self.documents.setValue(wanted.min_documents)
        for control in (self.typed, self.since, self.until, self.folder, self.documents):
            control.blockSignals(False)
        self.changed.emit()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.typed.setText(self.tr("Only stated relations"))
        self.typed.setToolTip(self.tr("Leave out pairs that merely appear in the same sentence"))
        for predicate, chip in self.predicates.items():
            chip.setText(predicate_name(predicate))
        for name, text in (
            ("since", self.tr("From")),
            ("until", self.tr("To")),
            ("folder", self.tr("Folder")),
            ("documents", self.tr("Documents at least")),
        ):
            self._labels[name].setText(text)
        self._hint.setText(self.tr("A year, month or day: 2020, 2020-05 or 2020-05-17"))
        for box, name in ((self.since, self.tr("From date")), (self.until, self.tr("To date"))):
            box.setPlaceholderText(self.tr("2020-05"))
            box.setAccessibleName(name)
        self.folder.setAccessibleName(self.tr("Folder"))
        self.documents.setAccessibleName(self.tr("Documents at least"))
        self.documents.setToolTip(self.tr("How many documents must say it of the two"))
        self._name_folders()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        self.documents.setDecimals(0)
        self.documents.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.documents.setRange(1, MAX_DOCUMENTS)
        self.folder.setMinimumWidth(140)
        flow = FlowLayout(gap=6)
        for predicate in PREDICATES[1:]:
            chip = styled_button("chip")
            chip.clicked.connect(self._tell)
            self.predicates[predicate] = chip
            flow.addWidget(chip)
        row = FlowLayout(gap=M)
        self.typed.setMinimumHeight(self.since.sizeHint().height())
        row.addWidget(self.typed)
        controls = (("since", self.since), ("until", self.until), ("folder", self.folder))
        for name, control in (*controls, ("documents", self.documents)):
            self._labels[name].setProperty("role", "muted")
            row.addWidget(_pair(self._labels[name], control))
        column = QVBoxLayout(self)
        column.setContentsMargins(XL, S, L, S)
        column.setSpacing(M)
        column.addLayout(row)
        column.addWidget(self._hint)
        self._hint.hide()
        column.addLayout(flow)
        self.typed.toggled.connect(self._tell)
        for box in (self.since, self.until):
            box.textChanged.connect(self._show_hint)
        self.since.editingFinished.connect(self._tell)
        self.until.editingFinished.connect(self._tell)
        self.documents.valueChanged.connect(self._tell)
        self.folder.activated.connect(self._take_folder)

    def _show_hint(self) -> None:
        """Say what a date looks like while one is not whole; until then it counts for nothing."""
        self._hint.setVisible(not all(box.hasAcceptableInput() for box in (self.since, self.until)))

    def _name_folders(self) -> None:
        self.folder.setItemText(0, self.tr("All folders"))
        self.folder.setItemText(self.folder.count() - 1, self.tr("Another folder …"))

    def _take_folder(self) -> None:
        if self.folder.currentData() == _OTHER:
            start = self.filter.folder or str(self.folder.itemData(1) if self.folder.count() > 2 else "")
            path = QFileDialog.getExistingDirectory(self, self.tr("Only documents in this folder"), start)
            known = [str(self.folder.itemData(i)) for i in range(1, self.folder.count() - 1)]
            self.filter = replace(self.filter, folder=path or self.filter.folder)
            self.set_folders(known)
            self.changed.emit()
        else:
            self._tell()

    def _tell(self) -> None:
        wanted = GraphFilter(
            is_typed_only=self.typed.isChecked(),
            predicates=tuple(name for name, chip in self.predicates.items() if chip.isChecked()),
            since=self.since.text(),
            until=self.until.text(),
            folder=str(self.folder.currentData()),
            min_documents=round(self.documents.value()),
        )
        if wanted != self.filter:
            self.filter = wanted
            self.changed.emit()


class ActiveFilters(QWidget):
    """What is set, one chip each; a click takes it away.

    ``reduced`` tells the filter without it.
    """

    reduced = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = EVERYTHING
        self.chips: list[QPushButton] = []
        self._flow = FlowLayout(self, gap=6)

    def show_filter(self, wanted: GraphFilter) -> None:
        """Show what ``wanted`` sets."""
        self.filter = wanted
        self._flow.clear()
        self.chips.clear()
        for text, reduced in self._parts(wanted):
            chip = styled_button("plain", "close", size=12)
            chip.setProperty("kind", "active")
            chip.setText(text)
            chip.setToolTip(self.tr("Take this filter away"))
            chip.setAccessibleName(f"{text}, {chip.toolTip()}")
            chip.clicked.connect(lambda _checked=False, left=reduced: self.reduced.emit(left))
            self.chips.append(chip)
            self._flow.addWidget(chip)
        self.setVisible(bool(self.chips))

    def _parts(self, wanted: GraphFilter) -> list[tuple[str, GraphFilter]]:
        parts = []
        if wanted.is_typed_only:
            parts.append((self.tr("Only stated relations"), replace(wanted, is_typed_only=False)))
        for predicate in wanted.predicates:
            left = tuple(other for other in wanted.predicates if other != predicate)
            parts.append((predicate_name(predicate), replace(wanted, predicates=left)))
        if wanted.since:
            parts.append((self.tr("from {date}").format(date=wanted.since), replace(wanted, since="")))
        if wanted.until:
            parts.append((self.tr("to {date}").format(date=wanted.until), replace(wanted, until="")))
        if wanted.folder:
            folder = breadcrumb(wanted.folder, with_name=True).rpartition(" › ")[2]
            parts.append((self.tr("in {folder}").format(folder=folder), replace(wanted, folder="")))
        if wanted.min_documents > 1:
            #: At least so many documents say it; {documents} is "2 documents"
            text = self.tr("at least {documents}")
            text = text.format(documents=AMOUNTS.documents(wanted.min_documents))
            parts.append((text, replace(wanted, min_documents=1)))
        return parts


def _date_edit() -> QLineEdit:
    box = QLineEdit()
    box.setFixedWidth(112)
    box.setMaxLength(10)
    box.setValidator(QRegularExpressionValidator(QRegularExpression(_DATE), box))
    return box


def _pair(label: QLabel, control: QWidget) -> QWidget:
    """A label and its control, which stay together where the row breaks."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(S)
    row.addWidget(label)
    row.addWidget(control)
    label.setBuddy(control)
    return pair
