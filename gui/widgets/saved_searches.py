"""Searches that are kept under a name: the star beside the search box and the sheet that it opens.

The sheet keeps the present query, lists what is kept with how much is new in each, renames and removes;
a removal can be undone. It lies over the screen and closes when the focus leaves it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from engine.requests import Change, ListSavedSearches, NoteSearchSeen, RemoveSearch, RenameSearch, SaveSearch
from engine.searches import SavedSearch
from gui.engine_bridge import EngineBridge
from gui.texts import AMOUNTS, error_sentence
from gui.widgets.controls import ElidedLabel, styled_button, styled_label
from gui.widgets.icons import set_icon
from gui.widgets.row_button import RowButton
from gui.widgets.theme import XS, M, S

_WIDTH, _MOST_HEIGHT = 360, 240


class SavedSearches(QFrame):
    """The sheet; ``star`` is the button that opens it.

    Attributes:
        query_chosen: A kept query is to be searched for.
    """

    query_chosen = Signal(str)

    def __init__(self, bridge: EngineBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge, self._ground = bridge, parent
        self._query = ""
        self._saved: tuple[SavedSearch, ...] = ()
        self._removed: SavedSearch | None = None
        self.star = styled_button("icon", "star", size=20)
        self.star.clicked.connect(lambda: self._turn(is_open=self.isHidden()))
        self.name = QLineEdit()
        self.save = styled_button("primary")
        self.rows: list[RowButton] = []
        self.setProperty("role", "popup")
        self._build()
        self._retranslate()
        self.hide()
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        self._read()

    @property
    def saved(self) -> tuple[SavedSearch, ...]:
        """What is kept, by name."""
        return self._saved

    @property
    def fault(self) -> str:
        """Why the last change was not made; empty where it was."""
        return "" if self._fault.isHidden() else self._fault.text()

    def set_query(self, query: str) -> None:
        """Offer to keep ``query``; an empty one is not kept."""
        if query != self._query:
            self._query = query
            self._show_star()

    def open_sheet(self) -> None:
        """Show the sheet with what is kept now, ready to name the present query."""
        self._removed = None
        self._fault.hide()
        self.show()
        self._fill()
        self.raise_()
        self._take_focus()
        self._read()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._fill()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._turn(is_open=False)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self._heading = styled_label("strong")
        keep = QHBoxLayout()
        keep.setSpacing(S)
        keep.addWidget(self.name, 1)
        keep.addWidget(self.save)
        self._keep = QWidget()
        self._keep.setLayout(keep)
        keep.setContentsMargins(0, 0, 0, 0)
        self._note = styled_label("muted", wraps=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(XS)
        self._list.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        holder.setProperty("role", "page")
        holder.setLayout(self._list)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(holder)
        self._gone = ElidedLabel("muted", Qt.TextElideMode.ElideRight)
        self.undo = styled_button("quiet", "undo")
        self._undo_row = QWidget()
        undo = QHBoxLayout(self._undo_row)
        undo.setContentsMargins(0, 0, 0, 0)
        undo.addWidget(self._gone, 1)
        undo.addWidget(self.undo)
        self._fault = styled_label("danger", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(M, M, M, M)
        column.setSpacing(S)
        for part in (self._heading, self._keep, self._note, self._scroll, self._undo_row, self._fault):
            column.addWidget(part)
        self.save.clicked.connect(self._keep_query)
        self.name.returnPressed.connect(self._keep_query)
        self.undo.clicked.connect(self._undo_removal)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Saved searches"))
        self._heading.setText(self.tr("Saved searches"))
        self.name.setPlaceholderText(self.tr("Name of this search"))
        self.name.setAccessibleName(self.tr("Name of this search"))
        self.save.setText(self.tr("Save"))
        self.undo.setText(self.tr("Undo"))
        self._show_star()

    def _read(self) -> None:
        self._bridge.ask(self, ListSavedSearches(), self._take)

    def _take(self, saved: Sequence[SavedSearch]) -> None:
        if tuple(saved) != self._saved:
            self._show_saved(saved)

    def _show_saved(self, saved: Sequence[SavedSearch]) -> None:
        self._saved = tuple(saved)
        self._fill()
        self._show_star()

    def _show_star(self) -> None:
        is_kept = self._kept_as() is not None
        set_icon(self.star, "star-filled" if is_kept else "star", "accent" if is_kept else "muted", size=20)
        name = self.tr("Save this search") if self._query and not is_kept else self.tr("Saved searches")
        self.star.setAccessibleName(name)
        self.star.setToolTip(name)

    def _kept_as(self) -> SavedSearch | None:
        return next((one for one in self._saved if self._query and one.query == self._query), None)

    def _fill(self) -> None:
        """Show what is kept; the focus goes to the sheet when the row that has it goes."""
        if not self.isHidden():
            self._take_focus()
        kept = self._kept_as()
        self._keep.setVisible(bool(self._query) and kept is None)
        if self.name.property("query") != self._query:
            self.name.setProperty("query", self._query)
            self.name.setText(self._query)
            self.name.selectAll()
        self._note.setText(self._said_of(kept))
        self._note.setVisible(bool(self._note.text()))
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for one in self._saved:
            self._list.addWidget(self._line(one))
        self._list.addStretch(1)
        self._scroll.setVisible(bool(self._saved))
        self._scroll.setFixedHeight(min(len(self._saved) * (32 + XS), _MOST_HEIGHT))
        self._undo_row.setVisible(self._removed is not None)
        if self._removed is not None:
            self._gone.setText(self.tr("“{name}” was removed.").format(name=self._removed.name))
        if not self.isHidden():
            self._place()

    def _said_of(self, kept: SavedSearch | None) -> str:
        if kept is not None:
            return self.tr("This search is saved as “{name}”.").format(name=kept.name)
        if not self._saved:
            return self.tr("Nothing saved yet. Save a search to see later what is new in it.")
        return ""

    def _line(self, one: SavedSearch) -> QWidget:
        """One kept search: choose it, rename it, remove it."""
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        button = RowButton(one.name, AMOUNTS.new(one.n_new) if one.n_new else "", tone="accent")
        button.setToolTip(one.query)
        button.clicked.connect(lambda: self._choose(one))
        rename = self._tool("pencil", self.tr("Rename “{name}”").format(name=one.name))
        rename.clicked.connect(lambda: self._edit(row, button, one))
        remove = self._tool("trash", self.tr("Remove “{name}”").format(name=one.name))
        remove.clicked.connect(lambda: self._remove(one))
        row.addWidget(button, 1)
        row.addWidget(rename)
        row.addWidget(remove)
        self.rows.append(button)
        return line

    def _tool(self, icon_name: str, name: str) -> QPushButton:
        button = styled_button("icon", icon_name)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _choose(self, one: SavedSearch) -> None:
        self._turn(is_open=False)
        self._bridge.ask(self, NoteSearchSeen(name=one.name), lambda _none: self._read(), self._tell)
        self.query_chosen.emit(one.query)

    def _edit(self, row: QHBoxLayout, button: RowButton, one: SavedSearch) -> None:
        """Put a line edit where the name is; Enter renames."""
        edit = QLineEdit(one.name)
        edit.setAccessibleName(self.tr("New name"))
        row.replaceWidget(button, edit)
        button.hide()
        edit.selectAll()
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        edit.returnPressed.connect(
            lambda: self._change(RenameSearch(name=one.name, new_name=edit.text().strip() or one.name))
        )

    def _keep_query(self) -> None:
        if self._query:
            self._change(SaveSearch(name=self.name.text().strip() or self._query, query=self._query))

    def _remove(self, one: SavedSearch) -> None:
        self._removed = one
        self._change(RemoveSearch(name=one.name))

    def _undo_removal(self) -> None:
        if self._removed is not None:
            gone, self._removed = self._removed, None
            self._change(SaveSearch(name=gone.name, query=gone.query))

    def _change(self, request: Change) -> None:
        self._fault.hide()
        self._bridge.ask(self, request, lambda _none: self._read_changed(), self._tell)

    def _read_changed(self) -> None:
        self._bridge.ask(self, ListSavedSearches(), self._show_saved)

    def _tell(self, error: EngineError) -> None:
        self._fault.setText(error_sentence(error))
        self._fault.show()
        self._place()

    def _turn(self, *, is_open: bool) -> None:
        if is_open:
            self.open_sheet()
        else:
            self.hide()
            self.star.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_focus(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        is_naming = bool(self._query) and self._kept_as() is None
        (self.name if is_naming else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not self.isHidden() and new is not None and new is not self.star and not self._holds(new):
            self.hide()

    def _holds(self, widget: QWidget) -> bool:
        return widget is self or self.isAncestorOf(widget)

    def _place(self) -> None:
        corner = self.star.mapTo(self._ground, QPoint(self.star.width(), self.star.height() + XS))
        width = min(_WIDTH, self._ground.width() - 2 * S)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(max(corner.x() - width, S), corner.y())
