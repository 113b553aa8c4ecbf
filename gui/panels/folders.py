"""What Satchel reads: the watched folders, how far the work is, and the ledger of every file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from engine.events import Activity, ChangeKind, IndexProgress
from engine.records import FolderRow, LibraryStatus
from engine.requests import (
    AddFolder,
    Change,
    GetStatus,
    HurryIndexing,
    PauseIndexing,
    RemoveFolder,
    Rescan,
    ResumeIndexing,
)
from gui.engine_bridge import EngineBridge
from gui.panels.ledger import LedgerPanel
from gui.panels.refresher import Refresher
from gui.widgets.controls import framed, set_role, styled_button, styled_label
from gui.widgets.empty_state import EmptyState
from gui.widgets.folder_card import FolderCard
from gui.widgets.folder_choice import choose_folder, sample_folder
from gui.widgets.icons import set_icon
from gui.widgets.navigator import Navigator
from gui.widgets.stage_bars import StageBars
from gui.widgets.theme import XL, L, M, S

_REFRESH_MS = 700
_LEFT_WIDTH = 328


class FoldersPanel(QWidget):
    """Folders and stages on the left, the ledger on the right; folders can be dropped anywhere."""

    def __init__(self, bridge: EngineBridge, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._navigator = bridge, navigator
        self._is_paused = False
        self.cards: dict[str, FolderCard] = {}
        self.ledger = LedgerPanel(bridge, navigator)
        self.stages = StageBars()
        self.add = styled_button("primary", "folder-plus")
        self.rescan = styled_button("plain", "refresh")
        self.pause = styled_button("plain", "pause")
        self._empty = EmptyState("folder-plus")
        self.setAcceptDrops(True)
        self.setFocusProxy(self.ledger.view)
        self._build()
        self._connect()
        self.retranslate()
        self._read_status()

    def add_folder(self, path: str) -> None:
        """Watch ``path`` from now on; nothing happens when it is empty."""
        if path:
            self._change(AddFolder(path=path))

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self._title.setText(self.tr("Folders"))
        self.add.setText(self.tr("Add folder…"))
        self.rescan.setText(self.tr("Look again"))
        self.rescan.setToolTip(self.tr("Compare every folder with the library now (F5)"))
        self.pause.setText(self.tr("Resume") if self._is_paused else self.tr("Pause"))
        self._hint.setText(self.tr("Or drop a folder here"))
        self._empty.set_texts(
            self.tr("Choose folders to begin"),
            self.tr("Pick folders, or drop them here. Satchel only reads; your files are never changed."),
        )
        self._choose.setText(self.tr("Choose folders…"))
        self._sample.setText(self.tr("Try the sample library"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _folders_in(event):
            event.acceptProposedAction()
            set_role(self._frame, "drop")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_role(self._frame, "")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        set_role(self._frame, "")
        for path in _folders_in(event):
            self.add_folder(path)
        event.acceptProposedAction()

    def _build(self) -> None:
        self._title = styled_label("title")
        self._hint = styled_label("faint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._choose = self._empty.add_button("primary", "folder-plus")
        self._sample = self._empty.add_button("plain", "sparkle")
        self._sample.setVisible(sample_folder() is not None)
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self._title)
        head.addStretch()
        for button in (self.pause, self.rescan, self.add):
            head.addWidget(button)
        self._both = QWidget()
        row = QHBoxLayout(self._both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(L)
        row.addWidget(self._left())
        row.addWidget(self.ledger, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._both)
        self._pages.addWidget(self._empty)
        self._frame = framed("")
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(XL - M, L + 4 - M, XL - M, M)
        inside.setSpacing(L)
        inside.addLayout(head)
        inside.addWidget(self._pages, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(M, M, M, 0)
        around.addWidget(self._frame)

    def _left(self) -> QScrollArea:
        content = QWidget()
        content.setProperty("role", "page")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, S, 0)
        column.setSpacing(M)
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(S)
        column.addLayout(self._card_column)
        column.addWidget(self._hint)
        column.addWidget(self.stages)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFixedWidth(_LEFT_WIDTH)
        area.setWidget(content)
        return area

    def _connect(self) -> None:
        for button in (self.add, self._choose):
            button.clicked.connect(lambda: self.add_folder(choose_folder(self)))
        self._sample.clicked.connect(lambda: self.add_folder(str(sample_folder() or "")))
        self.rescan.clicked.connect(lambda: self._change(Rescan()))
        self.pause.clicked.connect(self._turn)
        self.stages.hurry_wanted.connect(lambda: self._change(HurryIndexing()))
        Refresher(self._bridge, self, ChangeKind, self._read_status, pause_ms=_REFRESH_MS)
        self._bridge.progressed.connect(self._take_progress)
        if self._bridge.last_progress is not None:
            self._take_progress(self._bridge.last_progress)

    def _turn(self) -> None:
        self._change(ResumeIndexing() if self._is_paused else PauseIndexing())

    def _change(self, request: Change) -> None:
        self._bridge.ask(self, request, lambda _none: self._read_status())

    def _read_status(self) -> None:
        self._bridge.ask(self, GetStatus(), self._take_status)

    def _take_status(self, status: LibraryStatus) -> None:
        self._pages.setCurrentWidget(self._both if status.folders else self._empty)
        for button in (self.add, self.rescan, self.pause):
            button.setVisible(bool(status.folders))
        self._show_cards(status.folders)
        self.stages.show_stages(status.stages)
        self.ledger.show_counts(status.files)

    def _show_cards(self, folders: tuple[FolderRow, ...]) -> None:
        wanted = {folder.path: folder for folder in folders}
        for path in [path for path in self.cards if path not in wanted]:
            self.cards.pop(path).deleteLater()
        for path, folder in wanted.items():
            if path in self.cards:
                self.cards[path].show_folder(folder)
                continue
            card = FolderCard(folder)
            card.remove_wanted.connect(lambda gone: self._change(RemoveFolder(path=gone)))
            card.reveal_wanted.connect(self._navigator.show_in_folder)
            self.cards[path] = card
            self._card_column.addWidget(card)

    def _take_progress(self, progress: IndexProgress) -> None:
        self.stages.show_progress(progress)
        is_reading = progress.activity is Activity.READING
        self.ledger.model.show_in_hand(progress.current_path if is_reading else "")
        is_paused = progress.activity is Activity.PAUSED and progress.restraint is None
        # Held up by the engine, it goes on by itself or by the button beside the reason.
        self.pause.setEnabled(is_paused or progress.activity is not Activity.PAUSED)
        if is_paused != self._is_paused:
            self._is_paused = is_paused
            set_icon(self.pause, "play" if is_paused else "pause")
            self.retranslate()


def _folders_in(event: QDropEvent) -> list[str]:
    """The folders being dragged; files are not ours to take."""
    paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if Path(path).is_dir()]
