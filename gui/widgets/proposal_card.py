"""One side of a proposal: who it is, how often, under which names, and where it is mentioned."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from engine.curation import ProposedEntity
from engine.records import EntityView, Span
from gui.texts import AMOUNTS, label_name
from gui.widgets.column import empty_layout, show_layout
from gui.widgets.controls import styled_label
from gui.widgets.entity_link import EntityLink
from gui.widgets.label_chip import LabelChip
from gui.widgets.navigator import Navigator
from gui.widgets.quote import Quote
from gui.widgets.theme import L, M, S

_MOST_QUOTES = 2
_MOST_NAMES = 6
_LEAST_HEIGHT = 300


class ProposalCard(QFrame):
    """Shows what the proposal knows at once, and the rest when the dossier is there."""

    def __init__(self, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._navigator = navigator
        self._side: ProposedEntity | None = None
        self._view: EntityView | None = None
        self._chip = LabelChip()
        self.name = styled_label("title", wraps=True)
        self._counts = styled_label("faint")
        self._names = styled_label("muted", wraps=True)
        self._more = QVBoxLayout()
        self._more.setSpacing(S)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, L, L, M)
        column.setSpacing(S)
        column.addWidget(self._chip)
        column.addWidget(self.name)
        column.addWidget(self._counts)
        column.addWidget(self._names)
        column.addLayout(self._more)
        column.addStretch(1)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_side(self, side: ProposedEntity) -> None:
        """Show one side of a proposal, without its dossier yet."""
        self._side, self._view = side, None
        self._fill()

    def show_view(self, view: EntityView) -> None:
        """Show what the dossier adds."""
        self._view = view
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        side, view = self._side, self._view
        if side is None:
            return
        self._chip.set_label(side.label)
        self.name.setText(side.name)
        self.setAccessibleName(f"{side.name}, {label_name(side.label)}")
        counts = [AMOUNTS.mentions(side.n_mentions)]
        others = []
        if view is not None:
            counts.append(AMOUNTS.documents(view.n_documents))
            others = [alias for alias in view.aliases if alias != view.name][:_MOST_NAMES]
        self._counts.setText(" · ".join(counts))
        self._names.setText(self.tr("Also {names}").format(names=", ".join(others)))
        self._names.setVisible(bool(others))
        empty_layout(self._more)
        if view is not None:
            self._show_dossier(view)
        show_layout(self._more)

    def _show_dossier(self, view: EntityView) -> None:
        for evidence in view.mentions[:_MOST_QUOTES]:
            quote = Quote(evidence, (view.name, *view.aliases))
            span = Span(evidence.start, evidence.end)
            quote.clicked.connect(
                lambda _=False, which=evidence.document_id, at=span: self._navigator.open_document(which, at)
            )
            self._more.addWidget(quote)
        link = EntityLink(
            self._navigator, view.entity_id, self.tr("Open its dossier"), view.label, is_strong=False
        )
        link.clicked.connect(lambda: self._navigator.open_entity(view.entity_id))
        self._more.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
