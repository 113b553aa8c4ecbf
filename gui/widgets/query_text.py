"""A query changed as text: a part taken out, or put in place of another.

Spans are half-open and count code points of the query in NFC, as the engine's do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from engine.records import Span


def parts_of(query: str, spans: Iterable[Span]) -> tuple[str, ...]:
    """The pieces of ``query`` that ``spans`` name."""
    normal = unicodedata.normalize("NFC", query)
    return tuple(normal[span.start : span.end] for span in spans)


def without_spans(query: str, spans: Sequence[Span]) -> str:
    """``query`` without what ``spans`` name; what stood around each is one space apart."""
    text = unicodedata.normalize("NFC", query)
    for span in sorted(spans, key=lambda span: -span.start):
        text = f"{text[: span.start].rstrip()} {text[span.end :].lstrip()}"
    return text.strip()


def exactly(query: str, asked: str) -> str:
    """``query`` with ``asked`` in quotation marks, so that nothing else is searched for."""
    return _in_place(query, asked, f'"{asked}"')


def instead(query: str, asked: str, meant: str) -> str:
    """``query`` with ``meant`` in place of ``asked``."""
    return _in_place(query, asked, meant)


def _in_place(query: str, asked: str, text: str) -> str:
    """Put ``text`` where ``asked`` stands as whole words, or else where it stands at all."""
    normal = unicodedata.normalize("NFC", query)
    words = r"\s+".join(map(re.escape, asked.split()))
    for pattern in (rf"(?<!\w){words}(?!\w)", words):
        changed, n_found = re.subn(pattern, lambda _match: text, normal, count=1, flags=re.IGNORECASE)
        if n_found:
            return changed
    return text
