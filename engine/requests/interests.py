"""What a client may ask about interests: part of the closed list of ``engine.requests``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GetRelated:
    """Answer: ``tuple[SuggestedDocument, ...]``, what belongs with a document, and why."""

    document_id: int
    limit: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class GetRelatedEntities:
    """Answer: ``tuple[SuggestedEntity, ...]``, what belongs with an entity, and why."""

    entity_id: int
    limit: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class GetRecommendations:
    """Answer: ``tuple[SuggestedDocument, ...]``, what may be worth opening, and why."""

    limit: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ListActivity:
    """Answer: ``tuple[ActivityRow, ...]``, what the user did, the latest first."""

    offset: int = 0
    limit: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFollowed:
    """Answer: ``tuple[Followed, ...]`` in the order they were chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNews:
    """Answer: ``tuple[News, ...]``, what is new in each thing followed; those without news are left out."""

    limit: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOpened:
    """The user opened a document; remembered if history is kept."""

    document_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLookedAt:
    """The user looked at an entity; remembered if history is kept."""

    entity_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSearched:
    """The user searched for this and meant it; remembered if history is kept."""

    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseActivity:
    """Erase one act, all since a time (Unix ms) or, with neither given, all; answers with how many."""

    activity_id: int | None = None
    since_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """Follow an entity or, without one, a search; answers with ``Followed``."""

    entity_id: int | None = None
    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfollow:
    """Follow it no more."""

    followed_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteNewsSeen:
    """The user looked at the news of all that is followed."""
