"""What readers yield, and how pieces become ``RawText``.

A reader is a generator of pieces: a ``Head`` before the first text and again
when more is known, a string a page (paged formats) or a string a chunk, an
``OcrPage`` after the string of a page that is a picture, and a ``Reason`` when
something is left out. A reader that has more to say goes on;
whoever consumes it may stop at any piece and has sound text up to there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.records import RawText, Reason

LONGEST_LINKS = 20_000
"""Code points of the attribute ``links``: what a text points to, ``target`` or ``target|shown``."""

_CHUNK_CHARS = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a file is read: bytes, code points, pages."""

    max_file_bytes: int = 500_000_000
    max_text_chars: int = 50_000_000
    max_pages: int = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a file says about itself; ``is_paged`` and ``is_typeset`` never change within a file."""

    is_paged: bool = False
    is_typeset: bool = False
    title: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OcrPage:
    """Page ``number``, from 1, is a picture or half a minute of a recording: a model gives its text."""

    number: int


Piece = Head | str | OcrPage | Reason


def limited(pieces: Iterable[Piece], limits: Limits) -> Iterator[Piece]:
    """Pass pieces on up to the text limit, in chunks of bounded size, and say if there was no text."""
    left = limits.max_text_chars
    has_text = is_partial = is_paged = False
    for piece in pieces:
        if isinstance(piece, str):
            has_text = has_text or not (not piece or piece.isspace())
            yield from [piece[:left]] if is_paged else _chunks(piece[:left])
            left -= len(piece)
            if left < 0:
                yield Reason(code="partial.text_limit", params={"limit_chars": limits.max_text_chars})
                return
            continue
        is_partial = is_partial or isinstance(piece, Reason | OcrPage)
        is_paged = is_paged or (isinstance(piece, Head) and piece.is_paged)
        yield piece
    if not has_text and not is_partial:
        yield Reason(code="partial.no_text")


def assemble(pieces: Iterable[Piece]) -> RawText:
    """Put pieces together; the last ``Head`` and the first ``Reason`` count."""
    head = Head()
    partial: Reason | None = None
    texts: list[str] = []
    ocr_pages: list[int] = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
        elif isinstance(piece, OcrPage):
            ocr_pages.append(piece.number)
        elif isinstance(piece, Head):
            head = piece
        else:
            partial = partial or piece
    return RawText(
        pages=tuple(texts) if head.is_paged else ("".join(texts),),
        is_paged=head.is_paged,
        is_typeset=head.is_typeset,
        ocr_pages=tuple(number for number in ocr_pages if head.is_paged and 1 <= number <= len(texts)),
        title=head.title,
        attributes=head.attributes,
        partial=partial,
    )


def _chunks(text: str) -> Iterator[str]:
    for start in range(0, len(text), _CHUNK_CHARS):
        yield text[start : start + _CHUNK_CHARS]
