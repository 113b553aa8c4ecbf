"""Qt table model over the ledger: every file with its status, loaded page by page.

It asks nothing itself: ``page_wanted`` names the first row that is missing, and whoever listens answers
with ``add_page``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from engine.records import FileRow, FileStatus
from gui.roles import RECORD_ROLE, LedgerColumn
from gui.texts import date, next_try, reason_sentence, size, status_name

Index = QModelIndex | QPersistentModelIndex
PAGE = 200
_NUMBERS = (LedgerColumn.SIZE, LedgerColumn.MODIFIED)


class LedgerModel(QAbstractTableModel):
    """One row per file, by path; ``RECORD_ROLE`` gives the row's ``FileRow`` itself."""

    page_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[FileRow] = []
        self._is_complete = False
        self._is_fetching = False
        self._in_hand = ""

    @property
    def rows(self) -> tuple[FileRow, ...]:
        """The rows loaded so far."""
        return tuple(self._rows)

    @property
    def is_empty(self) -> bool:
        """Whether it is known that there is no row."""
        return self._is_complete and not self._rows

    def restart(self) -> None:
        """Drop all rows and ask for the first page."""
        self.beginResetModel()
        self._rows.clear()
        self._is_complete, self._is_fetching = False, True
        self.endResetModel()
        self.page_wanted.emit(0)

    def add_page(self, offset: int, rows: Sequence[FileRow]) -> None:
        """Take the rows from ``offset`` on; a page shorter than ``PAGE`` is the last one."""
        if offset != len(self._rows):
            return
        self._is_fetching = False
        self._is_complete = len(rows) < PAGE
        if rows:
            self.beginInsertRows(QModelIndex(), offset, offset + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def refresh(self, rows: Sequence[FileRow], asked: int) -> None:
        """Take newer values of the first ``asked`` rows, touching only what changed."""
        old = self._rows[:asked]
        if [row.file_id for row in old] == [row.file_id for row in rows]:
            for i, (before, after) in enumerate(zip(old, rows, strict=True)):
                if before != after:
                    self._rows[i] = after
                    self.dataChanged.emit(
                        self.index(i, LedgerColumn.NAME), self.index(i, LedgerColumn.MODIFIED)
                    )
            return
        self.beginResetModel()
        self._rows = list(rows)
        self._is_complete = len(rows) < asked
        self.endResetModel()

    def show_in_hand(self, path: str) -> None:
        """Tell of the file at ``path`` that it is being read now, empty for none."""
        before, self._in_hand = self._in_hand, path
        if before == path:
            return
        for i, row in enumerate(self._rows):
            if row.path in (before, path):
                cell = self.index(i, LedgerColumn.STATUS)
                self.dataChanged.emit(cell, cell)

    def refresh_times(self) -> None:
        """Time has passed: what is told in minutes from now has changed."""
        if any(row.retry_at_ms is not None for row in self._rows):
            last = len(self._rows) - 1
            self.dataChanged.emit(self.index(0, LedgerColumn.REASON), self.index(last, LedgerColumn.REASON))

    def retranslate(self) -> None:
        """The language has changed: every text has."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, LedgerColumn.NAME, LedgerColumn.MODIFIED)
        if self._rows:
            self.dataChanged.emit(
                self.index(0, LedgerColumn.NAME), self.index(len(self._rows) - 1, LedgerColumn.MODIFIED)
            )

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._is_complete and not self._is_fetching

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._is_fetching = True
            self.page_wanted.emit(len(self._rows))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else LedgerColumn.MODIFIED + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        row, column = self._rows[index.row()], index.column()
        if role == RECORD_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            is_read_now = row.path == self._in_hand and row.status is FileStatus.WAITING
            return self.tr("Reading") if is_read_now and column == LedgerColumn.STATUS else _text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return _reason(row) if column == LedgerColumn.REASON else row.path
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in _NUMBERS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (
            self.tr("Name"), self.tr("Folder"), self.tr("Status"), self.tr("Reason"), self.tr("Size"),
            self.tr("Modified"),
        )  # fmt: skip
        return names[section]


def _text(row: FileRow, column: int) -> str:
    if column == LedgerColumn.NAME:
        return PurePath(row.path).name
    if column == LedgerColumn.FOLDER:
        return PurePath(row.path).parent.name
    if column == LedgerColumn.STATUS:
        return status_name(row.status)
    if column == LedgerColumn.REASON:
        return _reason(row)
    return size(row.size_bytes) if column == LedgerColumn.SIZE else date(row.modified_ns)


def _reason(row: FileRow) -> str:
    reason = reason_sentence(row.reason)
    return reason if row.retry_at_ms is None else f"{reason} · {next_try(row.retry_at_ms)}"
