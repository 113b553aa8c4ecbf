"""Find a quote again in a text that was edited.

Input:  the new text, the quote with what stood before and after it and, where it is known, the old text.
Output: an offset into the new text, or None when the quote is gone or could be meant in several places.

What lies before the first difference of the two texts, or after the last, has only moved. For the rest
the place decides whose surroundings are most like the old ones (Ratcliff and Obershelp's measure, as
``difflib`` has it).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import islice

from engine.language.script import is_cjk

CONTEXT_CHARS = 40
"""How much is kept of what stands before and after a quote, in code points."""
_LEAST_ALIKE = 0.55
"""Less alike surroundings are others: unrelated prose comes to 0.3 or so."""
_LEAST_LEAD = 0.05
_MOST_CANDIDATES = 500


def anchor(
    text: str, *, quote: str, before: str, after: str, former: str = "", former_start: int | None = None
) -> int | None:
    """Return where ``quote`` stands in ``text``, None when that is not certain.

    Args:
        text: The text as it is now.
        quote: What is looked for, exactly so, and no more part of a longer word than it was.
        before: What stood before it, at most ``CONTEXT_CHARS``.
        after: What stood after it, at most ``CONTEXT_CHARS``.
        former: The text that it stood in; "" when that is not there any more.
        former_start: Where it stood in ``former``.
    """
    around = before[-1:] + quote + after[:1]
    is_cut = (cuts_word(around, len(before[-1:])), cuts_word(around, len(around) - len(after[:1])))
    if former_start is not None and former.startswith(quote, former_start):
        moved = _moved(former, text, former_start, former_start + len(quote))
        if moved is not None and _fits(text, moved, quote, is_cut):
            return moved
    found = (start for start in _places(text, quote) if _fits(text, start, quote, is_cut))
    candidates = list(islice(found, _MOST_CANDIDATES + 1))
    if len(candidates) > _MOST_CANDIDATES:
        return None
    rated = [(_alike(text, start, quote, before, after), start) for start in candidates]
    rated.sort(reverse=True)
    if not rated or rated[0][0] < _LEAST_ALIKE:
        return None
    return rated[0][1] if len(rated) == 1 or rated[0][0] - rated[1][0] >= _LEAST_LEAD else None


def cuts_word(text: str, at: int) -> bool:
    """Tell whether a word goes on across ``at``; between CJK characters none is seen to."""
    if not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    return left.isalnum() and right.isalnum() and not (is_cjk(left) or is_cjk(right))


def _moved(former: str, text: str, start: int, end: int) -> int | None:
    """Return where ``former[start:end]`` is now if it lies wholly before or after all that was edited."""
    shortest = min(len(former), len(text))
    n_head = _count_true(shortest, lambda n: former[:n] == text[:n])
    if end <= n_head:
        return start
    n_tail = _count_true(shortest - n_head, lambda n: former[len(former) - n :] == text[len(text) - n :])
    return start + len(text) - len(former) if start >= len(former) - n_tail else None


def _count_true(most: int, holds: Callable[[int], bool]) -> int:
    """Return the largest ``n`` up to ``most`` that ``holds``, which it does for all smaller ones."""
    return bisect_left(range(1, most + 1), True, key=lambda n: not holds(n))


def _places(text: str, quote: str) -> Iterator[int]:
    start = text.find(quote)
    while start >= 0:
        yield start
        start = text.find(quote, start + 1)


def _fits(text: str, start: int, quote: str, is_cut: tuple[bool, bool]) -> bool:
    """Whether the quote stands there, cut out of a longer word only where it was before."""
    end = start + len(quote)
    return (
        text.startswith(quote, start)
        and (is_cut[0] or not cuts_word(text, start))
        and (is_cut[1] or not cuts_word(text, end))
    )


def _alike(text: str, start: int, quote: str, before: str, after: str) -> float:
    """Rate how like the surroundings are, 0 to 1; where there were none, any will do."""
    end = start + len(quote)
    n_known = len(before) + len(after)
    if not n_known:
        return 1.0
    left = text[max(0, start - len(before)) : start]
    right = text[end : end + len(after)]
    return (len(before) * _ratio(before, left) + len(after) * _ratio(after, right)) / n_known


def _ratio(old: str, new: str) -> float:
    return SequenceMatcher(None, old, new, autojunk=False).ratio()
