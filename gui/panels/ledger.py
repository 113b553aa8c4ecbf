"""The right half of the Folders screen: filter, table, and reading failed files again."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent
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
from gui.widgets.ledger_view import LedgerView
from gui.widgets.navigator import Navigator
from gui.widgets.resting_edit import RestingEdit
from gui.widgets.theme import M, S

_REFRESH_MS = 1000
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
        self.view.open_wanted.connect(navigator.open_document)
        self.view.folder_wanted.connect(navigator.show_in_folder)
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
        self._empty.set_texts(self.tr("No file here"), self.tr("No file has this status and path."))
        self.model.retranslate()
        self.show_counts(self._counts)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

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
        self.model.refresh(rows, n_rows)
        self.view.verticalScrollBar().setValue(place)

    def _show_page(self) -> None:
        self._pages.setCurrentWidget(self.view if self.model.rowCount() else self._empty)

    def _show_retry(self) -> None:
        n_chosen = len(self.view.selectionModel().selectedRows())
        n_failed = self._counts.get(FileStatus.FAILED, 0)
        if n_chosen:
            self.retry.setText(self.tr("Read {n} again").format(n=number(n_chosen)))
        else:
            self.retry.setText(self.tr("Retry all failed"))
        self.retry.setEnabled(bool(n_chosen or n_failed))

    def _retry_chosen(self) -> None:
        self._retry(tuple(row.file_id for row in self.view.selected_files()))

    def _retry(self, file_ids: tuple[int, ...]) -> None:
        self._bridge.ask(self, RetryFiles(file_ids=file_ids), lambda _none: self._reread())
