"""What is new in the entities and searches that the user follows, and in saved searches."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.searches import SavedSearch
from engine.suggestions import News
from gui.widgets.column import empty_layout, show_layout
from gui.widgets.controls import framed
from gui.widgets.icons import label_icon
from gui.widgets.line_button import Below, LineButton
from gui.widgets.navigator import Navigator
from gui.widgets.suggestion_line import suggestion_line
from gui.widgets.theme import XL, S


class NewsList(QWidget):
    """A card for each thing that has news: what it is, how much is new, and the newest documents.

    Attributes:
        query_chosen: A followed search is to run.
        saved_chosen: The ``SavedSearch`` that is to run.
    """

    query_chosen = Signal(str)
    saved_chosen = Signal(object)

    def __init__(self, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._navigator = navigator
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(S)

    def show_news(self, news: Sequence[News], saved: Sequence[SavedSearch]) -> None:
        """Show ``news`` and those of ``saved`` that have some, in place of what was there."""
        empty_layout(self._column)
        for one in news:
            self._column.addWidget(self._card(one))
        for search in saved:
            if search.n_new:
                self._column.addWidget(self._saved_card(search))
        show_layout(self._column)

    def _card(self, one: News) -> QWidget:
        followed = one.followed
        is_search = followed.label is None
        head = LineButton(
            "search" if followed.label is None else label_icon(followed.label),
            followed.name,
            tail=self._amount(one.n_documents),
            is_strong=True,
        )
        if is_search:
            head.clicked.connect(lambda: self.query_chosen.emit(followed.name))
        elif followed.entity_id is not None:
            which = followed.entity_id
            head.clicked.connect(lambda: self._navigator.open_entity(which))
        card = framed("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(S // 2, S // 2, S // 2, S // 2)
        inside.setSpacing(0)
        inside.addWidget(head)
        documents = QVBoxLayout()
        documents.setContentsMargins(XL, 0, 0, 0)
        documents.setSpacing(0)
        for document in one.documents:
            line = suggestion_line(document, has_reason=False)
            line.clicked.connect(partial(self._open, document.document_id))
            documents.addWidget(line)
        inside.addLayout(documents)
        return card

    def _saved_card(self, search: SavedSearch) -> LineButton:
        line = LineButton(
            "search",
            search.name,
            (Below(search.query, "faint"),),
            tail=self._amount(search.n_new),
            is_card=True,
        )
        line.clicked.connect(lambda: self.saved_chosen.emit(search))
        return line

    def _open(self, document_id: int, _checked: bool = False) -> None:
        self._navigator.open_document(document_id)

    def _amount(self, n: int) -> str:
        return self.tr("%Ln new document(s)", "", n)
