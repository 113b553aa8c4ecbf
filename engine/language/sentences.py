"""Where sentences end, in English and Chinese alike.

Input:  any text and a range of it. Output: spans that tile the range, offsets in
code points; each sentence keeps the white space that follows it.

A sentence ends at 。！？； or …… with the closing quotes after them, at ``. ! ?``
followed by white space unless an abbreviation or an initial stands before or a
small letter after, at a blank line, and at a line end that does not look like
wrapped prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.language.script import CJK_CLASS
from engine.records import Span

_CLOSERS = "”’」』）》〉】〕)\\]\"'»"
_END = re.compile(
    rf"(?P<wide>(?:[。！？｡；]|…{{2,}}|(?<=[{CJK_CLASS}])[!?])[。！？｡；…!?]*[{_CLOSERS}]*)"
    rf"|(?P<narrow>[.!?…]+[{_CLOSERS}]*)(?=\s|\Z)"
    r"|(?P<line>\n)"
)
_SPACE = re.compile(r"\s*")
_WORD_BEFORE = re.compile(r"[^\W_](?:[\w.\-]*[^\W_])?\Z")
_ABBREVIATIONS = re.compile(
    r"(?:mr|mrs|ms|dr|prof|st|sr|jr|messrs|gen|col|capt|lt|sgt|cmdr|rev|hon|gov|sen|rep|pres|vs|cf|e\.g|i\.e|eg|ie"
    r"|viz|ca|approx|figs?|eqs?|sec|ch|art|vol|eds?|al|resp|incl|mt|ft)\Z"
)
_BEFORE_NUMBER = re.compile(r"(?:nos?|pp?|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|par|para|cl)\Z")
_LIST_ITEM = re.compile(
    r"[#>|*•‣▪◦·\-–—+○●■□◆]\s?|\(?\w{1,3}[.)、]\s|[(（]?[一二三四五六七八九十\d]+[)）、.]"
)
_WRAPPED_COLUMNS = 40
_WORD_REACH = 24


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of ``text[start:end]``; they tile it, and none is empty."""
    stop = len(text) if end is None else end
    spans: list[Span] = []
    for sentence_end in sentence_ends(text, start, stop):
        spans.append(Span(start, sentence_end))
        start = sentence_end
    if start < stop:
        spans.append(Span(start, stop))
    return spans


def sentence_ends(text: str, start: int, stop: int) -> Iterator[int]:
    """Yield, growing, where sentences end between ``start`` and ``stop``, spaces included."""
    position = start
    while (match := _END.search(text, position, stop)) is not None:
        after = _after_space(text, match.end(), stop)
        if _is_end(text, match, after, start=start, stop=stop):
            position = after
            yield after
        else:
            position = match.end()


def _after_space(text: str, position: int, stop: int) -> int:
    match = _SPACE.match(text, position, stop)
    return match.end() if match else position


def _is_end(text: str, match: re.Match[str], after: int, *, start: int, stop: int) -> bool:
    kind = match.lastgroup
    if kind == "wide" or after >= stop:
        return True
    has_blank_line = text.count("\n", match.end() - (kind == "line"), after) > 1
    if has_blank_line:
        return True
    if kind == "line":
        return not _is_wrapped(text, match.start(), after, start=start)
    following = text[after]
    if following.islower():
        return False
    return text[match.start()] != "." or not _is_abbreviated(text, match.start(), following, start=start)


def _is_abbreviated(text: str, dot: int, following: str, *, start: int) -> bool:
    """Whether the full stop at ``dot`` belongs to an abbreviation, an initial or a list number."""
    begin = max(start, dot - _WORD_REACH)
    match = _WORD_BEFORE.search(text, begin, dot)
    if match is None:
        return False
    word = match.group()
    if len(word) == 1 and word.isascii() and word.isupper():
        return True
    if word.isdigit() and len(word) < 4:
        return match.start() == start or text[match.start() - 1] == "\n"
    lowered = word.lower()
    if following.isdigit() and _BEFORE_NUMBER.match(lowered):
        return True
    return _ABBREVIATIONS.match(lowered) is not None


def _is_wrapped(text: str, newline: int, after: int, *, start: int) -> bool:
    """Whether the line end at ``newline`` only wraps prose: a full line, then more words."""
    line_start = text.rfind("\n", max(start, newline - 4 * _WRAPPED_COLUMNS), newline) + 1
    line_start = max(line_start, start, newline - 4 * _WRAPPED_COLUMNS)
    line = text[line_start:newline]
    columns = len(line) if line.isascii() else sum(1 + (c >= "\u2e80") for c in line)
    if columns < _WRAPPED_COLUMNS or "\t" in line or line[:1] in "#|":
        return False
    following = text[after]
    return (following.isalnum() or following in "(（“\"'‘《「") and not _LIST_ITEM.match(text, after)
