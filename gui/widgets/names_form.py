"""The names that an entity is drawn together from; some of them can be said to be another thing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from engine.curation import FormRow
from gui.texts import AMOUNTS
from gui.widgets.column import empty_layout, show_layout
from gui.widgets.controls import styled_button, styled_label
from gui.widgets.label_chip import LabelChip
from gui.widgets.theme import XS, M, S

_MOST = 100


class NamesForm(QWidget):
    """A line for each form, the most mentioned first.

    Attributes:
        parted: The ``FormRow``s, as a tuple, that are another thing.
    """

    parted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms: tuple[FormRow, ...] = ()
        self.checks: list[QCheckBox] = []
        self.part_button = styled_button("plain")
        self.part_button.clicked.connect(lambda: self.parted.emit(self._ticked()))
        self._sentence = styled_label("muted", wraps=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self._sentence)
        column.addLayout(self._rows)
        column.addWidget(self.part_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def show_forms(self, forms: Sequence[FormRow]) -> None:
        """Show the forms of one entity, none ticked."""
        self._forms = tuple(forms)[:_MOST]
        empty_layout(self._rows)
        self.checks = []
        is_several = len(self._forms) > 1
        for form in self._forms if is_several else ():
            self._rows.addLayout(self._line(form))
        show_layout(self._rows)
        self.part_button.setVisible(is_several)
        self._offer()
        self.retranslate()
        if is_several:
            self.checks[0].setFocus()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        several = self.tr("These names were drawn together. Tick those that mean something else.")
        single = self.tr("It goes by one name only: there is nothing to part.")
        self._sentence.setText(several if len(self._forms) > 1 else single)
        self.part_button.setText(self.tr("These are another thing"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _line(self, form: FormRow) -> QHBoxLayout:
        check = QCheckBox(form.name.replace("&", "&&"))
        check.toggled.connect(self._offer)
        self.checks.append(check)
        count = styled_label("faint")
        count.setText(AMOUNTS.mentions(form.n_mentions))
        line = QHBoxLayout()
        line.setSpacing(M)
        line.addWidget(check)
        line.addWidget(LabelChip(form.label))
        line.addWidget(count)
        line.addStretch(1)
        return line

    def _ticked(self) -> tuple[FormRow, ...]:
        return tuple(form for form, check in zip(self._forms, self.checks, strict=False) if check.isChecked())

    def _offer(self) -> None:
        self.part_button.setEnabled(0 < len(self._ticked()) < len(self._forms))
