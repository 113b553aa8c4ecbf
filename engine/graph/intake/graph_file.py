"""One graph to take in: a GraphML file, or one or two tables; entities first, then what joins them.

The file is read twice, since relations may stand before what they join. Of the entities only ids, labels
and keys are held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from engine.annotate.keys import entity_key
from engine.carried import CarriedEntity, CarriedRelation, carried_text
from engine.errors import FileUnreadable, GraphFileInvalid, GraphFileTooLarge
from engine.graph.export.table import ENTITIES, RELATIONS
from engine.graph.intake import graphml, made_out, table
from engine.graph.intake.made_out import Told

MAX_BYTES = 4_000_000_000
MAX_ENTITIES = 5_000_000
_RELATION_NAMES = (RELATIONS, "edges.csv", "relationships.csv")
_ENDS = (("source", "from"), ("target", "to"))


class GraphFile:
    """A graph in one or two files.

    Attributes:
        name: What the file, or the folder of both, is called.
        content_hash: Of all of its bytes.
    """

    def __init__(
        self, path: Path, relations: Path | None = None, *, check: Callable[[], None] = lambda: None
    ) -> None:
        """Look for the files: ``path`` may be a folder of two tables, or one of them.

        ``check`` may raise ``Cancelled`` meanwhile.

        Raises:
            FileUnreadable: There is nothing to read.
            GraphFileInvalid: It is neither GraphML nor CSV by its name, or a folder without tables.
            GraphFileTooLarge: It has too many bytes.
        """
        self.name = path.name or str(path)
        self._nodes, self._edges = _both(path, relations)
        self._refs: dict[str, CarriedEntity] = {}
        digest = sha256()
        for file in dict.fromkeys(file for file in (self._nodes, self._edges) if file is not None):
            _check_size(file)
            with _opened(file), file.open("rb") as content:
                while chunk := content.read(1 << 20):
                    check()
                    digest.update(chunk)
        self.content_hash = digest.hexdigest()

    def entities(self) -> Iterator[CarriedEntity]:
        """Yield the entities; a table of relations alone names them by its ends.

        Raises:
            GraphFileInvalid: See ``made_out``.
        """
        if self._nodes is None:
            yield from self._implied()
            return
        with _opened(self._nodes):
            for told in _read(self._nodes, "node"):
                entity = made_out.entity(told)
                if len(self._refs) >= MAX_ENTITIES:
                    raise GraphFileTooLarge(path=told.path, line=told.line, limit=MAX_ENTITIES)
                self._refs[made_out.node_id(told)] = CarriedEntity(
                    label=entity.label, key=entity.key, name=entity.name
                )
                yield entity

    def relations(self) -> Iterator[CarriedRelation]:
        """Yield the relations between two entities; to be called when all entities were read.

        Raises:
            GraphFileInvalid: See ``made_out``.
        """
        if self._edges is None:
            return
        with _opened(self._edges):
            for told in _read(self._edges, "edge"):
                relation = made_out.relation(told, self._refs)
                if relation.subject != relation.object:
                    yield relation

    def _implied(self) -> Iterator[CarriedEntity]:
        if self._edges is None:
            return
        with _opened(self._edges):
            for told in _read(self._edges, "edge"):
                for name in filter(None, (told.first(*names) for names in _ENDS)):
                    if name not in self._refs:
                        self._refs[name] = _named(name)
                        yield self._refs[name]


def _named(name: str) -> CarriedEntity:
    label, shown = made_out.DEFAULT_LABEL, carried_text(name)
    return CarriedEntity(label=label, key=entity_key(shown, label), name=shown)


def _both(path: Path, relations: Path | None) -> tuple[Path | None, Path | None]:
    if path.is_dir():
        found = [path / name for name in (ENTITIES, *_RELATION_NAMES) if (path / name).is_file()]
        if not found:
            raise GraphFileInvalid(path=str(path), line=0, detail=f"{ENTITIES}, {RELATIONS}")
        nodes = found.pop(0) if found[0].name == ENTITIES else None
        return nodes, relations or next(iter(found), None)
    match path.suffix.casefold():
        case ".graphml" | ".xml":
            return path, path
        case ".csv" | ".tsv":
            header = _header(path)
            if relations is None and any(name in header for name in _ENDS[0]):
                return None, path
            beside = (path.with_name(name) for name in _RELATION_NAMES)
            return path, relations or next((file for file in beside if file.is_file()), None)
    raise GraphFileInvalid(path=str(path), line=0, detail=path.suffix or path.name)


def _header(path: Path) -> set[str]:
    with _opened(path):
        return set(next(iter(table.read(path)), Told("", 0, {})).values)


def _read(path: Path, kind: graphml.Kind) -> Iterator[Told]:
    return table.read(path) if path.suffix.casefold() in (".csv", ".tsv") else graphml.read(path, kind)


def _check_size(path: Path) -> None:
    with _opened(path):
        if path.stat().st_size > MAX_BYTES:
            raise GraphFileTooLarge(path=str(path), line=0, limit=MAX_BYTES)


@contextmanager
def _opened(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileUnreadable(path=str(path), detail=error.strerror or str(error)) from error
