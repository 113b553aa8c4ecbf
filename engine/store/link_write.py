"""Keeps with a document what it refers to and what it goes by.

All of it is made from its text and attributes alone, so that the order in which documents come never shows.
"""

from __future__ import annotations

from apsw import Connection

from engine.language.references import identifiers, references
from engine.records import Document


def put(db: Connection, document_id: int, document: Document, *, format: str) -> None:
    """Keep the links and identifiers of a document that has none yet; they go with it."""
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
