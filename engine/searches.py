"""Frozen records of a search: its hits, what else was meant, what narrows it down, what is kept of it.

Spans of a document are as in ``engine.records``; those of a query, half-open, count code points of what was
typed (NFC).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from engine.records import Reason, Span

Sort = Literal["relevance", "newest", "oldest", "name", "size"]
"""Orders of hits; without any word to rank by, ``"relevance"`` is ``"newest"``."""

NOTICE_CODES = (
    "query.date", "query.size", "query.type", "query.language", "query.entity", "query.folder",
    "query.wildcard",
)  # fmt: skip


class Leg(StrEnum):
    """One retrieval method of a search."""

    TEXT = "text"
    VECTOR = "vector"
    ENTITY = "entity"
    NAME = "name"


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
    """One way to narrow a search down: ``n_files`` of its files are left by adding ``text`` to the query.

    ``value`` is the same in every language, ``text`` in that of the query; ``label`` is that of an entity.
    """

    value: str
    text: str
    n_files: int
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """``name`` is one of ``"type"``, ``"folder"``, ``"year"``, ``"entity"``, ``"label"``, ``"language"``."""

    name: str
    values: tuple[FacetValue, ...]


class Substitute(StrEnum):
    """Why something else is meant than what was typed."""

    SPELLING = "spelling"
    PINYIN = "pinyin"
    SAME_SOUND = "same_sound"


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """A part of a query with what was searched for beside or instead of it.

    Attributes:
        asked: As it was typed.
        meant: Likeliest first; each stands in the library.
        is_applied: Whether it was searched for; else it is only a proposal ("did you mean").
        is_instead: Whether what was typed is nowhere in the library.
    """

    asked: str
    meant: tuple[str, ...]
    kind: Substitute
    is_applied: bool = True
    is_instead: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Where else in the document of a hit the words stand, if that was asked for; spans as the hit's."""

    text: str
    start: int
    page: int | None
    highlights: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One passage (or, by name alone, one file) that answers a query.

    Attributes:
        why: The rank, from 1, that each leg gave it; None where a leg did not bring it.
        reasons: The same for people, what tells most first; codes as in ``engine.search.reasons``.
        highlights: Spans of the document's text that match the query's words.
        snippet: Text around the first match; ``snippet_start`` is its offset.
        n_copies: Files of the same bytes, this one included.
        n_alike: Other files that say the same or nearly so; ``alike`` are the first of their paths.
    """

    document_id: int | None
    path: str
    title: str
    page: int | None
    passage: str
    start: int
    end: int
    score: float
    why: Mapping[str, int | None]
    reasons: tuple[Reason, ...] = ()
    highlights: tuple[Span, ...] = ()
    snippet: str = ""
    snippet_start: int = 0
    n_copies: int = 1
    n_alike: int = 0
    alike: tuple[str, ...] = ()
    context: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """The hits of one query, best first; ``took_ms`` is time in the engine.

    Attributes:
        substituted: What else was searched for, or might have been meant.
        notices: What was not understood.
        facets: What narrows it down, if that was asked for.
        filters: Where the query holds fields that can be taken out of it, one by one.
    """

    query: str
    took_ms: float
    hits: tuple[Hit, ...]
    substituted: tuple[Substitution, ...] = ()
    notices: tuple[Notice, ...] = ()
    facets: tuple[Facet, ...] = ()
    filters: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What may stand at ``start:end`` of the query in place of what does.

    Attributes:
        text: What to put there.
        shown: The same for a list: without quotes, or with what it means.
        kind: ``"field"``, or the name of the field it is a value of.
        count: Mentions of an entity, files in a folder; None where nothing is counted.
        field: Of the kind ``"field"``: its name in English, whatever the language of ``text``.
    """

    start: int
    end: int
    text: str
    shown: str
    kind: str
    count: int | None = None
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A query with a name; ``n_new`` documents that answer it came since it was last looked at."""

    name: str
    query: str
    created_ms: int
    n_new: int
