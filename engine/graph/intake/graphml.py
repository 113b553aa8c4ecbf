"""Reads GraphML as it comes, element by element; what it holds is told under ``attr.name``.

A file is hostile until shown otherwise: a document type is refused, and depth and lengths are bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from xml.parsers import expat

from engine.errors import GraphFileInvalid, GraphFileTooLarge, GraphFileUnsafe
from engine.graph.intake.made_out import Told

MAX_VALUE_CHARS = 16_000_000
MAX_DEPTH = 100
_CHUNK_BYTES = 1 << 16
_LABELS = frozenset(("NodeLabel", "EdgeLabel"))
"""Where yEd keeps what it shows."""

Kind = Literal["node", "edge"]


@dataclass(slots=True)
class _Open:
    """A node or edge whose end has not come yet."""

    kind: str
    line: int
    values: dict[str, str] = field(default_factory=dict)


def read(path: Path, kind: Kind) -> Iterator[Told]:
    """Yield all nodes, or all edges, in the order in which they end.

    Raises:
        GraphFileUnsafe: It declares a document type.
        GraphFileTooLarge: It is nested too deep, or a value is too long.
        GraphFileInvalid: It is not XML, or not GraphML.
        OSError: It cannot be read.
    """
    reader = _Reader(str(path), kind)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield from reader.feed(chunk)
        yield from reader.feed(b"", is_last=True)


class _Reader:
    def __init__(self, path: str, kind: Kind) -> None:
        self._path = path
        self._kind = kind
        self._names: dict[str, str] = {}
        self._elements: list[str] = []
        self._open: list[_Open] = []
        self._done: list[Told] = []
        self._text: list[str] = []
        self._n_chars = 0
        self._target = ""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._take
        self._parser = parser

    def feed(self, chunk: bytes, *, is_last: bool = False) -> list[Told]:
        """Return what has ended with this chunk."""
        try:
            self._parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            detail = expat.errors.messages.get(error.code, "XML")
            raise GraphFileInvalid(path=self._path, line=error.lineno, detail=detail) from error
        done, self._done = self._done, []
        return done

    def _refuse(self, *_: object) -> None:
        raise GraphFileUnsafe(path=self._path, line=self._parser.CurrentLineNumber)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line, local = self._parser.CurrentLineNumber, name.rpartition(" ")[2]
        if not self._elements and local != "graphml":
            raise GraphFileInvalid(path=self._path, line=line, detail=f"<{local[:40]}>")
        self._elements.append(local)
        if len(self._elements) > MAX_DEPTH:
            raise GraphFileTooLarge(path=self._path, line=line, limit=MAX_DEPTH)
        if local == "key":
            self._names[attributes.get("id", "")] = attributes.get("attr.name", "").strip().casefold()
        elif local in ("node", "edge"):
            self._open.append(
                _Open(local, line, {k: attributes[k] for k in _STATED[local] if k in attributes})
            )
        elif local == "data" and self._open:
            self._begin(self._names.get(attributes.get("key", ""), ""))
        elif local in _LABELS and self._open:
            self._begin("label")

    def _begin(self, target: str) -> None:
        self._target, self._text, self._n_chars = target, [], 0

    def _take(self, text: str) -> None:
        if not self._target:
            return
        self._n_chars += len(text)
        if self._n_chars > MAX_VALUE_CHARS:
            raise GraphFileTooLarge(
                path=self._path, line=self._parser.CurrentLineNumber, limit=MAX_VALUE_CHARS
            )
        self._text.append(text)

    def _end(self, name: str) -> None:
        local = self._elements.pop()
        if local in ("node", "edge") and self._open:
            ended = self._open.pop()
            if ended.kind == self._kind:
                self._done.append(Told(self._path, ended.line, ended.values))
        elif (local == "data" or local in _LABELS) and self._open and self._target:
            self._open[-1].values.setdefault(self._target, "".join(self._text))
            self._target = ""


_STATED = {"node": ("id",), "edge": ("source", "target")}
"""What stands in attributes of the elements themselves."""
