"""Requests about searches."""

from __future__ import annotations

from dataclasses import dataclass

from engine.searches import Sort


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
