"""Draws entities together from forms: those that links or people join are one.

Run within the transaction that changed forms or decisions; what it leaves behind depends on the forms,
their links and the decisions only, row ids aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from apsw import Connection

from engine.annotate.same import SURE, Hooked, cluster
from engine.records import EntityRef
from engine.store.form_links import relink
from engine.store.rows import as_json, fetch, fetch_ids

_NAMES_NOTHING = """SELECT 1 FROM decision WHERE kind = 'nothing' AND label = form.label AND key = form.key"""


def resolve(db: Connection, form_ids: Iterable[int]) -> set[int]:
    """Bring entities in step with forms that changed; return those whose documents were counted again."""
    touched = set(form_ids)
    reached = _reach(db, touched | relink(db, touched))
    entity_ids = set(
        fetch_ids(
            db,
            """SELECT DISTINCT entity_id FROM form
               WHERE entity_id IS NOT NULL AND id IN (SELECT value FROM json_each(?))""",
            (as_json(reached),),
        )
    )
    moved = _leave_out(db, reached) | _assign(db, _clusters(db, reached))
    db.execute(
        "DELETE FROM form WHERE n_mentions = 0 AND id IN (SELECT value FROM json_each(?))",
        (as_json(touched),),
    )
    entity_ids |= moved
    _describe(db, entity_ids)
    _count_documents(db, moved)
    db.execute(
        """DELETE FROM entity WHERE id IN (SELECT value FROM json_each(?))
           AND NOT EXISTS (SELECT 1 FROM form WHERE entity_id = entity.id)""",
        (as_json(entity_ids),),
    )
    return moved


def _reach(db: Connection, form_ids: set[int]) -> set[int]:
    """Return the forms that links, decisions or a common entity lead to from some."""
    reached, frontier = set(form_ids), set(form_ids)
    while frontier:
        near = fetch_ids(
            db,
            f"""WITH wanted AS MATERIALIZED (SELECT value AS id FROM json_each(?))
                SELECT form_b FROM wanted JOIN form_link ON form_a = wanted.id WHERE score >= {SURE}
                UNION SELECT form_a FROM wanted JOIN form_link ON form_b = wanted.id WHERE score >= {SURE}
                UNION SELECT other.id FROM wanted JOIN form AS one ON one.id = wanted.id
                      JOIN form AS other ON other.entity_id = one.entity_id
                UNION SELECT other.id FROM wanted JOIN form AS one ON one.id = wanted.id
                      JOIN decision AS d ON d.label = one.label AND d.key = one.key AND kind = 'same'
                      JOIN form AS other ON other.label = other_label AND other.key = other_key
                UNION SELECT other.id FROM wanted JOIN form AS one ON one.id = wanted.id
                      JOIN decision AS d ON other_label = one.label AND other_key = one.key AND kind = 'same'
                      JOIN form AS other ON other.label = d.label AND other.key = d.key""",
            (as_json(frontier),),
        )
        frontier = set(near) - reached
        reached |= frontier
    return reached


def _leave_out(db: Connection, reached: set[int]) -> set[int]:
    """Part forms that name nothing from their entities; return those."""
    rows = fetch(
        db,
        f"""SELECT id, entity_id FROM form WHERE id IN (SELECT value FROM json_each(?))
            AND entity_id IS NOT NULL AND EXISTS ({_NAMES_NOTHING})""",
        (as_json(reached),),
    )
    for form_id, _ in rows:
        _move(db, form_id, None)
    return {entity_id for _, entity_id in rows}


def _clusters(db: Connection, reached: set[int]) -> list[list[Hooked]]:
    """Return the forms of each entity, the one with most mentions first; forms that name nothing are out."""
    ids = as_json(reached)
    rows = fetch(
        db,
        f"""SELECT label, key, n_mentions, id FROM form WHERE id IN (SELECT value FROM json_each(?))
            AND n_mentions > 0 AND NOT EXISTS ({_NAMES_NOTHING})""",
        (ids,),
    )
    n_mentions = {form_id: n for _, _, n, form_id in rows}
    forms = [Hooked(label, key, "", form_id) for label, key, _, form_id in rows]
    sure = fetch(
        db,
        f"""SELECT score, form_a, form_b FROM form_link
            WHERE score >= {SURE} AND form_a IN (SELECT value FROM json_each(?))""",
        (ids,),
    )
    decided: dict[str, list[tuple[int, int]]] = {"same": [], "different": []}
    for kind, one, other in fetch(
        db,
        """SELECT kind, one.id, other.id FROM form AS one
           JOIN decision AS d ON d.label = one.label AND d.key = one.key
           JOIN form AS other ON other.label = other_label AND other.key = other_key
           WHERE one.id IN (SELECT value FROM json_each(?)) AND kind IN ('same', 'different')""",
        (ids,),
    ):
        decided[kind].append((one, other))
    found = cluster(
        forms,
        [(score, a, b) for score, a, b in sure],
        together=decided["same"],
        apart=decided["different"],
    )
    ordered = (sorted(one, key=lambda form: (-n_mentions[form.form], form.label, form.key)) for one in found)
    return sorted(ordered, key=lambda one: -n_mentions[one[0].form])


def _assign(db: Connection, clusters: Sequence[Sequence[Hooked]]) -> set[int]:
    """Give each cluster its entity, one that a form of it has if it can; return those that changed."""
    of_form = dict(
        fetch(
            db,
            "SELECT id, entity_id FROM form WHERE id IN (SELECT value FROM json_each(?))",
            (as_json(one.form for forms in clusters for one in forms),),
        )
    )
    taken: set[int] = set()
    changed: set[int] = set()
    for forms in clusters:
        held = [of_form[one.form] for one in forms]
        entity_id = next((id_ for id_ in held if id_ is not None and id_ not in taken), None)
        if entity_id is None:
            db.execute(
                """INSERT INTO entity (label, key, name, total_mentions, total_documents)
                   VALUES (?, ?, '', 0, 0)""",
                (forms[0].label, forms[0].key),
            )
            entity_id = db.last_insert_rowid()
        taken.add(entity_id)
        for one, before in zip(forms, held, strict=True):
            if before != entity_id:
                changed |= {entity_id, before} - {None}
                _move(db, one.form, entity_id)
    return changed


def _move(db: Connection, form_id: int, entity_id: int | None) -> None:
    db.execute("UPDATE form SET entity_id = ?2 WHERE id = ?1", (form_id, entity_id))
    db.execute("UPDATE alias SET entity_id = ?2 WHERE form_id = ?1", (form_id, entity_id))
    db.execute("UPDATE mention SET entity_id = ?2 WHERE form_id = ?1", (form_id, entity_id))
    db.execute("UPDATE relation SET subject_id = ?2 WHERE subject_form = ?1", (form_id, entity_id))
    db.execute("UPDATE relation SET object_id = ?2 WHERE object_form = ?1", (form_id, entity_id))


def _describe(db: Connection, entity_ids: set[int]) -> None:
    """Bring label, key, name and mentions of entities in step with their forms and with what people said."""
    db.execute(
        """UPDATE entity SET (label, key) = (
               SELECT coalesce((SELECT value FROM decision AS d JOIN form AS f USING (label, key)
                                WHERE f.entity_id = entity.id AND kind = 'label' ORDER BY d.id DESC LIMIT 1),
                               label), key
               FROM form WHERE entity_id = entity.id ORDER BY n_mentions DESC, label, key LIMIT 1),
           name = coalesce(
               (SELECT value FROM decision AS d JOIN form AS f USING (label, key)
                WHERE f.entity_id = entity.id AND kind = 'name' ORDER BY d.id DESC LIMIT 1),
               (SELECT name FROM alias WHERE entity_id = entity.id
                GROUP BY name ORDER BY sum(n_mentions) DESC, name LIMIT 1)),
           total_mentions = (SELECT sum(n_mentions) FROM form WHERE entity_id = entity.id)
           WHERE id IN (SELECT value FROM json_each(?))
             AND EXISTS (SELECT 1 FROM form WHERE entity_id = entity.id)""",
        (as_json(entity_ids),),
    )


def _count_documents(db: Connection, entity_ids: set[int]) -> None:
    db.execute(
        """UPDATE entity SET total_documents =
               (SELECT count(DISTINCT document_id) FROM mention WHERE entity_id = entity.id)
           WHERE id IN (SELECT value FROM json_each(?))""",
        (as_json(entity_ids),),
    )


def head(db: Connection, entity_id: int) -> tuple[EntityRef, str] | None:
    """Return the form of an entity with most mentions, and what the entity is called; None if it is gone."""
    for label, key, name in fetch(
        db,
        """SELECT form.label, form.key, name FROM entity JOIN form ON entity_id = entity.id
           WHERE entity.id = ? ORDER BY n_mentions DESC, form.label, form.key LIMIT 1""",
        (entity_id,),
    ):
        return EntityRef(label, key), name
    return None
