"""The ledger as a table, with a coloured sign per status and a menu on every row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QPalette, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from engine.records import FileRow, FileStatus
from gui.roles import RECORD_ROLE, LedgerColumn
from gui.texts import reason_sentence
from gui.widgets.file_detail import can_retry
from gui.widgets.icons import format_icon, icon
from gui.widgets.theme import Theme, current_theme, theme_source

_ROW_HEIGHT = 34
_WIDTHS = {
    LedgerColumn.NAME: 210,
    LedgerColumn.FOLDER: 130,
    LedgerColumn.STATUS: 104,
    LedgerColumn.REASON: 260,
    LedgerColumn.SIZE: 84,
    LedgerColumn.MODIFIED: 112,
}
# A column is hidden where the table is narrower than this.
_NEEDED = {LedgerColumn.FOLDER: 860, LedgerColumn.MODIFIED: 640, LedgerColumn.SIZE: 540}
_SIGNS = {
    FileStatus.WAITING: ("clock", "muted"),
    FileStatus.INDEXED: ("check", "success"),
    FileStatus.PARTIAL: ("half", "warning"),
    FileStatus.FAILED: ("warning", "danger"),
    FileStatus.IGNORED: ("ban", "faint"),
}


class LedgerView(QTableView):
    """Shows the model of the ledger.

    Attributes:
        open_wanted: The document of this row is to be opened.
        folder_wanted: This path is to be shown in the file manager.
        retry_wanted: These file ids are to be read again.
    """

    open_wanted = Signal(int)
    folder_wanted = Signal(str)
    retry_wanted = Signal(object)

    def __init__(self, model: QAbstractTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_LedgerDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        for column in (LedgerColumn.NAME, LedgerColumn.REASON):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(72)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.activated.connect(self._open)
        for keys, do in (
            (QKeySequence("Ctrl+R"), lambda: self._retry(self.selected_files())),
            (QKeySequence(QKeySequence.StandardKey.Copy), self._copy_paths),
        ):
            QShortcut(keys, self, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(do)
        theme_source().changed.connect(self._repaint)
        self.retranslate()

    def selected_files(self) -> tuple[FileRow, ...]:
        """The chosen rows, from top to bottom."""
        rows = sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)
        return tuple(index.data(RECORD_ROLE) for index in rows)

    def choose_files(self, file_ids: Sequence[int]) -> None:
        """Choose the rows of these files again after the table was filled anew."""
        model, chosen = self.selectionModel(), set(file_ids)
        if not chosen or model.hasSelection():
            return
        for number in range(self.model().rowCount()):
            index = self.model().index(number, 0)
            if index.data(RECORD_ROLE).file_id in chosen:
                flags = QItemSelectionModel.SelectionFlag
                model.setCurrentIndex(index, flags.Select | flags.Rows)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.setAccessibleName(self.tr("Every file and its status"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.viewport().width()
        for column, needed in _NEEDED.items():
            self.setColumnHidden(column, width < needed)

    def _open(self, index: QModelIndex) -> None:
        row: FileRow = index.data(RECORD_ROLE)
        if row.document_id is not None:
            self.open_wanted.emit(row.document_id)
        else:
            self.folder_wanted.emit(row.path)

    def _show_menu(self, place: QPoint) -> None:
        menu = self.menu_for(self.selected_files())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(place))

    def menu_for(self, rows: tuple[FileRow, ...]) -> QMenu:
        """What can be done with ``rows``."""
        menu = QMenu(self)
        first = rows[0] if rows else None
        is_one = len(rows) == 1
        entries = (
            (
                self.tr("Open"),
                is_one and first is not None and first.document_id is not None,
                self._open_first,
            ),
            (self.tr("Show in folder"), is_one, lambda: self.folder_wanted.emit(rows[0].path)),
            (self.tr("Read again"), any(map(can_retry, rows)), lambda: self._retry(rows)),
            (self.tr("Copy path"), bool(rows), lambda: _copy("\n".join(r.path for r in rows))),
            (
                self.tr("Copy reason"),
                any(row.reason for row in rows),
                lambda: _copy("\n".join(reason_sentence(r.reason) for r in rows if r.reason)),
            ),
        )
        for text, is_enabled, do in entries:
            action = menu.addAction(text)
            action.setEnabled(is_enabled)
            action.triggered.connect(lambda _checked=False, what=do: what())
        return menu

    def _retry(self, rows: tuple[FileRow, ...]) -> None:
        if ids := tuple(row.file_id for row in rows if can_retry(row)):
            self.retry_wanted.emit(ids)

    def _copy_paths(self) -> None:
        _copy("\n".join(row.path for row in self.selected_files()))

    def _open_first(self) -> None:
        document_id = self.selected_files()[0].document_id
        if document_id is not None:
            self.open_wanted.emit(document_id)

    def _repaint(self, _theme: Theme) -> None:
        self.viewport().update()


class _LedgerDelegate(QStyledItemDelegate):
    """Adds the signs and colours, which belong to the theme and not to the model."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        row: FileRow = index.data(RECORD_ROLE)
        column = index.column()
        tone = "text" if column == LedgerColumn.NAME else "muted"
        sign = None
        if column == LedgerColumn.STATUS:
            sign, tone = _SIGNS[row.status]
        elif column == LedgerColumn.NAME:
            sign = format_icon(row.path)
        if sign is not None:
            option.icon = icon(sign, "muted" if column == LedgerColumn.NAME else tone)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        palette: QPalette = option.palette
        colour = QColor(getattr(current_theme(), tone))
        palette.setColor(QPalette.ColorRole.Text, colour)
        palette.setColor(QPalette.ColorRole.HighlightedText, colour)
        option.palette = palette


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
