"""Exports the graph to files of other programs, and takes their graphs in.

What is imported stands beside what was found in documents: it can be listed and removed as a whole, and
neither indexing nor a correction ever touches it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

from engine.carried import (
    CarriedEntity,
    CarriedRelation,
    ImportedGraph,
    ImportedRelation,
    Selection,
    Tick,
    TransferProgress,
    Transferred,
)
from engine.errors import Cancelled, EntityUnknown, PlaceWatched
from engine.graph.export import cypher, gexf, graphml, json_form, neo4j, obsidian, rdf, table
from engine.graph.export.placing import put_file, put_folder
from engine.graph.intake.graph_file import GraphFile
from engine.ingest.scan import to_text_path
from engine.store import graph, imported, ledger
from engine.store.carried import CarriedGraph
from engine.store.connection import Store

_FILE_WRITERS: Mapping[str, Callable[[CarriedGraph, IO[str], Tick], None]] = {
    "gexf": gexf.write,
    "graphml": graphml.write,
    "json": json_form.write,
    "json-ld": rdf.write_json_ld,
    "turtle": rdf.write_turtle,
    "n-triples": rdf.write_ntriples,
    "cypher": cypher.write,
}
_FOLDER_WRITERS: Mapping[str, Callable[[CarriedGraph, Path, Tick], None]] = {
    "csv": table.write,
    "neo4j": neo4j.write,
    "obsidian": obsidian.write,
}

_TELL_EVERY_S = 0.1
_LOOK_EVERY = 32
_Record = TypeVar("_Record", CarriedEntity, CarriedRelation)


class GraphTransfer:
    """Carries one library's graph out and in; may be used from any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._under_way: set[threading.Event] = set()

    def export(
        self,
        path: Path,
        form: str,
        *,
        selection: Selection | None = None,
        on_progress: Callable[[TransferProgress], None] = lambda progress: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Transferred:
        """Write the graph, or a selection of it, to a file (for some forms a folder).

        Nothing is there before all is written. The same graph always gives the same bytes.

        Args:
            path: A file is replaced; a folder must be new, empty or an earlier export.
            form: One of ``engine.carried.FORMS``.
            selection: Which part; all by default.
            on_progress: Is told at most 10 times a second.
            cancelled: Is asked all the time.

        Raises:
            PlaceWatched: It is in a watched folder, and would be read as a document.
            FolderForeign, FileUnwritable, PlaceFull: See ``export.placing``.
            Cancelled: ``cancelled`` or ``cancel`` was called for it; nothing was written.
        """
        kept: tuple[str, ...] = ()
        with self._tally(on_progress, cancelled) as tally, self._store.read() as db:
            _expect_unwatched(path, [row.path for row in ledger.folders(db)])
            carried = CarriedGraph(db, selection or Selection(), check=tally.look)
            tally.total = carried.total
            if form in _FOLDER_WRITERS:
                kept = put_folder(
                    path, lambda folder: _FOLDER_WRITERS[form](carried, folder, tally.tick), check=tally.look
                )
            else:
                put_file(path, lambda out: _FILE_WRITERS[form](carried, out, tally.tick))
        return Transferred(
            path=str(path), n_entities=tally.n_entities, n_relations=tally.n_relations, kept=kept
        )

    def import_graph(
        self,
        path: Path,
        relations: Path | None = None,
        *,
        on_progress: Callable[[TransferProgress], None] = lambda progress: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Transferred:
        """Take in a GraphML file, or entities and relations as CSV; the same file again changes nothing.

        Args:
            path: GraphML, a table, or a folder of two tables.
            relations: The table of relations where it is not found beside the other.
            on_progress: Is told at most 10 times a second.
            cancelled: Is asked all the time.

        Raises:
            FileUnreadable: It cannot be read.
            GraphFileInvalid: It is no graph, or not safe to read; nothing was changed.
            Cancelled: As ``export``; nothing was changed.
        """
        with self._tally(on_progress, cancelled) as tally:
            file = GraphFile(path, relations, check=tally.look)
            with self._store.write() as db:
                n_entities, n_relations = imported.insert(
                    db,
                    name=file.name,
                    content_hash=file.content_hash,
                    imported_ms=time.time_ns() // 1_000_000,
                    entities=tally.through(file.entities()),
                    relations=tally.through(file.relations()),
                )
        return Transferred(path=str(path), n_entities=n_entities, n_relations=n_relations)

    def cancel(self) -> None:
        """Stop all exports and imports under way."""
        for event in tuple(self._under_way):
            event.set()

    def imports(self) -> tuple[ImportedGraph, ...]:
        """Return the imported graphs, oldest first."""
        with self._store.read() as db:
            return imported.graphs(db)

    def remove_import(self, graph_id: int) -> None:
        """Forget an imported graph; all else is as if it had never been there.

        Raises:
            ImportUnknown: There is none of this id (any more).
        """
        with self._store.write() as db:
            imported.remove(db, graph_id)

    def imported_relations(self, entity_id: int) -> tuple[ImportedRelation, ...]:
        """Return what imported graphs state of an entity, to be shown beside what was found.

        Raises:
            EntityUnknown: There is no such entity (any more).
        """
        with self._store.read() as db:
            ref = graph.entity_ref(db, entity_id)
            if ref is None:
                raise EntityUnknown(name=str(entity_id), near=[])
            return imported.said_of(db, ref.label, ref.key)

    @contextmanager
    def _tally(
        self, on_progress: Callable[[TransferProgress], None], cancelled: Callable[[], bool]
    ) -> Iterator[_Tally]:
        stop = threading.Event()
        self._under_way.add(stop)
        try:
            yield _Tally(on_progress, lambda: stop.is_set() or cancelled())
        finally:
            self._under_way.discard(stop)


class _Tally:
    """Counts what was carried, tells of it, and stops the work when that is wanted."""

    def __init__(
        self, on_progress: Callable[[TransferProgress], None], cancelled: Callable[[], bool]
    ) -> None:
        self.n_entities = 0
        self.n_relations = 0
        self.total = 0
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._told_at = time.monotonic()

    def tick(self, record: CarriedEntity | CarriedRelation) -> None:
        """Count a record.

        Raises:
            Cancelled: Nobody wants the work to go on.
        """
        if isinstance(record, CarriedEntity):
            self.n_entities += 1
        else:
            self.n_relations += 1
        if (self.n_entities + self.n_relations) % _LOOK_EVERY == 0:
            self.look()

    def look(self) -> None:
        """Tell how far it is.

        Raises:
            Cancelled: As ``tick``.
        """
        if self._cancelled():
            raise Cancelled
        if time.monotonic() - self._told_at >= _TELL_EVERY_S:
            self._told_at = time.monotonic()
            self._on_progress(TransferProgress(done=self.n_entities + self.n_relations, total=self.total))

    def through(self, records: Iterable[_Record]) -> Iterator[_Record]:
        """Yield the records and count them."""
        for record in records:
            self.tick(record)
            yield record


def _expect_unwatched(path: Path, folders: Iterable[str]) -> None:
    wanted = to_text_path(str(path.resolve()))
    for folder in folders:
        if ledger.is_within(wanted, folder) or wanted == folder:
            raise PlaceWatched(path=str(path), folder=folder)
