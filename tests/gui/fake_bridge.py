"""A bridge without an engine: it answers at once from a few records in two languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject
from sample_records import (
    CONTRACT,
    ENTITIES,
    LOVELACE,
    MINUTES,
    document_view,
    entity_view,
    ledger,
    library_status,
    neighbourhood,
    relations_of,
    search_result,
)

from engine.errors import EngineError
from engine.neighbours import DocumentLinks, Overview
from engine.records import EntityRow, FileRow
from engine.requests import (
    ChangeSetting,
    CompleteQuery,
    GetDocument,
    GetEntity,
    GetEvidence,
    GetGrowth,
    GetImported,
    GetLinks,
    GetNeighbourhood,
    GetOverview,
    GetPaths,
    GetRecommendations,
    GetRelated,
    GetRelatedEntities,
    GetStatus,
    GetTimeline,
    ListActivity,
    ListAttributes,
    ListEntities,
    ListFiles,
    ListFollowed,
    ListImports,
    ListNews,
    ListProposals,
    ListSavedSearches,
    ListSettings,
    Request,
    Search,
)
from engine.settings import Settings, default_of, table, with_value
from gui.engine_bridge import EngineBridge, OnError, OnResult

__all__ = [
    "CONTRACT",
    "ENTITIES",
    "LOVELACE",
    "MINUTES",
    "FakeBridge",
    "document_view",
    "entity_view",
    "ledger",
    "library_status",
    "neighbourhood",
    "relations_of",
    "search_result",
]


_NONE_YET = (
    GetRecommendations, GetRelated, ListActivity, ListAttributes, ListFollowed, ListNews, ListSavedSearches,
)  # fmt: skip


class FakeBridge(EngineBridge):
    """Answers every request at once, on the caller's stack.

    Attributes:
        asked: Every request so far.
        answers: Request type -> function of the request; a function may raise ``EngineError``.
        is_holding: While True requests wait in ``held`` until ``release``.
    """

    def __init__(self, parent: QObject | None = None, *, has_folders: bool = True) -> None:
        super().__init__(Path("/home/mei/.local/share/Satchel/library.satchel"), parent)
        self.is_ready = True
        self.asked: list[Request] = []
        self.is_holding = False
        self.held: list[tuple[QObject, Request, OnResult, OnError | None]] = []
        self.settings = Settings()
        self.files = ledger() if has_folders else ()
        self.answers: dict[type, Callable[[Any], object]] = {
            Search: lambda request: search_result(request.query),
            GetDocument: lambda request: document_view(request.document_id),
            GetStatus: lambda _request: library_status(has_folders=has_folders),
            ListEntities: self._entities,
            GetEntity: lambda request: entity_view(request.entity_id),
            GetNeighbourhood: neighbourhood,
            GetOverview: lambda _request: Overview(
                communities=(), links=(), n_communities=0, n_entities=0, n_pairs=0
            ),
            GetGrowth: lambda _request: (),
            GetPaths: lambda _request: (),
            ListImports: lambda _request: (),
            GetEvidence: lambda request: tuple(
                r for r in relations_of(request.entity_id) if r.other_id == request.other_id
            ),
            GetTimeline: lambda _request: (),
            GetRelatedEntities: lambda _request: (),
            GetImported: lambda _request: (),
            ListFollowed: lambda _request: (),
            ListProposals: lambda _request: (),
            ListFiles: self._list_files,
            ListSettings: lambda _request: table(self.settings, Settings()),
            ChangeSetting: self._change_setting,
            CompleteQuery: lambda _request: (),
            GetLinks: lambda _request: DocumentLinks(out=(), into=()),
            **dict.fromkeys(_NONE_YET, lambda _request: ()),
        }

    def start(self) -> None:
        """No engine, nothing to start."""

    def close(self) -> None:
        """No engine, nothing to stop."""

    def ask(
        self, owner: QObject, request: Request, on_result: OnResult, on_error: OnError | None = None
    ) -> None:
        self.asked.append(request)
        if self.is_holding:
            self.held.append((owner, request, on_result, on_error))
        else:
            self._reply(owner, request, on_result, on_error)

    def release(self, *, newest_first: bool = False) -> None:
        """Answer what was held, in order or the newest first."""
        held, self.held = self.held, []
        for item in reversed(held) if newest_first else held:
            self._reply(*item)

    def asked_of(self, kind: type) -> list[Any]:
        """The requests of one type, in order."""
        return [request for request in self.asked if isinstance(request, kind)]

    def _reply(self, owner: QObject, request: Request, on_result: OnResult, on_error: OnError | None) -> None:
        if not shiboken6.isValid(owner):
            return
        answer = self.answers.get(type(request), lambda _request: None)
        try:
            result = answer(request)
        except EngineError as error:
            if on_error is not None:
                on_error(error)
            else:
                self.faulted.emit(error)
            return
        on_result(result)

    def _list_files(self, request: ListFiles) -> tuple[FileRow, ...]:
        rows = [
            row
            for row in self.files
            if (request.status is None or row.status is request.status)
            and request.contains.lower() in row.path.lower()
        ]
        return tuple(rows[request.offset : request.offset + request.limit])

    def _change_setting(self, request: ChangeSetting) -> None:
        value = default_of(request.name) if request.value is None else request.value
        self.settings = with_value(self.settings, request.name, value)

    def _entities(self, request: ListEntities) -> tuple[EntityRow, ...]:
        rows = [
            row
            for row in ENTITIES
            if (request.label is None or row.label == request.label)
            and row.name.lower().startswith(request.prefix.lower())
        ]
        return tuple(rows[: request.limit])
