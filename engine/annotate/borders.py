"""Where a name begins and ends in its text, and what only looks like one.

Taken off: white space and punctuation at both ends, a small ``the``, and a title before a person
(``Dr. Cooper`` is ``Cooper``). Left out: a piece of an e-mail or web address or of a file name, and
a single CJK character, which is mostly a piece of a name.
"""

from __future__ import annotations

import re
import unicodedata

from engine.annotate.titles import PERSON_PREFIXES
from engine.language.script import is_cjk
from engine.records import Span

_OPENERS, _CLOSERS = "([{（《“「『【", ")]}）》”」』】"
_ABBREVIATION = re.compile(r"(?:\.\w+|\b[^\W\d_]{1,4})\.$")
_ARTICLE = "the "
_TITLE = re.compile(r"([^\W\d_]+)\.?\s+(?=\S)")
_ADDRESS_CHARS = r"[\w.@%+\-/:~?=&#]"
_BEFORE, _AFTER = re.compile(rf"{_ADDRESS_CHARS}*\Z", re.ASCII), re.compile(rf"{_ADDRESS_CHARS}*", re.ASCII)
_REACH = 120
_ADDRESS = re.compile(
    r"\S+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:[a-z][a-z+.-]+://|www\.)\S+"
    r"|[\w-]+(?:\.[\w-]+)*\.(?-i:[a-z]{2,})/\S*"
    r"|\S+\.(?:docx?|pdf|xlsx?|pptx?|txt|html?|php|csv|json|xml|jpe?g|png|gif|tiff?|zip|exe)",
    re.ASCII | re.IGNORECASE,
)


def name_span(text: str, start: int, end: int, label: str) -> Span | None:
    """Return where the name in ``text[start:end]`` stands; None where there is none."""
    span = _trim(text, start, end)
    if span is None or _is_fragment(text, span) or _is_in_address(text, span):
        return None
    if text.startswith(_ARTICLE, span.start) and span.end - span.start > len(_ARTICLE):
        span = Span(span.start + len(_ARTICLE), span.end)
    return _without_title(text, span) if label == "PER" else span


def _trim(text: str, start: int, end: int) -> Span | None:
    """Take white space and punctuation off both ends; keep the stop of an abbreviation and whole pairs."""
    while start < end and _is_edge(text[start]) and not _opens_inside(text, start, end):
        start += 1
    while start < end and _is_edge(text[end - 1]):
        if text[end - 1] == "." and _ABBREVIATION.search(text, start, end):
            break
        if text[end - 1] in _CLOSERS and _OPENERS[_CLOSERS.index(text[end - 1])] in text[start:end]:
            break
        end -= 1
    return Span(start, end) if start < end else None


def _opens_inside(text: str, start: int, end: int) -> bool:
    return text[start] in _OPENERS and _CLOSERS[_OPENERS.index(text[start])] in text[start + 1 : end - 1]


def _is_edge(char: str) -> bool:
    return char.isspace() or unicodedata.category(char)[0] in "PZC"


def _is_fragment(text: str, span: Span) -> bool:
    return span.end - span.start == 1 and is_cjk(text[span.start])


def _is_in_address(text: str, span: Span) -> bool:
    """Tell whether the characters around ``span`` make an address or a file name with it."""
    before = _BEFORE.search(text, max(0, span.start - _REACH), span.start)
    after = _AFTER.match(text, span.end, min(len(text), span.end + _REACH))
    start = before.start() if before else span.start
    end = after.end() if after else span.end
    around = text[start:end].strip(".:-/?&#")
    return " " not in around and _ADDRESS.fullmatch(around) is not None


def _without_title(text: str, span: Span) -> Span:
    start = span.start
    while (match := _TITLE.match(text, start, span.end)) and match[1].lower() in PERSON_PREFIXES:
        start = match.end()
    return Span(start, span.end)
