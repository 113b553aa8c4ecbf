"""What joins an entity to others, a card for each predicate; and where it is mentioned, by document.

Fed by the entity panel with records; asks nothing. Long lists begin short and grow on demand.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.records import CO_MENTION, EntityRelation, EntityView, Evidence, Span
from gui.fact_texts import day
from gui.relation_names import predicate_name
from gui.texts import AMOUNTS, number
from gui.widgets.column import empty_layout, show_layout
from gui.widgets.controls import ElidedLabel, framed, styled_button, styled_label
from gui.widgets.entity_link import EntityLink
from gui.widgets.icons import format_icon, set_picture
from gui.widgets.navigator import Navigator
from gui.widgets.quote import Quote
from gui.widgets.theme import XS, M, S

FIRST_RELATIONS = 5
FIRST_MENTIONS = 20
Kind = tuple[str, str]


def group_relations(relations: Sequence[EntityRelation]) -> list[tuple[Kind, list[EntityRelation]]]:
    """By predicate and direction, typed ones first and "appears with" last; the best of each first."""
    groups: dict[Kind, list[EntityRelation]] = {}
    for relation in relations:
        groups.setdefault((relation.predicate, relation.direction), []).append(relation)
    for (predicate, _direction), group in groups.items():
        if predicate == CO_MENTION:
            group.sort(key=lambda relation: (-relation.score, relation.other))
        else:
            group.sort(key=lambda relation: (-relation.n_documents, -relation.score, relation.other))
    return sorted(groups.items(), key=lambda item: (item[0][0] == CO_MENTION, -len(item[1]), item[0]))


class RelationCards(QWidget):
    """One card for each predicate of an entity.

    Attributes:
        entity_wanted: The other end of a relation was clicked.
    """

    entity_wanted = Signal(int)

    def __init__(self, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._navigator = navigator
        self._view: EntityView | None = None
        self._open_kinds: set[Kind] = set()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(M)

    def show_view(self, view: EntityView) -> None:
        """Show the relations of ``view``; cards that the user opened stay open on the same entity."""
        if self._view is None or self._view.entity_id != view.entity_id:
            self._open_kinds.clear()
        self._view = view
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        if self._view is None:
            return
        empty_layout(self._column)
        for kind, relations in group_relations(self._view.relations):
            self._column.addWidget(self._card(kind, relations, self._view))
        show_layout(self._column)

    def _card(self, kind: Kind, relations: list[EntityRelation], view: EntityView) -> QWidget:
        card = framed("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(M, M, M, M)
        inside.setSpacing(2)
        verb = predicate_name(*kind)
        inside.addLayout(_heading(verb[:1].upper() + verb[1:], len(relations)))
        shown = relations if kind in self._open_kinds else relations[:FIRST_RELATIONS]
        for relation in shown:
            inside.addSpacing(S)
            inside.addLayout(self._top_line(relation))
            inside.addWidget(
                _quote(self._navigator, relation.evidence, (view.name, *view.aliases, relation.other))
            )
        if len(shown) < len(relations):
            more = styled_button("quiet", "chevron-down")
            more.setText(self.tr("Show all %Ln", "", len(relations)))
            more.clicked.connect(lambda: self._open(kind))
            inside.addSpacing(XS)
            inside.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _top_line(self, relation: EntityRelation) -> QHBoxLayout:
        link = EntityLink(self._navigator, relation.other_id, relation.other, relation.other_label)
        link.clicked.connect(lambda: self.entity_wanted.emit(relation.other_id))
        count = styled_label("faint")
        when = [day(relation.when)] if relation.when else []
        count.setText(" · ".join([*when, AMOUNTS.documents(relation.n_documents)]))
        line = QHBoxLayout()
        line.setContentsMargins(XS, 0, S, 0)
        line.addWidget(link)
        line.addStretch(1)
        line.addWidget(count)
        return line

    def _open(self, kind: Kind) -> None:
        self._open_kinds.add(kind)
        self._fill()


class MentionCards(QWidget):
    """The mentions of an entity, a card for each document, few at first.

    Attributes:
        more_wanted: All that is known is shown; the user wants more than this many.
    """

    more_wanted = Signal(int)

    def __init__(self, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._navigator = navigator
        self._view: EntityView | None = None
        self._n_shown = FIRST_MENTIONS
        self.more_button = styled_button("quiet", "chevron-down")
        self.more_button.clicked.connect(self._show_more)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(M)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addLayout(self._cards)
        column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_view(self, view: EntityView) -> None:
        """Show the mentions of ``view``; as many as before on the same entity."""
        if self._view is None or self._view.entity_id != view.entity_id:
            self._n_shown = FIRST_MENTIONS
        self._view = view
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        view = self._view
        if view is None:
            return
        empty_layout(self._cards)
        shown = view.mentions[: self._n_shown]
        for _document_id, mentions in groupby(shown, key=lambda mention: mention.document_id):
            self._cards.addWidget(self._card(tuple(mentions), view))
        show_layout(self._cards)
        n_left = max(view.n_mentions, len(view.mentions)) - len(shown)
        self.more_button.setVisible(n_left > 0 and bool(shown))
        self.more_button.setText(self.tr("Show more (%Ln left)", "", n_left))

    def _card(self, mentions: tuple[Evidence, ...], view: EntityView) -> QWidget:
        card = framed("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(M, M, M, M)
        inside.setSpacing(2)
        picture = QLabel()
        set_picture(picture, format_icon(mentions[0].path), "muted", size=18)
        title = ElidedLabel("heading", Qt.TextElideMode.ElideRight)
        title.setText(mentions[0].title)
        line = QHBoxLayout()
        line.setSpacing(S)
        line.addWidget(picture)
        line.addWidget(title, 1)
        inside.addLayout(line)
        for evidence in mentions:
            quote = _quote(self._navigator, evidence, (view.name, *view.aliases), has_source=False)
            inside.addWidget(quote)
        return card

    def _show_more(self) -> None:
        assert self._view is not None
        self._n_shown += FIRST_MENTIONS
        n_known = len(self._view.mentions)
        self._fill()
        if self._n_shown > n_known and n_known < self._view.n_mentions:
            self.more_wanted.emit(self._n_shown)


def _heading(text: str, count: int) -> QHBoxLayout:
    """A card's heading with how many lines it has."""
    words, amount = styled_label("heading"), styled_label("faint")
    words.setText(text)
    amount.setText(number(count))
    line = QHBoxLayout()
    line.setContentsMargins(XS, 0, 0, 0)
    line.setSpacing(S)
    line.addWidget(words)
    line.addWidget(amount)
    line.addStretch(1)
    return line


def _quote(
    navigator: Navigator, evidence: Evidence, names: Sequence[str], *, has_source: bool = True
) -> Quote:
    """A quotation that opens its document at its span."""
    quote = Quote(evidence, names, has_source=has_source)
    span = Span(evidence.start, evidence.end)
    quote.clicked.connect(lambda: navigator.open_document(evidence.document_id, span))
    return quote
