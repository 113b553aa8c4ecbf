"""Make a labelled text of offsets that another program wrote, or name what is wrong with them.

Offsets are half-open and count code points of the text beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from engine.errors import CorpusInvalid, CorpusSpanWrong
from engine.teaching import LabelledSpan, LabelledText
from engine.training.material.corpora.labels import to_label

Claim = tuple[Any, Any, Any]
"""Start, end and label as found, not yet believed."""

READABLE = re.compile(r"[^\s\ufeff]")
"""Something to read: neither white space nor a byte order mark."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_PAIR, _PAIR_WITH_ID = 3, 4


def to_text(text: Any, claims: Iterable[Claim], *, path: Path, line: int) -> LabelledText:
    """Return ``text`` with its spans in reading order; a span said twice counts once.

    Raises:
        CorpusInvalid: The text is no text, an offset no whole number, or a label nothing that can be kept.
        CorpusSpanWrong: A span is empty or white space, lies outside the text, or overlaps another.
    """
    if not isinstance(text, str):
        raise invalid(path, line, "the text is missing or no text")
    if _SURROGATE.search(text):
        raise invalid(path, line, "the text holds half a character (a lone surrogate)")
    spans: list[LabelledSpan] = []
    for span in sorted({_to_span(claim, path, line) for claim in claims}, key=_place):
        is_apart = not spans or spans[-1].end <= span.start
        if not is_apart or not 0 <= span.start < span.end <= len(text) or _is_blank(text, span):
            raise CorpusSpanWrong(path=str(path), line=line, start=span.start, end=span.end, length=len(text))
        spans.append(span)
    return LabelledText(text=text, spans=tuple(spans), place=f"{path.name}:{line}")


def to_claims(items: Any, *, path: Path, line: int) -> list[Claim]:
    """Return the claims of a JSON list: ``[start, end, label]`` or objects that name the three.

    An object names them ``start``, ``end`` and ``label``, or ``start_offset`` and ``end_offset``.

    Raises:
        CorpusInvalid: It is no such list.
    """
    if not isinstance(items, list):
        raise invalid(path, line, "the spans are no list")
    return [_to_claim(item, path, line) for item in items]


def invalid(path: Path, line: int, detail: str) -> CorpusInvalid:
    """Return the fault ``detail`` at its place."""
    return CorpusInvalid(path=str(path), line=line, detail=detail)


def to_triples(spans: Sequence[LabelledSpan]) -> list[list[Any]]:
    """Return ``[start, end, label]`` for each span."""
    return [[span.start, span.end, span.label] for span in spans]


def _to_claim(item: Any, path: Path, line: int) -> Claim:
    if isinstance(item, list) and len(item) in (_PAIR, _PAIR_WITH_ID):
        return item[0], item[1], item[2]
    if isinstance(item, dict):
        start = item.get("start", item.get("start_offset"))
        return start, item.get("end", item.get("end_offset")), item.get("label")
    raise invalid(path, line, "a span is neither [start, end, label] nor an object that names the three")


def _to_span(claim: Claim, path: Path, line: int) -> LabelledSpan:
    start, end, raw = claim
    # A bool is an int to Python, and no offset to anybody.
    if type(start) is not int or type(end) is not int:
        raise invalid(path, line, f"an offset is no whole number: {_shorten((start, end))}")
    label = to_label(raw) if isinstance(raw, str) else ""
    if not label:
        raise invalid(path, line, f"a label that cannot be used: {_shorten(raw)}")
    return LabelledSpan(start, end, label)


def _place(span: LabelledSpan) -> tuple[int, int, str]:
    return span.start, span.end, span.label


def _is_blank(text: str, span: LabelledSpan) -> bool:
    return READABLE.search(text, span.start, span.end) is None


def _shorten(value: Any) -> str:
    return repr(value)[:60]
