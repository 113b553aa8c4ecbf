"""A fault, told in the window where the user works, never in a dialog that must be answered."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from engine.errors import EngineError
from engine.records import Reason
from gui.texts import reason_sentence, sentence
from gui.widgets.controls import framed, styled_button, styled_label
from gui.widgets.icons import set_picture
from gui.widgets.theme import L, M, S


class MessageBar(QWidget):
    """Hidden while there is nothing to tell; shows the newest fault until it is closed.

    ``retry_wanted`` says that what failed is to be tried again.
    """

    retry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reason: Reason | None = None
        picture = QLabel()
        set_picture(picture, "warning", "danger", size=20)
        self._text = styled_label("body", wraps=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.retry = styled_button("quiet")
        self.retry.clicked.connect(self.clear)
        self.retry.clicked.connect(self.retry_wanted)
        self._copy = styled_button("quiet")
        self._copy.clicked.connect(self.copy_details)
        self._close = styled_button("icon", "close")
        self._close.clicked.connect(self.clear)
        notice = framed("notice")
        row = QHBoxLayout(notice)
        row.setContentsMargins(M, S, S, S)
        row.setSpacing(M)
        row.addWidget(picture)
        row.addWidget(self._text, 1)
        row.addWidget(self.retry)
        row.addWidget(self._copy)
        row.addWidget(self._close)
        around = QHBoxLayout(self)
        around.setContentsMargins(L, M, L, 0)
        around.addWidget(notice)
        self.retranslate()
        self.hide()

    def show_error(self, error: EngineError) -> None:
        """Tell ``error`` and offer to copy what helps to find its cause."""
        self.show_reason(error.reason)

    def show_reason(self, reason: Reason, *, can_retry: bool = False) -> None:
        """Tell the fault that ``reason`` names, and offer to try again where that may help."""
        self._reason = reason
        self._text.setText(reason_sentence(reason))
        self._copy.setVisible(bool(reason.params))
        self.retry.setVisible(can_retry)
        self.show()

    def clear(self) -> None:
        """Nothing to tell any more."""
        self._reason = None
        self.hide()

    @property
    def text(self) -> str:
        """The sentence on show; empty when there is none."""
        return self._text.text() if self._reason else ""

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.retry.setText(self.tr("Try again"))
        self._copy.setText(self.tr("Copy details"))
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close"))
        self.setAccessibleName(self.tr("Message"))
        if self._reason is not None:
            self._text.setText(reason_sentence(self._reason))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def copy_details(self) -> None:
        """Copy the sentence with the code and data behind it."""
        if self._reason is None:
            return
        details = [sentence(self._reason.code, self._reason.params), self._reason.code]
        details += [f"{name}: {value}" for name, value in self._reason.params.items()]
        QGuiApplication.clipboard().setText("\n".join(details))
