"""What is stated of an entity: a line for each role, values that differ side by side, each with its source.

In: attributes of an ``EntityView``. A click on a quotation opens its document there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.records import EntityAttribute, EntityView, Span
from gui.fact_texts import KINDS, ROLES, day, fact_name, fact_value
from gui.texts import AMOUNTS
from gui.widgets.column import empty_layout, show_layout
from gui.widgets.controls import framed, styled_button, styled_label
from gui.widgets.navigator import Navigator
from gui.widgets.quote import Quote
from gui.widgets.theme import XS, M, S

FIRST_FACTS = 8
_FIRST_VALUES = 4
_NEAR = frozenset({"date", "time", "money", "quantity", "percent"})
"""Kinds that say nothing by themselves: only their role tells what they are to an entity."""
_ONCE = frozenset({"born", "died", "founded", "dissolved"})
_ORDER = {name: number for number, name in enumerate((*ROLES, *KINDS))}
_NAME_WIDTH, _VALUE_WIDTH = 120, 190
Facts = tuple[str, list[EntityAttribute]]


def group_facts(attributes: Sequence[EntityAttribute]) -> list[Facts]:
    """By role, or kind where there is none: a life first, then amounts, addresses, and what stands near."""
    groups: dict[str, list[EntityAttribute]] = {}
    for attribute in attributes:
        groups.setdefault(attribute.role or attribute.kind, []).append(attribute)
    for group in groups.values():
        group.sort(key=lambda fact: (fact.when or "", -fact.n_documents, fact.value))
    return sorted(groups.items(), key=lambda item: (item[0] in _NEAR, _ORDER.get(item[0], len(_ORDER))))


def disagree(role: str, facts: Sequence[EntityAttribute]) -> bool:
    """Tell whether two of these values of one role cannot both be right.

    A date that is known less exactly (``1971``) does not contradict one that begins so (``1971-03-05``).
    """
    if role in _ONCE:
        return any(
            not (a.value.startswith(b.value) or b.value.startswith(a.value))
            for a, b in combinations(facts, 2)
        )
    return role in ROLES and any(a.when and a.when == b.when for a, b in combinations(facts, 2))


class FactTable(QWidget):
    """One card of facts; those that only stand near the entity appear on demand."""

    def __init__(self, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._navigator = navigator
        self._view: EntityView | None = None
        self._is_narrow = False
        self._shows_all = False
        self.all_button = styled_button("quiet", "chevron-down")
        self.all_button.clicked.connect(self._show_all)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(M)
        self._grid.setVerticalSpacing(S)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, _NAME_WIDTH)
        card = framed("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(M, M, M, M)
        inside.addLayout(self._grid)
        inside.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def show_view(self, view: EntityView) -> None:
        """Show the attributes of ``view``."""
        if self._view is None or self._view.entity_id != view.entity_id:
            self._shows_all = False
        self._view = view
        self._fill()

    def fit(self, is_narrow: bool) -> None:
        """Put values above their quotations where there is no room beside them."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        if self._view is None:
            return
        empty_layout(self._grid)
        groups = group_facts(self._view.attributes)
        stated = [group for group in groups if group[0] not in _NEAR] or groups
        shown = groups if self._shows_all else stated[:FIRST_FACTS]
        for number, (role, facts) in enumerate(shown):
            row = 2 * number
            if number:
                self._grid.addWidget(framed("line"), row - 1, 0, 1, 2)
            self._grid.addWidget(self._name(role, facts), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addLayout(self._values(facts), row, 1)
        show_layout(self._grid)
        n_left = sum(len(facts) for _, facts in groups) - sum(self._n_shown(facts) for _, facts in shown)
        self.all_button.setVisible(n_left > 0)
        self.all_button.setText(self.tr("Show %Ln more", "", n_left))

    def _n_shown(self, facts: Sequence[EntityAttribute]) -> int:
        return len(facts) if self._shows_all else min(len(facts), _FIRST_VALUES)

    def _name(self, role: str, facts: Sequence[EntityAttribute]) -> QWidget:
        name = styled_label("muted", wraps=True)
        name.setText(fact_name(facts[0].kind, facts[0].role))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(XS, XS, 0, 0)
        column.setSpacing(2)
        column.addWidget(name)
        if disagree(role, facts):
            warning = styled_label("pending", wraps=True)
            warning.setText(self.tr("Sources disagree"))
            column.addWidget(warning)
        return holder

    def _values(self, facts: Sequence[EntityAttribute]) -> QGridLayout:
        """One value in a line; several in two columns, or one where it is narrow."""
        shown = facts[: self._n_shown(facts)]
        n_columns = 1 if self._is_narrow or len(shown) == 1 else 2
        grid = QGridLayout()
        grid.setHorizontalSpacing(M)
        grid.setVerticalSpacing(S)
        is_line = n_columns == 1 and not self._is_narrow
        for number, fact in enumerate(shown):
            cell = self._cell(fact, is_line=is_line)
            grid.addWidget(cell, number // n_columns, number % n_columns, Qt.AlignmentFlag.AlignTop)
        for column in range(n_columns):
            grid.setColumnStretch(column, 1)
        return grid

    def _cell(self, fact: EntityAttribute, *, is_line: bool) -> QWidget:
        assert self._view is not None
        evidence = fact.evidence
        quote = Quote(evidence, (evidence.text, self._view.name, *self._view.aliases))
        span = Span(evidence.start, evidence.end)
        quote.clicked.connect(lambda: self._navigator.open_document(evidence.document_id, span))
        cell = QWidget()
        direction = QBoxLayout.Direction.LeftToRight if is_line else QBoxLayout.Direction.TopToBottom
        layout = QBoxLayout(direction, cell)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M if is_line else 0)
        said = self._said(fact)
        if is_line:
            said.setFixedWidth(_VALUE_WIDTH)
            layout.addWidget(said, 0, Qt.AlignmentFlag.AlignTop)
        else:
            layout.addWidget(said)
        layout.addWidget(quote, 1)
        return cell

    def _said(self, fact: EntityAttribute) -> QWidget:
        """The value, the date that it holds for, and in how many documents it stands."""
        value: QLabel = styled_label("strong", wraps=True)
        value.setText(fact_value(fact.kind, fact.value))
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        details = [day(fact.when)] if fact.when else []
        if fact.n_documents > 1:
            details.append(AMOUNTS.documents(fact.n_documents))
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, XS, 0, 0)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(value)
        if details:
            detail = styled_label("faint")
            detail.setText(" · ".join(details))
            texts.addWidget(detail)
        line.addLayout(texts, 1)
        return holder

    def _show_all(self) -> None:
        self._shows_all = True
        self._fill()
