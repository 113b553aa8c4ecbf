"""Finds every place where a name stands as a word of its own, in one text or in the whole library.

Case counts; traditional and simplified Chinese do not; white space within the name may be any, and
one line end. Chinese writes no spaces between words: there any place where the characters stand counts.
"""

from __future__ import annotations

import re

from apsw import Connection

from engine.language.script import to_simplified
from engine.records import Span
from engine.store.anchor import cuts_word
from engine.store.rows import fetch_ids
from engine.store.terms import phrase, tokens

_GAP = r"(?=\s)[^\S\n]*\n?[^\S\n]*"


def occurrences(text: str, name: str) -> list[Span]:
    """Return where ``name`` stands in ``text``, in reading order, none overlapping another."""
    pattern = re.compile(_GAP.join(map(re.escape, to_simplified(name).split())))
    return [
        Span(match.start(), match.end())
        for match in pattern.finditer(to_simplified(text))
        if match[0] and not cuts_word(text, match.start()) and not cuts_word(text, match.end())
    ]


def documents_with(db: Connection, name: str) -> list[int]:
    """Return the documents that may hold ``name``, by the full-text index; the text has the last word."""
    if not tokens(name):
        return []
    return fetch_ids(
        db,
        """SELECT DISTINCT document_id FROM passage
           WHERE id IN (SELECT rowid FROM passage_index WHERE passage_index MATCH ?) ORDER BY document_id""",
        (phrase(" ".join(name.split())),),
    )
