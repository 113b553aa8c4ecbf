"""What people do with entities: merge, part, rename, retype, reject; and undo.

Each act is one transaction: the decision, and the entities that it changes. It speaks
of forms by label and key, so that it outlives re-reading and re-tagging, and undoing
it gives the graph as if it had never been made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from apsw import Connection

from engine.curation import Decision, DecisionKind, FormRow, MergeProposal
from engine.errors import DecisionUnknown, EntityUnknown, NameEmpty, NothingToMerge, NothingToPart
from engine.records import EntityRef
from engine.store import decisions, entities, proposals
from engine.store.connection import Store
from engine.store.decisions import Saying


class Curator:
    """Decides for one library; may be used from any thread.

    Args:
        store: The library.
        on_change: Called after each act.
    """

    def __init__(self, store: Store, *, on_change: Callable[[], None]) -> None:
        self._store = store
        self._on_change = on_change

    def forms(self, entity_id: int) -> tuple[FormRow, ...]:
        """Return the names that an entity is drawn together from.

        Raises:
            EntityUnknown: There is no such entity (any more).
        """
        with self._store.read() as db:
            return _forms(db, entity_id)

    def proposals(self, *, limit: int = 50) -> tuple[MergeProposal, ...]:
        """Return entities that may be one, the likeliest and most mentioned first."""
        with self._store.read() as db:
            return proposals.ranked(db, limit=limit)

    def decisions(self) -> tuple[Decision, ...]:
        """Return every act in the order they were made."""
        with self._store.read() as db:
            return tuple(_placed(db, made) for made in decisions.every(db))

    def merge(self, entity_ids: Sequence[int]) -> Decision:
        """Say that some entities are one thing.

        Raises:
            EntityUnknown: One of them is not there (any more).
            NothingToMerge: They are fewer than two.
        """
        with self._store.write() as db:
            heads = [_ref(_forms(db, id_)[0]) for id_ in dict.fromkeys(entity_ids)]
            if len(heads) < 2:
                raise NothingToMerge
            return self._decide(db, [Saying(kind="same", one=heads[0], other=ref) for ref in heads[1:]])

    def keep_apart(self, entity_id: int, other_id: int) -> Decision:
        """Say that two entities are two things, so that nothing joins them or proposes it.

        Raises:
            EntityUnknown: One of them is not there (any more).
        """
        with self._store.write() as db:
            return self._decide(db, _parted(_forms(db, entity_id), _forms(db, other_id)))

    def split(self, entity_id: int, refs: Sequence[EntityRef]) -> Decision:
        """Say that some of an entity's forms are another thing than its other forms.

        Raises:
            EntityUnknown: There is no such entity (any more).
            NothingToPart: It has none of the forms, or no others.
        """
        with self._store.write() as db:
            forms = _forms(db, entity_id)
            leaving = [form for form in forms if _ref(form) in set(refs)]
            staying = [form for form in forms if _ref(form) not in set(refs)]
            if not leaving or not staying:
                raise NothingToPart
            held = [
                Saying(kind="same", one=_ref(group[0]), other=_ref(form))
                for group in (leaving, staying)
                for form in group[1:]
            ]
            return self._decide(db, [*_parted(leaving, staying), *held])

    def rename(self, entity_id: int, name: str) -> Decision:
        """Say what an entity is called.

        Raises:
            EntityUnknown: There is no such entity (any more).
            NameEmpty: The name is blank.
        """
        return self._describe(entity_id, kind="name", value=name)

    def retype(self, entity_id: int, label: str) -> Decision:
        """Say what kind of thing an entity is.

        Raises:
            EntityUnknown: There is no such entity (any more).
            NameEmpty: The label is blank.
        """
        return self._describe(entity_id, kind="label", value=label)

    def reject(self, entity_id: int) -> Decision:
        """Say that an entity is no thing: it leaves the graph, and whatever is named so.

        Raises:
            EntityUnknown: There is no such entity (any more).
        """
        with self._store.write() as db:
            return self._decide(
                db, [Saying(kind="nothing", one=_ref(form)) for form in _forms(db, entity_id)]
            )

    def undo(self, decision_id: int | None = None) -> Decision:
        """Take an act back, the latest by default; return what it said.

        Raises:
            DecisionUnknown: There is no such act (any more).
        """
        with self._store.write() as db:
            group = decisions.latest_group(db) if decision_id is None else decision_id
            if group is None or not decisions.has_group(db, group):
                raise DecisionUnknown(decision_id=decision_id)
            undone = decisions.of_group(db, group)
            form_ids = decisions.forms_of_group(db, group)
            decisions.remove_group(db, group)
            entities.resolve(db, form_ids)
            undone = _placed(db, undone)
        self._on_change()
        return undone

    def _describe(self, entity_id: int, *, kind: DecisionKind, value: str) -> Decision:
        if not value.strip():
            raise NameEmpty
        with self._store.write() as db:
            head = _ref(_forms(db, entity_id)[0])
            return self._decide(db, [Saying(kind=kind, one=head, value=" ".join(value.split()))])

    def _decide(self, db: Connection, sayings: Sequence[Saying]) -> Decision:
        group = decisions.add(db, sayings)
        entities.resolve(db, decisions.forms_of_group(db, group))
        self._on_change()
        return _placed(db, decisions.of_group(db, group))


def _placed(db: Connection, decision: Decision) -> Decision:
    return replace(decision, entity_id=decisions.entity_of(db, decision.refs[0]))


def _forms(db: Connection, entity_id: int) -> tuple[FormRow, ...]:
    forms = decisions.forms_of_entity(db, entity_id)
    if not forms:
        raise EntityUnknown(name=str(entity_id), near=[])
    return forms


def _parted(one: Iterable[FormRow], other: Sequence[FormRow]) -> list[Saying]:
    return [Saying(kind="different", one=_ref(a), other=_ref(b)) for a in one for b in other]


def _ref(form: FormRow) -> EntityRef:
    return EntityRef(form.label, form.key)
