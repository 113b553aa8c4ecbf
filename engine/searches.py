"""Frozen records around a search: what was misunderstood, what narrows it down, what is kept of it.

Spans of a query, half-open, count code points of what was typed (NFC).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Sort = Literal["relevance", "newest", "oldest", "name", "size"]
"""Orders of hits; without any word to rank by, ``"relevance"`` is ``"newest"``."""

NOTICE_CODES = (
    "query.date", "query.size", "query.type", "query.language", "query.entity", "query.folder",
    "query.wildcard",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A part of a query that could not be taken as it was meant; never a reason not to search.

    ``code`` is one of ``NOTICE_CODES``; ``params`` hold the ``value`` that was typed.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One way to narrow a search down: ``n_files`` of its files are left by adding ``text`` to the query."""

    value: str
    text: str
    n_files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """``name`` is one of ``"type"``, ``"folder"``, ``"year"``, ``"entity"``, ``"label"``, ``"language"``."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What may stand at ``start:end`` of the query in place of what does.

    Attributes:
        text: What to put there.
        shown: The same for a list: without quotes, or with what it means.
        kind: ``"field"``, or the name of the field it is a value of.
        count: Mentions of an entity, files in a folder; None where nothing is counted.
    """

    start: int
    end: int
    text: str
    shown: str
    kind: str
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A query with a name; ``n_new`` documents that answer it came since it was last looked at."""

    name: str
    query: str
    created_ms: int
    n_new: int
