"""One watched folder: where it is, how much of it is read, and how to stop reading it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from engine.records import FolderRow
from gui.texts import AMOUNTS, number
from gui.widgets.controls import ElidedLabel, styled_button, styled_label
from gui.widgets.icons import set_picture
from gui.widgets.paths import name_of, short_home
from gui.widgets.theme import XS, M, S


class FolderCard(QFrame):
    """Asks in place before a folder is removed.

    Attributes:
        remove_wanted: The user has confirmed that ``path`` is not to be watched any more.
        reveal_wanted: ``path`` is to be shown in the file manager.
    """

    remove_wanted = Signal(str)
    reveal_wanted = Signal(str)

    def __init__(self, folder: FolderRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._folder = folder
        self._picture = QLabel()
        self._name = ElidedLabel("strong")
        self._path = ElidedLabel("faint")
        self._count = ElidedLabel("muted", Qt.TextElideMode.ElideRight)
        self._reveal = styled_button("icon", "open")
        self._reveal.clicked.connect(lambda: self.reveal_wanted.emit(self._folder.path))
        self.remove = styled_button("icon", "trash")
        self._question = styled_label("body", wraps=True)
        self.confirm = styled_button("danger")
        self._keep = styled_button("plain")
        self._pages = QStackedWidget()
        self._sides = (self._facts(), self._asking())
        for side in self._sides:
            self._pages.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(M, M, S, M)
        column.addWidget(self._pages)
        self.remove.clicked.connect(lambda: self._show_page(1))
        self._keep.clicked.connect(lambda: self._show_page(0))
        self.confirm.clicked.connect(lambda: self.remove_wanted.emit(self._folder.path))
        self._show_page(0)
        self.show_folder(folder)
        self.retranslate()

    @property
    def path(self) -> str:
        """The folder that it shows."""
        return self._folder.path

    def show_folder(self, folder: FolderRow) -> None:
        """Take newer counts."""
        self._folder = folder
        self._name.setText(name_of(folder.path))
        self._path.setText(short_home(folder.path))
        set_picture(self._picture, "folder" if folder.is_online else "offline", "accent", size=22)
        if not folder.is_online:
            self._count.setText(self.tr("Offline; what was read is kept"))
        elif folder.n_indexed == folder.n_files:
            self._count.setText(AMOUNTS.files(folder.n_files))
        else:
            text = self.tr("{done} of {total} files read")
            self._count.setText(text.format(done=number(folder.n_indexed), total=number(folder.n_files)))

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self._question.setText(
            self.tr(
                "Stop reading this folder? Its files stay exactly as they are; only what Satchel read of "
                "them is forgotten. You can add it again at any time."
            )
        )
        self.confirm.setText(self.tr("Stop reading"))
        self._keep.setText(self.tr("Keep"))
        for button, text in (
            (self.remove, self.tr("Stop reading this folder")),
            (self._reveal, self.tr("Show in folder")),
        ):
            button.setToolTip(text)
            button.setAccessibleName(f"{text}: {self._folder.path}")
        self.show_folder(self._folder)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _facts(self) -> QWidget:
        facts = QWidget()
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for label in (self._name, self._path, self._count):
            texts.addWidget(label)
        row = QHBoxLayout(facts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(XS)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addSpacing(S)
        row.addLayout(texts, 1)
        row.addWidget(self._reveal, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        return facts

    def _asking(self) -> QWidget:
        asking = QWidget()
        row = QHBoxLayout()
        row.addWidget(self.confirm)
        row.addWidget(self._keep)
        row.addStretch()
        column = QVBoxLayout(asking)
        column.setContentsMargins(0, 0, XS, 0)
        column.setSpacing(M)
        column.addWidget(self._question)
        column.addLayout(row)
        return asking

    def _show_page(self, page: int) -> None:
        """Show one page and take no more room than it needs."""
        self._pages.setCurrentIndex(page)
        for i, side in enumerate(self._sides):
            side.setVisible(i == page)
        needed = self._sides[page].sizeHint().height()
        if page == 1:
            needed = self._sides[1].heightForWidth(max(self._pages.width(), 220))
            self._keep.setFocus()
        self._pages.setFixedHeight(needed)
