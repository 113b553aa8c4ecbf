"""Keeps hooks and links in step with the forms that are there.

Links are a function of the forms alone: whichever way forms come and go, those that
stay are linked as they would be in a fresh library.
"""

from __future__ import annotations

from collections.abc import Iterable

from apsw import Connection

from engine.annotate.hooks import Form, hooks
from engine.annotate.same import MOST_ON_HOOK, Hooked, links
from engine.store.rows import as_json, fetch

_Row = tuple[int, int, str, float]


def relink(db: Connection, form_ids: Iterable[int]) -> set[int]:
    """Judge again what some forms, new or with other spellings or gone, change; return the forms affected.

    A form that nothing mentions has no hooks.
    """
    changed: set[str] = set()
    for form_id, label, key, n_mentions in fetch(
        db,
        "SELECT id, label, key, n_mentions FROM form WHERE id IN (SELECT value FROM json_each(?))",
        (as_json(form_ids),),
    ):
        before = set(fetch(db, "SELECT key, role FROM hook WHERE form_id = ?", (form_id,)))
        after: set[tuple[str, str]] = set()
        if n_mentions:
            form = Form(label, key, _names(db, form_id))
            after = {(hook.key, hook.role) for hook in hooks(form)}
        db.executemany(
            "DELETE FROM hook WHERE key = ?2 AND form_id = ?1 AND role = ?3",
            [(form_id, *hook) for hook in before - after],
        )
        db.executemany(
            "INSERT INTO hook (key, form_id, role) VALUES (?2, ?1, ?3)",
            [(form_id, *hook) for hook in after - before],
        )
        changed.update(key for key, _ in before ^ after)
    return set().union(*(_judge(db, hook) for hook in sorted(changed)))


def _names(db: Connection, form_id: int) -> tuple[str, ...]:
    rows = fetch(
        db, "SELECT name FROM alias WHERE form_id = ? ORDER BY n_mentions DESC, name LIMIT 20", (form_id,)
    )
    return tuple(name for (name,) in rows)


def _judge(db: Connection, hook: str) -> set[int]:
    """Replace the links of one hook; return the forms whose links are others now."""
    hooked = [
        Hooked(label, key, role, form_id)
        for label, key, role, form_id in fetch(
            db,
            """SELECT label, form.key, role, form.id FROM hook JOIN form ON form.id = form_id
               WHERE hook.key = ? LIMIT ?""",
            (hook, MOST_ON_HOOK + 1),
        )
    ]
    best: dict[tuple[int, int], tuple[str, float]] = {}
    for link in links(hook, hooked):
        pair = (min(link.one.form, link.other.form), max(link.one.form, link.other.form))
        best[pair] = max(best.get(pair, ("", 0.0)), (link.reason, link.score), key=lambda found: found[1])
    after = {(*pair, *found) for pair, found in best.items()}
    before = set(fetch(db, "SELECT form_a, form_b, reason, score FROM form_link WHERE hook = ?", (hook,)))
    db.executemany(
        "DELETE FROM form_link WHERE hook = ? AND form_a = ? AND form_b = ?",
        [(hook, *row[:2]) for row in before - after],
    )
    db.executemany(
        "INSERT INTO form_link (hook, form_a, form_b, reason, score) VALUES (?, ?, ?, ?, ?)",
        [(hook, *row) for row in after - before],
    )
    return {form_id for row in before ^ after for form_id in row[:2]}
