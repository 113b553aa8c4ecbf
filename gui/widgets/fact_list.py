"""What a document states, by kind: dates, amounts, addresses and numbers; each leads to its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.attributes import KINDS, AttributeRow
from engine.records import Span
from gui.fact_texts import fact_name, fact_value
from gui.texts import number
from gui.widgets.column import empty_layout, show_layout
from gui.widgets.controls import styled_label
from gui.widgets.line_button import Below, LineButton
from gui.widgets.long_column import LongColumn
from gui.widgets.theme import S

FIRST_FACTS = 5
Fact = list[AttributeRow]
"""Rows of one kind and value, in reading order."""


def group_facts(rows: Sequence[AttributeRow]) -> list[tuple[str, list[Fact]]]:
    """By kind, in the order of ``KINDS``; within one by value, in reading order."""
    kinds: dict[str, dict[str, Fact]] = {}
    for row in rows:
        kinds.setdefault(row.kind, {}).setdefault(row.value, []).append(row)
    order = {kind: place for place, kind in enumerate(KINDS)}
    return [
        (kind, list(kinds[kind].values()))
        for kind in sorted(kinds, key=lambda kind: order.get(kind, len(order)))
    ]


class FactList(QWidget):
    """A small heading for each kind and a button for each value; further clicks go to its further places.

    Attributes:
        span_wanted: Where in the text it is said.
    """

    span_wanted = Signal(Span)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_rows(self, rows: Sequence[AttributeRow]) -> None:
        """Show ``rows`` in place of what was there."""
        empty_layout(self._column)
        for kind, facts in group_facts(rows):
            name, count = styled_label("small"), styled_label("faint")
            name.setText(fact_name(kind, ""))
            count.setText(number(len(facts)))
            heading = QHBoxLayout()
            heading.setContentsMargins(S, 6, S, 2)
            heading.setSpacing(6)
            heading.addWidget(name)
            heading.addWidget(count, 1)
            self._column.addLayout(heading)
            column = LongColumn(FIRST_FACTS)
            column.show_rows([partial(self._line, fact) for fact in facts])
            self._column.addWidget(column)
        show_layout(self._column)

    def _line(self, fact: Fact) -> LineButton:
        first = fact[0]
        name = first.entity or ""
        about = f"{name} · {fact_name(first.kind, first.role)}" if name and first.role else name
        said = " ".join(first.evidence.text.split())
        meant = fact_value(first.kind, first.value)
        line = LineButton(
            "", said or meant, (Below(about),), tail=f"×{number(len(fact))}" if fact[1:] else ""
        )
        if meant != said:
            line.setToolTip(f"{line.toolTip()}\n{meant}")
        line.clicked.connect(self._stepper([Span(row.evidence.start, row.evidence.end) for row in fact]))
        return line

    def _stepper(self, spans: Sequence[Span]) -> Callable[[], None]:
        return stepper(spans, self.span_wanted.emit)


def stepper(spans: Sequence[Span], go: Callable[[Span], None]) -> Callable[[], None]:
    """Return what goes to the first of ``spans``, the next time to the next, and round again."""
    step = -1

    def take_next() -> None:
        nonlocal step
        step = (step + 1) % len(spans)
        go(spans[step])

    return take_next
