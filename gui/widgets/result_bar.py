"""Between the search box and the hits: how many, in which order, what narrows them down, what to know."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.records import Span
from engine.searches import SearchResult
from gui.preferences import SORTS, Preferences
from gui.widgets.controls import FlowLayout, styled_button, styled_label
from gui.widgets.query_text import parts_of, without_spans
from gui.widgets.search_facets import FacetBar
from gui.widgets.search_notices import SearchNotices
from gui.widgets.theme import XS, S

_WIDEST = 260  # pixels of a filter's words


class ResultBar(QWidget):
    """A line of text with the controls, and below it what there is to show of filters and notices.

    Attributes:
        query_chosen: Search for this instead.
        order_chosen: The order of hits is another; it stands in the preferences.
        facets_turned: Whether facets are shown is otherwise; it stands in the preferences.
        facets: The facets where there is no room for a column.
    """

    query_chosen = Signal(str)
    order_chosen = Signal()
    facets_turned = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._query = ""
        self._filters: tuple[Span, ...] = ()
        self._summary = styled_label("faint")
        self.sort = QComboBox()
        self.sort.addItems([""] * len(SORTS))
        self.sort.setCurrentIndex(SORTS.index(preferences.search_sort))
        self.sort.setProperty("role", "small")
        self.filter_button = styled_button("icon", "filter", size=18)
        self.filter_button.setCheckable(True)
        self.filter_button.setChecked(preferences.shows_facets)
        self.chips: list[QPushButton] = []
        self._flow = FlowLayout(gap=6)
        self._chips_holder = QWidget()
        self.notices = SearchNotices()
        self.facets = FacetBar()
        self._build()
        self.sort.activated.connect(self._choose_order)
        self.filter_button.toggled.connect(self._turn_facets)
        self.notices.query_chosen.connect(self.query_chosen)
        self._retranslate()

    @property
    def text(self) -> str:
        """The line that tells how many hits there are."""
        return self._summary.text()

    def set_text(self, text: str) -> None:
        """Tell ``text`` in the line."""
        self._summary.setText(text)

    def show_result(self, query: str, result: SearchResult) -> None:
        """Show what is to be known about the answer to ``query``."""
        self.notices.show_result(query, result.substituted, result.notices)
        if (query, result.filters) != (self._query, self._filters):
            self._query, self._filters = query, result.filters
            self._fill_chips()

    @property
    def filters(self) -> tuple[str, ...]:
        """The parts of the query that filter, and can be taken out."""
        return parts_of(self._query, self._filters)

    def turn_filter(self, part: str) -> None:
        """Choose the query with ``part`` taken out of it, where it has it, else with it added."""
        spans = [span for span, own in zip(self._filters, self.filters, strict=True) if own == part]
        without = without_spans(self._query, spans)
        self.query_chosen.emit(without if spans else f"{without} {part}".strip())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._fill_chips()
        super().changeEvent(event)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self._summary, 1)
        row.addWidget(self.sort)
        row.addWidget(self.filter_button)
        holder = QVBoxLayout(self._chips_holder)
        holder.setContentsMargins(0, 0, 0, S)
        holder.addLayout(self._flow)
        self._chips_holder.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(S, XS, 0, XS)
        column.setSpacing(XS)
        column.addLayout(row)
        column.addWidget(self._chips_holder)
        column.addWidget(self.facets)
        column.addWidget(self.notices)
        self.facets.chosen.connect(self.turn_filter)

    def _retranslate(self) -> None:
        names = (
            self.tr("Best match"), self.tr("Newest first"), self.tr("Oldest first"), self.tr("By name"),
            self.tr("Largest first"),
        )  # fmt: skip
        for row, name in enumerate(names):
            self.sort.setItemText(row, name)
        self.sort.setAccessibleName(self.tr("Order"))
        self.sort.setToolTip(self.tr("Order of the hits"))
        self.filter_button.setAccessibleName(self.tr("Filters"))
        self.filter_button.setToolTip(self.tr("Narrow down by type, date, folder, people and more"))

    def _fill_chips(self) -> None:
        self._flow.clear()
        self.chips = [self._chip(part, span) for part, span in zip(self.filters, self._filters, strict=True)]
        for chip in self.chips:
            self._flow.addWidget(chip)
        self._chips_holder.setVisible(bool(self.chips))

    def _chip(self, part: str, span: Span) -> QPushButton:
        chip = styled_button("chip", "close", "accent", size=12)
        chip.setChecked(True)
        chip.setAutoDefault(True)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the words
        words = QFontMetrics(chip.font()).elidedText(part, Qt.TextElideMode.ElideRight, _WIDEST)
        chip.setText("\u2066" + words.replace("&", "&&") + "\u2069")
        name = self.tr("Remove the filter {part}").format(part=part)
        chip.setToolTip(name)
        chip.setAccessibleName(name)
        chip.clicked.connect(lambda: self.query_chosen.emit(without_spans(self._query, [span])))
        return chip

    def _choose_order(self, row: int) -> None:
        if SORTS[row] != self._preferences.search_sort:
            self._preferences.search_sort = SORTS[row]
            self.order_chosen.emit()

    def _turn_facets(self, is_on: bool) -> None:
        self._preferences.shows_facets = is_on
        self.facets_turned.emit()
