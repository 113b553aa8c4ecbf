"""A fault or a deed, told in the window where the user works, never in a dialog that must be answered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from engine.errors import EngineError
from engine.records import Reason
from gui.texts import reason_sentence, sentence
from gui.widgets.controls import framed, set_role, styled_button, styled_label
from gui.widgets.icons import set_picture
from gui.widgets.theme import L, M, S


class MessageBar(QWidget):
    """Hidden while there is nothing to tell; shows the newest message until it is closed.

    Attributes:
        retry_wanted: What failed is to be tried again.
        undo_wanted: What was done is to be taken back.
    """

    retry_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reason: Reason | None = None
        self._tell: Callable[[], str] | None = None
        self._picture = QLabel()
        self._text = styled_label("body", wraps=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.retry = styled_button("quiet")
        self.retry.clicked.connect(self.clear)
        self.retry.clicked.connect(self.retry_wanted)
        self.undo = styled_button("quiet", "undo")
        self.undo.clicked.connect(self.clear)
        self.undo.clicked.connect(self.undo_wanted)
        self._copy = styled_button("quiet")
        self._copy.clicked.connect(self.copy_details)
        self._close = styled_button("icon", "close")
        self._close.clicked.connect(self.clear)
        self._frame = framed("notice")
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(M, S, S, S)
        row.setSpacing(M)
        row.addWidget(self._picture)
        row.addWidget(self._text, 1)
        for button in (self.retry, self.undo, self._copy, self._close):
            row.addWidget(button)
        around = QHBoxLayout(self)
        around.setContentsMargins(L, M, L, 0)
        around.addWidget(self._frame)
        self.retranslate()
        self.hide()

    def show_error(self, error: EngineError) -> None:
        """Tell ``error`` and offer to copy what helps to find its cause."""
        self.show_reason(error.reason)

    def show_reason(self, reason: Reason, *, can_retry: bool = False) -> None:
        """Tell the fault that ``reason`` names, and offer to try again where that may help."""
        self._reason = reason
        self._copy.setVisible(bool(reason.params))
        self.retry.setVisible(can_retry)
        self.undo.hide()
        self._show(lambda: reason_sentence(reason), role="notice", picture="warning", tone="danger")

    def show_deed(self, tell: Callable[[], str], *, can_undo: bool = True) -> None:
        """Tell what was done, in the words that ``tell`` has for it, and offer to undo it."""
        self._reason = None
        self._copy.hide()
        self.retry.hide()
        self.undo.setVisible(can_undo)
        self._show(tell, role="deed", picture="check", tone="accent")

    def clear(self) -> None:
        """Nothing to tell any more."""
        self._reason = None
        self._tell = None
        self.hide()

    @property
    def text(self) -> str:
        """The sentence on show; empty when there is none."""
        return self._text.text() if self._tell else ""

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.retry.setText(self.tr("Try again"))
        self.undo.setText(self.tr("Undo"))
        self._copy.setText(self.tr("Copy details"))
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close"))
        self.setAccessibleName(self.tr("Message"))
        if self._tell is not None:
            self._text.setText(self._tell())

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

    def _show(self, tell: Callable[[], str], *, role: str, picture: str, tone: str) -> None:
        self._tell = tell
        self._text.setText(tell())
        set_role(self._frame, role)
        set_picture(self._picture, picture, tone, size=20)
        self.show()
