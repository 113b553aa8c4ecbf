"""Offsets between a document's text and Qt, and windows onto a long text.

The engine counts Unicode code points; ``QTextDocument`` and ``QTextLayout``
count UTF-16 units, two for a character beyond U+FFFF. Nothing here paints.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from engine.records import Span

_WIDE = re.compile("[\U00010000-\U0010ffff]")
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_WRAPPED_FORMATS = frozenset({"pdf", "text"})
_SHORTEST_WRAPPED = 64  # columns; a Chinese character takes two
_CLOSED = re.compile(r"[.!?:;。！？：；…|\t]\W?$")
_GOES_ON = re.compile(r"[^\W\d_]|[(（“\"‘'《]")
# Qt takes these for block ends, frames or pictures; one space each keeps every offset.
_UNSHOWABLE = dict.fromkeys(map(ord, "\x00\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\ufdd0\ufdd1\ufffc"), " ")


class OffsetMap:
    """Maps positions in one text from code points to UTF-16 units and back."""

    def __init__(self, text: str) -> None:
        self._points = [] if text.isascii() else [match.start() for match in _WIDE.finditer(text)]
        self._units = [point + n_before for n_before, point in enumerate(self._points)]

    def to_units(self, point: int) -> int:
        """UTF-16 position of code point ``point``."""
        return point + bisect_left(self._points, point)

    def to_points(self, unit: int) -> int:
        """Code point that UTF-16 unit ``unit`` belongs to."""
        return unit - bisect_left(self._units, unit)


def shown(text: str, format: str) -> str:
    """``text`` as a screen shows it, each code point in its place; formats of fixed lines are reflowed."""
    return showable(reflowed(text) if format in _WRAPPED_FORMATS else text)


def showable(text: str) -> str:
    """``text`` with the characters that Qt would not show as themselves made spaces."""
    return text.translate(_UNSHOWABLE)


def reflowed(text: str) -> str:
    """``text`` with the line ends made soft that only a page's width once forced; every offset stays.

    Such an end follows a long line that does not close a sentence. It becomes a space, or, between
    Chinese characters, nothing that shows.
    """
    lines = text.split("\n")
    joined: list[str] = []
    for number, line in enumerate(lines):
        joined.append(line)
        if number + 1 < len(lines):
            joined.append(_line_end(line, lines[number + 1]))
    return "".join(joined)


def _line_end(line: str, following: str) -> str:
    if len(line) < _SHORTEST_WRAPPED // 2 or _CLOSED.search(line) or not _GOES_ON.match(following):
        return "\n"
    if len(line) + len(_CJK.findall(line)) < _SHORTEST_WRAPPED:
        return "\n"
    return "\u200b" if _CJK.match(line[-1]) and _CJK.match(following) else " "


def window_around(text: str, focus: int, size: int) -> Span:
    """The part of ``text`` to load so that ``focus`` can be read in its surroundings.

    It is the whole text when that is at most ``size`` long; else about ``size``
    code points, a third of them before ``focus``, cut at line ends where there are any near.
    """
    if len(text) <= size:
        return Span(0, len(text))
    focus = min(max(focus, 0), len(text))
    start = min(max(0, focus - size // 3), len(text) - size)
    end = start + size
    slack = size // 8
    if start:
        line = text.rfind("\n", max(0, start - slack), start)
        start = line + 1 if line >= 0 else start
    if end < len(text):
        line = text.find("\n", end, end + slack)
        end = line + 1 if line >= 0 else end
    return Span(start, end)


def find_all(text: str, wanted: str, *, limit: int) -> list[Span]:
    """Where ``wanted`` stands in ``text``, whatever its case and white space; at most ``limit`` spans."""
    words = wanted.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    found: list[Span] = []
    for match in pattern.finditer(text):
        found.append(Span(*match.span()))
        if len(found) == limit:
            break
    return found


def name_spans(text: str, names: Iterable[str]) -> list[Span]:
    """Spans of ``text`` that hold one of ``names``, in order, none overlapping; longer names win."""
    found: list[Span] = []
    for name in sorted({name for name in names if name.strip()}, key=len, reverse=True):
        for span in find_all(text, name, limit=50):
            if all(span.end <= other.start or other.end <= span.start for other in found):
                found.append(span)
    return sorted(found, key=lambda span: span.start)


def excerpt(text: str, spans: Sequence[Span], *, size: int) -> tuple[str, list[Span]]:
    """About ``size`` code points of ``text`` around ``spans``, on one line.

    Runs of white space become one space. Returns the line and the spans moved along with it.
    """
    start, end = 0, len(text)
    if len(text) > size:
        focus = spans[0].start if spans else 0
        start = min(max(0, focus - size // 3), len(text) - size)
        end = start + size
    head, tail = "… " if start else "", " …" if end < len(text) else ""
    kept, places, length = [head], [], len(head)
    was_space = True
    for character in showable(text[start:end]):
        is_space = character.isspace()
        places.append(length)
        if not (is_space and was_space):
            kept.append(" " if is_space else character)
            length += 1
        was_space = is_space
    places.append(length)
    moved = [
        Span(places[max(span.start, start) - start], places[min(span.end, end) - start])
        for span in spans
        if span.start < end and span.end > start
    ]
    return "".join(kept) + tail, moved
