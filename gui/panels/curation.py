"""Sends what a panel decides of entities, tells it in the panel's message bar, and takes it back.

In: acts on entities. Out: ``Decision``s, made and undone; every one can be undone, the latest first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from engine.curation import Decision
from engine.records import EntityRef
from engine.requests import (
    Change,
    MergeEntities,
    RejectEntity,
    RenameEntity,
    RetypeEntity,
    SplitEntity,
    UndoDecision,
)
from gui.engine_bridge import EngineBridge
from gui.texts import label_name
from gui.widgets.message_bar import MessageBar


class Curation(QObject):
    """Belongs to one panel, whose Ctrl+Z it answers.

    Attributes:
        decided: A ``Decision`` was made.
        undone: A ``Decision`` was taken back.
    """

    decided = Signal(Decision)
    undone = Signal(Decision)

    def __init__(self, bridge: EngineBridge, bar: MessageBar, panel: QWidget) -> None:
        super().__init__(panel)
        self._bridge = bridge
        self._bar = bar
        self._made: list[int] = []
        bar.undo_wanted.connect(self.undo)
        key = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), panel)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.undo)

    def merge(self, entity_ids: Sequence[int], names: Sequence[str]) -> None:
        """Say that entities, called ``names``, are one thing."""
        n = len(entity_ids)

        def tell() -> str:
            if n == 2:
                return self.tr("“{one}” and “{other}” are one now.").format(one=names[0], other=names[1])
            return self.tr("%Ln entit(ies) are one now.", "", n)

        self._decide(MergeEntities(entity_ids=tuple(entity_ids)), tell)

    def rename(self, entity_id: int, name: str) -> None:
        """Say what an entity is called."""
        self._decide(
            RenameEntity(entity_id=entity_id, name=name),
            lambda: self.tr("It is called “{name}” now.").format(name=name),
        )

    def retype(self, entity_id: int, label: str, name: str) -> None:
        """Say what kind of thing an entity is."""
        self._decide(
            RetypeEntity(entity_id=entity_id, label=label),
            lambda: self.tr("“{name}” is of the kind “{kind}” now.").format(
                name=name, kind=label_name(label)
            ),
        )

    def split(self, entity_id: int, refs: Sequence[EntityRef], name: str) -> None:
        """Say that some of an entity's names, ``name`` first, are another thing."""
        self._decide(
            SplitEntity(entity_id=entity_id, refs=tuple(refs)),
            lambda: self.tr("“{name}” is another thing now.").format(name=name),
        )

    def reject(self, entity_id: int, name: str) -> None:
        """Say that an entity is no thing at all."""
        self._decide(
            RejectEntity(entity_id=entity_id),
            lambda: self.tr("“{name}” is nothing now: it left the list and the graph.").format(name=name),
        )

    def undo(self) -> None:
        """Take back the latest act of this panel."""
        if self._made:
            request = UndoDecision(decision_id=self._made.pop())
            self._bridge.ask(self, request, self._take_undone, self._bar.show_error)

    def _decide(self, request: Change, tell: Callable[[], str]) -> None:
        self._bridge.ask(self, request, lambda decision: self._take(decision, tell), self._bar.show_error)

    def _take(self, decision: Decision, tell: Callable[[], str]) -> None:
        self._made.append(decision.decision_id)
        self.decided.emit(decision)
        self._bar.show_deed(tell)

    def _take_undone(self, decision: Decision) -> None:
        self.undone.emit(decision)
        self._bar.show_deed(lambda: self.tr("Taken back."), can_undo=False)
