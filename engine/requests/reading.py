"""Requests about documents."""

from __future__ import annotations

from dataclasses import dataclass

MOST_SPANS = 400
"""Spans whose places on a page are told in one answer."""


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
class ListAttributes:
    """Answer: ``tuple[AttributeRow, ...]``, what a document states, in reading order; of one kind or all."""

    document_id: int
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GetLinks:
    """Answer: ``DocumentLinks``, to whom a document refers and who refers to it."""

    document_id: int
