"""The right half of the Folders screen: filter, table, and reading failed files again."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.events import ChangeKind
from engine.records import FileRow, FileStatus
from engine.requests import ListFiles, RetryFiles
from gui.engine_bridge import EngineBridge
from gui.models.ledger_model import PAGE, LedgerModel
from gui.panels.refresher import Refresher
from gui.texts import number, status_name
from gui.widgets.chips import Chips
from gui.widgets.controls import framed, styled_button
from gui.widgets.empty_state import EmptyState
from gui.widgets.file_detail import FileDetail, can_retry
from gui.widgets.ledger_view import LedgerView
from gui.widgets.navigator import Navigator
from gui.widgets.resting_edit import RestingEdit
from gui.widgets.theme import M, S

_REFRESH_MS = 1000
_CLOCK_MS = 20_000
_REFRESHED_ROWS = 1000  # what lies further down is refreshed when it is loaded anew


class LedgerPanel(QWidget):
    """Loads the ledger as the user scrolls; an answer to an older filter is dropped."""

    def __init__(self, bridge: EngineBridge, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._counts: Mapping[str, int] = {}
        self._n_filters = 0
        self.model = LedgerModel(self)
        self.view = LedgerView(self.model)
        self.statuses = Chips(("", *FileStatus))
        self.filter = RestingEdit()
        self.retry = styled_button("plain", "refresh")
        self.detail = FileDetail()
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._empty = EmptyState("document")
        self._build()
        self.model.page_wanted.connect(self._ask_page)
        self.model.rowsInserted.connect(self._show_page)
        self.model.modelReset.connect(self._show_page)
        self.statuses.chosen.connect(self.reload)
        self.filter.rested.connect(self.reload)
        self.retry.clicked.connect(self._retry_chosen)
        self.view.selectionModel().selectionChanged.connect(self._show_retry)
        self.view.retry_wanted.connect(self._retry)
        self.view.selectionModel().selectionChanged.connect(self._show_detail)
        self.model.dataChanged.connect(self._show_detail)
        self.model.modelReset.connect(self._show_detail)
        self.detail.retry_wanted.connect(self._retry)
        for source in (self.view, self.detail):
            source.open_wanted.connect(navigator.open_document)
            source.folder_wanted.connect(navigator.show_in_folder)
        self._clock.timeout.connect(self.model.refresh_times)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self).activated.connect(self._focus_filter)
        Refresher(bridge, self, {ChangeKind.FILES, ChangeKind.FOLDERS}, self._reread, pause_ms=_REFRESH_MS)
        self.retranslate()
        self.reload()

    def reload(self) -> None:
        """Load the ledger from its start under the filter in force."""
        self._n_filters += 1
        self.model.restart()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many files have each status."""
        self._counts = counts
        texts = {"": self.tr("All {n}").format(n=number(sum(counts.values())))}
        for status in FileStatus:
            texts[status] = f"{status_name(status)} {number(counts.get(status, 0))}"
        self.statuses.set_texts(texts)
        self._show_retry()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.filter.setPlaceholderText(self.tr("Filter by path"))
        self.filter.setAccessibleName(self.tr("Filter by path"))
        self._name_empty()
        self.model.retranslate()
        self.show_counts(self._counts)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()

    def _build(self) -> None:
        self.filter.setMaximumWidth(280)
        tools = QHBoxLayout()
        tools.setSpacing(S)
        tools.addWidget(self.filter, 1)
        tools.addStretch()
        tools.addWidget(self.retry)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._empty)
        card = framed("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addLayout(tools)
        column.addWidget(self.statuses)
        column.addWidget(card, 1)
        column.addWidget(self.detail)

    def _request(self, offset: int, limit: int) -> ListFiles:
        status = self.statuses.current
        return ListFiles(
            status=FileStatus(status) if status else None,
            contains=self.filter.text().strip(),
            offset=offset,
            limit=limit,
        )

    def _ask_page(self, offset: int) -> None:
        asked = self._n_filters
        self._bridge.ask(self, self._request(offset, PAGE), lambda rows: self._take_page(asked, offset, rows))

    def _take_page(self, asked: int, offset: int, rows: tuple[FileRow, ...]) -> None:
        if asked == self._n_filters:
            self.model.add_page(offset, rows)
            self._show_page()

    def _reread(self) -> None:
        asked, n_rows = self._n_filters, max(PAGE, min(self.model.rowCount(), _REFRESHED_ROWS))
        self._bridge.ask(self, self._request(0, n_rows), lambda rows: self._take_refresh(asked, n_rows, rows))

    def _take_refresh(self, asked: int, n_rows: int, rows: tuple[FileRow, ...]) -> None:
        if asked != self._n_filters:
            return
        place = self.view.verticalScrollBar().value()
        chosen = [row.file_id for row in self.view.selected_files()]
        self.model.refresh(rows, n_rows)
        self.view.choose_files(chosen)
        self.view.verticalScrollBar().setValue(place)

    def _show_page(self) -> None:
        self._name_empty()
        self._pages.setCurrentWidget(self._empty if self.model.is_empty else self.view)

    def _name_empty(self) -> None:
        """Say why the table is empty: nothing has that status, or nothing goes by that name."""
        if self.filter.text().strip():
            texts = self.tr("No file here"), self.tr("No file has this status and path.")
        else:
            texts = {
                FileStatus.WAITING: (self.tr("Nothing waits"), self.tr("Every file has been looked at.")),
                FileStatus.INDEXED: (self.tr("Nothing read yet"), self.tr("Files appear here once read.")),
                FileStatus.PARTIAL: (
                    self.tr("Nothing is partial"), self.tr("What could be read was read to its end."),
                ),
                FileStatus.FAILED: (self.tr("Nothing failed"), self.tr("Every file could be read.")),
                FileStatus.IGNORED: (self.tr("Nothing is ignored"), self.tr("No rule leaves a file out.")),
            }.get(
                FileStatus(self.statuses.current) if self.statuses.current else None,  # type: ignore[arg-type]
                (self.tr("No file here"), self.tr("The folders hold no file that Satchel may see.")),
            )  # fmt: skip
        self._empty.set_texts(*texts)

    def _focus_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _show_detail(self) -> None:
        chosen = self.view.selected_files()
        self.detail.show_file(chosen[0] if len(chosen) == 1 else None)

    def _show_retry(self) -> None:
        n_chosen = sum(map(can_retry, self.view.selected_files()))
        n_failed = self._counts.get(FileStatus.FAILED, 0)
        if n_chosen:
            self.retry.setText(self.tr("Read {n} again").format(n=number(n_chosen)))
        else:
            self.retry.setText(self.tr("Retry all failed"))
        self.retry.setEnabled(bool(n_chosen or n_failed))

    def _retry_chosen(self) -> None:
        self._retry(tuple(row.file_id for row in self.view.selected_files() if can_retry(row)))

    def _retry(self, file_ids: tuple[int, ...]) -> None:
        self._bridge.ask(self, RetryFiles(file_ids=file_ids), lambda _none: self._reread())
