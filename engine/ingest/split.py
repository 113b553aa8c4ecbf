"""Cut a document into passages, the unit of embedding and full text.

Input:  a cleaned document. Output: passages that tile its text (no gap, no
overlap, none empty), never across a page border.

Size is counted in quarter tokens: a CJK character costs 4, any other code point
1, which is close to what a subword tokenizer makes of them. A cut falls, best
first, before a heading, at a blank line, at a sentence end, after a clause, at
white space; inside a word only where a word is longer than a passage.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from engine.language.script import CJK_CLASS
from engine.language.sentences import sentence_ends
from engine.records import Document, Passage

CJK_COST = 4
# Characters, and the full-width punctuation among them: each is a token of its own.
_WIDE = CJK_CLASS + "\u3000-\u303f\uff01-\uff65"
_CJK_RUN = re.compile(rf"[{_WIDE}]+")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*")
_HEADING_START = re.compile(r"(?<=\n)(?=#{1,6}[ \t]\S)")
_CLAUSE_END = re.compile(r"[，、：]+[”’」』）]*\s*|[,:;)\"'”’]{1,4}\s+")
_CLOSING = "，。、；：！？…”’」』）》〉】〕"
_BREAK = re.compile(rf"\s+|(?<=[{_WIDE}])(?![{_CLOSING}])|(?=[{_WIDE}])(?![{_CLOSING}])")
_SHORT_LINE = 60
_LOOK_AHEAD = 16

# The smallest share of a full passage that each kind of cut may leave.
_HEADING_SHARE = 0.3
_PARAGRAPH_SHARE = 0.5
_SENTENCE_SHARE = 0.25
_CLAUSE_SHARE = 0.5


def split_passages(document: Document, *, size: int) -> tuple[Passage, ...]:
    """Return the passages of a document in reading order; none for an empty text.

    Args:
        document: Cleaned text and its pages.
        size: Most a passage may cost, in quarter tokens, at least 1.
    """
    passages: list[Passage] = []
    for start, end, page in _regions(document):
        position = start
        while position < end:
            cut = _find_cut(document.text, position, end, size)
            passages.append(Passage(ordinal=len(passages), start=position, end=cut, page=page))
            position = cut
    return tuple(passages)


def _regions(document: Document) -> Iterator[tuple[int, int, int | None]]:
    """Yield what may not be crossed: one region a page with the break after it, or the whole text."""
    if not document.pages:
        yield 0, len(document.text), None
        return
    starts = [0, *(page.start for page in document.pages[1:]), len(document.text)]
    for page, start, end in zip(document.pages, starts, starts[1:], strict=False):
        if start < end:
            yield start, end, page.number


def _find_cut(text: str, start: int, end: int, size: int) -> int:
    limit = _reach(text, start, end, size)
    if limit >= end:
        return end
    span = limit - start
    return (
        _last(_HEADING_START, text, start + int(span * _HEADING_SHARE), limit)
        or _paragraph_cut(text, start, limit)
        or _sentence_cut(text, start, limit, end)
        or _last(_CLAUSE_END, text, start + int(span * _CLAUSE_SHARE), limit)
        or _last(_BREAK, text, start + span // 2, limit)
        or _last(_BREAK, text, start, limit)
        or _between_characters(text, start, limit)
    )


def _reach(text: str, start: int, end: int, size: int) -> int:
    """Return the furthest offset that ``size`` pays for; at least one code point on."""
    stop = min(end, start + size)
    position, left = start, size
    for run in _CJK_RUN.finditer(text, start, stop):
        plain = run.start() - position
        if plain >= left:
            break
        left -= plain
        affordable = left // CJK_COST
        if affordable < run.end() - run.start():
            return max(run.start() + affordable, start + 1)
        left -= CJK_COST * (run.end() - run.start())
        position = run.end()
    return max(min(position + left, stop), start + 1)


def _last(pattern: re.Pattern[str], text: str, start: int, limit: int) -> int:
    """Return where the last match in ``(start, limit]`` ends, or 0."""
    best = 0
    for match in pattern.finditer(text, start, limit):
        if start < match.end() <= limit and _may_cut(text, match.end()):
            best = match.end()
    return best


def _paragraph_cut(text: str, start: int, limit: int) -> int:
    """The last blank line, moved before a short line (a heading) that would be left alone at the end."""
    least = start + int((limit - start) * _PARAGRAPH_SHARE)
    cuts = [match.end() for match in _PARAGRAPH_END.finditer(text, start, limit) if match.end() < limit]
    while cuts and cuts[-1] >= least:
        cut = cuts.pop()
        previous = cuts[-1] if cuts else start
        line = text[previous:cut].strip()
        looks_like_heading = len(line) <= _SHORT_LINE and "\n" not in line and line[-1:].isalnum()
        if not (looks_like_heading and previous >= least and previous > start):
            return cut
    return 0


def _sentence_cut(text: str, start: int, limit: int, end: int) -> int:
    """The last sentence end; one whose following white space alone is over the limit counts too."""
    least = start + int((limit - start) * _SENTENCE_SHARE)
    best = 0
    # A look ahead, because what follows a full stop decides whether it ends a sentence.
    for sentence_end in sentence_ends(text, start, min(end, limit + _LOOK_AHEAD)):
        cut = min(sentence_end, limit)
        if cut < sentence_end and not text[cut:sentence_end].isspace():
            break
        if cut >= max(least, start + 1) and _may_cut(text, cut):
            best = cut
    return best


def _may_cut(text: str, cut: int) -> bool:
    """Whether a cut here leaves what is seen as one character whole."""
    if cut >= len(text):
        return True
    following, before = text[cut], text[cut - 1]
    if following < "\u0300":
        return before != "\u200d"
    is_attached = (
        unicodedata.category(following) in ("Mn", "Me", "Mc")
        or following in "\u200d\ufe0e\ufe0f"
        or "\U0001f3fb" <= following <= "\U0001f3ff"
        or ("\U0001f1e6" <= following <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff")
    )
    return not is_attached and before != "\u200d"


def _between_characters(text: str, start: int, limit: int) -> int:
    cut = limit
    while cut > start + 1 and not _may_cut(text, cut):
        cut -= 1
    return cut if cut > start + 1 or _may_cut(text, cut) else limit
