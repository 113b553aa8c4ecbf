"""What a client may ask of the engine: a closed list of queries and changes.

A query reads and answers with a record. A change writes and answers with None;
what it changed follows as a ``LibraryChanged`` event. ``QUERY_TYPES`` and
``CHANGE_TYPES`` list the members.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.errors import EngineError
from engine.records import FileStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Answer: ``SearchResult``. A newer Search makes an unanswered older one ``Cancelled``.

    ``is_typing`` takes the last word for the beginning of one.
    """

    query: str
    limit: int = 30
    is_typing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GetDocument:
    """Answer: ``DocumentView``."""

    document_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntities:
    """Answer: ``tuple[EntityRow, ...]``, most mentioned first; ``prefix`` matches any alias."""

    prefix: str = ""
    label: str | None = None
    limit: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class GetEntity:
    """Answer: ``EntityView``."""

    entity_id: int
    n_mentions: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class GetNeighbourhood:
    """Answer: ``Neighbourhood`` of at most ``budget`` nodes around ``entity_ids``.

    ``placed`` lists ``(entity_id, x, y)`` of nodes that are to stay where they are.
    """

    entity_ids: tuple[int, ...]
    budget: int = 60
    placed: tuple[tuple[int, float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GetEvidence:
    """Answer: ``tuple[EntityRelation, ...]``, all that joins the two entities, seen from the first."""

    entity_id: int
    other_id: int
    limit: int = 50


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


Query = (
    Search | GetDocument | ListEntities | GetEntity | GetNeighbourhood | GetEvidence | GetStatus | ListFiles
)
Change = AddFolder | RemoveFolder | Rescan | RetryFiles | PauseIndexing | ResumeIndexing
Request = Query | Change

QUERY_TYPES: tuple[type[Any], ...] = Query.__args__
CHANGE_TYPES: tuple[type[Any], ...] = Change.__args__


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one request: a result, or an error."""

    request_id: int
    result: object
    error: EngineError | None
