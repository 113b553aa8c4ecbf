"""Keeps with a document what it refers to, what it goes by and which date it states.

All of it is made from its text and attributes alone, so that the order in which documents come never shows.
"""

from __future__ import annotations

import re

from apsw import Connection

from engine.language.references import identifiers, references
from engine.records import Document

_DATED_BY = ("date", "created", "modified")
_DATE = re.compile(r"([12]\d{3})(?:[-/.]([01]\d)(?:[-/.]([0-3]\d))?)?(?!\d)")


def put(db: Connection, document_id: int, document: Document, *, format: str) -> None:
    """Keep the links, identifiers and date of a document that has none yet; they go with it."""
    db.executemany(
        'INSERT INTO link (document_id, kind, key, target, start, "end") VALUES (?, ?, ?, ?, ?, ?)',
        [
            (document_id, link.kind, link.key, link.target, link.start, link.end)
            for link in references(document.text, document.attributes, format=format, title=document.title)
        ],
    )
    db.executemany(
        "INSERT INTO identifier (document_id, kind, key) VALUES (?, ?, ?)",
        [
            (document_id, kind, key)
            for kind, key in sorted(
                identifiers(document.text, document.attributes, format=format, title=document.title)
            )
        ],
    )
    if date := stated_date(document):
        db.execute("INSERT INTO document_date (document_id, date) VALUES (?, ?)", (document_id, date))


def stated_date(document: Document) -> str:
    """Return the date that a document states of itself, ``2020-05-17``, ``2020-05``, ``2020`` or nothing."""
    for name in _DATED_BY:
        if match := _DATE.match(document.attributes.get(name, "").strip()):
            return "-".join(part for part in match.groups() if part)
    return ""
