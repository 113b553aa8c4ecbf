"""Requests that carry the graph to other programs, and theirs here."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.carried import Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportGraph:
    """Write the graph to ``path`` in a form of ``engine.carried.FORMS``; answer: ``Transferred``.

    ``TransferProgress`` events come before. It is a query: the library stays as it is.
    """

    path: str
    form: str
    selection: Selection = field(default_factory=Selection)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelTransfer:
    """Stop the exports and imports under way, which answer with ``Cancelled``.

    A query, so that it does not wait for them.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class ListImports:
    """Answer: ``tuple[ImportedGraph, ...]``, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetImported:
    """Answer: ``tuple[ImportedRelation, ...]``, what imported graphs state of an entity."""

    entity_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportGraph:
    """Take in a graph file; answers with ``Transferred``, after ``TransferProgress`` events."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveImport:
    """Forget an imported graph."""

    graph_id: int
