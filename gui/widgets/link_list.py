"""Whom a document refers to, or who refers to it: a button for each document at the other end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.neighbours import DocumentLink
from engine.records import Span
from gui.texts import number
from gui.widgets.controls import styled_button
from gui.widgets.fact_list import stepper
from gui.widgets.icons import format_icon
from gui.widgets.line_button import Below, LineButton
from gui.widgets.long_column import LongColumn
from gui.widgets.paths import folder_of

FIRST_LINKS = 6
Links = list[DocumentLink]
"""Links to or from one document, or to one target that is not there; in reading order."""


def group_links(links: Sequence[DocumentLink]) -> list[Links]:
    """By the document at the other end; those that lead nowhere last."""
    groups: dict[int | str, Links] = {}
    for link in links:
        groups.setdefault(link.target if link.document_id is None else link.document_id, []).append(link)
    return sorted(groups.values(), key=lambda group: group[0].document_id is None)


class LinkList(QWidget):
    """One direction.

    Args:
        is_out: The document that is open refers; else the others do.

    Attributes:
        document_wanted: Open this document, at a span of its text if one is known (else None).
        span_wanted: Where the open document says it.
    """

    document_wanted = Signal(int, object)
    span_wanted = Signal(Span)

    def __init__(self, *, is_out: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_out = is_out
        self._column = LongColumn(FIRST_LINKS)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._column)

    def show_links(self, groups: Sequence[Links]) -> None:
        """Show ``groups`` (see ``group_links``) in place of what was there."""
        self._column.show_rows([partial(self._row, group) for group in groups])

    def _row(self, group: Links) -> QWidget:
        first = group[0]
        spans = [Span(link.start, link.end) for link in group if link.end > link.start]
        is_gone = first.document_id is None
        below = self.tr("No such document here") if is_gone else folder_of(first.path)
        line = LineButton(
            "document" if is_gone else format_icon(first.path),
            first.target if is_gone else first.title,
            (Below(below, "faint"), Below("" if self._is_out else f"“{first.text}”" if first.text else "")),
            tail=f"×{number(len(group))}" if group[1:] else "",
            is_faded=is_gone,
        )
        if is_gone:
            line.clicked.connect(stepper(spans, self.span_wanted.emit) if spans else lambda: None)
        elif self._is_out:
            line.clicked.connect(lambda: self.document_wanted.emit(first.document_id, None))
        else:
            go = partial(self.document_wanted.emit, first.document_id)
            line.clicked.connect(stepper(spans, go) if spans else lambda: go(None))
        return self._with_place(line, spans) if self._is_out and spans and not is_gone else line

    def _with_place(self, line: LineButton, spans: Sequence[Span]) -> QWidget:
        """Beside a link out of the text, a button that shows where the text has it."""
        name = self.tr("Show where the text refers to it")
        place = styled_button("icon", "arrow-left")
        place.setAutoDefault(True)
        place.setToolTip(name)
        place.setAccessibleName(f"{line.text()}: {name}")
        place.clicked.connect(stepper(spans, self.span_wanted.emit))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(line, 1)
        row.addWidget(place)
        return holder
