"""What goes with searching in one library: completion, and queries that are kept under a name."""

from __future__ import annotations

from apsw import Connection

from engine.search.complete import complete
from engine.search.query import parse
from engine.search.search import scope_for
from engine.searches import SavedSearch, Suggestion
from engine.store import fulltext, saved_searches
from engine.store.connection import Store
from engine.store.saved_searches import SavedRow


class Searches:
    """Saved searches and completion; may be used from any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def complete(self, text: str, cursor: int) -> tuple[Suggestion, ...]:
        """Return what may stand in place of what is typed up to ``cursor``, best first."""
        with self._store.read() as db:
            return complete(db, text, cursor)

    def saved(self) -> tuple[SavedSearch, ...]:
        """Return the saved searches by name, each with how much is new in it."""
        with self._store.read() as db:
            return tuple(
                SavedSearch(
                    name=row.name, query=row.query, created_ms=row.created_ms, n_new=_count_new(db, row)
                )
                for row in saved_searches.every(db)
            )

    def save(self, name: str, query: str) -> None:
        """Keep ``query`` under ``name``, in place of what had that name."""
        with self._store.write() as db:
            saved_searches.put(db, name.strip() or query, query)

    def rename(self, name: str, new_name: str) -> None:
        """Call a saved search otherwise.

        Raises:
            SearchUnknown: There is none called ``name``.
            SearchNameTaken: Another has the new name.
        """
        with self._store.write() as db:
            saved_searches.rename(db, name, new_name.strip() or name)

    def remove(self, name: str) -> None:
        """Forget a saved search.

        Raises:
            SearchUnknown: There is none called so.
        """
        with self._store.write() as db:
            saved_searches.remove(db, name)

    def note_seen(self, name: str) -> None:
        """Note that a saved search was looked at now: nothing in it is new any more.

        Raises:
            SearchUnknown: There is none called so.
        """
        with self._store.write() as db:
            saved_searches.note_seen(db, name)


def _count_new(db: Connection, row: SavedRow) -> int:
    """Count documents with all that is asked for that came since; what is only near in meaning is none."""
    query = parse(row.query)
    scope, _ = scope_for(db, query)
    if query.terms:
        return fulltext.count_since(db, query, document_id=row.seen_document_id, scope=scope)
    return 0 if scope is None else int((scope.document_ids > row.seen_document_id).sum())
