"""Frozen records of what is related, recommended, followed and remembered.

A ``Reason`` here is a code of the kinds ``related.*`` and ``because.*`` with its data; the
sentences stand with those of all codes. Times are Unix milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.records import Reason

ActivityKind = Literal["opened", "corrected", "looked_at", "searched"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedDocument:
    """A document that is related to another, recommended, or new.

    ``alike`` are paths of ``n_alike`` other files that say nearly the same: they come only once.
    ``modified_ms`` is when the file at ``path`` was changed last.
    """

    document_id: int
    path: str
    title: str
    score: float
    reasons: tuple[Reason, ...]
    n_alike: int = 0
    alike: tuple[str, ...] = ()
    modified_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedEntity:
    """An entity that is related to another."""

    entity_id: int
    name: str
    label: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """One thing that the user did.

    Attributes:
        name: The document's title, the entity's name or the query, as it was then.
        path: Where the document stood, empty for anything else.
        document_id: What it is now, None when it is gone; so with ``entity_id``.
    """

    activity_id: int
    kind: ActivityKind
    at_ms: int
    name: str
    path: str = ""
    document_id: int | None = None
    entity_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """An entity or, without a ``label``, a search that the user follows.

    Attributes:
        entity_id: None for a search, and while nothing mentions the entity.
        seen_ms: When its news were looked at last.
    """

    followed_id: int
    name: str
    label: str | None
    entity_id: int | None
    since_ms: int
    seen_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new in something that is followed, the newest first; ``n_documents`` counts all of it."""

    followed: Followed
    n_documents: int
    documents: tuple[SuggestedDocument, ...]
