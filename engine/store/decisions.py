"""Decisions: what people say of entities, kept whatever becomes of the forms that they speak of.

Undoing one deletes it, so that entities are drawn together as if it had never been made.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from apsw import Connection

from engine.curation import Decision, DecisionKind, FormRow
from engine.records import EntityRef
from engine.store.rows import fetch, fetch_id, fetch_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One thing to be noted: of one form, or of two."""

    kind: DecisionKind
    one: EntityRef
    other: EntityRef | None = None
    value: str | None = None


def add(db: Connection, sayings: Sequence[Saying]) -> int:
    """Note what one act says, at least one thing; return the group."""
    group: int | None = None
    created_ms = time.time_ns() // 1_000_000
    for said in sayings:
        other = (said.other.label, said.other.key) if said.other else (None, None)
        db.execute(
            """INSERT INTO decision ("group", kind, label, key, other_label, other_key, value, created_ms)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            (group or 0, said.kind, said.one.label, said.one.key, *other, said.value, created_ms),
        )
        if group is None:
            group = db.last_insert_rowid()
            db.execute('UPDATE decision SET "group" = id WHERE id = ?', (group,))
    if group is None:
        raise ValueError("nothing is said")
    return group


def every(db: Connection) -> tuple[Decision, ...]:
    """Return all decisions in the order they were made, one record an act."""
    return _acts(fetch(db, f"SELECT {_COLUMNS} FROM decision ORDER BY id"))


def of_group(db: Connection, group: int) -> Decision:
    """Return one act."""
    return _acts(fetch(db, f'SELECT {_COLUMNS} FROM decision WHERE "group" = ? ORDER BY id', (group,)))[0]


def latest_group(db: Connection) -> int | None:
    """Return the act that was made last."""
    return fetch_id(db, 'SELECT max("group") FROM decision')


def has_group(db: Connection, group: int) -> bool:
    """Tell whether there is such an act (still)."""
    return fetch_id(db, 'SELECT 1 FROM decision WHERE "group" = ? LIMIT 1', (group,)) is not None


def remove_group(db: Connection, group: int) -> None:
    """Forget what one act said."""
    db.execute('DELETE FROM decision WHERE "group" = ?', (group,))


def forms_of_group(db: Connection, group: int) -> list[int]:
    """Return the forms in the library that an act speaks of."""
    return fetch_ids(
        db,
        """SELECT form.id FROM form JOIN decision USING (label, key) WHERE "group" = ?1
           UNION SELECT form.id FROM form JOIN decision
               ON form.label = other_label AND form.key = other_key WHERE "group" = ?1""",
        (group,),
    )


def forms_of_entity(db: Connection, entity_id: int) -> tuple[FormRow, ...]:
    """Return the forms of an entity, most mentions first, each with its commonest spelling."""
    return tuple(
        FormRow(label=label, key=key, name=name, n_mentions=n_mentions)
        for label, key, name, n_mentions in fetch(
            db,
            """SELECT label, key, (SELECT name FROM alias WHERE form_id = form.id
                                   ORDER BY n_mentions DESC, name LIMIT 1), n_mentions
               FROM form WHERE entity_id = ? ORDER BY n_mentions DESC, label, key""",
            (entity_id,),
        )
    )


def entity_of(db: Connection, ref: EntityRef) -> int | None:
    """Return the entity that a form belongs to, None when there is no such form or it names nothing."""
    return fetch_id(db, "SELECT entity_id FROM form WHERE label = ? AND key = ?", (ref.label, ref.key))


_COLUMNS = '"group", kind, label, key, other_label, other_key, value, created_ms'


def _acts(rows: Iterable[tuple[Any, ...]]) -> tuple[Decision, ...]:
    acts: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        acts.setdefault(row[0], []).append(row)
    return tuple(_act(group, said) for group, said in acts.items())


def _act(group: int, rows: Sequence[tuple[Any, ...]]) -> Decision:
    _, kind, *_, value, created_ms = rows[0]
    refs = dict.fromkeys(EntityRef(*row[2:4]) for row in rows)
    refs.update(dict.fromkeys(EntityRef(*row[4:6]) for row in rows if row[4] is not None))
    return Decision(decision_id=group, kind=kind, refs=tuple(refs), value=value, created_ms=created_ms)
