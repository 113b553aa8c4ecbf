"""Marks what in a passage answers the query, and cuts the piece that shows most of it.

Input:  a passage's text and a query taken apart.
Output: spans of that text (offsets from its start), never overlapping, in order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from engine.language.script import CJK_CLASS
from engine.language.sentences import sentence_ends
from engine.records import Span
from engine.store.query_tree import Near, Query, leaves
from engine.store.terms import Term, fold, forms, has_cjk, pieces, tokens

_WIDTH = 240
_CJK_WIDTH = 120
_LETTER = rf"[^\W_{CJK_CLASS}]"  # a word ends where a CJK character begins, as in the index
_BEGIN, _END = f"(?<!{_LETTER})", f"(?!{_LETTER})"
_SPACE = re.compile(r"\s+")


def highlights(text: str, query: Query, *, is_typing: bool = False) -> tuple[Span, ...]:
    """Return every occurrence of the query's words and phrases, case, accents and 繁/简 aside.

    Words are marked whole, with the last one taken for a beginning when
    ``is_typing``. Of a run that does not occur its parts are marked, and of terms
    near each other only where they are that, if anywhere.
    """
    folded = fold(text)
    found = _find(_pattern(query.text), folded) if query.is_plain and len(tokens(query.text)) > 1 else []
    leaf_nodes = [leaf for unit in query.units for leaf in leaves(unit)]
    for leaf in leaf_nodes:
        if isinstance(leaf, Near):
            found += _near(leaf, folded)
        elif isinstance(leaf, Term):
            found += _occurrences(
                leaf, folded, is_open=is_typing and query.is_open and leaf is leaf_nodes[-1]
            )
    return merged(found)


def cut_snippet(text: str, marked: Sequence[Span]) -> tuple[str, int]:
    """Return the piece of ``text`` that shows most of what is marked, and where it begins."""
    width = _CJK_WIDTH if sum(map(has_cjk, text)) * 2 > len(text) else _WIDTH
    first, last = _densest(marked, width)
    room = max(0, width - (last - first))
    begin = _begin(text, max(0, first - room // 2), first)
    end = _end(text, max(last, begin), max(last, min(len(text), begin + width)))
    piece = text[begin:end]
    return piece.strip(), begin + len(piece) - len(piece.lstrip())


def _occurrences(term: Term, folded: str, *, is_open: bool = False) -> list[Span]:
    here = _find(_term_pattern(term, is_open=is_open), folded)
    return here or [span for piece in pieces(term) for span in _find(_piece_pattern(piece), folded)]


def _near(node: Near, folded: str) -> list[Span]:
    """Return the occurrences of terms that stand near each other; all of them where none do."""
    places = sorted(
        (span.start, span.end, index)
        for index, term in enumerate(node.terms)
        for span in _occurrences(term, folded)
    )
    words = [match.start() for match in re.finditer(rf"[{CJK_CLASS}]|{_LETTER}+", folded)]
    found: list[Span] = []
    for at, (_, first_end, _) in enumerate(places):
        reach = bisect_left(words, first_end) + node.distance
        beyond = words[reach + 1] if reach + 1 < len(words) else len(folded)
        clump = places[at : bisect_left(places, (beyond, 0, 0))]
        if len({index for _, _, index in clump}) == len(node.terms):
            found += [Span(start, end) for start, end, _ in clump]
    return found or [Span(start, end) for start, end, _ in places]


def _term_pattern(term: Term, *, is_open: bool) -> str:
    if term.is_wild:
        letters = {"*": f"{_LETTER}*", "?": _LETTER}
        return _word("".join(letters.get(char, re.escape(char)) for char in fold(term.text)))
    if not term.is_word:
        return _pattern(term.text)
    if is_open:
        return _BEGIN + re.escape(fold(term.text))
    return _word("|".join(re.escape(fold(form)) for form in forms(term.text)))


def _word(pattern: str) -> str:
    return f"{_BEGIN}(?:{pattern}){_END}"


def _pattern(text: str) -> str:
    """Return a pattern of the words of ``text`` in order, with nothing but punctuation between them."""
    parts = tokens(fold(text))
    pattern = re.escape(parts[0])
    for before, part in pairwise(parts):
        is_apart = not has_cjk(before) and not has_cjk(part)
        pattern += (r"[\W_]{1,4}" if is_apart else r"[\W_]{0,4}") + re.escape(part)
    return pattern


def _piece_pattern(piece: str) -> str:
    return _pattern(piece) if has_cjk(piece) else _word(re.escape(fold(piece)))


def _find(pattern: str, folded: str) -> list[Span]:
    return [Span(match.start(), match.end()) for match in re.finditer(pattern, folded)]


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the same in order, those that overlap as one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _densest(marked: Sequence[Span], width: int) -> tuple[int, int]:
    """Return begin and end of the marked spans that fit in ``width`` and cover most of it."""
    best, best_cover = (0, 0), 0
    for index, first in enumerate(marked):
        inside = [span for span in marked[index:] if span.end <= first.start + width]
        cover = sum(span.end - span.start for span in inside)
        if cover > best_cover:
            best, best_cover = (first.start, inside[-1].end), cover
    return best


def _begin(text: str, earliest: int, latest: int) -> int:
    """Where a sentence begins between the two, else a word."""
    if earliest == 0:
        return 0
    start = next((end for end in sentence_ends(text, 0, latest) if end >= earliest), None)
    if start is not None:
        return start
    space = _SPACE.search(text, earliest, latest)
    return space.end() if space else earliest


def _end(text: str, earliest: int, latest: int) -> int:
    """Where the last word before ``latest`` ends, no earlier than ``earliest``."""
    if latest == len(text) or has_cjk(text[latest - 1 : latest + 1]):
        return latest
    spaces = list(_SPACE.finditer(text, earliest, latest))
    return spaces[-1].start() if spaces else latest
