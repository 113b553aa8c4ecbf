"""Shorten boilerplate that one document says again and again.

A disclaimer below every mail of a thread stands in full once; wherever it comes
again its first words and ``[…]`` stand for it. So a reader sees where it stood and
what it was, nothing is lost, and search finds it once rather than forty times.
Only long paragraphs of prose repeated word for word count: never code, tables,
lists or verse.
"""

from __future__ import annotations

import re
from collections import Counter

from engine.language.script import CJK_CLASS

_MOST_REPEATS = 3
"""A paragraph said no more often than this is left alone."""
_LEAST_COLUMNS = 300
_LEAST_LINE = 50  # verse has shorter lines
_KEPT_COLUMNS = 60
_SHORTEST = _LEAST_COLUMNS // 2
_NO_PROSE = re.compile(r"\t|(?:\A|\n)[\s#|>*/;%<{-]|[{};\\](?:\n|\Z)")
_WIDE = re.compile(f"[{CJK_CLASS}]")
_SENTENCE = re.compile(r"[.!?][\"')\]”’]*(?:\s|$)|[。！？]")


def without_repeats(text: str) -> str:
    """Return ``text`` with the later copies of its boilerplate shortened."""
    parts = text.split("\n\n")
    counts = Counter(part for part in parts if len(part) >= _SHORTEST)
    repeated = {part for part, n in counts.items() if n > _MOST_REPEATS and _is_boilerplate(part)}
    if not repeated:
        return text
    seen: set[str] = set()
    for at, part in enumerate(parts):
        if part in seen:
            parts[at] = f"{_beginning(part)} […]"
        elif part in repeated:
            seen.add(part)
    return "\n\n".join(parts)


def _is_boilerplate(paragraph: str) -> bool:
    columns = len(paragraph) + len(_WIDE.findall(paragraph))
    return (
        columns >= _LEAST_COLUMNS
        and columns >= _LEAST_LINE * (paragraph.count("\n") + 1)
        and _SENTENCE.search(paragraph) is not None
        and not _NO_PROSE.search(paragraph)
    )


def _beginning(paragraph: str) -> str:
    """Return the first words of a paragraph, or so many Chinese characters."""
    head = paragraph[:_KEPT_COLUMNS]
    if _WIDE.search(head):
        return head[: _KEPT_COLUMNS // 2]
    return head[: head.rfind(" ")] if " " in head else head
