"""Which entities a filter names, and what is to be said where it names nothing there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from apsw import Connection

from engine.annotate.keys import entity_key
from engine.searches import Notice
from engine.store import graph
from engine.store.filters import folders, folders_named
from engine.store.query_tree import Field, Named, Node, leaves

_LABELS = ("PER", "ORG", "LOC", "MISC")
_MAX_NAMED = 1000


def entities_named(db: Connection, named: Named) -> list[int]:
    """Return the entities that go by any of the names, else those with a name that begins so."""
    found: dict[int, None] = {}
    for value in named.values:
        keys = {entity_key(value, label) for label in ((named.label,) if named.label else _LABELS)}
        exact = [id_ for key in keys for id_ in graph.find_by_key(db, key, label=named.label)]
        found.update(dict.fromkeys(exact or _beginning(db, value, named.label)))
    return list(found)


def entities_asked_for(db: Connection, filters: Sequence[Node]) -> list[int]:
    """Return the entities that every file in scope mentions one of, for each filter that names some."""
    return [
        entity_id
        for node in filters
        if isinstance(node, Named) and node.field is Field.ENTITY
        for entity_id in entities_named(db, node)
    ]


def unknown_names(db: Connection, filters: Sequence[Node]) -> Iterator[Notice]:
    """Yield what explains that no file fulfils the filters: names and folders that are not there."""
    for leaf in (leaf for node in filters for leaf in leaves(node)):
        if isinstance(leaf, Named):
            for value in leaf.values:
                if code := _fault(db, leaf, value):
                    yield Notice(code=code, params={"value": value}, start=leaf.start, end=leaf.end)


def _beginning(db: Connection, value: str, label: str | None) -> list[int]:
    rows = graph.entity_rows(db, prefix=value, label=label, limit=_MAX_NAMED)
    return [row.entity_id for row in rows]


def _fault(db: Connection, named: Named, value: str) -> str | None:
    if named.field is Field.ENTITY and not entities_named(
        db, Named(field=named.field, values=(value,), label=named.label)
    ):
        return "query.entity"
    if named.field is Field.FOLDER and not folders_named(folders(db), value):
        return "query.folder"
    return None
