"""Are these one? Two entities side by side at a time, decided with one key.

Shows the front of a ``MergeQueue``. Asks for the dossiers of the next few beforehand, so that an answer
shows the next pair at once.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from engine.records import EntityView
from engine.requests import GetEntity
from gui.engine_bridge import EngineBridge
from gui.merge_texts import merge_reason
from gui.panels.merge_queue import MergeQueue
from gui.texts import number
from gui.widgets.controls import FlowLayout, page_column, styled_button, styled_label
from gui.widgets.empty_state import EmptyState
from gui.widgets.message_bar import MessageBar
from gui.widgets.navigator import Navigator
from gui.widgets.proposal_card import ProposalCard
from gui.widgets.theme import XL, L, M, S

_AHEAD = 4
_COLUMN = 980
_KEYS = {
    Qt.Key.Key_Y: "merge",
    Qt.Key.Key_Return: "merge",
    Qt.Key.Key_Enter: "merge",
    Qt.Key.Key_N: "apart",
    Qt.Key.Key_S: "later",
    Qt.Key.Key_Right: "later",
    Qt.Key.Key_U: "undo",
}


class MergesPanel(QWidget):
    """Goes through the proposals that were there when it was opened."""

    def __init__(self, bridge: EngineBridge, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._navigator = navigator
        self.queue = MergeQueue(bridge, self)
        self._views: dict[int, EntityView] = {}
        self._asked: set[int] = set()
        self.message_bar = MessageBar()
        self.cards = (ProposalCard(navigator), ProposalCard(navigator))
        self.merge_button = styled_button("primary", "merge")
        self.apart_button = styled_button("plain", "close")
        self.later_button = styled_button("plain", "arrow-right")
        self.undo_button = styled_button("plain", "undo")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self._connect()
        self.retranslate()
        self._show_pair()

    def decide(self, act: str) -> None:
        """Take "merge", "apart" or "later" for the pair on show, or "undo" for the one before."""
        if act == "undo":
            self.queue.undo()
        else:
            self.queue.answer(act)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self._back.setText(self.tr("Entities"))
        self._title.setText(self.tr("Are these one?"))
        self.merge_button.setText(self.tr("Yes, one (Y)"))
        self.apart_button.setText(self.tr("No, two (N)"))
        self.later_button.setText(self.tr("Later (S)"))
        self.undo_button.setText(self.tr("Undo (U)"))
        self._hint.setText(self.tr("Y or Enter: one. N: two. S or →: later. U: undo."))
        self._again.setText(self.tr("Go through what was left for later"))
        self._show_pair()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.queue.front is None or not self.queue.steps:
            self.queue.read()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keys decide wherever the focus is within the screen, but Enter presses a button that has it."""
        return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._take_key(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        is_undo = event.matches(QKeySequence.StandardKey.Undo)
        act = "undo" if is_undo else _KEYS.get(Qt.Key(event.key()), "")
        is_plain = is_undo or event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not act or not is_plain or (is_enter and not self.hasFocus()) or event.isAutoRepeat():
            return False
        self.decide(act)
        return True

    def _build(self) -> None:
        self._back = styled_button("quiet", "chevron-left")
        self._title = styled_label("title")
        self._progress = styled_label("faint")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._reason = styled_label("heading", wraps=True)
        self._hint = styled_label("faint", wraps=True)
        area, column = page_column(_COLUMN, margin=0)
        column.setSpacing(M)
        column.addWidget(self._bar)
        column.addWidget(self._reason)
        pair = QHBoxLayout()
        pair.setSpacing(M)
        for card in self.cards:
            pair.addWidget(card, 1)
        column.addLayout(pair)
        buttons = FlowLayout(gap=S)
        for button in (self.merge_button, self.apart_button, self.later_button, self.undo_button):
            button.setAutoDefault(True)  # Enter presses the one that has the focus
            button.installEventFilter(self)
            buttons.addWidget(button)
        column.addLayout(buttons)
        column.addWidget(self._hint)
        column.addStretch(1)
        self.empty = EmptyState("merge")
        self._again = self.empty.add_button("plain")
        self._states = QStackedWidget()
        self._states.addWidget(area)
        self._states.addWidget(self.empty)
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self._back)
        head.addWidget(self._title)
        head.addWidget(self._progress)
        head.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(_COLUMN)
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(M)
        whole.addLayout(head)
        whole.addWidget(self._states, 1)
        row = QHBoxLayout()
        row.setContentsMargins(XL, L, XL, 0)
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message_bar)
        outer.addLayout(row, 1)

    def _connect(self) -> None:
        self._back.clicked.connect(lambda: self._navigator.open_screen("entities"))
        self._again.clicked.connect(self.queue.read)
        self.queue.started.connect(self._begin)
        self.queue.changed.connect(self._show_pair)
        self.queue.failed.connect(self.message_bar.show_error)
        for button, act in (
            (self.merge_button, "merge"),
            (self.apart_button, "apart"),
            (self.later_button, "later"),
            (self.undo_button, "undo"),
        ):
            button.clicked.connect(lambda _checked=False, chosen=act: self.decide(chosen))

    def _begin(self) -> None:
        self._views.clear()
        self._asked.clear()
        self._show_pair()
        self.setFocus()

    def _show_pair(self) -> None:
        queue = self.queue
        proposal, n = queue.front, len(queue.proposals)
        self._states.setCurrentIndex(0 if proposal else 1)
        self.undo_button.setEnabled(bool(queue.steps))
        self._progress.setText(
            self.tr("{n} of {all}").format(n=number(queue.at + 1), all=number(n)) if proposal else ""
        )
        if proposal is None:
            self._show_end()
            return
        self._bar.setRange(0, n)
        self._bar.setValue(queue.at)
        self._reason.setText(merge_reason(proposal.reason))
        for card, side in zip(self.cards, (proposal.one, proposal.other), strict=True):
            card.show_side(side)
            if side.entity_id in self._views:
                card.show_view(self._views[side.entity_id])
        self._ask_ahead()

    def _show_end(self) -> None:
        n_later = sum(step.act == "later" for step in self.queue.steps)
        self._again.setVisible(n_later > 0)
        if self.queue.proposals:
            heading = self.tr("All looked at")
            text = self.tr("Nothing is left. U takes back the last answer.")
            if n_later:
                text = self.tr("%Ln left for later. U takes back the last answer.", "", n_later)
        else:
            heading = self.tr("Nothing looks as if it were one")
            text = self.tr(
                "Where two names may mean one thing but that is not sure, as T. Okafor and Thomas Okafor, "
                "Satchel asks here before it joins them. Every answer can be undone."
            )
        self.empty.set_texts(heading, text)

    def _ask_ahead(self) -> None:
        """Have the dossiers of this pair and the next few ready."""
        at = self.queue.at
        for proposal in self.queue.proposals[at : at + _AHEAD]:
            for side in (proposal.one, proposal.other):
                if side.entity_id not in self._asked:
                    self._asked.add(side.entity_id)
                    request = GetEntity(entity_id=side.entity_id, n_mentions=3)
                    self._bridge.ask(self, request, self._take_view, lambda _error: None)

    def _take_view(self, view: EntityView) -> None:
        self._views[view.entity_id] = view
        proposal = self.queue.front
        if proposal is None:
            return
        for card, side in zip(self.cards, (proposal.one, proposal.other), strict=True):
            if side.entity_id == view.entity_id:
                card.show_view(view)
