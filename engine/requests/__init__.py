"""What a client may ask of the engine: a closed list of queries and changes.

A query reads and answers with a record. A change writes and answers with None unless
it says otherwise; what it changed follows as a ``LibraryChanged`` event. ``QUERY_TYPES`` and
``CHANGE_TYPES`` list the members.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.errors import EngineError
from engine.requests.carrying import (
    CancelTransfer,
    ExportGraph,
    GetImported,
    ImportGraph,
    ListImports,
    RemoveImport,
)
from engine.requests.curating import (
    CorrectMention,
    GetReview,
    KeepApart,
    LabelOccurrences,
    ListCorrections,
    ListDecisions,
    ListForms,
    ListProposals,
    MergeEntities,
    RejectEntity,
    RenameEntity,
    RetypeEntity,
    SplitEntity,
    UndoCorrection,
    UndoDecision,
)
from engine.requests.graph import (
    GetCommunity,
    GetEntity,
    GetEvidence,
    GetGrowth,
    GetNeighbourhood,
    GetOverview,
    GetPaths,
    GetTimeline,
    ListEntities,
)
from engine.requests.indexing import (
    AddFolder,
    ChangeSetting,
    GetStatus,
    HurryIndexing,
    ListFiles,
    ListSettings,
    PauseIndexing,
    RemoveFolder,
    Rescan,
    ResumeIndexing,
    RetryFiles,
)
from engine.requests.interests import (
    EraseActivity,
    Follow,
    GetRecommendations,
    GetRelated,
    GetRelatedEntities,
    ListActivity,
    ListFollowed,
    ListNews,
    NoteLookedAt,
    NoteNewsSeen,
    NoteOpened,
    NoteSearched,
    Unfollow,
)
from engine.requests.reading import MOST_SPANS, GetDocument, GetLinks, GetPage, ListAttributes
from engine.requests.searching import (
    CompleteQuery,
    ListSavedSearches,
    NoteSearchSeen,
    RemoveSearch,
    RenameSearch,
    SaveSearch,
    Search,
)
from engine.requests.training import CancelTraining, ListModels, ListRuns, RollBackModel, Train, UseModel

__all__ = [
    "CHANGE_TYPES",
    "MOST_SPANS",
    "QUERY_TYPES",
    "AddFolder",
    "CancelTraining",
    "CancelTransfer",
    "Change",
    "ChangeSetting",
    "CompleteQuery",
    "CorrectMention",
    "EraseActivity",
    "ExportGraph",
    "Follow",
    "GetCommunity",
    "GetDocument",
    "GetEntity",
    "GetEvidence",
    "GetGrowth",
    "GetImported",
    "GetLinks",
    "GetNeighbourhood",
    "GetOverview",
    "GetPage",
    "GetPaths",
    "GetRecommendations",
    "GetRelated",
    "GetRelatedEntities",
    "GetReview",
    "GetStatus",
    "GetTimeline",
    "HurryIndexing",
    "ImportGraph",
    "KeepApart",
    "LabelOccurrences",
    "ListActivity",
    "ListAttributes",
    "ListCorrections",
    "ListDecisions",
    "ListEntities",
    "ListFiles",
    "ListFollowed",
    "ListForms",
    "ListImports",
    "ListModels",
    "ListNews",
    "ListProposals",
    "ListRuns",
    "ListSavedSearches",
    "ListSettings",
    "MergeEntities",
    "NoteLookedAt",
    "NoteNewsSeen",
    "NoteOpened",
    "NoteSearchSeen",
    "NoteSearched",
    "PauseIndexing",
    "Query",
    "RejectEntity",
    "RemoveFolder",
    "RemoveImport",
    "RemoveSearch",
    "RenameEntity",
    "RenameSearch",
    "Reply",
    "Request",
    "Rescan",
    "ResumeIndexing",
    "RetryFiles",
    "RetypeEntity",
    "RollBackModel",
    "SaveSearch",
    "Search",
    "SplitEntity",
    "Train",
    "UndoCorrection",
    "UndoDecision",
    "Unfollow",
    "UseModel",
]

Query = (
    Search
    | CompleteQuery
    | ListSavedSearches
    | GetDocument
    | GetPage
    | ListEntities
    | GetEntity
    | ListAttributes
    | GetNeighbourhood
    | GetEvidence
    | ExportGraph
    | CancelTransfer
    | ListImports
    | GetImported
    | GetPaths
    | GetOverview
    | GetCommunity
    | GetGrowth
    | GetTimeline
    | GetLinks
    | GetStatus
    | ListFiles
    | ListCorrections
    | GetReview
    | ListModels
    | ListRuns
    | ListSettings
    | ListProposals
    | ListForms
    | ListDecisions
    | GetRelated
    | GetRelatedEntities
    | GetRecommendations
    | ListActivity
    | ListFollowed
    | ListNews
)
Change = (
    SaveSearch
    | RenameSearch
    | RemoveSearch
    | NoteSearchSeen
    | AddFolder
    | RemoveFolder
    | Rescan
    | RetryFiles
    | PauseIndexing
    | ResumeIndexing
    | HurryIndexing
    | ChangeSetting
    | CorrectMention
    | LabelOccurrences
    | UndoCorrection
    | MergeEntities
    | KeepApart
    | SplitEntity
    | RenameEntity
    | RetypeEntity
    | RejectEntity
    | UndoDecision
    | ImportGraph
    | RemoveImport
    | Train
    | CancelTraining
    | UseModel
    | RollBackModel
    | NoteOpened
    | NoteLookedAt
    | NoteSearched
    | EraseActivity
    | Follow
    | Unfollow
    | NoteNewsSeen
)
Request = Query | Change

QUERY_TYPES: tuple[type[Any], ...] = Query.__args__
CHANGE_TYPES: tuple[type[Any], ...] = Change.__args__


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one request: a result, or an error."""

    request_id: int
    result: object
    error: EngineError | None
