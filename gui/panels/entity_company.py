"""Beside what documents say of an entity: what belongs with it and why, and what imported graphs state.

Fed by the entity panel with records; asks nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.carried import ImportedRelation
from engine.suggestions import SuggestedEntity
from gui.relation_names import predicate_name
from gui.texts import reason_sentence
from gui.widgets.column import empty_layout, show_layout
from gui.widgets.controls import framed, styled_button, styled_label
from gui.widgets.entity_link import EntityLink
from gui.widgets.navigator import Navigator
from gui.widgets.theme import XS, M, S

_FIRST_IMPORTED = 8


class RelatedCard(QWidget):
    """A line for each related entity, with its reasons."""

    def __init__(self, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._navigator = navigator
        self._related: tuple[SuggestedEntity, ...] = ()
        self._rows = _card_rows(self)

    def show_related(self, related: Sequence[SuggestedEntity]) -> None:
        """Show ``related`` in place of those before."""
        if tuple(related) != self._related:
            self._related = tuple(related)
            self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        empty_layout(self._rows)
        for one in self._related:
            link = EntityLink(self._navigator, one.entity_id, one.name, one.label)
            link.clicked.connect(lambda _=False, which=one.entity_id: self._navigator.open_entity(which))
            why = styled_label("small", wraps=True)
            why.setText(" · ".join(reason_sentence(reason) for reason in one.reasons))
            why.setContentsMargins(21, 0, 0, 0)
            line = QVBoxLayout()
            line.setSpacing(0)
            line.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            line.addWidget(why)
            self._rows.addLayout(line)
        show_layout(self._rows)


class ImportedCard(QWidget):
    """A line for each relation that an imported graph states, with the name of its file."""

    def __init__(self, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._navigator = navigator
        self._said: tuple[ImportedRelation, ...] = ()
        self._shows_all = False
        self._rows = _card_rows(self)
        self.all_button = styled_button("quiet", "chevron-down")
        self.all_button.clicked.connect(self._show_all)

    def show_said(self, said: Sequence[ImportedRelation]) -> None:
        """Show ``said`` in place of what was said before."""
        if tuple(said) != self._said:
            self._said = tuple(said)
            self._shows_all = False
            self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        self.all_button.setParent(None)
        empty_layout(self._rows)
        shown = self._said if self._shows_all else self._said[:_FIRST_IMPORTED]
        for said in shown:
            self._rows.addLayout(self._line(said))
        if len(shown) < len(self._said):
            self.all_button.setText(self.tr("Show all %Ln", "", len(self._said)))
            self._rows.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        show_layout(self._rows)

    def _line(self, said: ImportedRelation) -> QVBoxLayout:
        relation = said.relation
        claim = styled_label("strong", wraps=True)
        verb = predicate_name(relation.predicate)
        claim.setText(f"{relation.subject.name}  {verb}  {relation.object.name}")
        claim.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        source = styled_label("faint")
        source.setText(self.tr("imported from {file}").format(file=said.source))
        top = QHBoxLayout()
        top.setSpacing(M)
        top.addWidget(claim, 1)
        top.addWidget(source, 0, Qt.AlignmentFlag.AlignTop)
        line = QVBoxLayout()
        line.setSpacing(XS)
        line.addLayout(top)
        for piece in relation.evidence[:1]:
            quote = styled_label("muted", wraps=True)
            quote.setText(" ".join(piece.quote.split()))
            line.addWidget(quote)
        return line

    def _show_all(self) -> None:
        self._shows_all = True
        self._fill()


def _card_rows(owner: QWidget) -> QVBoxLayout:
    card = framed("card")
    rows = QVBoxLayout(card)
    rows.setContentsMargins(M, M, M, M)
    rows.setSpacing(S)
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(card)
    return rows
