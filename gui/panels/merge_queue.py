"""The proposals that one goes through, what was said of each, and the engine that is told of it in order.

In: answers to the proposal in front: "merge", "apart" or "later", and undo. Out: requests, one after
another, so that an entity that an earlier act merged away is known by its new id before a later act speaks
of it. The user never waits: the next proposal is in front at once.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from engine.curation import Decision, MergeProposal
from engine.errors import EngineError
from engine.requests import Change, KeepApart, ListProposals, MergeEntities, UndoDecision
from gui.engine_bridge import EngineBridge, OnResult

MOST_PROPOSALS = 200
_NO_IDS = (0, 0)


@dataclass(slots=True, eq=False)
class Step:
    """What the user said of the proposal at ``place``.

    ``ids`` are the entities of which the engine was told, ``decision`` what it answered.
    """

    place: int
    act: str
    ids: tuple[int, int] = _NO_IDS
    decision: Decision | None = None


class MergeQueue(QObject):
    """Belongs to one panel.

    Attributes:
        started: Proposals were read anew.
        changed: Another proposal is in front, or the one in front has changed.
        failed: The engine refused an act, with this ``EngineError``.
    """

    started = Signal()
    changed = Signal()
    failed = Signal(EngineError)

    def __init__(self, bridge: EngineBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._waiting: deque[tuple[Step, bool]] = deque()  # a step, and whether it is to be undone
        self._is_busy = False
        self.proposals: tuple[MergeProposal, ...] = ()
        self.at = 0
        self.steps: list[Step] = []

    @property
    def front(self) -> MergeProposal | None:
        """The proposal to answer now, None at the end."""
        return self.proposals[self.at] if self.at < len(self.proposals) else None

    def read(self) -> None:
        """Begin anew with what the engine proposes now."""
        self._bridge.ask(self, ListProposals(limit=MOST_PROPOSALS), self._start)

    def answer(self, act: str) -> None:
        """Take "merge", "apart" or "later" for the proposal in front."""
        if self.front is None:
            return
        step = Step(self.at, act)
        self.steps.append(step)
        if act != "later":
            self._waiting.append((step, False))
        self.at += 1
        self._pass_settled()
        self._go_on()
        self.changed.emit()

    def undo(self) -> None:
        """Take the latest answer back; its proposal is in front again."""
        if not self.steps:
            return
        step = self.steps.pop()
        self.at = step.place
        if (step, False) in self._waiting:
            self._waiting.remove((step, False))
        elif step.act != "later":
            self._waiting.append((step, True))
            self._go_on()
        self.changed.emit()

    def _start(self, proposals: tuple[MergeProposal, ...]) -> None:
        self.proposals = proposals
        self.at = 0
        self.steps.clear()
        self.started.emit()

    def _go_on(self) -> None:
        """Tell the engine of the next step, unless it still works on one."""
        while self._waiting and not self._is_busy:
            step, is_undo = self._waiting.popleft()
            if is_undo:
                self._take_back(step)
            else:
                self._send(step)

    def _send(self, step: Step) -> None:
        one, other = step.ids = self._ids(self.proposals[step.place])
        if one == other:
            return
        request: Change = KeepApart(entity_id=one, other_id=other)
        if step.act == "merge":
            request = MergeEntities(entity_ids=step.ids)
        self._ask(request, partial(self._take, step))

    def _take_back(self, step: Step) -> None:
        if step.decision is not None:
            request = UndoDecision(decision_id=step.decision.decision_id)
            self._ask(request, lambda _undone: self._renew())

    def _ask(self, request: Change, on_result: OnResult) -> None:
        self._is_busy = True
        self._bridge.ask(self, request, on_result, self._fail)

    def _take(self, step: Step, decision: Decision) -> None:
        step.decision = decision
        self._is_busy = False
        self._go_on()
        before = self.at
        self._pass_settled()
        if before != self.at:
            self.changed.emit()

    def _fail(self, error: EngineError) -> None:
        self._is_busy = False
        self.failed.emit(error)
        self._go_on()

    def _renew(self) -> None:
        """Learn the ids that entities have after an undo, which may be new ones."""
        self._bridge.ask(self, ListProposals(limit=MOST_PROPOSALS), self._take_renewed, self._fail)

    def _take_renewed(self, fresh: tuple[MergeProposal, ...]) -> None:
        by_names = {_names(proposal): proposal for proposal in fresh}
        passed = [by_names.get(_names(proposal), proposal) for proposal in self.proposals[: self.at]]
        seen = {_names(proposal) for proposal in passed}
        front = _names(self.front) if self.front is not None else None
        rest = [proposal for names, proposal in by_names.items() if names not in seen]
        rest.sort(key=lambda proposal: _names(proposal) != front)
        self.proposals = (*passed, *rest)
        for step in self.steps:  # what is proposed now knows of them
            step.ids = _NO_IDS if step.decision is not None else step.ids
        self._waiting = deque(
            (step, is_undo)
            for step, is_undo in self._waiting
            if is_undo or _names(self.proposals[step.place]) in by_names
        )
        self._is_busy = False
        self._go_on()
        self.changed.emit()

    def _pass_settled(self) -> None:
        """Pass by proposals whose two sides became one by an earlier answer."""
        while self.front is not None and len(set(self._ids(self.front))) < 2:
            self.at += 1

    def _ids(self, proposal: MergeProposal) -> tuple[int, int]:
        """The entities of a proposal by the ids that they have after the acts so far."""
        one, other = proposal.one.entity_id, proposal.other.entity_id
        for step in self.steps:
            if step.act == "merge" and step.decision is not None and step.decision.entity_id is not None:
                kept = step.decision.entity_id
                one = kept if one in step.ids else one
                other = kept if other in step.ids else other
        return one, other


def _names(proposal: MergeProposal) -> tuple[str, ...]:
    return proposal.one.label, proposal.one.name, proposal.other.label, proposal.other.name
