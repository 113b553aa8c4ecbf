"""A narrow bar to find words in the document in hand: box, count, previous, next, close."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from gui.texts import number
from gui.widgets.controls import styled_button, styled_label
from gui.widgets.icons import add_leading_icon
from gui.widgets.theme import M, S


class FindBar(QFrame):
    """Says what is wanted; whoever owns it searches and tells the count with ``set_count``.

    Attributes:
        wanted: The words to find changed.
        stepped: +1 for the next, -1 for the previous find.
        closed: The user is done.
    """

    wanted = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[int, int, bool] | None = None
        self.box = QLineEdit()
        self.box.setClearButtonEnabled(True)
        self.box.setMinimumWidth(180)
        self.box.setMaximumWidth(360)
        add_leading_icon(self.box, "search")
        self.box.textChanged.connect(self.wanted)
        self.box.installEventFilter(self)
        self.count = styled_label("muted")
        self.previous = styled_button("icon", "chevron-up")
        self.next = styled_button("icon", "chevron-down")
        self.close_button = styled_button("icon", "close")
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.close_button.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(M, S, M, S)
        row.setSpacing(S)
        row.addWidget(self.box, 1)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.retranslate()

    def open(self, text: str) -> None:
        """Show the bar ready to type, with ``text`` in the box if there is any."""
        self.show()
        if text:
            self.box.setText(text)
        self.box.selectAll()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_count(self, current: int | None, total: int, *, is_cut: bool = False) -> None:
        """Tell that find ``current`` (from 0) of ``total`` is shown; ``is_cut`` when there are more."""
        self._found = (-1 if current is None else current, total, is_cut)
        has_words = bool(self.box.text().strip())
        for button in (self.previous, self.next):
            button.setEnabled(total > 0)
        if not has_words:
            self.count.setText("")
        elif total == 0:
            self.count.setText(self.tr("Not in this document"))
        else:
            of = number(total) + ("+" if is_cut else "")
            #: Which of the places found is shown: "3 of 17"
            self.count.setText(self.tr("{n} of {total}").format(n=number(self._found[0] + 1), total=of))

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.box.setPlaceholderText(self.tr("Find in this document"))
        self.box.setAccessibleName(self.tr("Find in this document"))
        for button, name in (
            (self.previous, self.tr("Previous find (Shift+Enter)")),
            (self.next, self.tr("Next find (Enter)")),
            (self.close_button, self.tr("Close (Esc)")),
        ):
            button.setToolTip(name)
            button.setAccessibleName(name)
        if self._found is not None:
            current, total, is_cut = self._found
            self.set_count(current, total, is_cut=is_cut)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.stepped.emit(-1 if is_back else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
        return False
