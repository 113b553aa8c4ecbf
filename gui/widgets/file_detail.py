"""What is known of one file of the ledger: where it lies, why it is as it is, what can be done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from engine.records import FileRow, FileStatus
from gui.texts import AMOUNTS, moment, next_try, reason_sentence, size, status_name
from gui.widgets.controls import ElidedLabel, styled_button, styled_label
from gui.widgets.theme import XS, L, M, S


class FileDetail(QFrame):
    """A card below the table; hidden while no file, or more than one, is chosen.

    Attributes:
        open_wanted: The document of this id is to be opened.
        folder_wanted: This path is to be shown in the file manager.
        retry_wanted: These file ids are to be read again.
    """

    open_wanted = Signal(int)
    folder_wanted = Signal(str)
    retry_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._row: FileRow | None = None
        self._path = ElidedLabel("strong")
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._reason = styled_label("body", wraps=True)
        self._facts = styled_label("faint", wraps=True)
        self.open = styled_button("plain", "open")
        self.reveal = styled_button("plain", "folder")
        self.retry = styled_button("plain", "refresh")
        self.open.clicked.connect(self._open)
        self.reveal.clicked.connect(self._reveal)
        self.retry.clicked.connect(self._retry)
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        for button in (self.open, self.reveal, self.retry):
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(L, M, L, M)
        column.setSpacing(XS)
        for label in (self._path, self._reason, self._facts):
            column.addWidget(label)
        column.addSpacing(XS)
        column.addLayout(buttons)
        self.hide()
        self.retranslate()

    @property
    def text(self) -> str:
        """All that is said of the file."""
        return "\n".join((self._path.text(), self._reason.text(), self._facts.text()))

    def show_file(self, row: FileRow | None) -> None:
        """Tell of ``row``; None hides the card."""
        self._row = row
        self.setVisible(row is not None)
        if row is None:
            return
        reason = reason_sentence(row.reason)
        self._path.setText(row.path)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        parts = [status_name(row.status), size(row.size_bytes)]
        if row.status is not FileStatus.WAITING:
            parts.append(self.tr("looked at {time}").format(time=moment(row.updated_ms)))
        if row.tries and row.status in (FileStatus.FAILED, FileStatus.WAITING):
            parts.append(AMOUNTS.tries(row.tries))
        if row.retry_at_ms is not None:
            parts.append(next_try(row.retry_at_ms))
        self._facts.setText(" · ".join(parts))
        self.open.setVisible(row.document_id is not None)
        self.retry.setVisible(can_retry(row))

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.setAccessibleName(self.tr("The chosen file"))
        self.open.setText(self.tr("Open"))
        self.reveal.setText(self.tr("Show in folder"))
        self.retry.setText(self.tr("Read again"))
        self.show_file(self._row)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _open(self) -> None:
        if self._row is not None and self._row.document_id is not None:
            self.open_wanted.emit(self._row.document_id)

    def _reveal(self) -> None:
        if self._row is not None:
            self.folder_wanted.emit(self._row.path)

    def _retry(self) -> None:
        if self._row is not None:
            self.retry_wanted.emit((self._row.file_id,))


def can_retry(row: FileRow) -> bool:
    """Whether reading the file again may give more than it gave."""
    return row.status in (FileStatus.FAILED, FileStatus.PARTIAL)
