"""Finds the files that fulfil the filters of a query: one statement, whatever the filters are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime

import numpy as np
from apsw import Connection

from engine.store import fulltext
from engine.store.query_tree import AllOf, AnyOf, Between, Field, Named, Near, Node, Not
from engine.store.rows import as_json, fetch
from engine.store.scope import Scope, sorted_ids
from engine.store.terms import Term, fold

ENDING = "lower(substr(path, length(rtrim(path, replace(path, '.', ''))) + 1))"
"""What a file's name ends with; the index ``file_ending`` is over this very expression."""
PLACE = "rtrim(path, replace(replace(path, '/', ''), '\\', ''))"
"""The folder of a file, with its last separator; as in the index ``file_place``."""
_SETS = {Field.TYPE: ENDING, Field.FOLDER: PLACE, Field.LANGUAGE: "profile.language"}
_HAS_ANY = {
    Field.TYPE: f"instr({ENDING}, '/') = 0",
    Field.LANGUAGE: "profile.language <> ''",
    Field.TITLE: "profile.title <> ''",
    Field.AUTHOR: "profile.author <> ''",
    Field.TAG: "profile.tags <> ''",
}
_SEPARATOR = re.compile(r"[/\\]")
_IN = "IN (SELECT value FROM json_each(?))"

EntityIds = Callable[[Named], Sequence[int]]
"""Gives the entities that a filter names; who they are is no matter of the store."""


def scope_of(db: Connection, filters: Sequence[Node], *, entity_ids: EntityIds) -> Scope:
    """Return the files that fulfil all of ``filters``; those left out by a rule never do."""
    writer = _Writer(db, entity_ids)
    condition = " AND ".join(["TRUE", *(writer.sql(node) for node in filters)])
    # Joined to texts: a hundred thousand rows would take longer to become Python's than to be found.
    rows = fetch(
        db,
        f"""SELECT group_concat(file.id), group_concat(file.document_id)
            FROM file LEFT JOIN profile USING (document_id)
            WHERE code IS NOT 'ignored.rule' AND {condition}""",
        writer.values,
    )
    file_ids, document_ids = (
        np.fromstring(text, np.int64, sep=",") if text else np.empty(0, np.int64) for text in rows[0]
    )
    return Scope(sorted_ids(file_ids), sorted_ids(document_ids))


def folders(db: Connection) -> list[str]:
    """Return every folder that a file is in, with its last separator, by path."""
    rows = fetch(
        db,
        f"""WITH RECURSIVE place (path) AS (
                SELECT min({PLACE}) FROM file
                UNION ALL SELECT (SELECT min({PLACE}) FROM file WHERE {PLACE} > place.path)
                FROM place WHERE place.path IS NOT NULL
            ) SELECT path FROM place WHERE path IS NOT NULL""",
    )
    return [path for (path,) in rows]


def folders_named(places: Sequence[str], name: str) -> list[str]:
    """Return those folders whose path has ``name``, a folder or some in a row, and what is below them."""
    wanted = [fold(part) for part in _SEPARATOR.split(name) if part]
    return [place for place in places if wanted and _holds(_parts(place), wanted)]


def folders_below(places: Sequence[str], beginning: str) -> list[tuple[str, int]]:
    """Return the names of folders that begin so, each with how many folders it is or holds, most first."""
    wanted = fold(beginning)
    names = Counter(
        name
        for place in places
        for name in dict.fromkeys(_SEPARATOR.split(place))
        if name and fold(name).startswith(wanted)
    )
    return names.most_common()


def _parts(place: str) -> list[str]:
    return [part for part in _SEPARATOR.split(fold(place)) if part]


def _holds(parts: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(parts[at : at + len(wanted)] == wanted for at in range(len(parts) - len(wanted) + 1))


class _Writer:
    """Turns nodes into conditions on ``file`` and ``profile``; ``values`` are those of their parameters."""

    def __init__(self, db: Connection, entity_ids: EntityIds) -> None:
        self._db = db
        self._entity_ids = entity_ids
        self.values: list[str | int] = []

    def sql(self, node: Node) -> str:
        """Return the condition; its values are noted."""
        match node:
            case Not(part):
                return f"NOT coalesce({self.sql(part)}, FALSE)"
            case AllOf(parts):  # words too: anywhere in the document, not in one passage
                return f"({' AND '.join(map(self.sql, parts))})"
            case AnyOf(parts):
                return f"({' OR '.join(map(self.sql, parts))})"
            case Term() | Near():
                return self._words(node)
            case Between():
                return self._between(node)
            case Named():
                return self._named(node)

    def _words(self, node: Term | Near) -> str:
        self.values.append(fulltext.expression(self._db, node))
        return """file.document_id IN (SELECT document_id FROM passage WHERE id IN (
                      SELECT rowid FROM passage_index WHERE passage_index MATCH ?))"""

    def _between(self, node: Between) -> str:
        if node.field is Field.SIZE:
            return self._range("size_bytes", node.lower, node.upper)
        lower, upper = _nanoseconds(node.lower), _nanoseconds(node.upper)
        modified = self._range("modified_ns", lower, upper)
        stated = self._range("profile.day", node.lower, node.upper)
        return f"CASE WHEN profile.day IS NULL THEN {modified} ELSE {stated} END"

    def _range(self, column: str, lower: str | int | None, upper: str | int | None) -> str:
        parts = ["TRUE"]
        for bound, operator in ((lower, ">="), (upper, "<")):
            if bound is not None:
                parts.append(f"{column} {operator} ?")
                self.values.append(bound)
        return f"({' AND '.join(parts)})"

    def _named(self, node: Named) -> str:
        if node.field is Field.ENTITY:
            return self._entities(node)
        if not node.values:
            return _HAS_ANY.get(node.field, "TRUE")
        if node.field in _SETS:
            self.values.append(as_json(self._set(node)))
            return f"{_SETS[node.field]} {_IN}"
        one = {
            Field.NAME: self._name,
            Field.TITLE: self._title,
            Field.AUTHOR: self._holding("author"),
            Field.TAG: self._tag,
        }[node.field]
        return f"({' OR '.join(map(one, node.values))})"

    def _set(self, node: Named) -> Sequence[str]:
        if node.field is not Field.FOLDER:
            return node.values
        places = folders(self._db)
        return [place for value in node.values for place in folders_named(places, value)]

    def _holding(self, column: str) -> Callable[[str], str]:
        def one(value: str) -> str:
            self.values.append(fold(value))
            return f"instr(profile.{column}, ?)"

        return one

    def _name(self, value: str) -> str:
        self.values.append(fulltext.name_expression(value))
        return "file.id IN (SELECT rowid FROM name_index WHERE name_index MATCH ?)"

    def _title(self, value: str) -> str:
        """Where a document states no title, its file's name is shown as one."""
        named = self._name(value)
        return f"CASE WHEN profile.title IS NULL THEN {named} ELSE {self._holding('title')(value)} END"

    def _tag(self, value: str) -> str:
        self.values.append(f";{fold(value.lstrip('#'))};")
        return "instr(profile.tags, ?)"

    def _entities(self, node: Named) -> str:
        if node.values:
            self.values.append(as_json(self._entity_ids(node)))
            return f"file.document_id IN (SELECT document_id FROM mention WHERE entity_id {_IN})"
        if node.label is None:
            return """EXISTS (SELECT 1 FROM mention
                              WHERE mention.document_id = file.document_id AND entity_id IS NOT NULL)"""
        self.values.append(node.label)
        return """EXISTS (SELECT 1 FROM mention CROSS JOIN entity ON entity.id = entity_id
                          WHERE mention.document_id = file.document_id AND label = ?)"""


def _nanoseconds(day: str | int | None) -> int | None:
    """Return the moment at which a day begins on this computer."""
    if day is None:
        return None
    begin = datetime.combine(date.fromisoformat(str(day)), datetime.min.time())
    try:
        return int(begin.timestamp()) * 1_000_000_000
    except (OverflowError, OSError, ValueError):  # years that the system's clock does not know
        return (begin - datetime(1970, 1, 1)).days * 86_400_000_000_000
