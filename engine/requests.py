"""What a client may ask of the engine: a closed list of queries and changes.

A query reads and answers with a record. A change writes and answers with None unless
it says otherwise; what it changed follows as a ``LibraryChanged`` event. ``QUERY_TYPES`` and
``CHANGE_TYPES`` list the members.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from engine.carried import Selection
from engine.errors import EngineError
from engine.interest_requests import InterestChange, InterestQuery
from engine.neighbours import EVERYTHING, GraphFilter
from engine.records import EntityRef, FileStatus
from engine.searches import Sort
from engine.settings import Value
from engine.teaching import TrainingOptions

MOST_SPANS = 400
"""Spans whose places on a page are told in one answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Answer: ``SearchResult``. A newer Search makes an unanswered older one ``Cancelled``.

    Attributes:
        query: See ``engine.search.query`` for what it may say.
        limit, offset: Hits at most, and how many to leave out before them.
        is_typing: Take the last word for the beginning of one.
        sort: The order of the hits.
        has_facets: Whether to count what narrows the search down.
        has_context: Whether to quote further places of each document.
    """

    query: str
    limit: int = 30
    is_typing: bool = False
    offset: int = 0
    sort: Sort = "relevance"
    has_facets: bool = False
    has_context: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteQuery:
    """Answer: ``tuple[Suggestion, ...]`` for what is typed up to ``cursor``, best first."""

    text: str
    cursor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSavedSearches:
    """Answer: ``tuple[SavedSearch, ...]`` by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetDocument:
    """Answer: ``DocumentView``."""

    document_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GetPage:
    """Answer: ``PagePicture`` of page ``page`` (from 1), about ``width`` pixels wide; 0 asks for no picture.

    ``spans`` are ``(start, end)`` of the document's text whose boxes are wanted, at most ``MOST_SPANS``.
    """

    document_id: int
    page: int
    width: int = 1000
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntities:
    """Answer: ``tuple[EntityRow, ...]``, most mentioned or central first; ``prefix`` matches any alias."""

    prefix: str = ""
    label: str | None = None
    limit: int = 200
    order: Literal["mentions", "centrality"] = "mentions"


@dataclass(frozen=True, slots=True, kw_only=True)
class GetEntity:
    """Answer: ``EntityView``."""

    entity_id: int
    n_mentions: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAttributes:
    """Answer: ``tuple[AttributeRow, ...]``, what a document states, in reading order; of one kind or all."""

    document_id: int
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GetNeighbourhood:
    """Answer: ``Neighbourhood`` of at most ``budget`` nodes around ``entity_ids``.

    ``placed`` lists ``(entity_id, x, y)`` of nodes that are to stay where they are.
    """

    entity_ids: tuple[int, ...]
    budget: int = 60
    placed: tuple[tuple[int, float, float], ...] = ()
    filter: GraphFilter = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetEvidence:
    """Answer: ``tuple[EntityRelation, ...]``, all that joins the two entities, seen from the first."""

    entity_id: int
    other_id: int
    limit: int = 50
    filter: GraphFilter = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetPaths:
    """Answer: ``tuple[GraphPath, ...]``, the best ways from one entity to another, none where there is none.

    The shortest first, or with ``is_by_evidence`` those whose steps most documents support.
    """

    entity_id: int
    other_id: int
    n_paths: int = 3
    max_steps: int = 6
    is_by_evidence: bool = False
    filter: GraphFilter = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetOverview:
    """Answer: ``Overview``, the ``limit`` largest communities and what joins them."""

    limit: int = 60
    filter: GraphFilter = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCommunity:
    """Answer: ``CommunityView`` of the community that an entity is in, ``budget`` nodes of it laid out."""

    entity_id: int
    budget: int = 60
    limit: int = 200
    filter: GraphFilter = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetGrowth:
    """Answer: ``tuple[GrowthPoint, ...]``, one for each month that a document is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetTimeline:
    """Answer: ``tuple[TimelinePoint, ...]``, the documents that mention an entity, oldest first."""

    entity_id: int
    limit: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class GetLinks:
    """Answer: ``DocumentLinks``, to whom a document refers and who refers to it."""

    document_id: int


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
class GetStatus:
    """Answer: ``LibraryStatus``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFiles:
    """Answer: ``tuple[FileRow, ...]`` by path; ``contains`` filters paths."""

    status: FileStatus | None = None
    contains: str = ""
    offset: int = 0
    limit: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ListModels:
    """Answer: ``tuple[ModelRow, ...]``, the shipped ones first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRuns:
    """Answer: ``tuple[RunReport, ...]``, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCorrections:
    """Answer: ``tuple[Correction, ...]`` in the order they were made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetReview:
    """Answer: ``tuple[ReviewRow, ...]``, the most useful to look at first."""

    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSettings:
    """Answer: ``tuple[SettingRow, ...]``, as they are kept beside the library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProposals:
    """Answer: ``tuple[MergeProposal, ...]``, the likeliest and most mentioned first."""

    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ListForms:
    """Answer: ``tuple[FormRow, ...]``, the names that an entity is drawn together from."""

    entity_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDecisions:
    """Answer: ``tuple[Decision, ...]`` in the order they were made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveSearch:
    """Keep ``query`` under ``name``, in place of what had that name."""

    name: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameSearch:
    """Call a saved search otherwise."""

    name: str
    new_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveSearch:
    """Forget a saved search."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSearchSeen:
    """Nothing in this saved search is new any more."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFolder:
    """Watch ``path`` and index it."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveFolder:
    """Stop watching ``path`` and forget what was indexed under it; its files stay as they are."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescan:
    """Compare every watched folder with the library now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryFiles:
    """Read these files again; an empty tuple means every failed one."""

    file_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseIndexing:
    """Stop indexing after the document in hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeIndexing:
    """Go on indexing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HurryIndexing:
    """Index at full speed, whatever else goes on, for ``for_s`` seconds or (None) until all is done.

    Ends a pause. Only a disk that is almost full can hold it up.
    """

    for_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSetting:
    """Set what is called ``section.key``; a ``value`` of None = back to its default."""

    name: str
    value: Value | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectMention:
    """Say that the truth at a span is ``label``, None for nothing; answers with the ``Correction``."""

    document_id: int
    start: int
    end: int
    label: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelOccurrences:
    """Say the same wherever the name at a span stands; answers with ``tuple[Correction, ...]``, one act."""

    document_id: int
    start: int
    end: int
    label: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoCorrection:
    """Take back the act that a correction is part of (None: the latest); answers with what it said."""

    correction_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeEntities:
    """Say that these are one thing; this and each of the next answers with its ``Decision``."""

    entity_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepApart:
    """Say that these are two things."""

    entity_id: int
    other_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitEntity:
    """Say that some of an entity's forms are another thing than the others."""

    entity_id: int
    refs: tuple[EntityRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameEntity:
    """Say what an entity is called."""

    entity_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetypeEntity:
    """Say what kind of thing an entity is."""

    entity_id: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectEntity:
    """Say that an entity is no thing at all."""

    entity_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoDecision:
    """Take back one of these acts (None: the latest)."""

    decision_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportGraph:
    """Take in a graph file; answers with ``Transferred``, after ``TransferProgress`` events."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveImport:
    """Forget an imported graph."""

    graph_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Train:
    """Begin a training run; ``TrainingProgress`` events follow, and one ``TrainingFinished``.

    Attributes:
        corpora: Paths of labelled files; corrections are learnt from always.
        options: How.
    """

    corpora: tuple[str, ...] = ()
    options: TrainingOptions = field(default_factory=TrainingOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelTraining:
    """Stop the training run under way, if there is one; its ``TrainingFinished`` follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseModel:
    """Let this tagger read every document from now on."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RollBackModel:
    """Go back to the tagger in use before; answers with its name."""


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
    | InterestQuery
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
    | InterestChange
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
